"""How somebody may be reached: from all that any voice ever said, to one answer per reader and way. Pure.

The strictest word counts. Only a person's own yes opens a way; an earlier no is not taken back by a later yes, and
what was never said is no permission. Only a clinician's decision settles what was said before it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.notifications.leave import Leave, May, Way, strictest
from portal.notifications.messages import Audience
from portal.referrals.voices import Voice

Answers = Mapping[str, Mapping[str, Any]]
OUTSIDE = (Audience.YOUNG_PERSON, Audience.PARENT, Audience.REFERRER)
OWN_VOICE = {
    Audience.YOUNG_PERSON: Voice.YOUNG_PERSON,
    Audience.PARENT: Voice.PARENT_CARER,
    Audience.REFERRER: Voice.PROFESSIONAL,
}
SAID = {"ok": May.OPENLY, "ok_quiet": May.QUIETLY, "not_ok": May.NOT}
UNSAID = {way: May.QUIETLY if way is Way.PHONE else May.NOT for way in Way}
"""Nobody said anything: one may ring and ask for the person, and leave nothing."""
OTHER = "other_parent_ok"
AT_HOME = (Way.LETTER, Way.VOICEMAIL)
"""What others in the same house find."""
NAMES = {
    Voice.YOUNG_PERSON: "the young person",
    Voice.PARENT_CARER: "the parent or carer",
    Voice.PROFESSIONAL: "the professional",
    Voice.FRIEND: "the worried friend",
}
WORDS = {May.NOT: "said no", May.QUIETLY: "said yes, but not who we are", May.OPENLY: "said yes"}


@dataclass(frozen=True)
class Account:
    """All that one voice ever said, each version with its moment, the first one first."""

    voice: Voice
    versions: tuple[tuple[datetime, Answers], ...]


@dataclass(frozen=True)
class Decided:
    """A clinician's decision about a case."""

    at: datetime
    may_tell_parents: bool
    newest_counts: bool = False


@dataclass(frozen=True)
class Known:
    """All that is known of a case when somebody is to be reached."""

    accounts: tuple[Account, ...]
    flags: frozenset[str] = frozenset()
    decisions: tuple[Decided, ...] = ()
    changed_at: tuple[datetime, ...] = ()
    """When voices were joined or parted: a decision made before that was about another case."""
    parted: bool = False

    @property
    def newest(self) -> datetime:
        """When the case last became another one."""
        return max((*self.changed_at, *(at for account in self.accounts for at, _said in account.versions)))

    @property
    def decision(self) -> Decided | None:
        """The newest decision; of two at one moment the no."""
        return max(self.decisions, key=lambda one: (one.at, not one.may_tell_parents), default=None)

    @property
    def settled_at(self) -> datetime | None:
        """Until when the newest answer counts instead of the strictest one.

        What a clinician asked before voices were joined or parted was asked about another case.
        """
        asked = (one.at for one in self.decisions if one.newest_counts)
        return max((at for at in asked if at >= max(self.changed_at, default=at)), default=None)


def leave(known: Known, audience: Audience, way: Way) -> Leave:
    """Say what is allowed towards one reader on one way, with the reasons. The only place that gives leave."""
    found = list(_limits(known, audience, way))
    may = strictest(*(limit for limit, _why in found))
    return Leave(audience, way, may, tuple(dict.fromkeys(why for limit, why in found if limit is may)))


def table(known: Known) -> dict[Audience, tuple[Leave, ...]]:
    """Return what is allowed towards everybody outside the house, on every way."""
    return {audience: tuple(leave(known, audience, way) for way in Way) for audience in OUTSIDE}


def _limits(known: Known, audience: Audience, way: Way) -> Iterator[tuple[May, str]]:
    """Yield every limit that applies, each with its reason."""
    if audience is Audience.YOUNG_PERSON:
        yield from _to_the_young_person(known, way)
    elif audience is Audience.PARENT:
        yield from _to_parents(known, way)
    else:
        yield from _to_a_referrer(known, way)


