"""When somebody first told any of us: what a clock starts with. Pure: the voices are given with all they sent."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from portal.area import Clocks
from portal.referrals.lifecycle import Status
from portal.referrals.models import Referral


def first(voices: Iterable[Referral], here: Clocks, *, opened: datetime) -> datetime | None:
    """Return the first receipt, by any voice of a case, of what was still open when care began."""
    return min((start for voice in voices if (start := _of(voice, here)) <= opened), default=None)


def _of(voice: Referral, here: Clocks) -> datetime:
    """Return when a voice first told us of this: words that come long after a closing begin something new."""
    start = voice.received_at
    later = sorted(each.at for each in voice.amendments)
    for closed in (change.at for change in voice.history if change.status is Status.CLOSED):
        again = next((at for at in later if at > closed), None)
        if again is not None and not joins(closed, again, here):
            start = max(start, again)
    return start


def joins(closed: datetime, again: datetime, here: Clocks) -> bool:
    """Tell whether what comes again is so soon after a closing that it goes on where it stood."""
    return again - closed <= max(here.joined_within.length, timedelta())
