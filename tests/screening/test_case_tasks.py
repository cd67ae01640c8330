"""What there is to do that is no emergency: Priya asks for an NHS number again, and says what came of it."""

import re
from datetime import timedelta
from typing import Any

import pytest

from portal import clock, db
from portal.referrals import duties
from portal.referrals.case_models import Duty, Task
from tests.screening.test_case_views import MONDAY, TOLD, Desk, Seat, monday, press, reads, rows

__all__ = ["monday"]
WRONG = "999 000 0019"
WHAT = "NHS number given is not well formed: ask for it"
ASKED = {"number-contacted": "today 11:00", "number-contacted_by": "Priya", "number-outcome": "It is 999 000 0018"}


def of(desk: Desk, kind: Duty) -> Any:
    return next(task for task in rows(desk, Task) if task.kind is kind)


def test_it_stands_on_the_desk_and_ends_with_what_came_of_it(desk: Desk, seat: Seat) -> None:
    amina, priya = desk.arrive(MONDAY, nhs_number=WRONG), seat("priya")
    task = of(desk, Duty.NHS_NUMBER)
    assert WHAT in priya.open("/staff/tasks").text
    queue = priya.open("/staff/queue").text
    assert WHAT in queue
    assert "Safeguarding task:" not in queue
    page = reads(priya, amina)
    assert WHAT in page
    assert "Ask whoever gave it" in page
    assert "Tell the people for safeguarding" not in page
    refused = press(priya, amina, "number", f"tasks/{task.id}", **ASKED | {"number-outcome": ""})
    assert refused.status_code == 422
    assert press(priya, amina, "number", f"tasks/{task.id}", **ASKED).status_code == 303
    done = of(desk, Duty.NHS_NUMBER)
    assert (done.done_by, done.outcome["outcome"]) == (desk.staff["priya"], "It is 999 000 0018")
    assert "Asked today 11:00" in reads(priya, amina)
    assert "Nothing to do here" in priya.open("/staff/tasks").text


def test_it_never_stands_before_a_disclosure_and_each_ends_by_itself(desk: Desk, seat: Seat) -> None:
    amina, priya = desk.arrive(MONDAY, nhs_number=WRONG, abuse="yes"), seat("priya")
    page = reads(priya, amina)
    assert page.index("Tell the people for safeguarding") < page.index(WHAT)
    assert press(priya, amina, "number", f"tasks/{of(desk, Duty.NHS_NUMBER).id}", **ASKED).status_code == 303
    assert of(desk, Duty.SAFEGUARDING).done_at is None
    assert "Safeguarding task:" in priya.open("/staff/queue").text
    assert press(priya, amina, "task", f"tasks/{of(desk, Duty.SAFEGUARDING).id}", **TOLD).status_code == 303
    page = reads(priya, amina)
    assert "Told today 14:20" in page
    assert "Asked today 11:00" in page


def test_whose_tasks_there_are_and_which_are_overdue(desk: Desk, seat: Seat) -> None:
    amina, priya, tom = desk.arrive(MONDAY, nhs_number=WRONG), seat("priya"), seat("tom")
    assert "Nothing is yours to do" in priya.open("/staff/tasks?whose=mine").text
    with db.writing(desk.engine) as session:
        session.get_one(Task, of(desk, Duty.NHS_NUMBER).id).for_id = desk.staff["priya"]
        late = clock.now() - timedelta(days=1)
        duties.raise_one(session, session.merge(amina), Duty.SAFEGUARDING, late, late)
        session.get_one(Task, of(desk, Duty.NHS_NUMBER).id).due_at = clock.now() + timedelta(days=9)
    mine, all_of_it = priya.open("/staff/tasks?whose=mine").text, priya.open("/staff/tasks").text
    assert WHAT in mine
    assert "Tell the people for safeguarding" not in mine
    order = ("Overdue", "Tell the people for safeguarding", "To come", WHAT)
    assert [all_of_it.index(words) for words in order] == sorted(all_of_it.index(words) for words in order)
    assert "Nothing is yours to do" in tom.open("/staff/tasks?whose=mine").text


def test_many_tasks_stand_on_pages_the_overdue_first_and_none_twice(
    desk: Desk, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duties, "PAGE", 5)
    now = clock.now()
    for number in range(12):
        one = desk.arrive(MONDAY)
        due = now + timedelta(days=1 if number % 4 else -1, minutes=number)
        with db.writing(desk.engine) as session:
            duties.raise_one(session, session.merge(one), Duty.TELL, due, now)
    priya = seat("priya")
    pages = [priya.open(f"/staff/tasks?page={at}").text for at in (1, 2, 3)]
    linked = [re.findall(r'href="/staff/referrals/([0-9a-f-]{36})"', page) for page in pages]
    assert [len(each) for each in linked] == [5, 5, 2]
    assert len({one for each in linked for one in each}) == 12
    assert ["Overdue" in page for page in pages] == [True, False, False]
    assert all("(12)" in page for page in pages)
    assert "(3)" in pages[0]
    assert all("(9)" in page for page in pages)
    assert ['rel="next"' in page for page in pages] == [True, True, False]
    assert priya.open("/staff/tasks?page=99").text.count("/staff/referrals/") == 2
    assert "Page 1 of 3" in priya.open("/staff/tasks?page=x").text
    assert "Nothing is yours to do" in priya.open("/staff/tasks?whose=mine&page=2").text
