"""The promises of triage, over every combination where answers are few and over drawn ones where they are many.

Each promise is a function that returns what breaks it, so the same check is shown a faulty rule set and must
find the fault.
"""

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.config import PROJECT
from portal.triage.documents import DocumentError
from portal.triage.outcome import Band
from portal.triage.rules import assess, load

RULESET = load(PROJECT / "content" / "area" / "triage" / "ruleset.yaml")
MISSING = ("unanswered", "not_sure", "prefer_not", None, "", "   ", "no idea", [])
# From calm to concern, step by step; a step to the right may never lower. What stands in one step is not
# compared. Not knowing about thoughts and passive thoughts are not compared either: an answer, any answer,
# can lift what only the blank had raised.
STEPS = {
    "safe_now": (("yes",), ("unanswered",), ("not_sure", "prefer_not"), ("no",)),
    "sui_thoughts": (("none",), ("passive",), ("active",)),
    "sui_plan": (("no",), ("unanswered", "not_sure", "prefer_not"), ("yes",)),
    "sui_attempt": (("none", "unanswered"), ("ever",), ("last_month",), ("last_week",)),
    "self_harm": (("none",), ("unanswered", "not_sure", "prefer_not"), ("monthly",), ("weekly",), ("daily",)),
    "harm_others": (("none", "unanswered"), ("not_sure", "prefer_not"), ("thoughts",), ("plan",), ("acted",)),
    "missing_from_home": (("no", "unanswered", "before"), ("now",)),
    "function": (("none", "unanswered"), ("mild",), ("moderate",), ("severe",)),
    "substance": (("none", "unanswered"), ("some",), ("risky",)),
    "contact": (("any", "unanswered"), ("none",)),
    "referrer_urgency": (("routine", "unanswered"), ("urgent",), ("emergency",)),
    "text_lang": (("covered", "unanswered"), ("uncovered",)),
    "age": ((17, 25), ("unanswered",), (12,), (10,)),
    "not_eating_days": ((0, "unanswered"), (2,), (3,), (9,)),
    **dict.fromkeys(("yp_consent", "parents_know", "parents_ok", "other_parent_ok"), (("yes", "unanswered"), ("no",))),
}
ALSO = {"sui_thoughts": (("none",), ("unanswered", "not_sure", "prefer_not"), ("active",))}
UNRANKED = {"text", "duration", "wants", "thrive_preference", "life_areas", *STEPS}
YES_NO = (("no", "unanswered"), ("not_sure", "prefer_not"), ("yes",))
ORDERS = {**{name: YES_NO for name in RULESET.fields if name not in UNRANKED}, **STEPS}
CORE = ("safe_now", "sui_thoughts", "sui_plan", "sui_intent", "self_harm")


def values(name):
    field = RULESET.fields[name]
    if field.kind == "number":
        return [0, 2, 3, 9, 10, 11, 12, 13, 17, 18, 25, "unanswered"]
    return [*sorted(field.values), "unanswered"]


def steps(name) -> Iterator[tuple[object, object]]:
    for order in (ORDERS[name], ALSO.get(name, ())):
        for calmer, graver in itertools.combinations(order, 2):
            yield from itertools.product(calmer, graver)


def drawn():
    """Draw a value for every field, so that rare answers meet one another."""
    fields = {name: st.sampled_from(values(name)) for name in RULESET.fields if name != "text"}
    hits = st.lists(st.sampled_from(sorted(RULESET.fields["text"].values)), unique=True)
    return st.fixed_dictionaries({**fields, "text": hits})


def rank(answers, ruleset=RULESET):
    return assess(answers, ruleset).band.rank


# P2: what is added never lowers.


def lowered_by_concern(answers, ruleset, names=tuple(ORDERS)):
    for name in names:
        for calmer, graver in steps(name):
            if rank({**answers, name: graver}, ruleset) > rank({**answers, name: calmer}, ruleset):
                yield name, calmer, graver


def every_core():
    for combination in itertools.product(*(values(name) for name in CORE)):
        yield dict(zip(CORE, combination, strict=True))


def lowered_in_core(ruleset):
    ranks = {tuple(each.values()): rank(each, ruleset) for each in every_core()}
    for key, before in ranks.items():
        for place, name in enumerate(CORE):
            for calmer, graver in steps(name):
                if key[place] == calmer and ranks[(*key[:place], graver, *key[place + 1 :])] > before:
                    yield key, name, graver


def test_no_concern_lowers_any_combination_of_the_safety_answers():
    assert not list(lowered_in_core(RULESET))


@settings(max_examples=60, deadline=None)
@given(drawn(), st.sampled_from(sorted(ORDERS)))
def test_no_concern_lowers_whatever_else_was_said(answers, name):
    assert not list(lowered_by_concern(answers, RULESET, [name]))


@settings(max_examples=200, deadline=None)
@given(drawn(), st.sampled_from(sorted(RULESET.fields["text"].values)))
def test_no_words_lower(answers, hit):
    assert rank({**answers, "text": [*answers["text"], hit]}) <= rank(answers)