def _to_the_young_person(known: Known, way: Way) -> Iterator[tuple[May, str]]:
    """What anybody said about reaching the young person; only their own yes, and their own "it is safe", opens."""
    said = {account.voice: may for account in known.accounts if (may := _said(known, account, way)) is not None}
    own = said.get(Voice.YOUNG_PERSON)
    if own is not None:
        yield own, f"the young person {WORDS[own]}"
    else:
        yield _for_the_young_person(known, said, way), "they have not said it themselves"
    for account in known.accounts:
        if (may := _said(known, account, way)) is not None and may is not May.OPENLY:
            yield may, f"{NAMES[account.voice]} {WORDS[may]}"
    if way is Way.VOICEMAIL:
        yield from ((may, why) for may, why in _to_the_young_person(known, Way.PHONE) if may is May.NOT)
    if "none" in _values(known, "contact"):
        yield May.NOT, "somebody says there is no safe way"
    if way in AT_HOME and _values(known, "do_not_contact"):
        yield May.QUIETLY, "somebody must not be told: read who"
    yield from _unsafe(known, way, own)


def _for_the_young_person(known: Known, said: Mapping[Voice, May], way: Way) -> May:
    """Return what others can say for somebody who says nothing of a way: nothing at all, once they write themselves."""
    speaks = any(account.voice is Voice.YOUNG_PERSON for account in known.accounts)
    heard = [may for voice, may in said.items() if voice is not Voice.FRIEND]
    return UNSAID[way] if speaks or not heard else strictest(May.QUIETLY, *heard)


def _unsafe(known: Known, way: Way, own: May | None) -> Iterator[tuple[May, str]]:
    """Limit what is allowed where contact may be unsafe, or they have not said that it is safe.

    The forms promise that no message is then left behind, in a letter-box or on a machine, and that nobody says
    who we are.
    """
    most = May.NOT if way in AT_HOME else May.QUIETLY
    flagged = "safe_contact" in known.flags and known.settled_at is None
    if flagged or "yes" in _values(known, "unsafe_contact"):
        yield (UNSAID[way] if own is None else most), "contact may be unsafe"
    elif _values(known, "unsafe_contact", Voice.YOUNG_PERSON) != {"no"}:
        yield most, "they have not said that contact is safe"


def _to_parents(known: Known, way: Way) -> Iterator[tuple[May, str]]:
    """Nothing while anything speaks against it; then by the way they gave themselves."""
    yield from ((May.NOT, why) for why in parents_blocked(known))
    given = {Way.PHONE: "referrer_phone", Way.EMAIL: "referrer_email"}.get(way)
    if given and _values(known, given, Voice.PARENT_CARER):
        yield May.OPENLY, "they gave it themselves"
    else:
        yield UNSAID[way], "they have not given it themselves"
    if "none" in _values(known, "contact", Voice.PARENT_CARER):
        yield May.NOT, "they say there is no safe way"
    if _values(known, "unsafe_contact", Voice.PARENT_CARER) != {"no"}:
        yield May.QUIETLY, "they have not said that contact is safe"
    if way in AT_HOME:
        said = ((account, _said(known, account, way)) for account in known.accounts)
        yield from ((may, f"{NAMES[account.voice]} {WORDS[may]}") for account, may in said if may is not None)


def _to_a_referrer(known: Known, way: Way) -> Iterator[tuple[May, str]]:
    """A professional by the way they gave; a worried friend is told nothing back."""
    if not any(account.voice is Voice.PROFESSIONAL for account in known.accounts):
        yield May.NOT, "no professional has told us"
    given = {Way.PHONE: "referrer_phone", Way.EMAIL: "referrer_email"}.get(way)
    if given and _values(known, given, Voice.PROFESSIONAL):
        yield May.OPENLY, "they gave it themselves"
    else:
        yield UNSAID[way], "they have not given it themselves"
    if _values(known, "do_not_contact"):
        yield May.QUIETLY, "somebody must not be told: read who"


