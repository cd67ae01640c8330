"""Two documents, compared and put together again: nothing is lost, nothing is made up."""

import copy
import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.config import PROJECT
from portal.upkeep import differences
from portal.upkeep.differences import Difference, Standing, apply, between, standing, value_at

SERVICES: list[dict[str, Any]] = [
    each
    for path in sorted(PROJECT.joinpath("content/area/services").glob("*.json"))
    for each in json.loads(path.read_text("utf-8"))["contents"]
]
KEYS = st.sampled_from(["name", "routes", "x_cypmh", "waits", "a/b", "[c]", "~1", "needs"])
WORDS = st.sampled_from(["", "one", "two", "three"])
PLAIN = st.one_of(st.none(), st.booleans(), st.integers(-3, 3), WORDS)
IDS = st.sampled_from(["1", "2", "3/4", "[5]", "~"])


def rows(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    row = st.builds(lambda own, more: {**more, "id": own}, IDS, st.dictionaries(KEYS, inner, max_size=2))
    return st.lists(row, max_size=3, unique_by=lambda each: each["id"])


VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), rows(inner), st.dictionaries(st.one_of(KEYS, st.just("id")), inner, max_size=3)
    ),
    max_leaves=8,
)
DOCUMENTS = st.dictionaries(KEYS, VALUES, max_size=4)


def told(value: Any, name: str = "") -> Any:
    """Write a value in one form: a second, plainer hand than the one under test."""
    if isinstance(value, dict):
        kept = {key: told(each, key) for key, each in value.items()}
        value = {key: each for key, each in kept.items() if each is not None}
    if isinstance(value, list):
        ids = [each.get("id") if isinstance(each, dict) else None for each in value]
        value = [told(each) for each in value]
        if all(isinstance(one, str) and one for one in ids) and len(set(ids)) == len(ids):
            value.sort(key=lambda each: str(each["id"]))
        elif name in differences.UNORDERED:
            value.sort(key=repr)
    return value if isinstance(value, bool | int) or value else None


@given(DOCUMENTS, DOCUMENTS)
@example({"a": "text"}, {"a": {"id": "1"}})
@example({"x": [{"id": "1"}]}, {"x": None})
def test_what_was_taken_apart_goes_together_again(old: dict[str, Any], new: dict[str, Any]) -> None:
    before = copy.deepcopy(old)
    assert told(apply(old, between(old, new))) == told(new)
    assert between(apply(old, between(old, new)), new) == ()
    assert old == before


@given(DOCUMENTS)
def test_a_document_does_not_differ_from_itself(one: dict[str, Any]) -> None:
    assert between(one, copy.deepcopy(one)) == ()


@given(DOCUMENTS, DOCUMENTS)
def test_every_path_leads_to_what_it_says(old: dict[str, Any], new: dict[str, Any]) -> None:
    found = between(old, new)
    assert len({each.path for each in found}) == len(found)
    for each in found:
        name = each.path.rpartition("/")[2]
        assert told(value_at(old, each.path), name) == told(each.before, name)
        assert told(value_at(new, each.path), name) == told(each.after, name)


@given(DOCUMENTS, DOCUMENTS, st.data())
def test_half_of_the_fields_changes_half_of_the_fields(old: dict[str, Any], new: dict[str, Any], data: Any) -> None:
    found = between(old, new)
    taken = [each for each in found if data.draw(st.booleans())]
    assert {each.path for each in between(apply(old, taken), new)} == {each.path for each in found} - {
        each.path for each in taken
    }


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
@example(
    {"x_cypmh": [{"id": "1"}]},
    {"name": None, "x_cypmh": {}},
    {"name": None, "x_cypmh": [{"id": "2"}]},
)
def test_a_clear_change_never_touches_what_somebody_else_said(
    base: dict[str, Any], now: dict[str, Any], wish: dict[str, Any]
) -> None:
    theirs = {each.path for each in between(base, now)}
    clear = [each for each in between(base, wish) if standing(each, now) is Standing.CLEAR]
    after = apply(now, clear)
    assert theirs <= {each.path for each in between(base, after)} | {each.path for each in clear}
    for each in between(base, wish):
        if standing(each, now) is Standing.CONFLICT and each not in clear:
            assert not any(one.path == each.path for one in between(now, after))


def test_every_service_of_wexlow_can_become_every_other() -> None:
    for old, new in zip(SERVICES, [*SERVICES[1:], SERVICES[0]], strict=True):
        assert between(apply(old, between(old, new)), new) == ()


def test_rows_are_matched_by_their_ids_and_their_order_says_nothing() -> None:
    old = {"schedules": [{"id": "a", "opens_at": "09:00"}, {"id": "b", "opens_at": "10:00"}]}
    new = {"schedules": [{"id": "b", "opens_at": "10:00"}, {"id": "a", "opens_at": "09:30"}, {"id": "c"}]}
    assert between(old, new) == (
        Difference("schedules/[a]", old["schedules"][0], new["schedules"][1]),
        Difference("schedules/[c]", None, {"id": "c"}),
    )


def test_what_follows_or_changes_by_itself_is_no_difference() -> None:
    old = {"last_modified": "2026-01-01", "languages": [{"id": "1", "code": "en"}], "x_cypmh": {"self_refer": True}}
    assert between(old, {"x_cypmh": {"routes": ["self"]}}) == (Difference("x_cypmh/routes", None, ["self"]),)
    assert between({"x_cypmh": {"languages": ["en"]}}, {"x_cypmh": {"languages": ["en", "ur"]}})


def test_the_first_need_counts_and_the_order_of_routes_does_not() -> None:
    assert between({"needs": ["sleep", "school"]}, {"needs": ["school", "sleep"]})
    assert not between({"routes": ["self", "gp"]}, {"routes": ["gp", "self"]})


def test_another_organisation_is_another_organisation_and_not_a_new_name() -> None:
    old, new = {"organization": {"id": "1", "name": "A"}}, {"organization": {"id": "2", "name": "B"}}
    assert between(old, new) == (Difference("organization", old["organization"], new["organization"]),)
    renamed = {"organization": {"id": "1", "name": "B"}}
    assert between(old, renamed) == (Difference("organization/name", "A", "B"),)


@pytest.mark.parametrize(
    ("now", "expected"),
    [({"name": "old"}, Standing.CLEAR), ({"name": "new"}, Standing.DONE), ({"name": "other"}, Standing.CONFLICT)],
)
def test_three_are_compared(now: dict[str, Any], expected: Standing) -> None:
    assert standing(Difference("name", "old", "new"), now) is expected
