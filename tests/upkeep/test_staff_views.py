"""The desk's pages as editors and partners see them."""

import re
from collections.abc import Callable

import pytest

from tests.upkeep.conftest import (
    COUNSELLING,
    HOME,
    SECRET,
    Room,
    Seat,
    fill,
    last_proposal,
    page_of,
)

Sit = Callable[[str], Seat]
OTHERS = ("priya", "wen", "ada")

pytestmark = pytest.mark.usefixtures("monday")


def test_everybody_of_the_directory_is_led_to_it(seat: Sit) -> None:
    for who in ("edith", "paula"):
        assert seat(who).open("/staff/").location == HOME
    assert seat("priya").open("/staff/").location == "/staff/queue"
    assert "Directory" in seat("edith").open(HOME).text
    assert "Queue" not in seat("edith").open(HOME).text
    assert HOME not in seat("priya").open("/staff/queue").text


def test_an_editor_sees_all_and_a_partner_their_own(seat: Sit) -> None:
    page = seat("edith").open(HOME).text
    assert "Ashmere Youth Counselling" in page
    assert "The Paint Loft" in page
    page = seat("paula").open(HOME).text
    assert "Ashmere Youth Counselling" in page
    assert "The Paint Loft" not in page
    page = seat("nobody").open(HOME).text
    assert "Counselling" not in page


@pytest.mark.parametrize("show", ["all", "waiting", "stale", "paused", "vanished", "mine", "closed", "nonsense"])
def test_filters_are_links_and_nonsense_filters_nothing(room: Room, seat: Sit, show: str) -> None:
    room.propose("edith", COUNSELLING, name="Another")
    page = seat("edith").open(f"{HOME}?show={show}&q=ashmere&page=zz")
    assert page.status_code == 200
    if show in ("all", "waiting", "mine", "nonsense"):
        assert "Ashmere Youth Counselling" in page.text


def test_an_entry_says_what_waits_and_who_changed_it(room: Room, seat: Sit) -> None:
    room.approve("omar", room.propose("paula", COUNSELLING, "partner", name="Counselling here"), "name")
    room.propose("edith", COUNSELLING, maximum_age=24)
    page = seat("edith").open(page_of(COUNSELLING)).text
    for words in ("Counselling here", "Monday to Thursday, 10:00 to 20:00", "Paula Reed", "approved by", "Omar Rahman",
                  "A change waits", "Worries and anxiety", "01632 960136", "Checked today, all true"):  # fmt: skip
        assert words in page, words


def test_checked_today(room: Room, seat: Sit) -> None:
    desk = seat("paula")
    old = desk.open(page_of(COUNSELLING))
    assert desk.send(page_of(COUNSELLING, "/checked"), old).status_code == 303
    assert room.says(COUNSELLING, "assured_date") == "2026-11-23"
    late = desk.send(page_of(COUNSELLING, "/checked"), old)
    assert late.status_code == 409
    assert "It was changed while you read it" in late.text


def test_paula_types_omar_approves_half_and_she_reads_why_not(room: Room, seat: Sit) -> None:
    paula, omar = seat("paula"), seat("omar")
    form = paula.open(page_of(COUNSELLING, "/edit"))
    sent = paula.send(page_of(COUNSELLING, "/edit"), form, **fill(form.text, name="Talk to us", minimum_age="12"))
    assert sent.status_code == 303, sent.text
    assert room.says(COUNSELLING, "name") == "Ashmere Youth Counselling"
    assert "Take it back" in paula.open(sent.location).text
    page = omar.open(sent.location)
    assert re.search(r"<del>.*Ashmere Youth Counselling</del>", page.text)
    assert re.search(r"<ins>.*Talk to us</ins>", page.text)
    decide = sent.location.partition("?")[0] + "/decide"
    assert omar.send(decide, page, field="name", act="approve").status_code == 303
    page = omar.open(sent.location)
    no = omar.send(decide, page, field="minimum_age", act="refuse", reason="")
    assert no.status_code == 422
    assert "Write why not" in no.text
    assert (
        omar.send(decide, page, field="minimum_age", act="refuse", reason="Eleven, says your page").status_code == 303
    )
    assert "Eleven, says your page" in paula.open(sent.location).text
    assert (room.says(COUNSELLING, "name"), room.says(COUNSELLING, "minimum_age")) == ("Talk to us", 11)


