"""Which published rows pages read: approved ones, the newest, and what services said that has not expired."""

from datetime import date, timedelta

from sqlalchemy import Engine, event

from portal import db
from portal.waiting_times import queries
from portal.waiting_times.models import Milestone
from tests.waiting_times.rows import a_figure, an_edition, told_us

TODAY = date(2026, 11, 23)


def day(ago: int) -> date:
    return TODAY - timedelta(days=ago)


def test_nobody_reads_an_edition_before_a_person_has_approved_it(engine: Engine) -> None:
    with db.writing(engine) as session:
        session.add(an_edition(day(3), a_figure(people=500), approved=False))
    with db.reading(engine) as session:
        assert queries.newest(session, TODAY) is None
        assert queries.of_lists(session, ["worries"], TODAY) == []
    with db.writing(engine) as session:
        session.add(an_edition(day(33), a_figure(people=300)))
    with db.reading(engine) as session:
        found = queries.newest(session, TODAY)
        assert found
        assert (found.as_of, [row.people for row in found.figures]) == (day(33), [300])
        assert [row.people for row in queries.of_lists(session, ["worries"], TODAY)] == [300]


def test_the_newest_counts_and_tomorrows_does_not(engine: Engine) -> None:
    with db.writing(engine) as session:
        session.add_all([an_edition(day(ago), a_figure(people=100 + ago)) for ago in (40, 9, -1)])
        session.add(an_edition(day(10)))
    with db.reading(engine) as session:
        found = queries.newest(session, TODAY)
        assert found
        assert [row.people for row in found.figures] == [109]
        assert queries.newest(session, day(60)) is None
        empty = queries.newest(session, day(10))
        assert empty
        assert empty.figures == [], "an edition without a figure is an edition"


def test_a_page_asks_at_most_once_for_each_kind(engine: Engine) -> None:
    with db.writing(engine) as session:
        session.add(an_edition(day(2), a_figure(), a_figure(milestone="second_contact"), a_figure("eating")))
    asked: list[str] = []
    with db.reading(engine) as session:
        event.listen(engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
        found = queries.of_lists(session, ["worries"], TODAY)
        assert [(row.list_id, row.edition.as_of) for row in found] == [("worries", day(2))] * 2
        assert len([each for each in asked if "wait_" in each]) == 1
        asked.clear()
        assert queries.of_lists(session, [], TODAY) == []
        assert asked == [], "a service on no list costs nothing"
        newest = queries.newest(session, TODAY)
        assert newest
        assert len(newest.figures) == 3
        assert len([each for each in asked if "wait_" in each]) == 1


def test_what_a_service_said_last_counts_until_it_expires(engine: Engine) -> None:
    with db.writing(engine) as session:
        session.add_all(
            [
                told_us("kite", day(50), day(-10), (1, 2)),
                told_us("kite", day(20), day(0), (4, 6)),
                told_us("kite", day(20), day(-30), (8, 9), milestone="second_contact"),
                told_us("kite", day(-3), day(-90), (0, 1)),
                told_us("harbour", day(90), day(1)),
            ]
        )
    with db.reading(engine) as session:
        said = queries.outside(session, TODAY)
        assert {slug: set(told) for slug, told in said.items()} == {"kite": set(Milestone)}
        first = said["kite"][Milestone.FIRST_CONTACT]
        assert (first.low_weeks, first.high_weeks) == (4, 6)
        tomorrow = queries.outside(session, day(-1), "kite")["kite"]
        assert tomorrow[Milestone.FIRST_CONTACT].high_weeks == 2, "the older words hold until they expire, too"
        assert queries.outside(session, TODAY, "harbour") == {}
        assert queries.outside(session, day(2), "harbour")["harbour"]
