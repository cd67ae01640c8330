"""A GP signs up in one short form; the last place is one person's, and what is given back goes to who waits longest."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from portal import clock, db
from portal.audit.models import AuditEvent
from portal.learning import actions, kinds, queries, signing_up, telling
from portal.learning.kinds import Door, Group, Standing, Taken
from portal.learning.models import TrainingBooking, TrainingEvent
from portal.learning.signing_up import NotOpen, Person
from portal.notifications.models import OutboxMessage
from tests.browser import Browser
from tests.learning.conftest import GP, JOIN, Kept, Make, columns, main

Book = Callable[..., TrainingBooking]
Told = Callable[[], list[str]]


def standing(kept: Kept) -> list[str]:
    return [each.standing.value for each in kept(TrainingBooking)]


def test_a_gp_signs_up_and_has_a_page_of_their_own(reader: Browser, make: Make, kept: Kept, told: Told) -> None:
    event = make()
    reader.open(f"/training/{event.slug}")
    assert 'href="/training/sign-up/' in reader.page
    reader.open(f"/training/sign-up/{event.slug}").press("Keep a place for me", **GP)
    assert reader.at.startswith("/training/mine/")
    assert "Your place is kept" in main(reader)
    assert JOIN in main(reader)
    found = kept(TrainingBooking)[0]
    assert (found.name, found.email, found.role) == (GP["name"], GP["email"], "GP")
    assert (found.listed_code, found.group, found.access) == ("Q9X101", Group.GP, GP["access"])
    assert told() == ["training-booked"]


def test_whoever_works_elsewhere_types_where(reader: Browser, make: Make, kept: Kept) -> None:
    event = make(groups="school")
    said = {name: value for name, value in GP.items() if name != "group"} | {"workplace": "A tent in a field"}
    assert 'name="group"' not in reader.open(f"/training/sign-up/{event.slug}").page
    reader.press("Keep a place for me", **said)
    found = kept(TrainingBooking)[0]
    assert (found.listed_code, found.workplace, found.group) == ("", "A tent in a field", Group.SCHOOL)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": "hollis at work"}, "Please check this address."),
        ({"email": ""}, "Please write your work e-mail."),
        ({"name": " "}, "Please write your name."),
        ({"role": ""}, "Please write your role"),
        ({"workplace": ""}, "Please write where you work."),
        ({"group": ""}, "Please choose one."),
        ({"group": "young_person"}, "Please choose one of the answers here."),
        ({"access": "x" * 700}, "100 letters too long"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    reader: Browser, make: Make, kept: Kept, wrong: dict[str, str], sentence: str
) -> None:
    event = make()
    reader.open(f"/training/sign-up/{event.slug}").press("Keep a place for me", **GP | wrong)
    assert reader.status == 422
    assert sentence in main(reader)
    for name, value in GP.items():
        if name not in wrong and name != "group":
            assert value in main(reader)
    assert kept(TrainingBooking) == []


def test_sent_twice_it_is_one_place(reader: Browser, make: Make, kept: Kept, told: Told) -> None:
    event = make()
    page, pages = reader.open(f"/training/sign-up/{event.slug}").page, []
    for _ in range(2):
        reader.at, reader.page = f"/training/sign-up/{event.slug}", page
        pages.append(reader.press("Keep a place for me", **GP).at)
    assert pages[0] == pages[1]
    assert len(kept(TrainingBooking)) == len(told()) == 1


def test_nothing_stands_in_the_database_as_it_was_written(reader: Browser, make: Make, engine: Engine) -> None:
    event = make()
    code = reader.open(f"/training/sign-up/{event.slug}").press("Keep a place for me", **GP).at.rpartition("/")[2]
    tables = ("training_bookings", "training_events", "outbox", "audit_events")
    with engine.connect() as connection:
        rows = str([list(connection.execute(text(f"SELECT * FROM {table}"))) for table in tables])
    for secret in (GP["name"], GP["email"], GP["access"], code, JOIN):
        assert secret not in rows


def test_amina_takes_a_place_and_leaves_nothing(reader: Browser, make: Make, kept: Kept, told: Told) -> None:
    event = make(groups="young_person volunteer", title="Supporting a friend")
    page = main(reader.open(f"/training/for-me/{event.slug}"))
    assert "No name, no e-mail, no number." in page
    assert 'type="text"' not in page
    assert 'type="email"' not in page
    reader.press("Keep a place for me")
    assert "We can't write to you." in main(reader)
    assert JOIN in main(reader)
    found = kept(TrainingBooking)[0]
    assert [found.name, found.email, found.role, found.workplace, found.access] == [None] * 5
    assert found.group is Group.YOUNG_PERSON
    assert told() == []


def test_an_event_for_work_has_no_door_for_families_and_the_other_way_about(reader: Browser, make: Make) -> None:
    work, home = make(title="For practices", groups="gp"), make(title="For parents", groups="parent")
    assert reader.open(f"/training/for-me/{work.slug}").status == 404
    assert reader.open(f"/training/sign-up/{home.slug}").status == 404
    assert "/training/sign-up/" not in reader.open(f"/training/{home.slug}").page


def test_when_it_is_full_the_list_is_honest(reader: Browser, make: Make, book: Book, told: Told) -> None:
    event = make(places=1)
    book(event, "Anneka Strand")
    assert "Full, with a waiting list" in main(reader.open(f"/training/{event.slug}"))
    assert "Nobody waits yet" in main(reader.open(f"/training/sign-up/{event.slug}"))
    reader.press("Put me on the waiting list", **GP)
    assert "You are number 1" in main(reader)
    assert JOIN not in reader.page
    assert "One person waits already." in main(reader.open(f"/training/sign-up/{event.slug}"))
    assert told() == ["training-booked", "training-waiting"]


def test_a_place_given_back_goes_to_whoever_waits_longest(
    reader: Browser, make: Make, book: Book, kept: Kept, told: Told
) -> None:
    event = make(places=1)
    first = book(event, "Anneka Strand")
    waits = [book(event, name) for name in ("Bashir Quennell", "Ceri Hollowby")]
    reader.open(f"/training/mine/{first.code}").press("Give my place back")
    assert "You have given it back" in main(reader)
    left, second, third = kept(TrainingBooking)
    assert (left.standing, left.name, left.email, left.code_digest) == (Standing.LEFT, None, None, None)
    assert (second.id, second.standing, third.standing) == (waits[0].id, Standing.PLACE, Standing.WAITING)
    assert told() == ["training-booked", "training-waiting", "training-waiting", "training-place"]
    assert reader.open(f"/training/mine/{first.code}").status == 404
    assert "You are number 1" in main(reader.open(f"/training/mine/{third.code}"))


def test_pressed_twice_it_is_given_back_once(reader: Browser, make: Make, book: Book, told: Told) -> None:
    event = make(places=1)
    first = book(event, "Anneka Strand")
    for name in ("Bashir Quennell", "Ceri Hollowby"):
        book(event, name)
    page = reader.open(f"/training/mine/{first.code}").page
    for _ in range(2):
        reader.page = page
        assert "You have given it back" in main(reader.press("Give my place back"))
    assert told().count("training-place") == 1


def test_more_places_are_given_to_the_list(make: Make, book: Book, engine: Engine, kept: Kept) -> None:
    event = make(places=1)
    for name in ("Anneka Strand", "Bashir Quennell", "Ceri Hollowby"):
        book(event, name)
    with db.writing(engine) as session:
        actions.change(session, event.id, columns(event.starts_at, places=2), by=event.id, moment=clock.now())
    assert standing(kept) == ["place", "place", "waiting"]


def test_whoever_asks_today_does_not_pass_whoever_waits(make: Make, book: Book, kept: Kept) -> None:
    assert kinds.door(Taken(3, 2, 1), clock.now(), starts_at=clock.now() + timedelta(days=2),
                      closes_at=clock.now() + timedelta(days=1), cancelled_at=None) is Door.FULL  # fmt: skip


@pytest.mark.parametrize("state", ["closed", "over", "cancelled"])
def test_too_late_is_said_and_nobody_is_put_down(
    reader: Browser, make: Make, engine: Engine, kept: Kept, state: str
) -> None:
    event = make()
    reader.open(f"/training/sign-up/{event.slug}")
    with db.writing(engine) as session:
        held = session.get_one(TrainingEvent, event.id)
        now = clock.now()
        if state == "cancelled":
            held.cancelled_at = now
        held.closes_at = now - timedelta(minutes=1) if state == "closed" else held.closes_at
        held.starts_at = now - timedelta(minutes=1) if state == "over" else held.starts_at
    reader.press("Keep a place for me", **GP)
    assert reader.status == 409
    assert "Nobody can sign up for this any more." in main(reader)
    assert kept(TrainingBooking) == []


def rush(engine: Engine, event: TrainingEvent) -> None:
    """Let eight people press at once."""

    def press(number: int) -> None:
        with db.writing(engine) as session:
            who = Person(Group.GP, "en", f"form {number}", name=f"Doctor {number}", email=f"d{number}@example.org")
            signing_up.sign_up(session, event.id, who, clock.now())

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(press, range(8)))


def test_eight_at_once_and_three_places_are_three_places(make: Make, engine: Engine, kept: Kept) -> None:
    event = make(places=3)
    rush(engine, event)
    assert sorted(standing(kept)) == ["place"] * 3 + ["waiting"] * 5


def test_a_door_that_does_not_count_would_be_noticed(
    make: Make, engine: Engine, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_up, "door", lambda *_: Door.OPEN)
    rush(engine, make(places=3))
    assert standing(kept).count("place") == 8


def test_a_row_that_is_not_wiped_would_be_noticed(
    make: Make, book: Book, engine: Engine, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_up, "_wipe", lambda _row: None)
    made = book(make(), "Anneka Strand")
    with db.writing(engine) as session:
        signing_up.leave(session, session.get_one(TrainingBooking, made.id), clock.now())
    assert kept(TrainingBooking)[0].name == "Anneka Strand"


def test_the_trail_says_what_happened_and_to_nobody(make: Make, book: Book, kept: Kept) -> None:
    book(make(), "Anneka Strand")
    said = [(each.tag, str(each.detail), each.subject) for each in kept(AuditEvent)]
    assert [tag for tag, _detail, _subject in said] == ["training:made", "training:signed-up"]
    assert "Anneka" not in str(said)


def test_a_year_later_nothing_says_who_came(make: Make, book: Book, engine: Engine, kept: Kept) -> None:
    event = make()
    book(event, "Anneka Strand", listed_code="Q9X101")
    almost, over = event.ends_at + timedelta(days=363), event.ends_at + timedelta(days=366)
    for moment, forgotten in ((almost, 0), (over, 1), (over, 0)):
        with db.writing(engine) as session:
            assert signing_up.forget(session, moment) == forgotten
    found = kept(TrainingBooking)[0]
    assert [found.name, found.email, found.role, found.code] == [None] * 4
    assert (found.listed_code, found.standing) == ("Q9X101", Standing.PLACE)


def test_one_of_two_forms_without_an_event_is_refused(engine: Engine, make: Make) -> None:
    event = make()
    with db.writing(engine) as session, pytest.raises(NotOpen):
        signing_up.sign_up(
            session, event.made_by or event.id.__class__(int=1), Person(Group.GP, "en", "x"), clock.now()
        )


taken = st.builds(Taken, st.integers(1, 50), st.integers(0, 60), st.integers(0, 20))


@given(taken)
def test_places_are_told_in_words_and_never_more_than_there_are(counted: Taken) -> None:
    state = Door.OPEN if counted.left else Door.FULL
    said = kinds.places_in_words(counted, state)
    assert (said == "Full, with a waiting list") is (counted.taken + counted.waiting >= counted.places)
    assert not any(each.isdigit() for each in said)


def test_a_message_goes_nowhere_once_they_have_left(make: Make, book: Book, engine: Engine, site: Flask) -> None:
    made = book(make(), "Anneka Strand")
    with db.writing(engine) as session:
        message = session.query(OutboxMessage).one()
        reached = telling.reach(session, message)
        assert reached.to == ("anneka@example.org",)
        assert reached.path == f"/training/mine/{made.code}"
        assert "Self-harm" not in reached.reference
        signing_up.leave(session, queries.booking(session, made.id) or made, clock.now())
        with pytest.raises(telling.Withdrawn):
            telling.reach(session, message)
