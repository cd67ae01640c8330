"""A clinician says of each phrase that the word lists found whether it was useful; it changes nothing else."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, text

from portal import db
from portal.audit.models import AuditEvent
from portal.referrals.case_models import HitMark
from tests.screening.test_case_views import MONDAY, press, reads, rows

Desk, Seat = Any, Callable[[str], Any]


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(MONDAY + timedelta(minutes=5), tick=True) as clock:
        yield clock


STORY = "I don't want to be here.\nI want to\ndie and nobody cares"


def buttons(page: str) -> dict[str, str]:
    """Return what each button of the phrases sends, by its words."""
    found = re.findall(r'name="hit-mark" value="([^"]*)">(Useful|Not useful)', page)
    return {f"{said} {at}": html.unescape(value) for at, (value, said) in enumerate(found)}


def test_a_clinician_says_of_each_phrase_whether_it_was_useful(desk: Desk, seat: Seat) -> None:
    amina = desk.arrive(MONDAY, story=STORY, contact_hours="Not when dad is home, he hits me")
    before = desk.look(amina)
    priya = seat("priya")
    page = priya.open(f"/staff/referrals/{amina.id}")
    sends = buttons(page.text)
    assert len(sends) >= 4, "the story's phrases and the small box's, each with a yes and a no"
    yes, no = (next(value for said, value in sends.items() if said.startswith(each)) for each in ("Useful", "Not"))
    assert press(priya, amina, "hit", **{"hit-mark": no}).status_code == 303
    assert "<strong>Not useful</strong>" in reads(priya, amina)
    assert press(seat("tom"), amina, "hit", **{"hit-mark": yes}).status_code == 303
    page = reads(priya, amina)
    assert page.count("<strong>Useful</strong>") == 1
    assert "<strong>Not useful</strong>" not in page, "the newest word counts"
    marks = rows(desk, HitMark)
    assert [mark.useful for mark in sorted(marks, key=lambda mark: mark.at)] == [False, True]
    assert {mark.author_id for mark in marks} == {desk.staff["priya"], desk.staff["tom"]}
    after = desk.look(amina)
    assert (after.band, after.contact_by, after.version) == (before.band, before.contact_by, before.version)


def test_a_mark_keeps_the_words_sealed_and_the_trail_names_none(desk: Desk, seat: Seat) -> None:
    amina = desk.arrive(MONDAY, story=STORY)
    priya = seat("priya")
    sends = list(buttons(priya.open(f"/staff/referrals/{amina.id}").text).values())
    assert press(priya, amina, "hit", **{"hit-mark": sends[0]}).status_code == 303
    with db.reading(desk.engine) as session:
        assert "die" not in str(session.execute(text("SELECT hit_sealed FROM hit_marks")).all())
        trailed = session.scalars(select(AuditEvent).where(AuditEvent.tag == "hit:marked")).one()
        assert set(trailed.detail or {}) == {"mark", "useful"}
    (mark,) = rows(desk, HitMark)
    assert {"field", "start", "entry", "list", "words"} == set(mark.hit)


def test_nonsense_marks_nothing_and_whoever_may_not_screen_marks_nothing(desk: Desk, seat: Seat) -> None:
    amina = desk.arrive(MONDAY, story=STORY)
    for nonsense in ("", "yes/story/0/x/y", "yes"):
        assert press(seat("priya"), amina, "hit", **{"hit-mark": nonsense}).status_code == 422
    assert seat("editor").client.post(f"/staff/referrals/{amina.id}/hit").status_code == 403
    assert rows(desk, HitMark) == []
