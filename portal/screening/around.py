"""A child's school and practice as a clinician sees them: whom one may ring there, and what speaks against it.

No voice is ever asked whether the school may know, so silence is no leave: the page says that they have not agreed.
What anybody ever said against it closes the way, whoever said it. Nobody is rung or written to by this page.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.named_contacts.organisations import PRACTICE, SCHOOL, Organisation
from portal.named_contacts.registry import Registry
from portal.named_contacts.telling import Told, tell
from portal.referrals import facts, knowing, workplace
from portal.referrals.models import Referral
from portal.referrals.voices import Voice

NAMED_IN = (("school", "school_urn", SCHOOL), ("gp_practice", "gp_ods", PRACTICE))
"""Where a voice names a child's own school and practice: the name, the code, and which kind of place it is."""
AGAINST = (
    ("yp_consent", "no", "the young person does not know of this referral, or does not agree"),
    ("unsafe_contact", "yes", "contact may be unsafe"),
)
WRITTEN_AGAINST = (
    ("do_not_contact", "somebody must not be told: read who"),
    ("court_order", "there is a court order: read what it says"),
)


class Leave(StrEnum):
    """How far a clinician may go towards a place."""

    WROTE = "wrote"
    """The place has written to us itself, and nobody has said anything against it."""
    ASK_FIRST = "ask_first"
    NOT = "not"


@dataclass(frozen=True)
class Around:
    """One place of the child's, with its people."""

    told: Told
    by: tuple[Voice, ...]
    """Which voices named it."""
    leave: Leave
    against: tuple[str, ...]
    may_tell: tuple[str, ...]
    """What was written of who may know, to be read before anybody is rung."""

    @property
    def kind(self) -> str:
        """Say what kind of place it is."""
        return "school" if self.told.is_school else "practice"


def of(voices: Sequence[Referral], known: Registry, today: date) -> tuple[Around, ...]:
    """Return every school and practice that the voices of a case name, the schools first."""
    against, may_tell = tuple(dict.fromkeys(_against(voices))), tuple(dict.fromkeys(_written(voices, "may_tell")))
    writers = {workplace.works_at(voice, known) for voice in voices}
    found: dict[Organisation, tuple[Voice, ...]] = {}
    for name, code, kind in NAMED_IN:
        for voice in voices:
            said = facts.said(facts.together(voice.versions))
            place = known.meant((kind,), str(said.get(code) or ""), str(said.get(name) or ""))
            if place is not None:
                found[place] = (*found.get(place, ()), voice.voice)
    return tuple(
        Around(tell(known, place, today), by, leave(against, wrote=place in writers), against, may_tell)
        for place, by in found.items()
    )


def leave(against: Sequence[str], *, wrote: bool) -> Leave:
    """Say how far one may go. The strictest word counts."""
    if against:
        return Leave.NOT
    return Leave.WROTE if wrote else Leave.ASK_FIRST


def _against(voices: Sequence[Referral]) -> Iterator[str]:
    """Yield what speaks against telling a place, in everything that was ever said and found."""
    for field, value, why in AGAINST:
        if value in set(_written(voices, field)):
            yield why
    for field, why in WRITTEN_AGAINST:
        if any(_written(voices, field)):
            yield why
    if any(flag == "safe_contact" for voice in voices for flag in knowing.flags(voice)):
        yield "contact may be unsafe"


def _written(voices: Iterable[Referral], field: str) -> Iterator[str]:
    """Yield everything that any voice ever said in a field."""
    for voice in voices:
        for version in voice.versions:
            if said := str(facts.said(version).get(field) or "").strip():
                yield said
