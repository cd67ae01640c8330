"""The feed's own OpenAPI document, made from the same tables that the feed is served by. Pure."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from portal.open_referral.parameters import PARAMETERS
from portal.open_referral.routes import COLLECTIONS, Collection
from portal.open_referral.shapes import SHAPES, Property

Said = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
ABOUT = (
    "Local mental-health services for children and young people, as Open Referral UK 3.0, a profile of HSDS 3.0. "
    "Open to everybody, without a key. Lists are ordered by id. A place whose address is hidden has an id and "
    "x_cypmh.address_hidden, nothing else, and is never near anything. What the standard has no home for stands in "
    "x_cypmh. A service that is no longer offered is not published: its address answers 404."
)
ENVELOPE = {
    "total_items": ("integer", "How many entries the list has."),
    "total_pages": ("integer", "How many pages it has."),
    "page_number": ("integer", "Which page this is."),
    "size": ("integer", "How many entries this page holds."),
    "first_page": ("boolean", "Whether this is the first page."),
    "last_page": ("boolean", "Whether no page follows."),
    "empty": ("boolean", "Whether this page holds nothing."),
}


@lru_cache(maxsize=8)
def document(address: str) -> Said:
    """Return the whole document. `address` is where the feed stands, such as https://example.org/api/open-referral."""
    paths = {"/": _about(), "/openapi.json": _openapi()}
    for name, each in COLLECTIONS.items():
        paths |= {f"/{name}": _list(name, each), f"/{name}/{{id}}": _one(name, each)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Front Door: Open Referral UK 3.0", "version": "3.0", "description": ABOUT},
        "jsonSchemaDialect": DIALECT,
        "servers": [{"url": address}],
        "paths": paths,
        "components": {
            "schemas": {
                **{name: schema(name) for name in SHAPES},
                "page": _page(),
                "problem": _problem(),
                "about": _about_schema(),
            },
            "parameters": {name: _parameter(name) for name in PARAMETERS} | {"if_none_match": _if_none_match()},
            "responses": {name: _trouble(words) for name, words in TROUBLES.items()} | {"unchanged": _unchanged()},
        },
    }


def schema(name: str) -> Said:
    """Return the JSON Schema of one shape."""
    shape = SHAPES[name]
    said: Said = {"type": "object", "properties": {key: _property(each) for key, each in shape.items()}}
    required = [key for key, each in shape.items() if each.must]
    return {**said, "required": required} if required else said


def _property(each: Property) -> Said:
    said: Said = dict(each.kind.schema) if each.kind else _ref("schemas", each.shape)
    if each.many:
        said = {"type": "array", "items": said}
    return {**said, "description": each.about} if each.about else said


def _ref(part: str, name: str) -> Said:
    return {"$ref": f"#/components/{part}/{name}"}


TROUBLES = {
    "unreadable": "Something asked cannot be read: `detail` says in one sentence what to send instead.",
    "unknown": "Nothing published has this id.",
}


def _trouble(words: str) -> Said:
    return {"description": words, "content": {"application/problem+json": {"schema": _ref("schemas", "problem")}}}


def _unchanged() -> Said:
    return {"description": "What you have is still what we would send: nothing changed since that ETag."}


def _if_none_match() -> Said:
    about = "The ETag of an earlier answer from the same address."
    return {"name": "If-None-Match", "in": "header", "description": about, "schema": {"type": "string"}}


def _parameter(name: str) -> Said:
    each = PARAMETERS[name]
    return {"name": name, "in": "query", "description": each.about, "schema": dict(each.schema)}


def _asked(names: Iterable[str]) -> list[Said]:
    return [_ref("parameters", name) for name in (*names, "if_none_match")]


def _good(words: str, content: Said) -> Said:
    tag = {"description": "Strong. It changes with the directory.", "schema": {"type": "string"}}
    return {"description": words, "headers": {"ETag": tag}, "content": {"application/json": {"schema": content}}}


def _get(operation: str, summary: str, parameters: list[Said], responses: Said) -> Said:
    answers = {**responses, "304": _ref("responses", "unchanged")}
    return {"get": {"operationId": operation, "summary": summary, "parameters": parameters, "responses": answers}}


def _list(name: str, each: Collection) -> Said:
    contents = {"type": "array", "items": _ref("schemas", each.shape)}
    envelope = {"allOf": [_ref("schemas", "page"), {"properties": {"contents": contents}, "required": ["contents"]}]}
    answers = {"200": _good(f"One page of every {each.what}.", envelope), "400": _ref("responses", "unreadable")}
    return _get(f"list_{name}", f"List every {each.what}.", _asked(each.listed_by), answers)


def _one(name: str, each: Collection) -> Said:
    own = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}, "description": "Its id."}
    answers = {"200": _good("Everything about it.", _ref("schemas", each.shape)), "404": _ref("responses", "unknown")}
    if each.one_by:
        answers["400"] = _ref("responses", "unreadable")
    return _get(f"get_{each.shape}", f"One {each.what} with everything nested.", [own, *_asked(each.one_by)], answers)


def _about() -> Said:
    return _get("about", "What this is.", _asked(()), {"200": _good("What this is.", _ref("schemas", "about"))})


def _openapi() -> Said:
    return _get("openapi", "This document.", _asked(()), {"200": _good("This document.", {"type": "object"})})


def _page() -> Said:
    kinds = {name: {"type": kind, "description": words} for name, (kind, words) in ENVELOPE.items()}
    return {"type": "object", "properties": kinds, "required": list(kinds)}


def _problem() -> Said:
    properties = {name: {"type": "string"} for name in ("type", "title", "detail")} | {"status": {"type": "integer"}}
    return {"type": "object", "properties": properties, "required": ["type", "title", "detail", "status"]}


def _about_schema() -> Said:
    link = {"type": "string", "format": "uri"}
    properties = {"version": {"type": "string"}, "profile": link, "openapi_url": link}
    return {"type": "object", "properties": properties, "required": list(properties)}
