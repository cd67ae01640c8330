"""What the pages of the voices of a case may tell about care: never to one voice that another has told us, too."""

from collections.abc import Sequence
from datetime import datetime

from portal.care.models import Spell
from portal.referrals.models import Referral
from portal.referrals.voices import Voice


def may_know(voice: Referral, voices: Sequence[Referral]) -> bool:
    """Tell whether a voice may read how care goes: the young person, or a parent where only they have told us.

    A parent who is one of several voices reads nothing of it: how it goes would say what the young person did.
    """
    if voice.voice is Voice.YOUNG_PERSON:
        return True
    return voice.voice is Voice.PARENT_CARER and len(voices) == 1


def tell(spell: Spell, voices: Sequence[Referral]) -> None:
    """Write how far care has come, and when the next meeting is, where each voice may know it.

    Where it may not, what it was told before stays: that a page says less would itself say that something happened.
    """
    for voice in voices:
        if may_know(voice, voices):
            _write(voice, spell.stage.value, spell.next_meeting_at)


def _write(voice: Referral, stage: str, meeting: datetime | None) -> None:
    """Write only what changed: whoever reads the referral at this moment need not read it again for nothing."""
    if (voice.progress, voice.next_meeting_at) != (stage, meeting):
        voice.progress, voice.next_meeting_at = stage, meeting
