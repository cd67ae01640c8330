"""The index of a process: fresh within a second, swapped whole, and there when the database is not."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import Engine, select

from portal import db
from portal.directory import actions, current
from portal.directory.current import LOOK_EVERY_SECONDS, Current
from portal.directory.models import Service, Status
from tests.directory.conftest import NOON


class Watch:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        """Say the time."""
        return self.time


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    made = Watch()
    monkeypatch.setattr(current, "monotonic", made)
    return made


def rename(engine: Engine, name: str, *, silently: bool = False) -> None:
    with db.writing(engine) as session:
        service = session.scalars(select(Service).where(Service.slug == "the-toast-yard")).one()
        service.name = name
        if not silently:
            actions.changed(session)


def shown(kept: Current, engine: Engine) -> str:
    service = kept.get(engine).service("the-toast-yard")
    assert service
    return service.name


def test_two_processes_see_an_edit_within_two_seconds(filled: Engine, watch: Watch):
    one, other = Current(), Current()
    assert shown(one, filled) == shown(other, filled) == "The Toast Yard"
    rename(filled, "The Crumpet Yard")
    watch.time += LOOK_EVERY_SECONDS
    assert shown(one, filled) == shown(other, filled) == "The Crumpet Yard"


def test_between_two_looks_nobody_asks_the_database(filled: Engine, watch: Watch):
    kept = Current()
    first = kept.get(filled)
    rename(filled, "The Crumpet Yard")
    watch.time += LOOK_EVERY_SECONDS / 2
    assert kept.get(filled) is first


def test_without_a_change_the_index_stays_the_same_one(filled: Engine, watch: Watch):
    kept = Current()
    first = kept.get(filled)
    watch.time += 60
    assert kept.get(filled) is first


def test_an_edit_that_forgets_to_say_so_is_not_seen(filled: Engine, watch: Watch):
    kept = Current()
    shown(kept, filled)
    rename(filled, "The Crumpet Yard", silently=True)
    watch.time += LOOK_EVERY_SECONDS
    assert shown(kept, filled) == "The Toast Yard"


def test_a_new_day_makes_a_new_index_because_checks_grow_old(filled: Engine, watch: Watch):
    kept = Current()
    with time_machine.travel(NOON, tick=False):
        first = kept.get(filled)
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        watch.time += LOOK_EVERY_SECONDS
        assert kept.get(filled).built_on == first.built_on + timedelta(days=1)


def test_when_the_database_is_gone_the_old_index_goes_on(filled: Engine, watch: Watch, monkeypatch: pytest.MonkeyPatch):
    kept = Current()
    first = kept.get(filled)

    def gone(_engine: Engine) -> None:
        raise TimeoutError

    monkeypatch.setattr(current.db, "reading", gone)
    watch.time += LOOK_EVERY_SECONDS
    assert kept.get(filled) is first
    with pytest.raises(TimeoutError):
        Current().get(filled)


def test_a_closed_service_leaves_the_index(filled: Engine, watch: Watch):
    kept = Current()
    shown(kept, filled)
    with db.writing(filled) as session:
        session.scalars(select(Service).where(Service.slug == "the-toast-yard")).one().status = Status.DEFUNCT
        actions.changed(session)
    watch.time += LOOK_EVERY_SECONDS
    assert kept.get(filled).service("the-toast-yard") is None
