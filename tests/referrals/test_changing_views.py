"""Amina on her own page: it has got worse, reach me another way, I want to stop. Nothing she says makes her wait."""

import io
import re
import sys
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from portal import clock, db
from portal.area import Area
from portal.audit import trail
from portal.notifications.models import OutboxMessage
from portal.referrals import actions, changing_forms, drafts, facts, queries, status
from portal.referrals.facts import Judgement
from portal.referrals.lifecycle import MOVES, Move, Status, wishes_to_withdraw
from portal.referrals.models import Referral
from portal.referrals.slowing import FOR_ONE
from portal.referrals.voices import Voice, tells_back
from portal.sealed import KeyRing
from portal.web import logs
from tests.browser import Browser, walk

AMINA = {
    "worry": {"story": "i cant sleep"},
    "age": {"age": "14"},
    "safe": {"safe_now": "yes"},
    "thoughts": {"sui_thoughts": "none"},
    "self-harm": {"self_harm": "none"},
    "contact": {"phone": "07700 900123", "unsafe_contact": "yes"},
}


@pytest.fixture
def amina(site: Flask) -> Browser:
    """Amina, who has sent her form and has opened her own page on another device."""
    phone = walk(Browser(site.test_client()), AMINA)
    later = Browser(site.test_client())
    return later.open("/my-referral").send(reference=phone.reference, code=phone.code)


def only_referral(engine: Engine) -> Referral:
    with db.reading(engine) as session:
        found = session.scalars(select(Referral)).one()
        _ = found.amendments, found.history, found.triages
        return found


def messages(engine: Engine) -> list[str]:
    with db.reading(engine) as session:
        return [row.kind.value for row in session.scalars(select(OutboxMessage).order_by(OutboxMessage.created_at))]


def test_her_page_says_yes_with_a_date_and_the_first_button_is_for_when_it_is_worse(amina: Browser) -> None:
    main = amina.page[amina.page.index("<main") :]
    assert "Yes, you are on our list. We have had your form since" in main
    assert "It's got worse" in main[main.index("<button") :].split("</button>")[0]


def test_it_has_got_worse(amina: Browser, engine: Engine) -> None:
    amina.press("It's got worse")
    assert amina.page.count("<h1") == 1
    amina.press("Send it to the team", story="i have a plan now", safe_now="no", sui_thoughts="active", sui_plan="yes")
    assert "You do not have to wait for us" in amina.page
    assert "999" in amina.page[amina.page.index("<main") :]
    found = only_referral(engine)
    assert found.band == "U2H"
    said = facts.said(facts.together(found.versions))
    assert said["story"] == "i cant sleep\n\ni have a plan now", "her first words are still there"
    assert said["safe_now"] == "no"
    assert facts.said(found.answers or {})["safe_now"] == "yes", "what was first sent is never rewritten"
    assert messages(engine)[-1] == "alert"
    assert len(found.triages) == 2


def test_saying_nothing_more_than_worse_is_kept_too_and_brings_it_back(amina: Browser, engine: Engine) -> None:
    with db.writing(engine) as session:
        session.scalars(select(Referral)).one().status = Status.AWAITING_FIRST
    amina.press("It's got worse").press("Send it to the team")
    found = only_referral(engine)
    assert found.amendments[-1].answers == {"later": {"got_worse": "yes"}}
    assert found.status is Status.RECEIVED


def test_the_same_page_sent_twice_is_once_and_worse_again_tomorrow_is_news(amina: Browser, engine: Engine) -> None:
    amina.press("It's got worse")
    page, at = amina.page, amina.at
    amina.press("Send it to the team", story="worse")
    amina.page, amina.at = page, at
    amina.press("Send it to the team", story="worse")
    assert "We've got it" in amina.page
    assert len(only_referral(engine).amendments) == 1
    amina.press("See where your form is").press("It's got worse").press("Send it to the team", story="worse")
    assert len(only_referral(engine).amendments) == 2


def test_calm_answers_never_make_it_less_urgent(amina: Browser, engine: Engine) -> None:
    amina.press("It's got worse").press("Send it to the team", attempt_in_progress="yes")
    by = only_referral(engine).contact_by
    amina.press("See where your form is").press("It's got worse")
    amina.press("Send it to the team", safe_now="yes", sui_thoughts="none", self_harm="none", abuse="no")
    found = only_referral(engine)
    assert (found.band, found.contact_by) == ("NOW", by)


def test_a_no_to_a_way_of_reaching_her_is_kept_beside_a_later_yes(amina: Browser, engine: Engine) -> None:
    amina.press("Change how you may reach me")
    assert "07700" not in amina.page, "who finds the two secrets must not find her number"
    amina.press("Send it to the team", contact_phone="not_ok", contact_text="ok_quiet")
    amina.press("See where your form is").press("Change how you may reach me")
    amina.press("Send it to the team", contact_phone="ok", unsafe_contact="no")
    assert "We keep to that no until a person has talked with you" in amina.page
    found = only_referral(engine)
    assert {("contact_phone", "not_ok"), ("unsafe_contact", "yes")} <= status.noes(found.versions)
    before = facts.said_before(found.versions)
    assert (before["contact_phone"], before["unsafe_contact"]) == (["not_ok"], ["yes"]), "staff see old and new"


