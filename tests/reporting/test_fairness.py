"""Groups of people are compared so that nobody can be found in them, and nobody who works here is compared at all."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal import config, db
from portal.audit.models import AuditEvent
from portal.audit.tags import Tag
from portal.referrals import actions as referrals
from portal.referrals.models import Referral
from portal.reporting import answered, fairness, groups
from portal.reporting.counting import Period
from portal.reporting.fairness import Refused, table, wilson
from portal.reporting.groups import AGE, ETHNICITY, LANGUAGE, LOOKED_AFTER, SIDES
from portal.reporting.journey import Journey
from portal.waiting_times import suppression
from tests.care.conftest import MONDAY, Care
from tests.reporting.people import journey

WORDS = groups.load(config.PROJECT / "content" / "area")
YEAR = Period(date(2025, 11, 1), date(2026, 10, 31))
READ = datetime(2026, 3, 2, 12, tzinfo=YEAR.start.tzinfo)


def people(*counts: tuple[str, str, int, int]) -> tuple[list[Journey], dict[uuid.UUID, dict[str, str]]]:
    """Return so many people of each group (ethnic group, language) who were taken on, and so many who were not."""
    everybody, grouped = [], {}
    for ethnic, language, taken, others in counts:
        for number in range(taken + others):
            care = {"spell_id": uuid.uuid4()} if number < taken else {"closed_at": READ}
            one = journey(screened_at=READ, received=READ - timedelta(days=1), **care)
            everybody.append(one)
            grouped[one.referral_id] = {ETHNICITY: ethnic, LANGUAGE: language}
    return everybody, grouped


@pytest.mark.parametrize(
    ("typed", "group"),
    [
        ("White British", "white"),
        ("mixed White and Asian", "mixed"),
        ("Pakistani", "asian"),
        ("پاکستانی", "asian"),
        ("romani", "white"),
        ("Romanian?", "other_words"),
        ("  ", "not_said"),
        ("human", "other_words"),
    ],
)
def test_what_was_typed_freely_finds_its_group(typed: str, group: str) -> None:
    assert groups.ethnic_group(typed, WORDS) == group


def test_every_group_that_can_come_out_stands_on_the_page() -> None:
    for age in (None, *range(26)):
        for said in ({}, {"ethnicity": "Arab", "postcode": "qx2 1ab", "lac": "yes", "ehcp": "none"}, {"ld": "yes"}):
            found = groups.of(said, "pl", age, WORDS)
            assert all(found[side] in names for side, names in SIDES.items())
    assert groups.of({"postcode": "QX2 1AB"}, "en", 12, WORDS)["area"] == "poorer"


def test_only_the_groups_name_leaves_the_sealed_answers_and_the_trail_says_that_they_were_opened(care: Care) -> None:
    one = care.arrive(ethnicity="Somali, from my mum's side", ehcp="sen_support")
    with db.writing(care.engine) as session:
        words = referrals.said_once({"life": {"lac": "yes"}}, "en", "form")
        referrals.add(session, session.get_one(Referral, one), words, care.judgement, care.here, MONDAY)
    with db.writing(care.engine) as session:
        found = answered.read(session, WORDS)[one]
        answered.note(session, 1, "staff:x")
    assert (found[ETHNICITY], found["send"], found[LOOKED_AFTER], found[AGE]) == ("black", "yes", "yes", "11")
    assert set(found.values()) <= {name for names in SIDES.values() for name in names}
    with db.reading(care.engine) as session:
        assert session.scalars(select(AuditEvent.tag).order_by(AuditEvent.seq.desc())).first() == Tag.GROUPS_COUNTED


def test_a_group_of_few_is_hidden_and_so_is_whatever_would_give_it_away() -> None:
    everybody, grouped = people(("asian", "english", 30, 12), ("white", "english", 60, 31), ("black", "english", 2, 1))
    told = {line.groups: line for line in table(everybody, grouped, (ETHNICITY,), YEAR)}
    assert told["black",].read.value is None
    assert told["black",].taken_on is None
    shown = [line.read.value for line in told.values() if line.read.value is not None]
    assert all(number % 5 == 0 for number in shown)
    # Everybody less the two large groups is no single number.
    parts = [told[name,].read.value for name in ("all", "asian", "white")]
    assert None in parts or len(could_be(*parts)) > 1


def could_be(whole: int | None, *parts: int | None) -> set[int]:
    """Return what a hidden part under 5 could be, by somebody who knows how numbers are rounded."""
    assert whole is not None
    spread = 2 * (1 + len(parts))
    rest = whole - sum(part or 0 for part in parts)
    return {number for number in range(5) if abs(number - rest) <= spread}


def test_a_share_of_all_or_none_but_few_is_not_told() -> None:
    everybody, grouped = people(("asian", "english", 40, 1), ("white", "english", 40, 40))
    told = {line.groups: line for line in table(everybody, grouped, (ETHNICITY,), YEAR)}
    assert told["asian",].taken_on is None
    assert told["white",].taken_on is not None


@pytest.mark.parametrize("blocked", [sorted(each) for each in suppression.BLOCKED])
def test_a_blocked_table_cannot_be_asked_for(blocked: list[str]) -> None:
    with pytest.raises(Refused):
        table([], {}, blocked, YEAR)
    if len(blocked) == 2:
        with pytest.raises(Refused):
            fairness.sides_of(*blocked)


def test_two_sides_tell_no_more_of_one_side_than_its_own_page() -> None:
    everybody, grouped = people(
        ("asian", "english", 20, 9), ("asian", "other", 6, 7), ("white", "english", 50, 30), ("white", "other", 2, 1)
    )
    alone = {line.groups[0]: line.read for line in table(everybody, grouped, (LANGUAGE,), YEAR)}
    both = table(everybody, grouped, (ETHNICITY, LANGUAGE), YEAR)
    small = next(line for line in both if line.groups == ("white", "other"))
    assert small.read.value is None
    assert alone["other"].value == 15
    other = next(line for line in both if line.groups == ("asian", "other")).read.value
    assert other is None or len(could_be(alone["other"].value, other)) > 1


FEW_PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["asian", "black", "white", "not_said"]),
        st.sampled_from(["english", "other"]),
        st.integers(0, 9),
        st.integers(0, 7),
    ),
    min_size=1,
    max_size=5,
)


@given(FEW_PEOPLE)
@settings(deadline=None, max_examples=60)
def test_everybody_together_is_told_alike_beside_every_side(counts: list[tuple[str, str, int, int]]) -> None:
    """What is hidden of everybody on one page, so that it gives nobody away, does not stand on the next."""
    everybody, grouped = people(*counts)
    pages = [table(everybody, grouped, sides, YEAR)[0] for sides in ((ETHNICITY,), (LANGUAGE,), (ETHNICITY, LANGUAGE))]
    assert len({(page.read, page.taken_on) for page in pages}) == 1


def test_who_does_the_work_is_on_no_side() -> None:
    assert not {"clinician", "author", "owner", "team"} & set(SIDES)
    assert not any("clinician" in name or "owner" in name for name in fairness.Line.__annotations__)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_solves_its_own_equation(pair: tuple[int, int]) -> None:
    good, everybody = pair
    told = wilson(good, everybody)
    assert told is not None
    assert 0 <= told.low <= told.percent <= told.high <= 100
    # Wilson's limits are where the share lies 1.96 of ITS standard errors away: looked for here, not worked out.
    inside = [p / 1000 for p in range(1001) if abs(good / everybody - p / 1000) ** 2 * everybody
              <= 1.959964**2 * p / 1000 * (1 - p / 1000) + 1e-12]  # fmt: skip
    assert told.low <= 100 * min(inside) + 0.2
    assert told.high >= 100 * max(inside) - 0.2
    assert told.high - told.low <= 100 * (max(inside) - min(inside)) + 2.3


def test_telling_true_counts_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suppression, "told", lambda count: suppression.Told(count))
    everybody, grouped = people(("asian", "english", 31, 12), ("black", "english", 2, 1))
    told = {line.groups: line for line in table(everybody, grouped, (ETHNICITY,), YEAR)}
    assert told["black",].read.value == 3