def test_a_rule_turned_upside_down_is_found(mutant):
    assert list(lowered_in_core(mutant(U4_01={"raise_to": "ROUTINE"})))


def test_a_rule_that_rewards_calm_answers_is_found(mutant):
    calm = {"field": "sui_thoughts", "in": ["none"]}
    assert list(lowered_in_core(mutant(S_08={"when": calm, "raise_to": "U2H"})))


# P3: what is missing never lowers.

REASSURING = {name: order[0] for name, order in ORDERS.items() if name not in {"age", "not_eating_days"}}


def lowered_by_silence(answers, ruleset, names=tuple(REASSURING)):
    for name in names:
        for calm, missing in itertools.product(REASSURING[name], MISSING):
            if rank({**answers, name: missing}, ruleset) > rank({**answers, name: calm}, ruleset):
                yield name, missing
        unsaid = {key: value for key, value in answers.items() if key != name}
        if rank(unsaid, ruleset) > rank({**answers, name: REASSURING[name][0]}, ruleset):
            yield name, "absent"


@settings(max_examples=60, deadline=None)
@given(drawn(), st.sampled_from(sorted(REASSURING)))
def test_silence_never_lowers(answers, name):
    assert not list(lowered_by_silence(answers, RULESET, [name]))


@pytest.mark.parametrize("name", ["safe_now", "sui_thoughts", "self_harm"])
@pytest.mark.parametrize("missing", MISSING)
def test_silence_about_safety_is_itself_a_reason(name, missing):
    calm = {"safe_now": "yes", "sui_thoughts": "none", "self_harm": "none"}
    assert rank({**calm, name: missing}) <= Band.SOON.rank


def test_a_rule_that_needs_an_answer_to_raise_is_found(mutant):
    answered = {"all": [{"field": "safe_now", "in": ["yes"]}, {"field": "self_harm", "in": ["daily"]}]}
    faulty = mutant(U4_03={"when": answered})
    answers = {"safe_now": "yes", "self_harm": "daily", "sui_thoughts": "none"}
    assert list(lowered_by_silence(answers, faulty, ["safe_now"]))


def test_a_rule_set_without_its_questions_about_silence_is_found(mutant):
    faulty = mutant(without=("M-01", "M-03", "M-04"))
    assert rank({"safe_now": "yes", "sui_thoughts": "", "self_harm": "none"}, faulty) > Band.SOON.rank


# P4: what protects is for people to weigh.


def read_protection(ruleset):
    for name, value in itertools.product(sorted(RULESET.never_read), ("yes", "no", "a lot", True, None)):
        for answers in ({}, {"sui_thoughts": "active", "sui_plan": "yes"}):
            if assess({**answers, name: value}, ruleset) != assess(answers, ruleset):
                yield name, value


def test_what_protects_is_not_read():
    assert RULESET.never_read
    assert not list(read_protection(RULESET))


def test_a_rule_about_protection_is_found(mutant):
    with pytest.raises(DocumentError, match="must not be read"):
        mutant(fields={"supportive_adult": {"kind": "choice", "values": ["yes", "no"]}})
    alone = {"field": "supportive_adult", "in": ["no"]}
    fields = {"supportive_adult": {"kind": "choice", "values": ["yes", "no"]}}
    assert list(read_protection(mutant(fields=fields, never_read=[], S_08={"when": alone})))


# P1 and P8: it says how soon, with reasons, and nothing else.


def unexplained(answers, ruleset):
    outcome = assess(answers, ruleset)
    urgent = min((rule.raise_to.rank for rule in outcome.rules), default=Band.ROUTINE.rank)
    if outcome.band.rank != urgent or outcome.ruleset != ruleset.stamp:
        yield outcome.band
    for rule in outcome.rules:
        if not (rule.reason and rule.because and rule.because.keys() <= ruleset.fields.keys()):
            yield rule.id


@settings(max_examples=200, deadline=None)
@given(drawn())
def test_every_band_is_explained_and_the_same_every_time(answers):
    assert not list(unexplained(answers, RULESET))
    backwards = dict(reversed(answers.items()))
    assert assess(answers, RULESET) == assess(backwards, RULESET)


def test_a_rule_without_a_reason_is_found(mutant):
    with pytest.raises(DocumentError, match="'reason' needs words"):
        mutant(S_08={"reason": ""})


def test_no_outcome_can_reject(ruleset):
    assert {rule.raise_to for rule in ruleset.rules} <= set(Band)
    words = " ".join(flag for rule in ruleset.rules for flag in rule.flags + rule.pathways)
    assert not any(word in words for word in ("reject", "close", "decline", "discharge_case"))


# Whatever arrives is answered.

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(RULESET.fields)) | st.text(), JSON))
def test_nothing_that_arrives_breaks_it(answers):
    assess(answers, RULESET).as_dict()


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(RULESET.fields)), JSON)
def test_nonsense_is_never_calmer_than_silence(name, nonsense):
    known = {str(value) for value in RULESET.fields[name].values} | {"true", "false"}
    if str(nonsense).strip().casefold() not in known and name not in {"age", "not_eating_days"}:
        assert rank({name: nonsense}) <= rank({})