def test_the_other_answer_is_shown_also_when_she_went_back_to_the_first() -> None:
    versions = [{"contact": {"contact_phone": value}} for value in ("not_ok", "ok", "not_ok")]
    assert facts.said_before(versions)["contact_phone"] == ["ok"]


def test_a_wish_to_stop_is_a_wish(amina: Browser, engine: Engine) -> None:
    amina.press("I don't want this any more")
    page, at = amina.page, amina.at
    amina.press("Ask to stop", story="i am ok now")
    assert "A person reads what you said before anything ends" in amina.page
    found = only_referral(engine)
    assert found.status is Status.RECEIVED
    assert [change.move for change in found.history][-1] is Move.ASK_TO_WITHDRAW
    assert found.history[-1].author_id is None
    amina.page, amina.at = page, at
    amina.press("Ask to stop", story="i am ok now")
    assert len(only_referral(engine).history) == len(found.history)
    amina.press("See where your form is")
    assert "You asked us to stop" in amina.page
    assert "Yes, you are on our list" in amina.page
    assert "I don't want this any more" not in amina.page


def test_a_wish_to_stop_reaches_a_clinician_also_after_a_decision(amina: Browser, engine: Engine) -> None:
    with db.writing(engine) as session:
        session.scalars(select(Referral)).one().status = Status.AWAITING_FIRST
    amina.press("I don't want this any more").press("Ask to stop")
    assert only_referral(engine).status is Status.RECEIVED, "what nobody sees would be lost"


def test_a_closed_form_is_told_plainly_and_more_words_reopen_it(amina: Browser, engine: Engine) -> None:
    page, at = amina.press("I don't want this any more").page, amina.at
    with db.writing(engine) as session:
        session.scalars(select(Referral)).one().status = Status.CLOSED
    amina.press("Ask to stop")
    assert not only_referral(engine).amendments
    amina.page, amina.at = page, at
    amina.press("Go back without sending")
    assert "You are not on our list any more" in amina.page
    amina.press("It's got worse").press("Send it to the team", story="again")
    assert only_referral(engine).status is Status.RECEIVED


