"""Training: somebody signs up with their work, cannot come to another one, and whoever runs it looks at the list."""

from datetime import UTC, datetime

from portal import clock, db
from portal.learning import actions
from portal.learning.models import TrainingEvent
from tests.canary.story import Day, come_in
from tests.learning.conftest import columns

COMING = datetime(2026, 12, 10, 16, 0, tzinfo=UTC)


def learn(day: Day) -> None:
    """Sign up with every box filled in, put right what was wrong, take a place without a name, and give one back."""
    engine = day.site.extensions["portal"]["engine"]
    with db.writing(engine) as session:
        said = columns(COMING, groups="gp school parent")
        event: TrainingEvent = actions.make(session, said, by=None, moment=clock.now(), fictional=True)
    reader = day.sit("reader").open(f"/training/sign-up/{event.slug}")
    assert reader.press("Keep a place for me", group="").status == 422
    assert reader.press("Keep a place for me", group="gp").status == 200, reader.complaints
    assert reader.at.startswith("/training/mine/")
    mine = reader.at
    assert day.sit("reader").open(f"/training/for-me/{event.slug}").press("Keep a place for me").status == 200
    for path in (
        "/training",
        f"/training/{event.slug}",
        "/training/calendar.ics",
        f"/training/{event.slug}/calendar.ics",
    ):
        assert day.sit("stranger").open(path).status == 200
    runs = come_in(day, day.sit("staff").open("/staff/sign-in"), "wim").open("/staff/training")
    for path in (f"/staff/training/{event.id}", f"/staff/training/{event.id}/people", "/staff/training/uptake"):
        assert runs.open(path).status == 200
    second = day.sit("reader").open(f"/training/sign-up/{event.slug}").press("Keep a place for me", group="school")
    assert second.press("Give my place back").status == 200
    assert day.sit("reader").open(mine).status == 200
