"""What a person must do about a referral by a time: raised by what was said, ended by what came of it."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.area import Clocks
from portal.audit import trail
from portal.audit.tags import Tag
from portal.clock import london
from portal.referrals import facts, nhs_numbers
from portal.referrals.case_models import Duty, Task
from portal.referrals.models import Referral

DISCLOSED = frozenset({"safeguarding", "safeguarding_now", "safeguarding_ask"})
ABUSE = "abuse"
PAGE = 50
BY_ITS_ACT = frozenset({Duty.SECOND_CLOSING})
"""What ends by being done, and by no word that it was."""


class NotDone(Exception):
    """A task does not end without what came of it, nor twice."""


def discloses(flags: Collection[str], found_in_text: Collection[str]) -> bool:
    """Tell whether somebody has told us something that the people for safeguarding must hear today."""
    return bool(DISCLOSED & set(flags)) or ABUSE in found_in_text


def owed(flags: Collection[str], found_in_text: Collection[str], answers: facts.Answers) -> tuple[Duty, ...]:
    """Return what somebody has to do about what was said. It says nothing about how soon a clinician acts."""
    number: Any = facts.said(answers).get("nhs_number")
    wanted = {
        Duty.SAFEGUARDING: discloses(flags, found_in_text),
        Duty.NHS_NUMBER: bool(number) and not nhs_numbers.is_well_formed(str(number)),
    }
    return tuple(duty for duty, is_owed in wanted.items() if is_owed)


def due_by(here: Clocks, moment: datetime) -> datetime:
    """Return by when a disclosure must be told: the end of this working day, or as soon as somebody reads tomorrow."""
    day = london(here.calendar.next_open(moment)).date()
    return min(here.calendar.closing(day), max(here.screen_by(moment), here.calendar.opening(day)))


def raise_owed(
    session: Session,
    referral: Referral,
    flags: Collection[str],
    found_in_text: Collection[str],
    answers: facts.Answers,
    here: Clocks,
    moment: datetime,
) -> None:
    """Raise a task for everything owed about what was said, unless one of its kind is open. It tells only staff."""
    for kind in owed(flags, found_in_text, answers):
        due = due_by(here, moment) if kind is Duty.SAFEGUARDING else here.task_by(kind.value, moment)
        raise_one(session, referral, kind, due, moment)


def raise_safeguarding(session: Session, referral: Referral, here: Clocks, moment: datetime) -> None:
    """Raise the task of telling the people for safeguarding, because a clinician says so."""
    raise_one(session, referral, Duty.SAFEGUARDING, due_by(here, moment), moment)


def raise_one(
    session: Session,
    referral: Referral,
    kind: Duty,
    due: datetime,
    moment: datetime,
    *,
    for_id: uuid.UUID | None = None,
    again: bool = True,
) -> Task | None:
    """Raise one task that is due by a time, unless one of its kind is open; with `again` off, unless one ever was."""
    had = select(Task.id).where(Task.referral_id == referral.id, Task.kind == kind)
    if session.scalars(had.where(Task.done_at.is_(None)) if again else had).first():
        return None
    task = Task(referral_id=referral.id, kind=kind, opened_at=moment, due_at=due, done_at=None, for_id=for_id)
    session.add(task)
    session.flush()
    trail.record(session, Tag.TASK_RAISED, actor="machine", subject=f"referral:{referral.id}", detail=_which(task))
    return task


def end_all(
    session: Session, referral: Referral, kind: Duty, outcome: str, *, by: uuid.UUID | None, moment: datetime
) -> None:
    """End the open tasks of a kind that an act has made needless; `outcome` is the house's own word for the act."""
    wanted = select(Task).where(Task.referral_id == referral.id, Task.kind == kind, Task.done_at.is_(None))
    for task in session.scalars(wanted.with_for_update()):
        task.done_at, task.done_by = moment, by
        task.outcome = {"contacted": f"{london(moment):%d %B %Y %H:%M}", "by": "the desk", "outcome": outcome}
        session.flush()
        actor = f"staff:{by}" if by else "worker"
        trail.record(session, Tag.TASK_DONE, actor=actor, subject=f"referral:{referral.id}", detail=_which(task))


def complete(
    session: Session,
    task_id: uuid.UUID,
    within: Collection[uuid.UUID],
    *,
    contacted: str,
    contacted_by: str,
    outcome: str,
    by: uuid.UUID,
    moment: datetime,
) -> Task:
    """End a task with when somebody was told or asked, by whom, and what came of it. Raises NotDone.

    `within` are the referrals of the case on whose page it was done.
    """
    wanted = select(Task).where(Task.id == task_id, Task.referral_id.in_(within)).with_for_update()
    task = session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    said = {"contacted": contacted.strip(), "by": contacted_by.strip(), "outcome": outcome.strip()}
    if task is None or task.kind in BY_ITS_ACT or task.done_at is not None or not all(said.values()):
        raise NotDone(task_id)
    task.done_at, task.done_by, task.outcome = moment, by, said
    session.flush()
    trail.record(
        session, Tag.TASK_DONE, actor=f"staff:{by}", subject=f"referral:{task.referral_id}", detail=_which(task)
    )
    return task


def kind_of(session: Session, task_id: uuid.UUID) -> Duty | None:
    """Return why there is a task."""
    return session.scalars(select(Task.kind).where(Task.id == task_id)).one_or_none()


def _which(task: Task) -> dict[str, str]:
    """Name a task in the trail."""
    return {"task": str(task.id), "kind": task.kind.value}


def of(session: Session, referral_ids: Collection[uuid.UUID]) -> Sequence[Task]:
    """Return the tasks of some referrals: what is open first, by when it is due, then what is done."""
    wanted = select(Task).where(Task.referral_id.in_(referral_ids))
    return session.scalars(wanted.order_by(Task.done_at.is_not(None), Task.due_at, Task.id)).all()


@dataclass(frozen=True)
class Waiting:
    """One page of what there is to do, and how much of it there is."""

    rows: Sequence[tuple[Task, Referral]]
    late: int
    to_come: int
    at: int
    pages: int


def waiting(session: Session, now: datetime, *, for_id: uuid.UUID | None = None, page: int = 1) -> Waiting:
    """Return one page of the open tasks, or of somebody's own, each with its referral, the first due at the top."""
    is_open = [Task.done_at.is_(None), *([Task.for_id == for_id] if for_id else [])]
    is_late = func.count().filter(Task.due_at < now)
    total, late = session.execute(select(func.count(), is_late).where(*is_open)).one()
    pages = max(-(-total // PAGE), 1)
    at = min(page, pages)
    wanted = select(Task, Referral).join(Referral, Referral.id == Task.referral_id).where(*is_open)
    found = session.execute(wanted.order_by(Task.due_at, Task.id).offset((at - 1) * PAGE).limit(PAGE))
    return Waiting([(task, referral) for task, referral in found], late, total - late, at, pages)
