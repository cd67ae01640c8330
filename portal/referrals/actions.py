"""What happens to a referral. Every act writes its history and its audit event with it."""

import hashlib
import json
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal import sealed
from portal.area import Area
from portal.audit import trail
from portal.audit.tags import Tag
from portal.notifications import outbox
from portal.notifications.messages import Audience, Kind
from portal.referrals import cases, duties, facts, identifiers, lifecycle, marking, references, telling
from portal.referrals.lifecycle import Move, Status
from portal.referrals.models import Amendment, Case, Draft, Referral, StatusChange, TriageResult
from portal.referrals.raising import raise_to
from portal.triage.outcome import Outcome

Answers = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Words:
    """What a person says later, the language it is in, and the hash by which the same saying is known again."""

    answers: Answers
    language: str
    digest: bytes


def submit(
    session: Session, draft: Draft, known: Referral | None, judgement: facts.Judgement, here: Area, moment: datetime
) -> Referral:
    """Turn a draft into a referral, or into an addition to the one this key has already sent.

    One transaction: referral, first history row, triage, audit, one message to the desk and one to whoever may be
    written to safely, draft gone. `known` is
    what the key has sent before; the same answers again change nothing, other answers are added and never dropped.
    """
    answers = draft.answers or {}
    if known is None:
        known = _receive(session, draft, answers, judgement, here, moment)
    elif _is_news(known, answers):
        _amend(session, known, Words(answers, draft.language, _digest(answers)), judgement, here, moment)
    session.delete(draft)
    session.flush()
    return known


def _is_news(known: Referral, answers: Answers) -> bool:
    """Tell whether these answers say anything that the newest sending did not; to a closed referral all is news."""
    newest = known.amendments[-1].payload_digest if known.amendments else known.payload_digest
    return known.status is Status.CLOSED or _digest(answers) != newest


def _digest(answers: Answers) -> bytes:
    """Return the keyed hash by which the same answers are known again."""
    canonical = json.dumps(answers, sort_keys=True, ensure_ascii=False)
    return sealed.blind_index(hashlib.sha256(canonical.encode()).hexdigest(), "payload")


def _receive(
    session: Session, draft: Draft, answers: Answers, judgement: facts.Judgement, here: Area, moment: datetime
) -> Referral:
    """Store a new referral and put it in the queue by its status alone."""
    alone, outcome = _judged(session, [answers], draft.language, judgement, moment)
    referral = Referral(
        case=Case(opened_at=moment),
        reference=references.new_reference(),
        submission_key=draft.key_digest,
        payload_digest=_digest(answers),
        voice=draft.voice,
        language=draft.language,
        fictional=here.fictional,
        received_at=moment,
        band=outcome.band.value,
        band_rank=outcome.band.rank,
        screen_by=here.clocks.screen_by(moment),
        contact_by=_promised(answers, outcome, here, moment),
        told_band=alone.band.value,
        told_contact_by=_promised(answers, alone, here, moment),
        age=facts.age(answers),
        answers=dict(answers),
        code=references.new_code(),
        status=lifecycle.after(None, Move.RECEIVE),
    )
    session.add(referral)
    session.flush()
    _note_move(session, referral, Move.RECEIVE, None, moment)
    _keep_outcome(session, referral, outcome, moment)
    marking.mark(referral, here.clocks.calendar)
    identifiers.keep(session, referral)
    found = _found(answers, draft.language, judgement)
    duties.raise_owed(session, referral, outcome.flags, found, answers, here.clocks, moment)
    trail.record(session, Tag.REFERRAL_RECEIVED, actor="person", subject=f"referral:{referral.id}")
    _tell_desk(session, referral, here, moment)
    telling.tell(session, referral, Kind.RECEIVED, moment=moment)
    return referral


def _promised(answers: Answers, outcome: Outcome, here: Area, moment: datetime) -> datetime:
    """Return by when somebody hears: as soon as the band says, and a question by when the area answers questions."""
    by = here.clocks.contact_by(outcome.band.value, moment, outcome.pathways)
    answered = "ADVICE" in here.clocks.bands and facts.asks_for_advice(answers)
    return min(by, here.clocks.contact_by("ADVICE", moment)) if answered else by


def said_once(answers: Answers, language: str, form: str) -> Words:
    """Return what was said on one page: the same page sent again is known again, the same words later are news."""
    return Words(answers, language, _digest({**answers, "form": {"id": form}}))


def add(
    session: Session, referral: Referral, words: Words, judgement: facts.Judgement, here: Area, moment: datetime
) -> bool:
    """Add what a person says on their own page, once, and tell whether it was new."""
    if any(row.payload_digest == words.digest for row in referral.amendments):
        return False
    _amend(session, referral, words, judgement, here, moment)
    return True


def ask_to_withdraw(
    session: Session, referral: Referral, words: Words, judgement: facts.Judgement, here: Area, moment: datetime
) -> None:
    """Record a wish to withdraw, and bring it to a clinician like any other words. Nothing is closed by it."""
    if referral.status not in lifecycle.MOVES[Move.ASK_TO_WITHDRAW].start:
        return
    if any(row.payload_digest == words.digest for row in referral.amendments):
        return
    move(session, referral, Move.ASK_TO_WITHDRAW, author=None, moment=moment)
    _amend(session, referral, words, judgement, here, moment)


