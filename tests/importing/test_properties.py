"""Whatever a feed says, nobody's import breaks: every record is counted once, and what is kept can be kept."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import String

from portal.db import Base
from portal.directory import from_open_referral
from portal.importing import cleaning, comparison, labels, shapes, shared, spreadsheets, text
from portal.importing.cleaning import Cleaned, Known, Quarantined
from portal.importing.newcomers import Rows, _gather
from portal.upkeep import checking
from tests.importing.conftest import AREA, FEED, TODAY, a_service

KNOWN = Known(comparison.feed_id(FEED), labels.load(AREA), frozenset(), TODAY)
RELAXED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

DIRT = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.sampled_from(
        [
            "",
            " ",
            "null",
            "<p>&nbsp;</p>",
            "5+",
            "18-11",
            "31/02/2024",
            "javascript:alert(1)",
            "\x00",
            "\ud800",
            "²",
            "٣",
        ]
    ),
)
JSON = st.recursive(
    DIRT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(
    sorted(
        {*a_service(), *shapes.SERVICE, "fees", "languages", "alert", "eligibility", "phones", "services", "service"}
    )
)


@st.composite
def dirty(draw: st.DrawFn) -> Any:
    """Take a tidy service and put dirt into some of its fields, at any depth."""
    said = json.loads(json.dumps(a_service()))
    for name in draw(st.lists(NAMES, max_size=5)):
        said[name] = draw(JSON)
    for part in ("organization", "x_cypmh"):
        if isinstance(said.get(part), dict):
            said[part] |= draw(
                st.dictionaries(
                    st.sampled_from(["id", "name", "waits", "catchment", "slug", "languages"]), JSON, max_size=2
                )
            )
    place = said.get("service_at_locations")
    if isinstance(place, list) and place and isinstance(place[0], dict):
        place[0] |= draw(st.dictionaries(st.sampled_from(["location", "schedules", "phones", "id"]), JSON, max_size=2))
    return said


def counted(raws: list[shapes.Raw]) -> list[Cleaned | Quarantined]:
    return [cleaning.clean(raw, KNOWN, position) for position, raw in enumerate(raws, 1)]


@RELAXED
@given(JSON)
def test_any_json_is_read_and_each_record_counted_once(said: Any) -> None:
    raws = shapes.records(said)
    assert len(counted(raws)) == len(raws)
    if isinstance(said, list) and not any(isinstance(each, dict) and "services" in each for each in said):
        assert len(raws) == len(said)


@RELAXED
@given(dirty())
def test_what_is_accepted_can_be_kept_and_what_is_not_says_why(said: Any) -> None:
    found = counted(shapes.records([said]))[0]
    if isinstance(found, Quarantined):
        assert found.reasons
        assert all(reason.strip() for reason in found.reasons)
        return
    assert checking.problems(found.document, checking.Known((), ()), lenient=True) == []
    rows: Rows = {}
    _fill(found, rows)
    for name, table in rows.items():
        for row in table.values():
            _fits(name, row)
    json.dumps(found.document).encode("utf-8")
    assert "\\u0000" not in json.dumps(found.document)


def _fill(found: Cleaned, rows: Rows) -> None:
    rows |= {table.name: {} for table in Base.metadata.sorted_tables}
    _gather(from_open_referral.service(found.document, {}, fictional=False), rows)


def _fits(name: str, row: dict[str, Any]) -> None:
    """Compare every text with the length of its column: SQLite would not complain, PostgreSQL would."""
    table = Base.metadata.tables[name]
    for column in table.columns:
        value = row[column.key]
        assert value is not None or column.nullable, (name, column.key)
        if isinstance(column.type, String) and column.type.length and isinstance(value, str):
            assert len(value) <= column.type.length, (name, column.key, value)


@RELAXED
@given(dirty())
def test_cleaning_twice_says_the_same(said: Any) -> None:
    first, second = (counted(shapes.records([said]))[0] for _ in range(2))
    assert first == second


@RELAXED
@given(st.lists(dirty(), max_size=4))
def test_order_does_not_matter(services: list[Any]) -> None:
    """A publisher who lists the same services the other way round has changed nothing."""
    one = [each for each in counted(shapes.records(services)) if isinstance(each, Cleaned)]
    other = [each for each in counted(shapes.records(services[::-1])) if isinstance(each, Cleaned)]
    settled = shared.settled([each.document for each in one], (), KNOWN.feed)
    again = shared.settled([each.document for each in other], (), KNOWN.feed)
    assert sorted(map(comparison.digest, settled)) == sorted(map(comparison.digest, again))


@RELAXED
@given(st.text(max_size=400), st.text(max_size=40))
def test_any_table_is_read(content: str, name: str) -> None:
    raws, _unknown = spreadsheets.records(content, name)
    assert len(counted(raws)) == len(raws)


@RELAXED
@given(st.binary(max_size=400))
def test_any_bytes_are_read(content: bytes) -> None:
    spreadsheets.records(spreadsheets.decoded(content), "feed")


@RELAXED
@given(st.one_of(st.text(max_size=300), JSON))
def test_plain_text_has_no_markup_and_stays_as_it_is(value: Any) -> None:
    once = text.plain(value)
    assert not any(ord(letter) < 32 and letter != "\n" for letter in once)
    assert once == once.strip()
    assert "<script" not in once.lower() or "&" in str(value)


@RELAXED
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<a href='https://x.example.org'>",
                "<![",
                "<!--",
                "&amp;",
                "&#0;",
                "<li>",
                "x ",
                "<script>",
                "]]>",
            ]
        ),
        max_size=60,
    )
)
def test_broken_markup_never_breaks_us(pieces: list[str]) -> None:
    assert "<script>" not in text.plain("".join(pieces))
