"""Services in whatever a feed wraps them in: pages, lists, organisations, places; and older names made new. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.importing import text

Said = dict[str, Any]

WRAPPINGS = ("contents", "content", "services", "items", "results", "data", "value")
"""Where a page keeps its items, in Open Referral 3.0, 1.x, and in the wild."""
SERVICE = frozenset(
    [
        "organization",
        "organization_id",
        "organisation",
        "service_at_locations",
        "schedules",
        "regular_schedules",
        "eligibilitys",
        "service_taxonomys",
        "cost_options",
        "assured_date",
        "assurer_email",
        "minimum_age",
        "maximum_age",
        "status",
        "service_areas",
        "attending_type",
        "attending_access",
        "deliverable_type",
        "fees",
        "accreditations",
        "x_cypmh",
    ]
)
"""What only a service says."""
FULL = frozenset(
    {"service_at_locations", "schedules", "regular_schedules", "contacts", "cost_options", "service_taxonomys"}
)
"""What a list leaves out and a detail has."""
OTHERS: tuple[tuple[str, frozenset[str]], ...] = (
    ("a place", frozenset({"location_type", "addresses", "physical_addresses"})),
    (
        "a word of a taxonomy",
        frozenset({"term_uri", "taxonomy", "vocabulary", "parent_id", "version", "taxonomy_detail"}),
    ),
    ("an organisation", frozenset({"website", "logo", "organization_identifiers", "legal_status", "uri"})),
    ("about the feed itself", frozenset({"openapi_url", "profile"})),
)
OLDER = {
    "schedules": ("regular_schedules", "regular_schedule"),
    "addresses": ("physical_addresses", "physical_address", "address"),
    "accessibility": ("accessibility_for_disabilities",),
    "languages": ("language",),
    "cost_options": ("cost_option",),
    "service_areas": ("service_area",),
    "contacts": ("contact",),
    "organization": ("organisation",),
}
"""Names of Open Referral UK 1.x, and of feeds that were almost it, by the name they have in 3.0."""
AGES = ("minimum_age", "maximum_age")
DEEPEST = 40


@dataclass(frozen=True)
class Raw:
    """One record as a feed said it, and which document of the feed it stood in."""

    said: Any
    document: int = 0
    kind: str = ""
    """What it is where it is plainly no service."""
    problem: str = ""
    """Why it could not be read in full."""


def records(found: Any, document: int = 0) -> list[Raw]:
    """Return every record of one document, whatever it is wrapped in. Never raises."""
    items = unwrapped(found)
    if items is None:
        return []
    shared = _by_id(found.get("organizations")) if isinstance(found, dict) else {}
    return [each for item in items for each in _record(item, shared, document)]


def unwrapped(found: Any) -> list[Any] | None:
    """Return the items of a page or a list, or one item by itself; None for what holds none."""
    if isinstance(found, list):
        return found
    if not isinstance(found, dict):
        return None
    if "organization" not in found and not ("id" in found and "services" in found):
        for name in WRAPPINGS:
            if isinstance(found.get(name), list):
                return list(found[name])
    return [found] if found else None


def more_to_come(found: Any) -> bool:
    """Tell whether a document says that it is one page of several."""
    if not isinstance(found, dict) or unwrapped(found) == [found]:
        return False
    pages = found.get("total_pages", found.get("totalPages"))
    return isinstance(pages, int) and not isinstance(pages, bool) and pages > 1


def only_others(found: list[Raw]) -> bool:
    """Tell whether a document holds nothing that could be a service: places, words, organisations."""
    return bool(found) and all(each.kind for each in found)


def modern(said: Said) -> Said:
    """Return a service of any age under the names of Open Referral 3.0; what is new already stays as it is."""
    made = _small(said) if any(isinstance(key, str) and key != key.lower() for key in said) else dict(said)
    _rename(made)
    places = dicts(made.get("service_at_locations")) + [{"location": each} for each in dicts(made.get("locations"))]
    made["service_at_locations"] = places = [_place(each) for each in places]
    hours = [each for place in places for each in place.pop("schedules", [])]
    made["schedules"] = dicts(made.get("schedules")) + hours
    made["attributes"] = dicts(made.get("attributes")) + list(_older_labels(made))
    rules = dicts(made.get("eligibilitys")) + dicts(made.get("eligibilities")) + dicts(made.get("eligibility"))
    for name in AGES:
        made[name] = made.get(name) if made.get(name) not in (None, "") else _widest(rules, name)
    made["eligibility_words"] = [each.get("eligibility") for each in rules] + [
        made.get("eligibility_description"),
        made.get("eligibility") if isinstance(made.get("eligibility"), str) else None,
    ]
    return made


def dicts(value: Any) -> list[Said]:
    """Return the tables in a list, or one table by itself."""
    if isinstance(value, dict):
        return [value]
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def table(value: Any) -> Said:
    """Return a table, or an empty one for what is none."""
    return value if isinstance(value, dict) else {}


def _record(item: Any, shared: Mapping[str, Said], document: int) -> Iterator[Raw]:
    """Yield the services in one item, each with the organisation or the place it was told under."""
    if not isinstance(item, dict):
        yield Raw(item, document)
    elif isinstance(table(item.get("service")).get("name"), str) and not SERVICE & item.keys() - {"schedules"}:
        place = {key: value for key, value in item.items() if key != "service"}
        inner = dict(item["service"])
        inner.setdefault("service_at_locations", [place])
        yield Raw(inner, document)
    elif isinstance(item.get("services"), list) and "organization" not in item:
        own = {key: value for key, value in item.items() if key != "services"}
        for each in item["services"]:
            yield Raw({"organization": own} | each if isinstance(each, dict) else each, document)
    else:
        named = shared.get(text.letters(item.get("organization_id")))
        yield Raw({"organization": named} | item if named else item, document, _kind(item))


def _kind(item: Said) -> str:
    """Say what an item is where it is plainly no service."""
    if SERVICE & {text.letters(key).lower() for key in item}:
        return ""
    if not isinstance(item.get("name"), str):
        return "something else"
    return next((name for name, marks in OTHERS if marks & item.keys()), "")


def _by_id(value: Any) -> dict[str, Said]:
    return {text.letters(each.get("id")): each for each in dicts(value) if text.letters(each.get("id"))}


def _small(value: Any, depth: int = 0) -> Any:
    """Return the same with every name in small letters, as far down as services go."""
    if isinstance(value, list) and depth < DEEPEST:
        return [_small(each, depth + 1) for each in value]
    if isinstance(value, dict) and depth < DEEPEST:
        return {text.letters(key).lower(): _small(each, depth + 1) for key, each in value.items()}
    return value


def _rename(made: Said) -> None:
    """Give what has an older name its new one."""
    for new, olds in OLDER.items():
        for old in olds:
            if not made.get(new) and isinstance(made.get(old), list | dict):
                made[new] = made[old]


def _place(said: Said) -> Said:
    """Return one service at one place, with the hours that were told under either."""
    made = dict(said)
    _rename(made)
    at = dict(made["location"]) if isinstance(made.get("location"), dict) else {}
    _rename(at)
    made["location"] = at
    made["schedules"] = dicts(made.get("schedules")) + dicts(at.pop("schedules", None))
    return made


def _older_labels(made: Said) -> Iterator[Said]:
    """Yield the labels of 1.x as attributes of 3.0."""
    for each in dicts(made.get("service_taxonomys")) + dicts(made.get("link_taxonomies")):
        word = each.get("taxonomy")
        if isinstance(word, dict):
            yield {"taxonomy_term": {"name": word.get("name"), "taxonomy": word.get("vocabulary")}}
    for name in ("attending_type", "attending_access", "deliverable_type"):
        for said in _several(made.get(name)):
            yield {"taxonomy_term": {"name": said}}


def _several(value: Any) -> Iterable[str]:
    if isinstance(value, list):
        return [text.line(each) for each in value]
    return text.line(value).split(",")


def _widest(rules: list[Said], name: str) -> Any:
    """Return the widest bound that any of several rules gives; a rule without one counts as none given."""
    given = [each.get(name) for each in rules if each.get(name) not in (None, "")]
    plain = [each for each in given if isinstance(each, int | float) and not isinstance(each, bool)]
    if plain and len(plain) == len(given):
        return min(plain) if name == "minimum_age" else max(plain)
    return given[0] if given else None