def test_a_form_sent_untouched_changes_nothing_and_says_so(room: Room, seat: Sit) -> None:
    before = room.rows()
    for slug, who in ((COUNSELLING, "paula"), (SECRET, "rita"), (SECRET, "edith")):
        desk = seat(who)
        form = desk.open(page_of(slug, "/edit"))
        sent = desk.send(page_of(slug, "/edit"), form, **fill(form.text))
        assert sent.status_code == 422
        assert "Nothing here is different" in sent.text
    assert {name: count for name, count in room.rows().items() if "propos" in name} == {
        name: count for name, count in before.items() if "propos" in name
    }


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(room: Room, seat: Sit) -> None:
    desk = seat("edith")
    form = desk.open(page_of(COUNSELLING, "/edit"))
    typed = {"email": "nonsense@", "maximum_age": "two", "description": "Many new words", "schedules-0-opens_at": "ten"}
    page = desk.send(page_of(COUNSELLING, "/edit"), form, **fill(form.text, **typed))
    assert page.status_code == 422
    for text in typed.values():
        assert text in page.text
    typed["maximum_age"] = "24"
    page = desk.send(page_of(COUNSELLING, "/edit"), form, **fill(form.text, **typed))
    assert page.status_code == 422
    assert "This is not an e-mail address" in page.text
    assert "write when it opens with a colon" in page.text
    for text in typed.values():
        assert text in page.text
    more = desk.send(page_of(COUNSELLING, "/edit"), form, **fill(form.text, **typed), more="schedules")
    assert more.status_code == 200
    assert more.text.count('aria-label="Opening time') == form.text.count('aria-label="Opening time') + 5
    for text in typed.values():
        assert text in more.text


def test_two_editors_at_once_see_both_texts_and_nothing_is_overwritten(room: Room, seat: Sit) -> None:
    paula, edith = seat("paula"), seat("edith")
    form = paula.open(page_of(COUNSELLING, "/edit"))
    room.approve("omar", room.propose("edith", COUNSELLING, name="Edith was here", x_summary="Shorter"),
                 "name", "x_cypmh/summary")  # fmt: skip
    clash = paula.send(page_of(COUNSELLING, "/edit"), form, **fill(form.text, name="Paula too", maximum_age="24"))
    assert clash.status_code == 409
    assert "Somebody else changed this while you were typing" in clash.text
    for words in ("Edith was here", "Paula too", 'value="24"', 'value="Shorter"'):
        assert words in clash.text, words
    assert room.says(COUNSELLING, "name") == "Edith was here"
    sent = paula.send(page_of(COUNSELLING, "/edit"), clash, **fill(clash.text))
    assert sent.status_code == 303
    wishes = {each.path: (each.before, each.after) for each in last_proposal(room).fields}
    assert wishes == {"name": ("Edith was here", "Paula too"), "maximum_age": (25, 24)}
    assert edith.open(page_of(COUNSELLING, "/edit")).status_code == 200


def test_a_conflict_in_the_queue_shows_three_texts(room: Room, seat: Sit) -> None:
    first = room.propose("paula", COUNSELLING, "partner", name="Paulas name")
    room.approve("omar", room.propose("edith", COUNSELLING, name="Ediths name"), "name")
    desk = seat("omar")
    page = desk.open(f"{HOME}/proposals/{first}")
    for words in ("Ashmere Youth Counselling", "Paulas name", "Ediths", "It was changed since."):
        assert words in page.text
    no = desk.send(f"{HOME}/proposals/{first}/decide", page, field="name", act="approve")
    assert no.status_code == 409
    assert "nothing was overwritten" in no.text
    assert room.says(COUNSELLING, "name") == "Ediths name"


def test_the_author_cannot_approve_by_guessing_the_address(room: Room, seat: Sit) -> None:
    own, desk = room.propose("edith", COUNSELLING, name="Mine"), seat("edith")
    page = desk.open(f"{HOME}/proposals/{own}")
    assert "Approve what is ticked" not in page.text
    no = desk.send(f"{HOME}/proposals/{own}/decide", page, field="name", act="approve")
    assert no.status_code == 409
    assert "somebody else decides" in no.text
    assert room.says(COUNSELLING, "name") == "Ashmere Youth Counselling"


def test_history_and_the_way_back(room: Room, seat: Sit) -> None:
    room.approve("omar", room.propose("edith", COUNSELLING, name="Another name"), "name")
    desk = seat("omar")
    page = desk.open(page_of(COUNSELLING, "/history"))
    assert re.search(r"<ins>.*Another name</ins>", page.text)
    assert desk.open(page_of(COUNSELLING, "/history?from=2&to=1")).status_code == 200
    assert desk.open(page_of(COUNSELLING, "/history?from=99&to=x")).status_code == 200
    back = desk.send(page_of(COUNSELLING, "/history/1/restore"), page, reason="It was right")
    assert back.status_code == 303
    assert last_proposal(room).source == "restore"
    assert desk.send(page_of(COUNSELLING, "/history/77/restore"), page).status_code == 404


def test_a_new_service_of_a_partner(room: Room, seat: Sit) -> None:
    desk = seat("paula")
    form = desk.open(f"{HOME}/new")
    typed = {"name": "Walk and talk", "summary": "A walk.", "description": "We walk.", "needs": ["anxiety"]}
    sent = desk.send(f"{HOME}/new", form, **fill(form.text, **typed))
    assert sent.status_code == 303, re.findall(r"error-message.*", sent.text)
    again = desk.send(f"{HOME}/new", form, **fill(form.text, **typed))
    assert again.status_code == 422
    own = last_proposal(room)
    assert own.is_new
    editor = seat("omar")
    page = editor.open(sent.location)
    assert "Walk and talk" in page.text
    done = editor.send(sent.location.partition("?")[0] + "/decide", page, field="", act="approve")
    assert done.status_code == 303
    assert "Walk and talk" in desk.open(HOME).text