def _amend(
    session: Session, referral: Referral, words: Words, judgement: facts.Judgement, here: Area, moment: datetime
) -> None:
    """Add later words to a referral and triage them with the earlier ones. It can only become more urgent."""
    answers = words.answers
    referral.amendments.append(
        Amendment(referral_id=referral.id, payload_digest=words.digest, at=moment, answers=dict(answers))
    )
    told, outcome = _judged(session, referral.versions, words.language, judgement, moment, referral)
    earlier = {flag for triage in referral.triages for flag in (triage.outcome or {}).get("flags", ())}
    _keep_outcome(session, referral, outcome, moment)
    marking.mark(referral, here.clocks.calendar)
    raised = _raise(referral, told, here, moment) | _raise(referral, outcome, here, moment, told=told is outcome)
    identifiers.keep(session, referral)
    # A second emergency in a referral that already is one wakes people again, and a second disclosure is heard.
    alone = facts.judge_so_far(answers, words.language, set(facts.said(answers)), judgement)
    grave = here.clocks.bands[alone.band.value].alert_out_of_hours or (raised and _alerts(referral, here))
    if grave or facts.said(answers).get("got_worse"):
        _tell_desk(session, referral, here, moment)
    new = {*alone.flags, *(set(outcome.flags) - earlier)}
    found = _found(answers, words.language, judgement)
    duties.raise_owed(session, referral, new, found, answers, here.clocks, moment)
    if referral.status in lifecycle.MOVES[Move.ADD_WORDS].start:
        referral.screen_by = here.clocks.screen_by(moment)
        move(session, referral, Move.ADD_WORDS, author=None, moment=moment)
    # Whoever is reading it at this moment must see that it has changed, also when no column of its own did.
    referral.amended_at = moment
    session.flush()
    cases.raise_together(session, referral, here.clocks, moment)
    trail.record(session, Tag.REFERRAL_AMENDED, actor="person", subject=f"referral:{referral.id}")


def _judged(
    session: Session,
    versions: Sequence[Answers],
    language: str,
    judgement: facts.Judgement,
    moment: datetime,
    referral: Referral | None = None,
) -> tuple[Outcome, Outcome]:
    """Judge what this voice said, alone and beside a second contact about the same child, which can only raise."""
    alone = facts.judge_all(versions, language, judgement)
    again = identifiers.is_repeat(session, versions, moment, referral.id if referral else None)
    return alone, facts.judge_all(versions, language, judgement, {"repeat_7d": "yes"}) if again else alone


def _raise(referral: Referral, outcome: Outcome, here: Area, moment: datetime, *, told: bool = True) -> bool:
    """Make a referral as urgent as an outcome says."""
    contact_by = here.clocks.contact_by(outcome.band.value, moment, outcome.pathways)
    return raise_to(referral, outcome.band, contact_by, told=told)


def _found(answers: Answers, language: str, judgement: facts.Judgement) -> Collection[str]:
    """Return which word lists know something in the free text."""
    found: Collection[str] = facts.facts(answers, language, judgement.words)["text"]
    return found


def _alerts(referral: Referral, here: Area) -> bool:
    """Tell whether a referral is one that people are woken for."""
    return here.clocks.bands[referral.band].alert_out_of_hours


def move(
    session: Session,
    referral: Referral,
    step: Move,
    *,
    author: uuid.UUID | None,
    moment: datetime,
    rationale: str = "",
    next_step: str = "",
) -> StatusChange:
    """Move a referral along the table of moves. Raises MoveRefused when it is not where the move starts."""
    referral.status = lifecycle.after(referral.status, step)
    change = _note_move(session, referral, step, author, moment, rationale, next_step)
    actor = f"staff:{author}" if author else "person"
    detail = {"move": step.value, "status": referral.status.value}
    trail.record(session, Tag.REFERRAL_MOVED, actor=actor, subject=f"referral:{referral.id}", detail=detail)
    return change


def _note_move(
    session: Session,
    referral: Referral,
    step: Move,
    author: uuid.UUID | None,
    moment: datetime,
    rationale: str = "",
    next_step: str = "",
) -> StatusChange:
    """Append one line of history."""
    change = StatusChange(
        referral_id=referral.id,
        at=moment,
        move=step,
        status=referral.status,
        author_id=author,
        rationale=rationale or None,
        next_step=next_step or None,
    )
    referral.history.append(change)
    session.flush()
    return change


def _keep_outcome(session: Session, referral: Referral, outcome: Outcome, moment: datetime) -> None:
    """Keep a result as it was, beside every earlier one."""
    referral.triages.append(
        TriageResult(
            referral_id=referral.id,
            at=moment,
            ruleset_id=outcome.ruleset.id,
            ruleset_version=outcome.ruleset.version,
            ruleset_status=outcome.ruleset.status,
            band=outcome.band.value,
            outcome=outcome.as_dict(),
        )
    )
    session.flush()
    trail.record(
        session,
        Tag.REFERRAL_TRIAGED,
        actor="machine",
        subject=f"referral:{referral.id}",
        detail={"band": outcome.band.value, "ruleset": outcome.ruleset.version},
    )


def _tell_desk(session: Session, referral: Referral, here: Area, moment: datetime) -> None:
    """Write the one message to staff that a referral causes: to the desk, or at night to the on-call route."""
    away = not here.clocks.calendar.is_open(moment)
    wakes = _alerts(referral, here)
    kind = Kind.ALERT if wakes else Kind.NEW_REFERRAL
    audience = Audience.ON_CALL if wakes and away else Audience.DUTY_DESK
    outbox.enqueue(session, kind, audience, referral_id=referral.id, reference=referral.reference)
