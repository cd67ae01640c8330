"""The form and the entry: opened and sent again it changes nothing, and what is typed arrives where it belongs."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from portal import db
from portal.upkeep import differences, forms, queries, rows
from portal.upkeep.boxes import RowsField
from portal.upkeep.row_tables import Around
from tests.upkeep.conftest import COUNSELLING, SLUGS, Room, of


def around(slug: str) -> Around:
    return Around(str(of(slug)), "Wexlow", lambda postcode: (54.5, 1.5) if postcode == "QX1 3TY" else None)


def as_sent(form: Any) -> MultiDict[str, str]:
    """Write a form's boxes the way a browser sends them."""
    return MultiDict([pair for box in form if box.type != "CSRFTokenField" for pair in sent_by(box)])


def sent_by(box: Any) -> list[tuple[str, str]]:
    if isinstance(box, RowsField):
        lines = [(at, pair) for at, line in enumerate(box.lines) for pair in line.items()]
        count = (f"{box.name}-lines", str(len(box.lines)))
        return [count, *((f"{box.name}-{at}-{name}", value) for at, (name, value) in lines)]
    if box.type == "DateField":
        return [(f"{box.name}-{part}", value) for part, value in box.boxes.items()]
    values = box.data if isinstance(box.data, list) else [] if box.data is None else [str(box.data)]
    return [(box.name, value) for value in values]


@pytest.fixture
def names(room: Room) -> Any:
    with db.reading(room.engine) as session:
        return queries.names(session)


def typed(site: Flask, room: Room, names: Any, slug: str, partner: bool = False, **changed: Any) -> dict[str, Any]:
    """Open an entry's form, type over some boxes, send it, and return the document it stands for."""
    base = room.now(slug)
    with site.test_request_context():
        sent = as_sent(forms.entry_form(base, names, partner=partner, sent=False))
    for name, value in changed.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    with site.test_request_context(method="POST", data=sent):
        return forms.document(forms.entry_form(base, names, partner=partner), base, around(slug))


@pytest.mark.parametrize("slug", sorted(SLUGS))
@pytest.mark.parametrize("partner", [True, False])
def test_a_form_that_is_opened_and_sent_changes_nothing(
    site: Flask, room: Room, names: Any, slug: str, partner: bool
) -> None:
    assert differences.between(room.now(slug), typed(site, room, names, slug, partner)) == ()


@pytest.mark.parametrize(
    ("box", "value", "path", "expected"),
    [
        ("name", " A  new name ", "name", "A new name"),
        ("minimum_age", "12", "minimum_age", 12),
        ("minimum_age", "", "minimum_age", None),
        ("languages", "English, Urdu, british sign language", "x_cypmh/languages", ["en", "ur", "bfi"]),
        ("routes", ["self", "gp"], "x_cypmh/routes", ["self", "gp"]),
        ("needs", ["anxiety", "sleep"], "x_cypmh/needs", ["anxiety", "sleep"]),
        ("first_need", "family", "x_cypmh/needs",
         ["family", "anxiety", "low_mood", "relationships", "identity", "self_harm"]),
        ("alternatives", "https://x.example.org/services/the-paint-loft\nyoung-carers", "x_cypmh/alternatives",
         ["the-paint-loft", "young-carers"]),
        ("via_front_door", "yes", "x_cypmh/via_front_door", True),
        ("status", "temporarily closed", "status", "temporarily closed"),
    ],
)  # fmt: skip
def test_what_is_typed_arrives(
    site: Flask, room: Room, names: Any, box: str, value: Any, path: str, expected: Any
) -> None:
    said = typed(site, room, names, COUNSELLING, **{box: value})
    assert differences.value_at(said, path) == expected
    assert {each.path for each in differences.between(room.now(COUNSELLING), said)} == {path}


def test_a_line_of_hours_is_changed_added_and_emptied(site: Flask, room: Room, names: Any) -> None:
    changed = {
        "schedules-0-opens_at": "9.30", "schedules-1-FR": "", "schedules-1-opens_at": "", "schedules-1-closes_at": "",
        "schedules-2-SA": "yes", "schedules-2-opens_at": "10", "schedules-2-closes_at": "13:00",
        "schedules-2-bank_holidays": "closed", "schedules-2-term_time_only": "yes",
    }  # fmt: skip
    before, said = room.now(COUNSELLING)["schedules"], typed(site, room, names, COUNSELLING, **changed)["schedules"]
    assert said[0] == before[0] | {"opens_at": "09:30", "notes": None}
    assert len(said) == 2
    assert (said[1]["byday"], said[1]["opens_at"], said[1]["closes_at"]) == ("SA", "10:00", "13:00")
    assert said[1]["x_cypmh"] == {"bank_holidays": "closed", "term_time_only": True}
    again = typed(site, room, names, COUNSELLING, **changed)["schedules"]
    assert again == said


def test_a_place_moves_with_its_postcode_and_keeps_its_own_id(site: Flask, room: Room, names: Any) -> None:
    old = room.now(COUNSELLING)["service_at_locations"][0]
    name = "service_at_locations"
    said = typed(site, room, names, COUNSELLING, **{f"{name}-0-postal_code": "qx13tz", f"{name}-0-city": "Bellcast"})
    new = said[name][0]
    assert (new["id"], new["location"]["id"]) == (old["id"], old["location"]["id"])
    assert new["location"]["addresses"][0]["postal_code"] == "QX1 3TZ"
    assert new["location"]["latitude"] is None
    more = typed(site, room, names, COUNSELLING, **{
        f"{name}-1-name": "Quay Rooms", f"{name}-1-address_1": "1 Quay", f"{name}-1-city": "Ashmere",
        f"{name}-1-postal_code": "QX1 3TY", f"{name}-1-address_hidden": "yes",
    })[name][1]["location"]  # fmt: skip
    assert (more["latitude"], more["longitude"]) == (54.5, 1.5)
    assert more["x_cypmh"] == {"address_hidden": True}
    assert more["addresses"][0]["state_province"] == "Wexlow"


def test_numbers_go_back_to_their_desks(site: Flask, room: Room, names: Any) -> None:
    said = typed(site, room, names, COUNSELLING, **{
        "contacts-1-number": "", "contacts-2-title": "First contact", "contacts-2-number": "01632 960137",
        "contacts-3-title": "Out of hours", "contacts-3-number": "01632 960138",
    })["contacts"]  # fmt: skip
    assert [[one["number"] for one in each["phones"]] for each in said] == [
        ["01632 960136", "01632 960137"],
        ["01632 960138"],
    ]
    assert said[1]["title"] == "Out of hours"


@pytest.mark.parametrize(
    ("text", "value"), [("", None), ("£5", 5), ("12.50", 12.5), ("five", -1), ("1.2.3", -1), ("-3", -1)]
)
def test_amounts(text: str, value: float | None) -> None:
    assert rows.amount(text) == value
