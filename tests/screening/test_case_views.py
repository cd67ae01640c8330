"""A case on the page: what clinicians record, what it refuses, and what never goes to parents."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, text

from portal import db
from portal.audit.models import AuditEvent
from portal.notifications.messages import Audience
from portal.notifications.models import OutboxMessage
from portal.referrals import actions as referrals
from portal.referrals import duties, measures
from portal.referrals.case_models import CompetenceRecord, ContactDecision, Task
from portal.referrals.models import Referral
from portal.referrals.voices import Voice
from tests.referrals.test_measures import LAUGH, MADE_UP, SLEEP

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
Desk, Seat = Any, Callable[[str], Any]
AMINA = {"legal_name": "Amina Khan", "dob": "2012-03-31", "postcode": "QX2 1AB", "phone": "07700 900123"}
TOLD = {"task-contacted": "today 14:20", "task-contacted_by": "Priya", "task-outcome": "They visit tomorrow"}


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(MONDAY + timedelta(minutes=5), tick=True) as clock:
        yield clock


def hidden(page: str, name: str) -> str:
    return next(found[1] for box in re.findall(r"<input[^>]*>", page) if f'name="{name}"' in box
                and (found := re.search(r'value="([^"]*)"', box)))  # fmt: skip


def press(who: Any, one: Referral, form: str, act: str = "", page: Any = None, **typed: str) -> Any:
    """Press the button of one of the case's forms, as it was when the page was opened."""
    shown = (page or who.open(f"/staff/referrals/{one.id}")).text
    kept = {f"{form}-{name}": hidden(shown, f"{form}-{name}") for name in ("csrf_token", "version")}
    return who.client.post(f"/staff/referrals/{one.id}/{act or form}", data=kept | typed)


def rows(desk: Desk, table: Any) -> list[Any]:
    with db.reading(desk.engine) as session:
        return list(session.scalars(select(table)))


def reads(who: Any, one: Referral) -> str:
    page: str = who.open(f"/staff/referrals/{one.id}").text
    return re.sub(r"\s+", " ", page)


def test_priya_joins_two_accounts_and_reads_them_side_by_side(desk: Desk, seat: Seat) -> None:
    amina = desk.arrive(MONDAY, **AMINA, self_harm="weekly", story="It is worst at night.")
    mother = desk.arrive(MONDAY, voice=Voice.PARENT_CARER, **AMINA, self_harm="none", story="She is fine, I think.")
    priya = seat("priya")
    page = reads(priya, amina)
    assert "1 that may be the same person" in page
    assert "She is fine" not in page
    sent = {"join-other": str(mother.id), "join-reason": "Her mother"}
    assert press(priya, amina, "join", **sent).status_code == 303
    page = reads(priya, amina)
    for words in (
        "What each voice says",
        "They differ",
        "It is worst at night.",
        "She is fine, I think.",
        "Her mother",
    ):
        assert words in page, words
    assert press(priya, mother, "part", **{"part-reason": "A cousin"}).status_code == 303
    assert "She is fine" not in reads(priya, amina)


def test_any_two_can_be_joined_by_reference_and_nonsense_is_said(desk: Desk, seat: Seat) -> None:
    amina, gp = desk.arrive(MONDAY), desk.arrive(MONDAY, voice=Voice.PROFESSIONAL)
    priya = seat("priya")
    back = press(priya, amina, "join", **{"join-reference": "FD-1", "join-reason": "Long careful words"})
    assert back.status_code == 422
    assert "Long careful words" in back.text
    found = {"join-reference": gp.reference.lower(), "join-reason": "The GP rang"}
    assert press(priya, amina, "join", **found).status_code == 303
    assert desk.look(gp).case_id == desk.look(amina).case_id
    assert press(priya, amina, "join", **found).status_code == 409


def test_twins_are_shown_as_twins(desk: Desk, seat: Seat) -> None:
    amina = desk.arrive(MONDAY, **AMINA)
    desk.arrive(MONDAY, **AMINA | {"legal_name": "Bilal Khan"})
    assert "May be twins: first names differ" in reads(seat("priya"), amina)