def test_after_a_long_while_both_secrets_are_asked_and_no_word_is_lost(
    amina: Browser, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = only_referral(engine)
    amina.press("It's got worse")
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    amina.press("Send it to the team", story="it took me long to write this")
    assert amina.status == 422
    assert "it took me long to write this" in amina.page
    amina.press("Send it to the team", story="it took me long to write this", reference=found.reference, code="000-000")
    assert (amina.status, len(only_referral(engine).amendments)) == (422, 0)
    amina.press(
        "Send it to the team", story="it took me long to write this", reference=found.reference, code=found.code
    )
    assert "We've got it" in amina.page
    assert len(only_referral(engine).amendments) == 1


def test_the_secrets_of_another_form_do_not_open_an_old_page(
    amina: Browser, site: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = walk(Browser(site.test_client()), AMINA)
    amina.press("It's got worse")
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    amina.press("Send it to the team", story="canary", reference=other.reference, code=other.code)
    assert amina.status == 422
    with db.reading(engine) as session:
        assert not any(found.amendments for found in session.scalars(select(Referral)))


@pytest.mark.parametrize("name", ["worse", "contact", "withdraw"])
def test_nobody_gets_there_by_the_address_alone(site: Flask, engine: Engine, name: str) -> None:
    stranger = Browser(site.test_client())
    assert stranger.open(f"/my-referral/{name}").at == "/my-referral"
    answer = stranger.client.post(f"/my-referral/{name}", data={"step": "send", "story": "x", "note": "AAAA"})
    assert answer.headers["Location"] == "/my-referral"
    assert stranger.open("/my-referral/nothing").status == 404


def test_no_cookie_opens_it_and_none_is_written_for_it(amina: Browser, site: Flask) -> None:
    assert amina.open("/my-referral").page.count("Your reference")
    assert {cookie.key for cookie in amina.client._cookies.values()} <= {"fd", "left"}
    with site.test_request_context():
        opened = site.session_interface.get_signing_serializer(site)
        assert opened is not None
        held = next(cookie.value for cookie in amina.client._cookies.values() if cookie.key == "fd")
        assert set(opened.loads(held)) == {"csrf_token"}


def test_a_lost_token_costs_no_word(amina: Browser, engine: Engine) -> None:
    amina.press("It's got worse").press("Send it to the team", story="every word of it", csrf_token="lost")
    assert amina.status == 422
    assert "every word of it" in amina.page
    amina.press("Send it to the team", story="every word of it")
    assert len(only_referral(engine).amendments) == 1


def test_a_worried_friend_is_told_nothing_and_can_still_say_more(amina: Browser, engine: Engine) -> None:
    found = only_referral(engine)
    assert [voice for voice in Voice if not tells_back(voice)] == [Voice.FRIEND]
    pages = set()
    for state in Status:
        with db.writing(engine) as session:
            row = session.scalars(select(Referral)).one()
            row.voice, row.status, row.band, row.band_rank = Voice.FRIEND, state, "NOW", 0
        amina.open("/my-referral").send(reference=found.reference, code=found.code)
        pages.add(re.sub(r'value="[^"]*"|nonce="[^"]*"', "", amina.page))
    assert len(pages) == 1, "the page depends on nothing that happened"
    assert "on our list" not in pages.pop()
    assert "It's got worse" in amina.page


def work(engine: Engine, monkeypatch: pytest.MonkeyPatch, site: Flask, reference: str, code: str) -> tuple[Any, ...]:
    """Count what is done for one try: statements, values opened and sealed, comparisons."""
    done: list[str] = []

    def statement(_connection: Any, _cursor: Any, text: str, *_rest: Any) -> None:
        done.append(text.split("WHERE")[0])

    real_open, real_seal, real_compare = KeyRing.open, KeyRing.seal, queries.hmac.compare_digest
    with monkeypatch.context() as patched, db.reading(engine) as session:
        patched.setattr(KeyRing, "open", lambda *args: (done.append("open"), real_open(*args))[1])
        patched.setattr(KeyRing, "seal", lambda *args: (done.append("seal"), real_seal(*args))[1])
        patched.setattr(queries.hmac, "compare_digest", lambda *args: (done.append("compare"), real_compare(*args))[1])
        event.listen(session.get_bind().engine, "before_cursor_execute", statement)
        try:
            assert queries.by_reference_and_code(session, reference, code) is None
        finally:
            event.remove(session.get_bind().engine, "before_cursor_execute", statement)
    return tuple(part for part in done if not part.startswith("PRAGMA"))


def test_an_unknown_reference_is_the_same_work_as_a_wrong_code(
    amina: Browser, site: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = only_referral(engine)
    tries = [(found.reference, "000-000"), (found.reference, ""), ("FD-0000-0000-0000-0", found.code or "")]
    tries += [("FD-0000-0000-0000-9", "000-000"), ("rubbish", "ہیلو"), ("", "")]
    works = {work(engine, monkeypatch, site, *one) for one in tries}
    assert len(works) == 1
    assert {"open", "seal", "compare"} <= set(works.pop())


def test_a_look_up_that_stops_early_would_be_noticed(
    amina: Browser, site: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = only_referral(engine)

    def early(session: Session, reference: str, code: str) -> Referral | None:
        row = session.scalars(select(Referral).where(Referral.reference == reference)).one_or_none()
        return row if row and queries.hmac.compare_digest(row.code or "", code) else None

    monkeypatch.setattr(queries, "by_reference_and_code", early)
    works = {work(engine, monkeypatch, site, one, "000-000") for one in (found.reference, "FD-0000-0000-0000-0")}
    assert len(works) == 2


def test_guessing_the_code_of_one_reference_is_slowed_and_help_is_not(
    amina: Browser, site: Flask, engine: Engine
) -> None:
    found, brother = only_referral(engine), Browser(site.test_client())
    seen = [
        brother.open("/my-referral").send(reference=found.reference, code=f"000-{number:03}").status
        for number in range(int(FOR_ONE.at_once) + 2)
    ]
    assert (seen[0], seen[-1]) == (422, 429)
    assert "999" in brother.page
    assert brother.open("/help-now").status == 200
    assert walk(Browser(site.test_client()), AMINA).reference
    # Her page that is open already goes on as if nothing had happened.
    assert amina.press("It's got worse").press("Send it to the team", story="help").status == 200


def test_a_canary_is_in_no_address_title_cookie_or_log(amina: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = io.StringIO()
    monkeypatch.setattr(logs, "_paper", paper)
    monkeypatch.setattr(logs, "_wanted", True)
    monkeypatch.setattr(sys, "stderr", paper)
    for button, send in (("It's got worse", "Send it to the team"), ("I don't want this any more", "Ask to stop")):
        amina.press(button).press(send, story="canary").press("See where your form is")
    amina.press("Change how you may reach me").press("Send it to the team", phone="canary", code_word="canary")
    assert "canary" not in " ".join(amina.seen) + amina.page
    assert all("canary" not in str(cookie) for cookie in amina.client._cookies.values())
    assert paper.getvalue()
    assert "canary" not in paper.getvalue()


def test_the_wish_is_over_when_a_clinician_has_decided() -> None:
    decisions = [move for move, rule in MOVES.items() if rule.decision]
    assert wishes_to_withdraw([Move.RECEIVE, Move.ASK_TO_WITHDRAW, Move.ADD_WORDS, Move.CLAIM])
    assert not any(wishes_to_withdraw([Move.RECEIVE, Move.ASK_TO_WITHDRAW, Move.CLAIM, one]) for one in decisions)
    assert wishes_to_withdraw([Move.ACCEPT, Move.ASK_TO_WITHDRAW])
    assert not wishes_to_withdraw([])


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
    def follow(referral: Referral, band: Any, _by: Any) -> bool:
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


def test_the_trail_is_whole_after_all_of_it(amina: Browser, engine: Engine) -> None:
    amina.press("I don't want this any more").press("Ask to stop")
    with db.reading(engine) as session:
        assert trail.verify(session).ok
