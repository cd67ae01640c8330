"""Whose entries are whose: nobody sees, changes or pulls over what is another organisation's."""

import re
import uuid
from collections.abc import Callable

import pytest
from flask import Flask

from portal import routing
from tests.upkeep.conftest import (
    COUNSELLING,
    HOME,
    LOFT,
    SECRET,
    Room,
    Seat,
    fill,
    last_proposal,
    of,
    page_of,
)

Sit = Callable[[str], Seat]
OTHERS = ("priya", "wen", "ada")

pytestmark = pytest.mark.usefixtures("monday")


def test_an_address_kept_secret_is_for_editors_only(room: Room, seat: Sit) -> None:
    place = room.now(SECRET)["service_at_locations"][0]["location"]["addresses"][0]
    rita, edith = seat("rita"), seat("edith")
    old = room.now(SECRET)["service_at_locations"]
    room.propose("edith", SECRET, service_at_locations=[])
    own = last_proposal(room).id
    for path in (page_of(SECRET), page_of(SECRET, "/edit"), f"{HOME}/proposals/{own}", f"{HOME}/table.csv"):
        assert place["address_1"] not in rita.open(path).text, path
        assert place["postal_code"] not in rita.open(path).text, path
        assert place["address_1"] in edith.open(path).text, path
    form = rita.open(page_of(SECRET, "/edit"))
    sent = rita.send(page_of(SECRET, "/edit"), form, **fill(form.text, name="Risewell new"))
    assert sent.status_code == 303
    room.approve("omar", uuid.UUID(sent.location.partition("?")[0].rpartition("/")[2]), "name")
    assert room.says(SECRET, "service_at_locations") == old


def test_ids_of_other_entries_in_a_form_pull_nothing_over(room: Room, seat: Sit) -> None:
    theirs = room.now(LOFT)
    contact, hours = theirs["contacts"][0], theirs["schedules"][0]
    desk = seat("paula")
    form = desk.open(page_of(COUNSELLING, "/edit"))
    typed = {"contacts-2-id": contact["id"], "contacts-2-phone": contact["phones"][0]["id"], "contacts-2-title": "Mine",
             "contacts-2-number": "01632 960199", "schedules-2-id": hours["id"], "schedules-2-SU": "yes",
             "schedules-2-opens_at": "10:00", "schedules-2-closes_at": "11:00"}  # fmt: skip
    sent = desk.send(page_of(COUNSELLING, "/edit"), form, **fill(form.text, **typed))
    assert sent.status_code == 303
    proposal = last_proposal(room)
    room.approve("omar", proposal.id, *[each.path for each in proposal.fields])
    assert room.now(LOFT) == theirs
    assert "01632 960199" in str(room.now(COUNSELLING))


def address(rule: str, service: uuid.UUID, proposal: uuid.UUID | None) -> str:
    path = rule.replace("<uuid:service_id>", str(service)).replace("<uuid:proposal_id>", str(proposal))
    return path.replace("<int:number>", "1")


ENTRY, PROPOSAL = "/<uuid:service_id>", "/proposals/<uuid:proposal_id>"
ROUTES = [
    ("GET", ""), ("GET", "/new"), ("POST", "/new"), ("GET", "/proposals"), ("GET", "/table"), ("POST", "/table"),
    ("GET", "/table.csv"), ("POST", "/table/send"), ("GET", ENTRY), ("GET", f"{ENTRY}/edit"), ("POST", f"{ENTRY}/edit"),
    ("POST", f"{ENTRY}/checked"), ("GET", f"{ENTRY}/history"),
    ("POST", f"{ENTRY}/history/<int:number>/restore"), ("GET", PROPOSAL),
    ("POST", f"{PROPOSAL}/decide"), ("POST", f"{PROPOSAL}/withdraw"),
]  # fmt: skip


def test_every_route_of_the_desk_is_tried(site: Flask) -> None:
    found = {
        (method, row["rule"].removeprefix(HOME))
        for row in routing.table(site)
        if row["rule"].startswith(HOME) and not row["endpoint"].startswith(("problems", "importing"))
        for method in row["methods"]
    }
    assert found == set(ROUTES)


@pytest.mark.parametrize("who", [*OTHERS, "paula", "lena", "nobody"])
def test_strangers_entries_are_not_there_on_any_route(room: Room, seat: Sit, who: str) -> None:
    """Lena and a partner without an organisation ask for Paula's; Paula asks for Lena's; others have no desk."""
    slug = LOFT if who == "paula" else COUNSELLING
    proposal = room.propose("edith", slug, name="A wish")
    desk = seat(who)
    before = room.rows()
    token = {"csrf_token": ""}
    if who not in OTHERS:
        form = desk.open(f"{HOME}/table").text
        token = {"csrf_token": re.search(r'name="csrf_token"[^>]*value="([^"]*)"', form)[1]}  # type: ignore[index]
    for method, rule in ROUTES:
        if who not in OTHERS and "<" not in rule:
            continue
        answer = desk.client.open(f"{HOME}{address(rule, of(slug), proposal)}", method=method, data=token)
        expected = 403 if who in OTHERS or rule.endswith("/decide") else 404
        assert answer.status_code == expected, (method, rule)
        assert "A wish" not in answer.text
    after = room.rows()
    assert {name for name in after if after[name] != before[name]} <= {"audit_events"}
