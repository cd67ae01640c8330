"""Whatever is said on a page of one's own: no band falls, no earlier no is lost, nothing is closed."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal import clock
from portal.area import Area
from portal.referrals import actions, changing_forms, drafts, facts, status
from portal.referrals.facts import Judgement
from portal.referrals.lifecycle import MOVES, Move, Status, wishes_to_withdraw
from portal.referrals.models import Referral
from portal.referrals.voices import Voice


def _answers(form: type[changing_forms.KeyedForm]) -> st.SearchStrategy[dict[str, Any]]:
    """Draw answers that a page could send: any choice of any question, any words, any gap."""
    asked: dict[str, st.SearchStrategy[Any]] = {}
    for one in form(meta={"csrf": False}, formdata=None):
        if choices := getattr(one, "choices", None):
            asked[one.name] = st.sampled_from([choice.value for choice in choices])
        elif one.type == "TickField":
            asked[one.name] = st.just(one.value)
        elif one.type != "TickGroup" and one.name not in changing_forms.ASIDE:
            asked[one.name] = st.text(min_size=1, max_size=20)
    return st.fixed_dictionaries({}, optional=asked)


def _acts(site: Flask) -> st.SearchStrategy[list[tuple[str, dict[str, Any]]]]:
    with site.test_request_context():
        forms = {"worse": changing_forms.worse, "contact": changing_forms.contact, "withdraw": changing_forms.withdraw}
        drawn = {name: _answers(form(Voice.YOUNG_PERSON)) for name, form in forms.items()}
    return st.lists(st.one_of(*(st.tuples(st.just(name), said) for name, said in drawn.items())), max_size=4)


def keeps_its_promises(
    session: Session, acts: list[tuple[str, dict[str, Any]]], judgement: Judgement, here: Area
) -> None:
    """Do these acts one after the other, and check after each what no act may do."""
    moment = clock.now()
    draft = drafts.start(session, drafts.new_key(), Voice.YOUNG_PERSON, "en", moment)
    drafts.save(session, draft, "contact", {"contact_phone": "not_ok", "unsafe_contact": "yes"}, "en", moment)
    referral = actions.submit(session, draft, None, judgement, here, moment)
    for number, (name, said) in enumerate(acts):
        rank, by, noes = referral.band_rank, referral.contact_by, status.noes(referral.versions)
        answers = changing_forms.by_page(Voice.YOUNG_PERSON, said)
        words = actions.said_once(answers, "en", str(number))
        act = actions.ask_to_withdraw if name == "withdraw" else actions.add
        act(session, referral, words, judgement, here, moment)
        assert referral.band_rank <= rank
        assert referral.contact_by <= by
        assert noes <= status.noes(referral.versions)
        assert referral.status is not Status.CLOSED
        assert (name, said) != ("worse", {}) or referral.amendments


def test_no_act_lowers_a_band_removes_a_no_or_closes(
    fresh_memory: Engine, judgement: Judgement, here: Area, site: Flask
) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(_acts(site))
    def tried(acts: list[tuple[str, dict[str, Any]]]) -> None:
        with Session(fresh_memory) as session:
            keeps_its_promises(session, acts, judgement, here)
            session.rollback()

    tried()


def test_an_act_that_lowers_would_be_noticed(
    fresh_memory: Engine, judgement: Judgement, here: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    def follow(referral: Referral, band: Any, _by: Any, **_told: bool) -> bool:
        referral.band, referral.band_rank = band.value, band.rank
        return True

    monkeypatch.setattr(actions, "raise_to", follow)
    calm = {"safe_now": "yes", "sui_thoughts": "none", "self_harm": "none", "abuse": "no"}
    acts = [("worse", {"attempt_in_progress": "yes"}), ("worse", calm | {"attempt_in_progress": "no"})]
    with Session(fresh_memory) as session, pytest.raises(AssertionError):
        keeps_its_promises(session, acts, judgement, here)


def test_an_act_that_writes_over_an_earlier_no_would_be_noticed(
    fresh_memory: Engine, judgement: Judgement, here: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overwrite(_session: Any, referral: Referral, words: actions.Words, *_rest: Any) -> None:
        referral.answers = facts.together([referral.answers or {}, words.answers])

    monkeypatch.setattr(actions, "_amend", overwrite)
    with Session(fresh_memory) as session, pytest.raises(AssertionError):
        keeps_its_promises(session, [("contact", {"unsafe_contact": "no"})], judgement, here)


def test_the_wish_is_over_when_a_clinician_has_decided() -> None:
    decisions = [move for move, rule in MOVES.items() if rule.decision]
    assert wishes_to_withdraw([Move.RECEIVE, Move.ASK_TO_WITHDRAW, Move.ADD_WORDS, Move.CLAIM])
    assert not any(wishes_to_withdraw([Move.RECEIVE, Move.ASK_TO_WITHDRAW, Move.CLAIM, one]) for one in decisions)
    assert wishes_to_withdraw([Move.ACCEPT, Move.ASK_TO_WITHDRAW])
    assert not wishes_to_withdraw([])


def test_the_other_answer_is_shown_also_when_she_went_back_to_the_first() -> None:
    versions = [{"contact": {"contact_phone": value}} for value in ("not_ok", "ok", "not_ok")]
    assert facts.said_before(versions)["contact_phone"] == ["ok"]


def test_every_voice_has_its_own_page_for_when_it_is_worse(site: Flask) -> None:
    with site.test_request_context():
        for voice in changing_forms.FORMS:
            form = changing_forms.arrange(changing_forms.worse(voice)(formdata=None), again=False)
            names = [field.name for field in form]
            assert names[0] == "story"
            assert "safe_now" in names
            assert {"reference", "code"}.isdisjoint(names)
            kept = changing_forms.by_page(voice, {"story": "x", "safe_now": "no", "unknown": "y"})
            assert kept.pop("later") == {"unknown": "y"}
            assert set(kept) <= set(changing_forms.FORMS[voice])
