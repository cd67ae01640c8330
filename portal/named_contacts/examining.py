"""Whether the file of named contacts may go out, and which places somebody has to ask: for the commands."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from portal.named_contacts import organisations, registry
from portal.named_contacts.contact import NO_TEAM, NamedContacts
from portal.named_contacts.registry import Registry

FILE = f"area/{registry.FILE}"


@dataclass(frozen=True)
class Report:
    """What was found."""

    problems: tuple[tuple[int, str], ...]
    """What keeps a row from being shown, each with its line."""
    notes: tuple[str, ...]
    """What somebody has to ask or look up. It stops nothing: the pages say so themselves."""


def examine(content: Path, today: date) -> Report:
    """Check the file of a content folder. Nothing in it, however broken, raises."""
    area = content / "area"
    if not (area / organisations.FILE).exists() or not (area / registry.FILE).exists():
        return Report((), (f"{FILE}: there is none, so nobody is named for any school or practice.",))
    known = registry.load(area, fictional=_is_fictional(area))
    return Report(known.problems, tuple(f"{FILE}: {note}" for note in _notes(known, _services(area), today)))


def _notes(known: Registry, services: frozenset[str], today: date) -> Iterator[str]:
    """Say what is out of date or missing, place by place."""
    for place in known.places:
        named = known.of(place)
        yield from (f"{place.name}: {fault}" for fault in to_ask(named, today))
        team = named.support_team
        if services and team not in (*services, NO_TEAM, ""):
            yield f"{place.name}: the area's services have no support team {team!r}."


def to_ask(named: NamedContacts, today: date) -> Iterator[str]:
    """Say what somebody has to ask a place."""
    if (named.link or named.lead) and named.lapsed(today):
        yield f"its names were to be checked again by {named.check_again_on}."
    if named.link is None:
        yield "no link person is named."
    if named.lead is None:
        yield "no mental health lead is named."


def _is_fictional(area: Path) -> bool:
    """Tell whether the area is made up; one that does not read well is not."""
    try:
        return bool(tomllib.loads((area / "area.toml").read_text("utf-8"))["fictional"])
    except (OSError, ValueError, KeyError):
        return False


def _services(area: Path) -> frozenset[str]:
    """Return the names in addresses of all services that the area's own files bring; none where they do not read."""
    try:
        files = [json.loads(path.read_text("utf-8")) for path in (area / "services").glob("*.json")]
        return frozenset(one["x_cypmh"]["slug"] for file in files for one in file["contents"] if "x_cypmh" in one)
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()