def parents_blocked(known: Known) -> tuple[str, ...]:
    """Say what stands against telling parents anything; nothing means that nothing does.

    A clinician's yes stands until somebody says more or the case changes; a no stands until such a yes.
    """
    decision = known.decision
    if decision is not None and decision.may_tell_parents and decision.at >= known.newest:
        return ()
    against = list(_against(known))
    if any(not each.may_tell_parents for each in known.decisions):
        against.insert(0, "a clinician decided that parents are not told")
    if against and decision is not None and decision.may_tell_parents:
        against.append("more has come since a clinician decided")
    return tuple(dict.fromkeys(against))


def _against(known: Known) -> Iterator[str]:
    """Yield what speaks against telling parents, in everything that was ever said."""
    for field, value, why in (
        ("yp_consent", "no", "the young person does not know or does not agree"),
        ("parents_know", "no", "parents do not know"),
        ("parents_ok", "no", "parents may not be talked to"),
        ("other_parent_ok", "no", "the other parent may not be talked to"),
        ("unsafe_contact", "yes", "contact may be unsafe"),
    ):
        if value in _values(known, field, settled=False):
            yield why
    if _values(known, "do_not_contact", settled=False):
        yield "somebody must not be told: read who"
    if _values(known, "court_order", settled=False):
        yield "there is a court order: read what it says"
    if "safe_contact" in known.flags:
        yield "contact may be unsafe"
    if any(flag.startswith("safeguarding") for flag in known.flags):
        yield "something was said about harm or safeguarding"
    yield from _not_yet_agreed(known)
    if known.parted:
        yield "voices were parted: what was known may belong to somebody else"


def _not_yet_agreed(known: Known) -> Iterator[str]:
    """Yield which yes is still missing: silence is not a yes."""
    voices = {account.voice for account in known.accounts}
    asked = [Voice.YOUNG_PERSON] if Voice.YOUNG_PERSON in voices else sorted(voices - {Voice.PARENT_CARER})
    for voice in asked if Voice.YOUNG_PERSON in voices or Voice.PARENT_CARER not in voices else ():
        if voice is Voice.FRIEND or _values(known, "parents_know", voice, settled=False) != {"yes"}:
            yield "nobody has said that parents know"
        if _values(known, "parents_ok", voice, settled=False) != {"yes"}:
            yield "nobody has said that parents may be talked to"
    parents = [account for account in known.accounts if account.voice is Voice.PARENT_CARER]
    if len(parents) > 1 and not all(set(_counted(known, each, OTHER, settled=False)) == {"yes"} for each in parents):
        yield "two parents have told us: ask what each may know"


def _said(known: Known, account: Account, way: Way) -> May | None:
    """Return the strictest thing one voice said of a way; a clinician's decision leaves only the newest before it."""
    said = _counted(known, account, f"contact_{way.value}")
    known_words = [SAID.get(value, UNSAID[way]) for value in said]
    return strictest(*known_words) if known_words else None


def _values(known: Known, field: str, voice: Voice | None = None, *, settled: bool = True) -> set[str]:
    """Return everything that was said in a field, by one voice or by any."""
    accounts = [account for account in known.accounts if voice in (None, account.voice)]
    return {value for account in accounts for value in _counted(known, account, field, settled=settled)}


def _counted(known: Known, account: Account, field: str, *, settled: bool = True) -> list[str]:
    """Return the answers of a field that count: all of them, or from a decision on the newest before it."""
    said = [(at, str(page[field])) for at, answers in account.versions for page in answers.values() if page.get(field)]
    until = known.settled_at if settled else None
    before = [value for at, value in said if until is not None and at <= until]
    return before[-1:] + [value for at, value in said if until is None or at > until]
