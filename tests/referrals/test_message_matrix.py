"""Every message, every reader, every way, every answer: the portal against the rules written a second time."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.config import PROJECT
from portal.notifications.leave import BY_MACHINE, READERS, STAFF, May, Way, may_send
from portal.notifications.messages import OUTSIDE_KINDS, Audience, Kind
from portal.referrals import addresses, facts, safe_contact
from portal.referrals.safe_contact import OUTSIDE, Account, Decided, Known
from portal.referrals.voices import Voice
from tests.referrals import oracle
from tests.referrals.situations import HEAD, SITUATIONS, hour, lines

RANK = {May.NOT: oracle.NOTHING, May.QUIETLY: oracle.QUIETLY, May.OPENLY: oracle.OPENLY}
Said = Mapping[str, str | None]
PHONE, MAIL = {"referrer_phone": "07700 900456"}, {"referrer_email": "mother@example.org"}
CHANNEL = (None, "ok", "ok_quiet", "not_ok")
NOES: tuple[dict[str, str], ...] = (
    *({f"contact_{way.value}": "not_ok"} for way in Way),
    *({name: "no"} for name in ("parents_know", "parents_ok", "yp_consent", "other_parent_ok")),
    {"unsafe_contact": "yes"}, {"contact": "none"}, {"do_not_contact": "my uncle"}, {"court_order": "since May"},
)  # fmt: skip
"""Everything somebody can say that means no."""


def account(voice: Voice, *said: Said, at: int = 0) -> Account:
    plain = ({name: value for name, value in each.items() if value is not None} for each in said)
    return Account(voice, tuple((hour(at + turn), {"any": each}) for turn, each in enumerate(plain)))


def retold(known: Known) -> oracle.Case:
    """Tell the oracle what the portal knows."""
    told = [
        oracle.Told(number, one.voice.value.replace("-", "_"), at, name, str(value))
        for number, one in enumerate(known.accounts)
        for at, pages in one.versions
        for page in pages.values()
        for name, value in page.items()
        if value
    ]
    return oracle.Case(
        told,
        {number: one.voice.value.replace("-", "_") for number, one in enumerate(known.accounts)},
        [at for one in known.accounts for at, _said in one.versions],
        set(known.flags),
        [oracle.Ruling(each.at, each.may_tell_parents, each.newest_counts) for each in known.decisions],
        list(known.changed_at),
        known.parted,
    )


def differences(known: Known, audiences: Iterable[Audience] = OUTSIDE, ways: Iterable[Way] = Way) -> Iterator[str]:
    """Say where the portal and the rules disagree."""
    case = retold(known)
    for audience, way in product(audiences, ways):
        ours, theirs = (
            RANK[safe_contact.leave(known, audience, way).may],
            oracle.allowed(case, audience.value, way.value),
        )
        if ours != theirs:
            word = "TOO OPEN" if ours > theirs else "too closed"
            yield f"{word}: {audience.value} by {way.value} is {ours}, must be {theirs}"


def young(**said: str | None) -> Account:
    return account(Voice.YOUNG_PERSON, said)


def mother(**said: str | None) -> Account:
    return account(Voice.PARENT_CARER, PHONE | MAIL | said)


def gp(**said: str | None) -> Account:
    return account(Voice.PROFESSIONAL, PHONE | said)


def friend(**said: str | None) -> Account:
    return account(Voice.FRIEND, PHONE | said)


def same(*known: Known, audiences: Iterable[Audience] = OUTSIDE, ways: Iterable[Way] = Way) -> None:
    wrong = [(found, each) for each in known for found in differences(each, audiences, ways)]
    assert not wrong, wrong[0]


@pytest.mark.parametrize("way", Way)
def test_every_answer_about_a_way(way: Way) -> None:
    """What she said of it, of her phone, of safety; what her mother and her GP said; and whether she said anything."""
    name = f"contact_{way.value}"
    for own, calls, unsafe, hers, theirs, worry in product(
        CHANNEL, (None, "ok", "not_ok"), (None, "no", "yes", "not_sure"), CHANNEL, (None, "ok", "not_ok"), (None, "yes")
    ):
        said = {"contact_phone": calls} | {name: own} | {"unsafe_contact": unsafe}
        voices = mother(**{name: hers}, unsafe_contact=worry), gp(**{name: theirs})
        cases = (young(**said), *voices), voices, (young(**said),), (voices[1],)
        same(*map(Known, cases), audiences=(Audience.YOUNG_PERSON,), ways=(way,))


def test_every_answer_about_parents() -> None:
    answer = (None, "yes", "no")
    for know, ok, consent, other, unsafe, hers in product(
        answer, (*answer, "not_sure"), answer, answer, answer, answer
    ):
        child = young(parents_know=know, parents_ok=ok, unsafe_contact=unsafe)
        parent = mother(yp_consent=consent, other_parent_ok=other, unsafe_contact=hers)
        doctor = gp(parents_know=know, parents_ok=ok, yp_consent=consent)
        both = (child, parent), (parent, doctor), (parent,), (doctor,), (child, parent, mother(other_parent_ok="yes"))
        same(*map(Known, both), Known((doctor, friend())), audiences=(Audience.PARENT,), ways=(Way.PHONE, Way.TEXT))


@pytest.mark.parametrize("who", ["young", "mother", "gp", "friend"])
@pytest.mark.parametrize("no", NOES, ids=str)
def test_every_no_from_every_voice_with_every_decision(who: str, no: dict[str, str]) -> None:
    welcome = {f"contact_{way.value}": "ok" for way in Way} | {"unsafe_contact": "no"}
    agreed = {"parents_know": "yes", "parents_ok": "yes"}
    voices = {
        "young": young(**welcome, **agreed), "mother": mother(**welcome, yp_consent="yes", other_parent_ok="yes"),
        "gp": gp(**welcome, **agreed), "friend": friend(),
    }  # fmt: skip
    said = voices | {who: account(voices[who].voice, voices[who].versions[0][1]["any"], no)}
    rulings = [
        None,
        *(Decided(hour(at), may, newest) for at, may, newest in product((-1, 5), (True, False), (True, False))),
    ]
    flags = ((), ("safe_contact",), ("safeguarding",), ("safeguarding_ask", "safe_contact"))
    for ruling, flag, changed, parted in product(rulings, flags, ((), (hour(6),)), (False, True)):
        decisions = (ruling,) if ruling else ()
        same(Known(tuple(said.values()), frozenset(flag), decisions, changed, parted))


names = [*{name for no in NOES for name in no}, "referrer_phone", "referrer_email"]
reach = st.fixed_dictionaries(
    {},
    optional={
        "email": st.just("amina@example.org"), "phone": st.just("07700 900123"),
        "referrer_email": st.just("mother@example.org"), "contact_hours": st.just("after six"),
        "who_sees_phone": st.just("my uncle"),
    },
)  # fmt: skip
words = st.sampled_from(["ok", "ok_quiet", "not_ok", "yes", "no", "not_sure", "prefer_not", "none", "nonsense"])
said = st.builds(lambda some, way: some | way, st.dictionaries(st.sampled_from(names), words, max_size=8), reach)
spoken = st.lists(said, min_size=1, max_size=3)
accounts = st.lists(st.builds(lambda who, said, at: account(who, *said, at=at), st.sampled_from(Voice), spoken,
                              st.integers(0, 6)), min_size=1, max_size=4)  # fmt: skip
rulings = st.lists(st.builds(Decided, st.integers(-1, 9).map(hour), st.booleans(), st.booleans()), max_size=3)
cases = st.builds(
    Known,
    accounts.map(tuple),
    st.frozensets(st.sampled_from(["safe_contact", "safeguarding", "safeguarding_known", "interpreter"])),
    rulings.map(tuple),
    st.lists(st.integers(0, 9).map(hour), max_size=2).map(tuple),
    st.booleans(),
)


@settings(max_examples=500, deadline=None)
@given(cases)
def test_whatever_was_said_the_rules_and_the_portal_agree(known: Known) -> None:
    assert not list(differences(known))


@settings(max_examples=300, deadline=None)
@given(cases, st.data())
def test_one_more_no_never_opens_anything(known: Known, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(known.accounts) - 1), label="account")
    no, when = data.draw(st.sampled_from(NOES), label="no"), hour(data.draw(st.integers(0, 12), label="hour"))
    one = known.accounts[at]
    later = Account(one.voice, tuple(sorted((*one.versions, (when, {"any": no})), key=lambda each: each[0])))
    more = Known(
        (*known.accounts[:at], later, *known.accounts[at + 1 :]),
        known.flags, known.decisions, known.changed_at, known.parted,
    )  # fmt: skip
    for audience, way in product(OUTSIDE, Way):
        before, after = (safe_contact.leave(each, audience, way).may for each in (known, more))
        assert after.rank <= before.rank, (audience, way)


@settings(max_examples=200, deadline=None)
@given(cases, st.data())
def test_no_voice_is_heard_better_for_speaking_first(known: Known, data: st.DataObject) -> None:
    shuffled = Known(
        tuple(data.draw(st.permutations(known.accounts))), known.flags,
        tuple(data.draw(st.permutations(known.decisions))), known.changed_at, known.parted,
    )  # fmt: skip
    for audience, way in product(OUTSIDE, Way):
        assert safe_contact.leave(shuffled, audience, way).may is safe_contact.leave(known, audience, way).may


@pytest.mark.parametrize("title", SITUATIONS)
def test_the_table_that_people_read_follows_the_rules(title: str) -> None:
    same(SITUATIONS[title])


def test_the_table_that_people_read_is_what_the_portal_does() -> None:
    assert PROJECT.joinpath("docs/safe-contact.md").read_text("utf-8") == HEAD + "\n".join(lines()) + "\n"


@pytest.mark.parametrize("kind", Kind)
def test_every_message_goes_where_the_rules_let_it_and_nowhere_else(kind: Kind) -> None:
    """Every kind, every reader, every way, every situation: against the rules written a second time."""
    outside = kind in OUTSIDE_KINDS
    for known, audience, way in product(SITUATIONS.values(), OUTSIDE, Way):
        each, level = safe_contact.leave(known, audience, way), oracle.allowed(retold(known), audience.value, way.value)
        assert may_send(kind, each.audience, each) is (outside and way in BY_MACHINE and level > oracle.NOTHING)
        assert not may_send(kind, each.audience, None)
        others = (other for other in OUTSIDE if other is not each.audience)
        assert not any(may_send(kind, other, each) for other in others), "leave for one is no leave for another"
    assert all(may_send(kind, audience, None) is (audience in READERS[kind]) for audience in STAFF)


@settings(max_examples=300, deadline=None)
@given(cases)
def test_a_machine_never_writes_more_openly_than_the_rules_allow(known: Known) -> None:
    case = retold(known)
    for one in known.accounts:
        if one.voice is Voice.FRIEND:
            continue
        answers = facts.together([said for _at, said in one.versions])
        best = addresses.best(known, one.voice, answers)
        if best is not None:
            assert best.way in BY_MACHINE
            assert addresses.address(one.voice, answers, best.way)
            allowed = oracle.allowed(case, best.audience.value, best.way.value)
            assert oracle.NOTHING < RANK[best.may] <= allowed


def test_rules_that_took_silence_for_a_yes_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_contact, "UNSAID", dict.fromkeys(Way, May.QUIETLY))
    assert any(found.startswith("TOO OPEN") for found in differences(SITUATIONS["She says nothing about how"]))


def test_a_gate_that_forgot_who_must_not_know_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_contact, "parents_blocked", lambda _known: ())
    assert any(found.startswith("TOO OPEN: parent") for found in differences(SITUATIONS["Her parents do not know"]))
