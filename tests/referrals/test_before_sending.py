"""Whatever somebody said: what is shown before sending changes nothing, and suggests only what is open to them."""

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.directory.index import Index, build
from portal.referrals import before_sending, facts
from portal.referrals.before_sending import LEFT_OPEN, NEEDS, WHO, elsewhere, heard, left_open, sooner, told
from portal.referrals.forms import FORMS
from portal.referrals.voices import Voice
from portal.signposting.asked import Asked
from tests.directory.conftest import MONDAY, a_service, names

VALUES = st.sampled_from(["yes", "no", "not_sure", "prefer_not", "none", "passive", "weekly", "some", "mild", ""])
FIELDS = st.sampled_from([*{name for _need, name, _values in NEEDS}, "safe_now", "function", "parents_know", "lac"])
ANSWERS = st.builds(
    lambda said, age, story: {"all": said | ({} if age is None else {"age": age}), "worry": {"story": story}},
    st.dictionaries(FIELDS, VALUES, max_size=8),
    st.none() | st.integers(0, 120),
    st.sampled_from(["", "worried", "i want to die", "my nan died"]),
)
TERMS = {"need": names(*{need for need, _name, _values in NEEDS}), "mode": names("phone"), "access": names("bsl"),
         "cohort": names(*before_sending.COHORTS.values()), "thrive": names("getting_help")}  # fmt: skip


@st.composite
def small_shelves(draw: st.DrawFn) -> Index:
    made = []
    for number in range(draw(st.integers(0, 6))):
        low = draw(st.integers(0, 25))
        needs = draw(st.lists(st.sampled_from(sorted(TERMS["need"])), max_size=3, unique=True))
        made.append(
            a_service(
                f"service-{number}",
                minimum_age=draw(st.sampled_from([None, low])),
                maximum_age=draw(st.sampled_from([None, min(25, low + 5)])),
                paused=draw(st.booleans()),
                crisis=draw(st.sampled_from([False, False, True])),
                routes=draw(st.sampled_from([("self",), ("parent",), ("professional",), ("gp",), ()])),
                via_front_door=draw(st.sampled_from([False, False, True])),
                terms={"need": tuple(needs), "mode": ("phone",), "thrive": ("getting_help",)},
            )
        )
    return build(made, TERMS, MONDAY)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(WHO)), ANSWERS, small_shelves())
def test_it_changes_no_answer_and_no_outcome_and_suggests_what_is_open(
    judgement: facts.Judgement, voice: Voice, answers: dict[str, dict[str, Any]], shelf: Index
) -> None:
    before, outcome = copy.deepcopy(answers), facts.judge(answers, "en", judgement)
    wishes = told(voice, answers)
    asked = heard(
        Asked(
            who=wishes["who"],
            ages=() if wishes["age"] is None else (wishes["age"],),
            needs=tuple(wishes["need"]),
            now=wishes["now"],
            private=wishes["private"],
        ),
        answers,
    )
    picks = sooner(elsewhere(shelf, lambda each: not each.via_front_door), asked)  # type: ignore[attr-defined]
    left = left_open(voice, answers, dict.fromkeys(("age", "safe_now", "story", "function", "yp_consent"), "page"))
    assert (answers, facts.judge(answers, "en", judgement)) == (before, outcome)
    assert max(len(picks), len(left)) <= 3
    age = facts.age(answers)
    for pick in picks:
        service = shelf.documents[pick.number]
        assert not service.paused
        assert not service.via_front_door
        assert not service.crisis
        assert pick.route
        high = 25 if service.maximum_age is None else service.maximum_age
        assert (service.minimum_age or 0) <= (0 if age is None else age)
        assert (25 if age is None else age) <= high
    if asked.now == "not_safe" or "crisis" in asked.needs:
        assert not picks


def test_the_test_above_would_notice_a_service_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    grown = a_service("grown-up", minimum_age=18, maximum_age=25, terms={"need": ("eating",)})
    shelf = build([grown], TERMS, MONDAY)
    asked = heard(Asked(who="me", ages=(14,), needs=("eating",)), {})
    assert not sooner(shelf, asked)
    assert sooner(shelf, heard(Asked(who="me", ages=(19,), needs=("eating",)), {}))


def asked_by(voice: Voice) -> set[str]:
    """Return every field that a voice is asked."""
    return {name for form in FORMS[voice].values() for name in vars(form) if not name.startswith("_")}


@pytest.mark.parametrize("voice", [voice for voice in LEFT_OPEN if voice in FORMS])
def test_every_line_of_the_table_has_a_page_that_asks_it(voice: Voice) -> None:
    assert all(set(each.names) & asked_by(voice) for each in LEFT_OPEN[voice])
