"""The matrix: every message, every reader, every answer about how somebody may be reached."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.notifications import leave as gate
from portal.notifications.leave import BY_MACHINE, QUIET_KINDS, May, Way, may_send
from portal.notifications.messages import Audience, Kind
from portal.referrals import safe_contact, spoken
from portal.referrals.safe_contact import OUTSIDE, SAID, Account, Decided, Known
from portal.referrals.voices import Voice

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LATER, TUESDAY = MONDAY + timedelta(hours=2), MONDAY + timedelta(days=1)
OPEN = {f"contact_{way.value}": "ok" for way in Way}
WELCOME = OPEN | {"unsafe_contact": "no", "parents_know": "yes", "parents_ok": "yes"}
MOTHER = {"referrer_phone": "07700 900456", "referrer_email": "mother@example.org", "unsafe_contact": "no"}
BLOCKS: list[dict[str, Any]] = [
    {"yp_consent": "no"}, {"parents_know": "no"}, {"parents_ok": "no"}, {"unsafe_contact": "yes"},
    {"do_not_contact": "my stepfather"}, {"parents_know": None}, {"parents_ok": "not_sure"},
]  # fmt: skip
FLAGS = ["safeguarding", "safeguarding_now", "safeguarding_ask", "safeguarding_known", "safe_contact"]


def account(voice: Voice, *said: dict[str, Any], at: datetime = MONDAY) -> Account:
    moments = (at + timedelta(minutes=turn) for turn in range(len(said)))
    kept = ({name: value for name, value in each.items() if value is not None} for each in said)
    return Account(voice, tuple((moment, {"any": each}) for moment, each in zip(moments, kept, strict=True)))


def amina(*said: dict[str, Any]) -> Account:
    return account(Voice.YOUNG_PERSON, *said)


def mother(**said: Any) -> Account:
    return account(Voice.PARENT_CARER, MOTHER | said)


def may(known: Known, audience: Audience, way: Way) -> May:
    return safe_contact.leave(known, audience, way).may


def every_answer() -> Iterator[dict[str, Any]]:
    for given_answers in product((None, *SAID), repeat=len(Way)):
        yield {f"contact_{way.value}": said for way, said in zip(Way, given_answers, strict=True)}


def goes(known: Known) -> Iterator[tuple[Kind, Audience, Way]]:
    """Yield every message that would leave the house, were every kind written for everybody."""
    for audience, leaves in safe_contact.table(known).items():
        for kind, one in product(Kind, leaves):
            if may_send(kind, audience, one):
                yield kind, audience, one.way


@pytest.fixture
def everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write every kind of message for everybody: only the answers stand between a message and its reader."""
    monkeypatch.setattr(gate, "READERS", dict.fromkeys(Kind, frozenset(Audience)))


def faults(known: Known, said: dict[str, Any], blocked: bool) -> list[str]:
    """Say which messages may not go and would, by the plain meaning of the answers."""
    wrong = []
    for kind, audience, way in goes(known):
        if audience is Audience.PARENT and blocked:
            wrong.append(f"to parents by {way}")
        yes = said[f"contact_{way.value}"]
        openly = yes == "ok" and said["unsafe"] == "no"
        # Words that say nowhere who we are may also go where they said yes to that.
        quietly = kind in QUIET_KINDS and yes in ("ok", "ok_quiet")
        if audience is Audience.YOUNG_PERSON and not (openly or quietly):
            wrong.append(f"to the young person by {way}")
        if audience is Audience.REFERRER:
            wrong.append("to a professional who never wrote")
    return wrong


@pytest.mark.parametrize("unsafe", [None, "no", "yes", "not_sure"])
def test_no_message_goes_where_somebody_said_no_or_nothing(everybody: None, unsafe: str | None) -> None:
    for said in every_answer():
        for block in ({}, {"parents_know": "no"}):
            heard = WELCOME | said | {"unsafe_contact": unsafe} | block
            blocked = bool(block) or unsafe == "yes"
            assert not faults(Known((amina(heard), mother())), said | {"unsafe": unsafe}, blocked), said


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_nothing_goes_to_parents_while_anything_speaks_against_it(everybody: None, block: dict[str, Any]) -> None:
    known = Known((amina(WELCOME | block), mother()))
    assert not [to for _kind, to, _way in goes(known) if to is Audience.PARENT]
    assert all(may(known, Audience.PARENT, way) is May.NOT for way in Way)
    assert safe_contact.leave(known, Audience.PARENT, Way.PHONE).because