def test_words_that_came_after_the_page_stop_a_decision_about_parents(desk: Desk, seat: Seat) -> None:
    amina = desk.arrive(MONDAY, key="amina", parents_know="no")
    priya = seat("priya")
    old = priya.open(f"/staff/referrals/{amina.id}")
    desk.arrive(MONDAY + timedelta(minutes=1), key="amina", story="please do not tell my stepfather")
    decision = {"contact-may_tell": "yes", "contact-reason": "She agreed"}
    told = press(priya, amina, "contact", page=old, **decision)
    assert told.status_code == 409
    assert "She agreed" in told.text
    assert rows(desk, ContactDecision) == []
    assert press(priya, amina, "contact", **decision).status_code == 303
    assert "Nothing speaks against telling parents" in reads(priya, amina)
    desk.arrive(datetime(2026, 11, 23, 11, 0, tzinfo=UTC), key="amina", story="I changed my mind")
    assert "more has come since a clinician decided" in reads(priya, amina)


def test_competence_is_appended_with_its_author_and_never_computed(desk: Desk, seat: Seat) -> None:
    amina = desk.arrive(MONDAY)
    assert "Nothing recorded." in reads(seat("priya"), amina)
    for who, finding in (("priya", "not_clear"), ("tom", "competent")):
        sent = {"competence-matter": "treatment", "competence-finding": finding, "competence-reasons": f"{who} spoke"}
        assert press(seat(who), amina, "competence", **sent).status_code == 303
    page = reads(seat("priya"), amina)
    assert page.index("tom spoke") < page.index("priya spoke")
    assert {row.author_id for row in rows(desk, CompetenceRecord)} == {desk.staff["priya"], desk.staff["tom"]}
    with db.reading(desk.engine) as session:
        assert "spoke" not in str(session.execute(text("SELECT reasons_sealed FROM competence_records")).all())
    assert press(seat("tom"), amina, "competence", **{"competence-matter": "treatment"}).status_code == 422


@pytest.mark.parametrize(
    "said",
    [{"abuse": "yes"}, {"abuse": "not_sure"}, {"abuse_now": "yes"}, {"story": "my uncle hits me every day"}],
    ids=str,
)
def test_a_disclosure_is_a_task_for_today_and_no_message_to_parents(desk: Desk, said: dict[str, str]) -> None:
    amina = desk.arrive(MONDAY, **said)
    (task,) = rows(desk, Task)
    assert (task.referral_id, task.done_at) == (amina.id, None)
    assert task.due_at == datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    assert {row.audience for row in rows(desk, OutboxMessage)} <= {Audience.DUTY_DESK, Audience.ON_CALL}


def test_a_calm_referral_raises_no_task_and_a_fault_would_be_noticed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.arrive(MONDAY)
    assert rows(desk, Task) == []
    monkeypatch.setattr(referrals.duties, "discloses", lambda *_said: False)
    desk.arrive(MONDAY, abuse="yes")
    assert rows(desk, Task) == []


def test_a_disclosure_at_night_is_due_when_somebody_first_reads(desk: Desk) -> None:
    desk.arrive(SATURDAY, abuse="yes")
    assert rows(desk, Task)[0].due_at == datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize("day", range(20, 29))
def test_a_task_is_never_due_before_it_is_raised_nor_after_the_first_day_anybody_works(
    here: Any, day: int, hour: int
) -> None:
    moment = datetime(2026, 11, day, hour, 59, tzinfo=UTC)
    due, calendar = duties.due_by(here.clocks, moment), here.clocks.calendar
    assert moment < due <= calendar.closing(calendar.next_open(moment).date())


def test_a_disclosure_in_later_words_is_heard_once_while_one_is_open(desk: Desk) -> None:
    desk.arrive(MONDAY, key="amina")
    for minutes in (1, 2):
        desk.arrive(MONDAY + timedelta(minutes=minutes), key="amina", abuse="yes", story=f"{minutes}")
    assert len(rows(desk, Task)) == 1


def test_a_task_ends_only_with_what_came_of_it(desk: Desk, seat: Seat) -> None:
    amina = desk.arrive(MONDAY, key="amina", abuse="yes")
    (task,), priya = rows(desk, Task), seat("priya")
    assert "Tell the people for safeguarding" in priya.open("/staff/tasks").text
    assert "Safeguarding task" in priya.open("/staff/queue").text
    back = press(priya, amina, "task", f"tasks/{task.id}", **TOLD | {"task-outcome": " "})
    assert back.status_code == 422
    assert rows(desk, Task)[0].done_at is None
    assert press(priya, amina, "task", f"tasks/{task.id}", **TOLD).status_code == 303
    (done,) = rows(desk, Task)
    assert done.done_by == desk.staff["priya"]
    assert done.outcome == {"contacted": "today 14:20", "by": "Priya", "outcome": "They visit tomorrow"}
    assert "They visit tomorrow" in reads(priya, amina)
    assert "Nothing to do here" in priya.open("/staff/tasks").text
    assert press(priya, amina, "task", f"tasks/{task.id}", page=back, **TOLD).status_code == 409
    desk.arrive(MONDAY + timedelta(minutes=9), key="amina", story="he hits me again", abuse="yes")
    assert len(rows(desk, Task)) == 2, "what is disclosed after that is a task again"


