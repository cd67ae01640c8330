"""What a service is sorted by: the labels of a feed in our own words, and those nobody here knows. Pure."""

from collections.abc import Iterator
from typing import Any

from portal.directory.from_open_referral import CARRIED
from portal.importing import labels, shapes, text
from portal.importing.labels import LANGUAGE, ROUTE, Labels
from portal.importing.shapes import Said


def words(said: Said, more: Said, known: Labels) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    """Return our words for what a record is labelled with, by taxonomy, and the labels nobody knows."""
    carried: dict[str, list[str]] = {
        taxonomy: known.known(taxonomy, more.get(name)) for taxonomy, name in CARRIED.items()
    }
    carried |= {ROUTE: known.known(ROUTE, more.get("routes")), LANGUAGE: codes(more.get("languages"), known)}
    unknown: list[str] = []
    for name, vocabulary, uri in _said_labels(said):
        found = (known.uris[uri],) if uri in known.uris else known.find(name, vocabulary)
        for taxonomy, key in found or ():
            carried[taxonomy].append(key)
        if found is None:
            unknown.append(text.line(name)[:80])
    for each in shapes.dicts(said.get("languages")):
        spoken, strange = labels.languages(known, each.get("code") or each.get("name") or each.get("language"))
        carried[LANGUAGE] += spoken
        unknown += [f"{name} (language)" for name in strange]
    fees = text.line(said.get("fees")) or text.line(said.get("fees_description"))
    carried["cost"] += [key for taxonomy, key in known.find(fees) or () if taxonomy == "cost"]
    return {taxonomy: list(dict.fromkeys(keys)) for taxonomy, keys in carried.items()}, tuple(dict.fromkeys(unknown))


def _said_labels(said: Said) -> Iterator[tuple[Any, Any, str]]:
    """Yield each label a record carries, with its vocabulary and its address where it has one."""
    for each in shapes.dicts(said.get("attributes"))[:200]:
        term = each.get("taxonomy_term")
        if isinstance(term, dict):
            detail = shapes.table(term.get("taxonomy_detail"))
            name = text.line(term.get("name")) or text.line(term.get("term")) or text.line(each.get("label"))
            yield name, text.line(term.get("taxonomy")) or detail.get("name"), text.line(term.get("term_uri"))
        elif text.line(each.get("label")):
            yield each["label"], None, ""
    for each in shapes.dicts(said.get("schedules")):
        words = text.line(each.get("attending_type"))
        if words and len(words) < 20:
            yield words, None, ""


def codes(value: Any, known: Labels) -> list[str]:
    """Return the codes of the languages in a list."""
    return [code for each in texts(value) for code in labels.languages(known, each)[0]]


def texts(value: Any) -> list[str]:
    """Return the texts in a list."""
    return [each for each in value if isinstance(each, str)][:200] if isinstance(value, list) else []
