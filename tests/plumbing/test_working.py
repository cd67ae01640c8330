"""The worker lives on through trouble, and one round does everything that is due."""

from typing import cast

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, db, working
from portal.config import Settings
from portal.notifications import outbox
from portal.notifications.messages import Audience, Kind
from portal.notifications.models import OutboxMessage
from portal.passport import actions as passports
from portal.passport import codes
from portal.passport.models import Passport
from portal.working import Bench

BENCH = cast(Bench, None)


class Enough(BaseException):
    """End a loop that has no end."""


def test_a_duty_that_fails_comes_round_again_and_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(working.time, "sleep", lambda _seconds: None)

    def fail(_bench: Bench) -> None:
        done.append("tried")
        raise OSError("the database is gone")

    def work(_bench: Bench) -> None:
        done.append("worked")
        if done.count("worked") == 3:
            raise Enough

    with pytest.raises(Enough):
        working._go_round(BENCH, ((fail, 0.0), (work, 0.0)))
    assert done == ["tried", "worked"] * 3


def _an_old_plan(session: Session) -> None:
    """Keep a plan for a hard time whose year ended a moment ago."""
    passports.keep(session, {"helps": "Tea."}, codes.draw(), "en", clock.now() - passports.KEPT_FOR)


def test_one_round_of_work_sends_beats_and_tidies(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working.config, "from_environment", lambda: settings)
    engine = db.engine_for(settings.database_url)
    monkeypatch.setattr(working.db, "engine_for", lambda _url: engine)
    with db.writing(engine) as session:
        _an_old_plan(session)
        message_id = outbox.enqueue(session, Kind.ALERT, Audience.ON_CALL, referral_id=None, reference="FD").id
    working.work(once=True)
    with db.reading(engine) as session:
        assert session.scalars(select(OutboxMessage.status)).one() == "sent"
        assert outbox.last_beat(session) is not None
        assert session.scalars(select(Passport.id)).all() == [], "its year is over"
    assert (settings.instance / "post" / f"{message_id}.eml").exists()
    engine.dispose()