def test_the_trail_names_every_act_and_no_word(desk: Desk, seat: Seat) -> None:
    amina = desk.arrive(MONDAY, abuse="yes")
    priya, (task,) = seat("priya"), rows(desk, Task)
    press(priya, amina, "task", f"tasks/{task.id}", **TOLD)
    press(priya, amina, "contact", **{"contact-may_tell": "no", "contact-reason": "canaryword"})
    events = rows(desk, AuditEvent)
    assert {"task:raised", "task:done", "contact:decided"} <= {event.tag for event in events}
    assert not re.search("canaryword|visit", str([(event.detail, event.subject) for event in events]))


def test_whoever_may_not_screen_records_nothing(desk: Desk, seat: Seat) -> None:
    amina = desk.arrive(MONDAY, abuse="yes")
    editor = seat("editor")
    assert editor.open("/staff/tasks").status_code == 403
    for act in ("join", "part", "contact", "competence", f"tasks/{rows(desk, Task)[0].id}"):
        assert editor.client.post(f"/staff/referrals/{amina.id}/{act}").status_code == 403
    with db.reading(desk.engine) as session:
        assert session.scalar(select(func.count()).select_from(ContactDecision)) == 0


def test_the_page_says_what_staff_may_say_and_shows_goals_over_time(desk: Desk, seat: Seat) -> None:
    said = {"contact_phone": "ok_quiet", "code_word": "blue river", "goal_1": "Sleep all night", "goal_1_now": 3}
    desk.arrive(MONDAY, key="amina", **said)
    amina = desk.arrive(MONDAY + timedelta(minutes=2), key="amina", goal_1_now="6")
    page = reads(seat("priya"), amina)
    assert "say only their code word: “blue river.”" in page
    assert "Leave no message. Hang up before the tone." in page
    assert re.search(r"Sleep all night.*3 of 10.*then.*6 of 10", page)


def test_the_young_person_is_rung_by_their_own_name_and_code_word_alone(desk: Desk, seat: Seat) -> None:
    told = {"name": "Amy K.", "code_word": "green door", "contact_phone": "ok", "unsafe_contact": "no"}
    father = desk.arrive(MONDAY, voice=Voice.PARENT_CARER, **told)
    page = reads(seat("priya"), father)
    assert "could I speak to Amy K." not in page, "whose name that is, nobody but she can say"
    assert "say only their code word" not in page
    assert "A code word from a parent or carer: “green door”" in page.replace("<bdi>", "").replace("</bdi>", "")
    hers = AMINA | {"name": "Amina", "code_word": "blue river", "contact_phone": "ok", "unsafe_contact": "no"}
    amina = desk.arrive(MONDAY + timedelta(hours=1), **hers)
    together = {"join-reference": amina.reference, "join-reason": "The father rang"}
    assert press(seat("priya"), father, "join", **together).status_code == 303
    page = reads(seat("priya"), father)
    assert "could I speak to Amina, please?" in page
    assert "“blue river.”" in page
    assert "“green door.”" not in page, "his code word is never said to her as hers"


def test_an_areas_own_measure_is_shown_with_its_scores_over_time(
    desk: Desk, seat: Seat, site: Flask, tmp_path: Path
) -> None:
    tmp_path.joinpath("measures").mkdir()
    tmp_path.joinpath("measures", "wexlow-three.toml").write_text(MADE_UP, "utf-8")
    site.extensions["measures"] = measures.load(tmp_path)
    desk.arrive(key="amina", **{SLEEP: "2", LAUGH: "2"})
    amina = desk.arrive(MONDAY + timedelta(days=14), key="amina", **{SLEEP: "1"})
    page = reads(seat("priya"), amina)
    shown = page[page.index("Measures") :]
    assert "How the last week was" in shown
    assert shown.index("4 of at most 4") < shown.index("1 of 2 answered, no score")
    assert "Made up for these tests; nobody holds it." in shown
