"""What the person reads about where their referral is: one line of steps, in words written for them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from portal.area import BandClock
from portal.languages import format_when
from portal.languages import gettext as _
from portal.referrals.lifecycle import Move, Status
from portal.referrals.status_words import CARE, CARE_STEPS, OWN, Words
from portal.referrals.voices import Voice

NOES = frozenset({("unsafe_contact", "yes"), ("contact", "none")})
"""Answers that close a way to reach somebody, besides each way's own no."""


def can_reach(voice: Voice, versions: Sequence[Mapping[str, Mapping[str, Any]]]) -> bool:
    """Tell whether whoever reads the page can hear from us: who writes at work says no such thing of themselves."""
    return voice is Voice.PROFESSIONAL or ("contact", "none") not in noes(versions)


def as_told(status: Status, in_hand: bool) -> Status:
    """Return the status to tell: nobody is reading what nobody holds any more."""
    return Status.RECEIVED if status is Status.IN_SCREENING and not in_hand else status


class Sent(Protocol):
    """What telling a person where a referral is needs to know of it."""

    @property
    def status(self) -> Status:
        """Where it is."""

    @property
    def screen_by(self) -> datetime:
        """By when a person reads it."""

    @property
    def contact_by(self) -> datetime:
        """By when somebody is in touch."""

    @property
    def claimed_until(self) -> datetime | None:
        """Until when a clinician has it in hand."""


class Kept(Sent, Protocol):
    """What is kept of a referral: more than its own pages may tell."""

    @property
    def told_contact_by(self) -> datetime:
        """By when somebody is in touch, by what this voice alone has said."""


@dataclass(frozen=True)
class OwnView:
    """A referral as its own pages may tell it: nothing that another voice of the case has said."""

    status: Status
    screen_by: datetime
    contact_by: datetime
    claimed_until: datetime | None


def told(sent: Kept) -> OwnView:
    """Return what a referral's own pages may tell: never that somebody else has told us of the same person."""
    return OwnView(sent.status, sent.screen_by, sent.told_contact_by, sent.claimed_until)


def outlook(
    sent: Sent, promise: BandClock, now: datetime, words: Words = OWN, *, reachable: bool = True
) -> dict[str, Any]:
    """Say where a referral is and by when what happens. A time that has passed is no promise, nor one nobody hears."""
    within = promise.contact_within
    promised = reachable and (within.length or within.working_days)
    soon = sent.contact_by if promised and sent.contact_by > now else None
    contact_by = _("We aim for %(when)s", when=format_when(soon)) if soon else ""
    read_by = _("by %(when)s", when=format_when(sent.screen_by)) if sent.screen_by > now else ""
    # Somebody in danger hears from us first, and the reading has no time of its own to promise.
    times = ("", "" if promise.alert_out_of_hours else read_by, "", contact_by)
    shown = as_told(sent.status, bool(sent.claimed_until and sent.claimed_until > now))
    return {
        "steps": steps(shown, times, words),
        "telling": words.tellings[shown],
        "urgent": promise.alert_out_of_hours,
        "reachable": reachable,
        "contact_by": soon,
    }


def care_told(
    progress: str | None, meeting: datetime | None, status: Status, last: Move | None, now: datetime
) -> dict[str, Any]:
    """Say how far care has come, and when the next meeting is; nothing where this voice was told nothing of it.

    Words that a person has yet to read come first, and a meeting that is over is no meeting to come.
    """
    ended = status is Status.CLOSED
    if progress is None or (ended and last is not Move.END_CARE) or ended is not (progress == "closed"):
        return {}
    telling = CARE.get(progress)
    if telling is None or status not in (Status.AWAITING_FIRST, Status.CLOSED):
        return {}
    soon = format_when(meeting) if meeting and meeting > now and not ended else ""
    line = [
        {
            "title": str(title),
            "text": soon if at == telling.steps_done else "",
            "state": "done" if at < telling.steps_done else "now" if at == telling.steps_done else "later",
        }
        for at, title in enumerate(CARE_STEPS)
    ]
    return {"steps": line, "telling": telling, "next_meeting": soon}


def steps(status: Status, times: tuple[str, ...], words: Words = OWN) -> list[dict[str, str]]:
    """Return the line of steps as the page shows it; `times` says by when, one for each step."""
    done = words.tellings[status].steps_done
    return [
        {
            "title": str(title),
            "text": "" if at < done else said,
            "state": "done" if at < done else "now" if at == done else "later",
        }
        for at, (title, said) in enumerate(zip(words.steps, times, strict=True))
    ]


def noes(versions: Sequence[Mapping[str, Mapping[str, Any]]]) -> set[tuple[str, str]]:
    """Return every no to being reached that was ever said. What is said later takes none away."""
    said = {(name, str(value)) for version in versions for page in version.values() for name, value in page.items()}
    return {(name, value) for name, value in said if value == "not_ok" or (name, value) in NOES}


def opens_again(versions: Sequence[Mapping[str, Mapping[str, Any]]], now: Mapping[str, Any]) -> bool:
    """Tell whether somebody now says yes where they once said no: a person asks before anything changes."""
    return any(now.get(name, value) != value for name, value in noes(versions))
