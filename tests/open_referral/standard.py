"""The checker: the UK profile's own schemas where they lie beside the repository, and what the base standard adds."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.conftest import OPEN_REFERRAL_DATA as DATA

LISTED = {
    "services": "compiled/service_list.json",
    "service_at_locations": "compiled/service_at_location_list.json",
    "organizations": "compiled/organization_list.json",
    "taxonomies": "taxonomy.json",
    "taxonomy_terms": "taxonomy_term.json",
}
NESTED = {
    "services": "compiled/service.json",
    # Their description of the API names service.json here; the schema made for it is this one.
    "service_at_locations": "compiled/service_at_location.json",
    "organizations": "compiled/organization.json",
    "taxonomies": "taxonomy.json",
    "taxonomy_terms": "taxonomy_term.json",
}
ENVELOPE = {
    "type": "object",
    "required": ["total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"],
    "properties": {
        **{name: {"type": "integer", "minimum": 0} for name in ("total_items", "total_pages", "size")},
        "page_number": {"type": "integer", "minimum": 1},
        **{name: {"type": "boolean"} for name in ("first_page", "last_page", "empty")},
        "contents": {"type": "array"},
    },
}
TEXT, ID = {"type": "string"}, {"type": "string", "format": "uuid"}
# What base HSDS 3.0 says of properties that the UK profile does not name, wherever they stand in an answer.
BASE: dict[str, dict[str, Any]] = {
    "languages": {"required": ["id"], "properties": {"name": TEXT, "code": TEXT, "note": TEXT}},
    "attributes": {"required": ["id"], "properties": {"link_entity": TEXT, "value": TEXT, "link_type": TEXT}},
    "phones": {
        "required": ["id", "number"],
        "properties": {"id": ID, "number": TEXT, "contact_id": TEXT, "type": TEXT, "extension": {"type": "number"}},
    },
    "taxonomy_terms": {"properties": {"code": TEXT, "language": TEXT}},
    "contacts": {"required": ["id"], "properties": {"phones": {"type": "array"}}},
    "addresses": {"properties": {"country": {"type": "string", "pattern": "^[A-Z]{2}$"}}},
}


@cache
def validator(name: str) -> Draft202012Validator:
    """Return what checks one object by one of the profile's files, formats too."""
    term = Resource.from_contents(load("taxonomy_term.json"), default_specification=DRAFT202012)
    known = Registry().with_resource("taxonomy_term.json", term)
    return Draft202012Validator(load(name), registry=known, format_checker=Draft202012Validator.FORMAT_CHECKER)


def load(name: str) -> Any:
    """Read one of the profile's files."""
    assert DATA is not None
    return json.loads((DATA / name).read_text("utf-8"))


def example(name: str) -> Any:
    """Read one of the answers that the profile's validator ships as good."""
    return load(str(Path("examples") / "Default" / name))


def faults(schema: str, said: Any) -> list[str]:
    """Return everything that is wrong with one object, by the profile and by the base standard."""
    wrong = [f"{each.json_path}: {each.message}" for each in validator(schema).iter_errors(said)]
    return wrong + list(base_faults(said))


def base_faults(said: Any) -> Iterator[str]:
    """Yield what the base standard forbids and the profile does not speak of."""
    if isinstance(said, list):
        for each in said:
            yield from base_faults(each)
    if isinstance(said, dict):
        for name, value in said.items():
            if name in BASE and isinstance(value, list):
                checks = Draft202012Validator({"type": "array", "items": {"type": "object"} | BASE[name]})
                yield from (f"{name}: {each.message}" for each in checks.iter_errors(value))
            if not name.startswith("x_"):
                yield from base_faults(value)


def page_faults(name: str, said: Any) -> list[str]:
    """Return everything that is wrong with one page of a list: the envelope, its numbers, and each entry."""
    wrong = [each.message for each in Draft202012Validator(ENVELOPE).iter_errors(said)]
    if wrong:
        return wrong
    if said["size"] != len(said["contents"]) or said["empty"] is not (not said["contents"]):
        wrong.append("size or empty do not fit the contents")
    if said["first_page"] is not (said["page_number"] == 1):
        wrong.append("first_page does not fit the number")
    if said["last_page"] is not (said["page_number"] >= said["total_pages"]):
        wrong.append("last_page does not fit the number")
    return wrong + [fault for each in said["contents"] for fault in faults(LISTED[name], each)]
