"""What of a case bears on a decision about it: gathered from everything that was ever said and decided."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.area import Clocks
from portal.care import transfers
from portal.referrals import facts, grave
from portal.referrals.models import Referral
from portal.screening import rows, trying, words
from portal.screening.models import ScreeningDecision
from portal.screening.outcomes import Decision, Facts
from portal.triage.outcome import Band


def facts_of(session: Session, shown: Referral, voices: Sequence[Referral], decision: Decision, here: Clocks) -> Facts:
    """Gather what bears on a decision. What every voice ever said counts, and what anybody ever decided."""
    flags = frozenset(rows.flags(triage for voice in voices for triage in voice.triages))
    said = [facts.said(version) for voice in voices for version in voice.versions]
    ages = [voice.age for voice in voices if voice.age is not None]
    return Facts(
        band=Band(shown.band),
        worst=worst_of(session, voices),
        safeguarding=grave.of_harm(flags),
        age=min(ages, default=None),
        thoughts=any(grave.has_thoughts(each, flags) for each in said),
        unread=tuple(words.WHO[voice.voice] for voice in with_own_words(voices) if voice.id not in decision.read),
        tried=trying.stand(session, voices, shown.band, here).exhausted,
        agrees=transfers.agreed(voices),
    )


def worst_of(session: Session, voices: Sequence[Referral]) -> Band:
    """Return the most urgent band that a case ever had, by any triage, voice or clinician."""
    decided = select(ScreeningDecision.band_before, ScreeningDecision.band_after)
    known = session.execute(decided.where(ScreeningDecision.referral_id.in_([voice.id for voice in voices])))
    ever = [triage.band for voice in voices for triage in voice.triages] + [voice.band for voice in voices]
    return min((Band(name) for name in (*ever, *(name for row in known for name in row))), key=lambda band: band.rank)


def with_own_words(voices: Iterable[Referral]) -> list[Referral]:
    """Return the voices that wrote something in their own words, at first or later."""
    return [voice for voice in voices if any(has_words(version) for version in voice.versions)]


def has_words(version: facts.Answers) -> bool:
    """Tell whether somebody wrote in their own words."""
    given = facts.said(version)
    return any(str(given.get(name) or "").strip() for name in facts.FREE_TEXT)
