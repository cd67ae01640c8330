"""The demonstration's training: a webinar a month, three workshops, who signed up, and who was there."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.learning import actions, signing_up
from portal.learning.kinds import FAMILY, Group
from portal.learning.models import TrainingBooking, TrainingEvent
from portal.learning.signing_up import Person
from portal.named_contacts import organisations
from portal.named_contacts.organisations import Organisation
from portal.notifications.messages import Audience
from portal.notifications.models import Delivery, OutboxMessage

TUESDAY, THURSDAY, SECOND = 1, 3, 1
STAYED_AWAY = 5
"""Every fifth who signed up was not there."""


def bring_in(session: Session, folder: Path, moment: datetime) -> None:
    """Put the training of `training.toml` there, once."""
    if session.scalar(select(exists().where(TrainingEvent.fictional.is_(True)))):
        return
    said = tomllib.loads((folder / "training.toml").read_text("utf-8"))
    listed = organisations.load(folder.parent)
    days = [(_thursday(clock.london(moment).date(), each["months"]), each) for each in said["webinar"]]
    days += [
        (_weekday(clock.london(moment).date(), each["days"], each.get("weekday", TUESDAY)), each)
        for each in said["workshop"]
    ]
    for number, (day, each) in enumerate(days):
        _one(session, said, each, day, number, listed, moment)
    _sent(session, moment)


def _thursday(today: date, months: int) -> date:
    """Return the second Thursday of a month so many months away."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    return first + timedelta(days=(THURSDAY - first.weekday()) % 7 + 7 * SECOND)


def _weekday(today: date, days: int, weekday: int) -> date:
    """Return the first such day of the week that is so many days away or more; Tuesday unless it is said."""
    day = today + timedelta(days=days)
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _one(
    session: Session,
    said: Mapping[str, Any],
    each: Mapping[str, Any],
    day: date,
    number: int,
    listed: Sequence[Organisation],
    moment: datetime,
) -> None:
    """Put one event there, with who signed up; of one that has been, with who was there."""
    starts = datetime.combine(day, time(each.get("hour", 16)), clock.LONDON)
    made_at = min(moment, starts) - timedelta(days=60)
    event = actions.make(session, _columns(said, each, starts), by=None, moment=made_at, fictional=True)
    people = _people(said["person"], each, number)
    for turn, one in enumerate(people):
        signing_up.sign_up(session, event.id, _person(one, event, turn, listed), made_at + timedelta(days=1 + turn))
    if event.ends_at < moment:
        _has_been(session, event, each)


def _columns(said: Mapping[str, Any], each: Mapping[str, Any], starts: datetime) -> dict[str, Any]:
    """Return what is said of one event, by its columns."""
    minutes, workshop = each.get("minutes", 60), "place" in each
    return {
        "title": each["title"],
        "meeting": "workshop" if workshop else "webinar",
        "groups": " ".join(group.value for group in Group if group.value in each["groups"]),
        "subject": each["subject"],
        "series": "" if workshop or "hour" in each else "thursdays",
        "summary": each["summary"],
        "outcomes": "\n".join(each["outcomes"]),
        "access": each.get("access", said["access"]),
        "given_by": each["given_by"],
        "starts_at": starts,
        "ends_at": starts + timedelta(minutes=minutes),
        "closes_at": starts - timedelta(hours=2),
        "place": each.get("place", ""),
        "joining": None if workshop else said["joining"],
        "places": each.get("places", 100),
        "cpd_minutes": 0 if set(each["groups"]) <= {each.value for each in FAMILY} else minutes,
    }


def _people(people: Sequence[Mapping[str, Any]], each: Mapping[str, Any], number: int) -> list[Mapping[str, Any]]:
    """Return who signs up: those it is for, beginning with another one each time; the rest comes for themselves."""
    fitting = [one for one in people if one["group"] in each["groups"]]
    start = number % len(fitting) if fitting else 0
    chosen = (fitting[start:] + fitting[:start])[: each["sign_ups"]]
    own = [group.value for group in Group if group in FAMILY and group.value in each["groups"]]
    return [*chosen, *({"group": own[0]} for _ in range(each["sign_ups"] - len(chosen) if own else 0))]


def _person(one: Mapping[str, Any], event: TrainingEvent, turn: int, listed: Sequence[Organisation]) -> Person:
    """Return somebody who signs up."""
    name, workplace = one.get("name", ""), one.get("workplace", "")
    return Person(
        group=Group(one["group"]),
        language="en",
        once=f"demonstration {event.slug} {turn}",
        name=name,
        email=f"{name.casefold().replace(' ', '.')}@example.org" if name else "",
        role=one.get("role", ""),
        workplace=workplace,
        listed_code=found.code if (found := organisations.exactly(listed, workplace)) else "",
        access=one.get("access", ""),
    )


def _has_been(session: Session, event: TrainingEvent, each: Mapping[str, Any]) -> None:
    """Mark who was there, and put what there is to read beside it."""
    after = event.ends_at + timedelta(hours=1)
    wanted = select(TrainingBooking.id).where(TrainingBooking.event_id == event.id)
    ordered = list(session.scalars(wanted.order_by(TrainingBooking.signed_up_at, TrainingBooking.id)))
    there = {own for turn, own in enumerate(ordered, 1) if turn % STAYED_AWAY}
    signing_up.mark_attendance(session, event, there, by=None, moment=after)
    for item in each.get("materials", ()):
        words = (item["title"], item.get("address", ""), item.get("words", ""))
        actions.add_material(session, event.id, *words, by=None, moment=after)


def _sent(session: Session, moment: datetime) -> None:
    """Let no message of made-up people leave: all of them were sent long ago."""
    due = (OutboxMessage.audience == Audience.LEARNER, OutboxMessage.status == Delivery.DUE)
    session.execute(update(OutboxMessage).where(*due).values(status=Delivery.SENT, sent_at=OutboxMessage.created_at))
    session.execute(update(TrainingBooking).values(reminded_at=moment))
