"""Making a case less urgent: only by a person's recorded decision, and in this one place."""

from collections.abc import Sequence

from portal.area import Clocks
from portal.referrals.models import Referral
from portal.triage.outcome import Band


def lower_case(voices: Sequence[Referral], band: Band, here: Clocks) -> None:
    """Let every voice of a case be as urgent as a clinician says, its promise counted from the first receipt.

    All of them, for one that stayed would raise the others again. New words are judged as ever, and can raise.
    """
    received = min(voice.received_at for voice in voices)
    contact_by = here.contact_by(band.value, received)
    for voice in voices:
        if voice.band_rank >= band.rank:
            continue
        voice.band, voice.band_rank, voice.contact_by = band.value, band.rank, contact_by
        if Band(voice.told_band).rank < band.rank:
            voice.told_band, voice.told_contact_by = band.value, here.contact_by(band.value, voice.received_at)