@pytest.mark.parametrize("flag", FLAGS)
def test_a_flag_of_harm_blocks_parents_whatever_else_was_said(everybody: None, flag: str) -> None:
    known = Known((amina(WELCOME), mother()), flags=frozenset({flag}))
    assert not [to for _kind, to, _way in goes(known) if to is Audience.PARENT]


def test_a_gate_that_forgot_the_young_persons_no_would_be_noticed(
    everybody: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = WELCOME | {"parents_know": "no"}
    known, said = Known((amina(heard), mother())), OPEN | {"unsafe": "no"}
    assert not faults(known, said, blocked=True)
    monkeypatch.setattr(safe_contact, "parents_blocked", lambda _known: ())
    assert "to parents by email" in faults(known, said, blocked=True)


def test_a_gate_that_took_silence_for_a_yes_would_be_noticed(everybody: None, monkeypatch: pytest.MonkeyPatch) -> None:
    silent = {f"contact_{way.value}": None for way in Way} | {"unsafe_contact": "no"}
    known, said = Known((amina(silent),)), silent | {"unsafe": "no"}
    assert not faults(known, said, blocked=True)
    monkeypatch.setattr(safe_contact, "_to_the_young_person", lambda _known, _way: iter([(May.OPENLY, "why not")]))
    assert len(faults(known, said, blocked=True)) == len(BY_MACHINE) * len(Kind)


def test_when_all_agree_both_can_be_told(everybody: None) -> None:
    known = Known((amina(WELCOME), mother()))
    assert may(known, Audience.YOUNG_PERSON, Way.TEXT) is May.OPENLY
    assert may(known, Audience.PARENT, Way.PHONE) is May.OPENLY
    assert may(known, Audience.PARENT, Way.TEXT) is May.NOT, "she gave a number, and no word about messages"


def test_silence_leaves_one_careful_call_and_nothing_behind() -> None:
    known = Known((amina({"phone": "07700 900123"}),))
    assert {way: may(known, Audience.YOUNG_PERSON, way) for way in Way} == safe_contact.UNSAID


def test_a_later_yes_takes_no_earlier_no_back_until_a_clinician_decides() -> None:
    said = ({"contact_text": "not_ok", "unsafe_contact": "no"}, {"contact_text": "ok"})
    assert may(Known((amina(*said),)), Audience.YOUNG_PERSON, Way.TEXT) is May.NOT
    decided = Known((amina(*said),), decisions=(Decided(LATER, False, newest_counts=True),))
    assert may(decided, Audience.YOUNG_PERSON, Way.TEXT) is May.OPENLY
    after = account(Voice.YOUNG_PERSON, {"contact_text": "not_ok"}, at=TUESDAY)
    again = Known((amina(*said), after), decisions=decided.decisions)
    assert may(again, Audience.YOUNG_PERSON, Way.TEXT) is May.NOT


@pytest.mark.parametrize("unsafe", ["yes", None, "not_sure", "prefer_not"])
@pytest.mark.parametrize("way", [Way.VOICEMAIL, Way.LETTER])
def test_whoever_says_unsafe_or_skips_it_finds_no_message_left_behind(unsafe: str | None, way: Way) -> None:
    """The form promises: "If you say yes or skip this, we will not leave messages."""
    ticked = amina(OPEN | {"unsafe_contact": unsafe})
    for known in (Known((ticked,)), Known((ticked, mother(unsafe_contact="no", **OPEN)))):
        assert may(known, Audience.YOUNG_PERSON, way) is May.NOT
        assert may(known, Audience.YOUNG_PERSON, Way.PHONE) is May.QUIETLY
    assert may(Known((amina(WELCOME),)), Audience.YOUNG_PERSON, way) is May.OPENLY
    decided = (Decided(LATER, False, newest_counts=True),)
    # That their newest answers count opens nothing: this is their newest answer.
    assert may(Known((ticked,), decisions=decided), Audience.YOUNG_PERSON, way) is May.NOT
    again = account(Voice.YOUNG_PERSON, {"unsafe_contact": "yes"}, at=TUESDAY)
    assert may(Known((ticked, again), decisions=decided), Audience.YOUNG_PERSON, way) is May.NOT


def test_a_mothers_yes_is_not_aminas_and_her_no_is_heard() -> None:
    for hers, then in (("ok", May.QUIETLY), ("not_ok", May.NOT)):
        known = Known((mother(contact_text=hers, unsafe_contact="no"),))
        assert may(known, Audience.YOUNG_PERSON, Way.TEXT) is then
    both = Known((amina(WELCOME), mother(contact_text="not_ok")))
    assert may(both, Audience.YOUNG_PERSON, Way.TEXT) is May.NOT


def test_a_decision_stands_until_somebody_says_more_or_the_case_changes() -> None:
    no = amina(WELCOME | {"parents_know": "no"})
    yes = (Decided(LATER, may_tell_parents=True),)
    assert may(Known((no, mother()), decisions=yes), Audience.PARENT, Way.PHONE) is May.OPENLY
    more = account(Voice.YOUNG_PERSON, {"story": "please don't"}, at=TUESDAY)
    assert may(Known((no, more, mother()), decisions=yes), Audience.PARENT, Way.PHONE) is May.NOT
    assert may(Known((no, mother()), decisions=yes, changed_at=(TUESDAY,)), Audience.PARENT, Way.PHONE) is May.NOT


def test_a_clinicians_no_blocks_even_when_nothing_else_does_and_only_a_later_yes_ends_it() -> None:
    known = Known((amina(WELCOME), mother()), decisions=(Decided(LATER, False),))
    assert may(known, Audience.PARENT, Way.PHONE) is May.NOT
    revised = Known(known.accounts, decisions=(Decided(LATER, False), Decided(TUESDAY, True)))
    assert may(revised, Audience.PARENT, Way.PHONE) is May.OPENLY


def test_parted_voices_block_parents_until_somebody_decides() -> None:
    known = Known((amina(WELCOME), mother()), changed_at=(LATER,), parted=True)
    assert may(known, Audience.PARENT, Way.PHONE) is May.NOT
    decided = Known(known.accounts, changed_at=(LATER,), parted=True, decisions=(Decided(TUESDAY, True),))
    assert may(decided, Audience.PARENT, Way.PHONE) is May.OPENLY


def test_a_worried_friend_is_told_nothing_back() -> None:
    friend = account(Voice.FRIEND, MOTHER | WELCOME)
    assert all(may(Known((friend,)), Audience.REFERRER, way) is May.NOT for way in Way)


def test_a_professional_is_rung_quietly_when_somebody_must_not_be_told() -> None:
    gp = account(Voice.PROFESSIONAL, MOTHER)
    assert may(Known((gp,)), Audience.REFERRER, Way.PHONE) is May.OPENLY
    known = Known((gp, amina({"do_not_contact": "my school"})))
    assert may(known, Audience.REFERRER, Way.PHONE) is May.QUIETLY


answers = st.dictionaries(
    st.sampled_from([*OPEN, "unsafe_contact", "parents_know", "parents_ok", "yp_consent", "contact", "do_not_contact"]),
    st.sampled_from(["ok", "ok_quiet", "not_ok", "yes", "no", "not_sure", "prefer_not", "none", "nonsense"]),
)
accounts = st.lists(
    st.builds(
        lambda voice, said: account(voice, *said), st.sampled_from(Voice), st.lists(answers, min_size=1, max_size=3)
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=200, deadline=None)
@given(
    accounts,
    st.builds(
        account, st.sampled_from(Voice), st.fixed_dictionaries({}, optional={n: st.just("not_ok") for n in OPEN})
    ),
)
def test_another_no_never_opens_a_way(before: list[Account], more: Account) -> None:
    """However much was said: one more voice with nothing but a no allows nobody more than before."""
    if more.voice is Voice.PARENT_CARER or not any(each.voice is more.voice for each in before):
        return
    less = Known(tuple(before))
    for audience, way in product(OUTSIDE, Way):
        assert may(Known((*before, more)), audience, way).rank <= may(less, audience, way).rank


@settings(max_examples=200, deadline=None)
@given(accounts, st.sampled_from(Way))
def test_a_no_anybody_said_is_kept_whatever_follows(before: list[Account], way: Way) -> None:
    said_no = amina({f"contact_{way.value}": "not_ok"})
    assert may(Known((said_no, *before)), Audience.YOUNG_PERSON, way) is May.NOT


@pytest.mark.parametrize(("way", "allowed"), spoken.WITHOUT_CODE)
def test_the_words_for_the_phone_say_who_we_are_only_where_that_was_allowed(way: Way, allowed: May) -> None:
    for code in ("", "blue {river}"):
        words = spoken.script(way, allowed, name="Amina", service="Wexlow Front Door", code=code)
        named = "Wexlow" in words.to_them
        assert named is (allowed is May.OPENLY)
        assert "Wexlow" not in words.to_others
        if code and way is Way.PHONE and allowed is not May.NOT:
            assert code in words.to_them
        assert code == "" or way is not Way.VOICEMAIL or code not in words.to_them, "never on a machine"
        assert code == "" or code not in words.to_others
