"""How somebody in care may be reached, and what they need, on the page of whoever looks after them now. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.notifications.leave import Leave, May, Way
from portal.notifications.messages import Audience
from portal.referrals import access_words, facts, safe_contact
from portal.referrals.models import Referral
from portal.referrals.safe_contact import Known

WAYS: dict[Way, str] = {
    Way.PHONE: "Phone",
    Way.TEXT: "Text",
    Way.EMAIL: "Email",
    Way.LETTER: "Letter",
    Way.VOICEMAIL: "Voicemail",
}
MAY: dict[May, str] = {May.OPENLY: "Yes", May.QUIETLY: "Yes, but don't say who we are", May.NOT: "No"}
AUDIENCES: dict[Audience, str] = {
    Audience.YOUNG_PERSON: "Young person",
    Audience.PARENT: "Parents",
    Audience.REFERRER: "Professional",
}
GIVEN = {"name": None, "phone": Way.PHONE, "email": Way.EMAIL}
"""What they gave to be reached by, shown only where that way may be used."""
LABELS = {"name": "What to call them", "phone": "Phone", "email": "Email"}


@dataclass(frozen=True)
class Reaching:
    """What whoever rings, writes or meets must know first."""

    warnings: tuple[str, ...]
    ways: tuple[tuple[str, str], ...]
    """Towards whom, and what is allowed there."""
    given: tuple[tuple[str, str], ...]
    no_to_parents: tuple[str, ...]
    """Why parents are told nothing; nothing means that nothing speaks against it."""
    needs: tuple[str, ...]


def of(known: Known, voices: Sequence[Referral]) -> Reaching:
    """Say how a person may be reached, by all that any voice ever said and a clinician decided."""
    table, blocked = safe_contact.table(known), safe_contact.parents_blocked(known)
    own = table[Audience.YOUNG_PERSON]
    return Reaching(
        tuple(_warnings(known, own, blocked)),
        tuple((AUDIENCES[audience], _allowed(leaves)) for audience, leaves in table.items()),
        tuple(_given(own, voices)),
        blocked,
        access_words.said(version for voice in voices for version in voice.versions),
    )


def _warnings(known: Known, own: Sequence[Leave], blocked: Sequence[str]) -> Iterator[str]:
    """Say first what can do harm."""
    may = {leave.way: leave.may for leave in own}
    if any("contact may be unsafe" in leave.because for leave in own):
        yield "Contact may be unsafe"
    if set(may.values()) == {May.NOT}:
        yield "No safe way to reach them"
    elif may[Way.VOICEMAIL] is not May.OPENLY:
        yield "Leave no messages" if may[Way.VOICEMAIL] is May.NOT else "Do not say who we are in a message"
    if blocked:
        yield "Parents must not be told"
    if "interpreter" in known.flags:
        yield "Interpreter needed"
    if "reasonable_adjustments" in known.flags:
        yield "Learning disability: adjust"


def _allowed(leaves: Sequence[Leave]) -> str:
    """Say which ways are open, open quietly, and closed."""
    said = ((words, [WAYS[each.way].lower() for each in leaves if each.may is may]) for may, words in MAY.items())
    return " ".join(f"{words}: {', '.join(ways)}." for words, ways in said if ways)


def _given(own: Sequence[Leave], voices: Sequence[Referral]) -> Iterator[tuple[str, str]]:
    """Yield what they are called and reached by: every number that was given, where ringing it is allowed."""
    closed = {leave.way for leave in own if leave.may is May.NOT}
    answers = [facts.said(version) for voice in voices for version in voice.versions]
    for field, way in GIVEN.items():
        if way not in closed:
            values = dict.fromkeys(str(each[field]) for each in answers if each.get(field))
            yield from ((LABELS[field], value) for value in reversed(values))
