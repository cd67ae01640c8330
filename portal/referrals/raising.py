"""Making a referral, and every voice of its case, more urgent. Nothing here can make anything less urgent."""

from collections.abc import Sequence
from datetime import datetime

from portal.area import Clocks
from portal.referrals.lifecycle import Status
from portal.referrals.models import Referral
from portal.triage.outcome import Band


def raise_to(referral: Referral, band: Band, contact_by: datetime, *, told: bool = True) -> bool:
    """Make a referral as urgent as this band, if it was less; never the other way. Tell whether it changed.

    A sooner promise at the same band, as a new pathway may bring, counts too. What another voice said raises with
    `told=False`: the referral's own pages must never show that somebody else has told us of the same person.
    """
    raised = band.rank < referral.band_rank
    if raised:
        referral.band, referral.band_rank = band.value, band.rank
    if band.rank <= referral.band_rank:
        referral.contact_by = min(referral.contact_by, contact_by)
    if told and band.rank <= Band(referral.told_band).rank:
        referral.told_band = band.value
        referral.told_contact_by = min(referral.told_contact_by, contact_by)
    return raised


def raise_case(voices: Sequence[Referral], here: Clocks, moment: datetime) -> None:
    """Let every voice of a case be as urgent as the most urgent one, and contact be due as soon as the soonest."""
    if len(voices) < 2:
        return
    band = Band(min(voices, key=lambda voice: voice.band_rank).band)
    # A closed referral's promise was kept or ended; how urgent it was still counts.
    running = [voice.contact_by for voice in voices if voice.status is not Status.CLOSED]
    at_once = [here.contact_by(band.value, moment)] if any(voice.band_rank > band.rank for voice in voices) else []
    for voice in voices:
        raise_to(voice, band, min((*running, *at_once), default=voice.contact_by), told=False)
