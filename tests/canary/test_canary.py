"""Words that occur nowhere else are written into every box of every form, and then looked for everywhere.

They may be read on the pages in `places`, and nowhere else: no log, address, title, cookie, header, letter, row,
file or copy holds them. Each sensor is shown a fault that it has to notice.
"""

from base64 import b64encode
from collections.abc import Callable
from urllib.parse import quote

import pytest

from portal import db
from portal.referrals.forms import FORMS
from portal.referrals.journeys import BY_SLUG
from portal.referrals.models import Referral
from portal.web.fields import NumberField, TextAreaField, TextField
from tests.canary.places import OURS, OWN, SHOWN, THEIRS, Place
from tests.canary.planted import CANARIES, buried, found
from tests.canary.sensors import SENSORS, shows
from tests.canary.story import STARTS, Day

LESS = {"name", "phone", "email", "sentence"}
ASKED_LESS = {"advice": LESS, "friend": LESS}
"""Who has no box for everything that is planted."""


@pytest.mark.parametrize("sensor", SENSORS)
def test_no_canary_is_where_it_should_not_be(day: Day, sensor: str) -> None:
    assert not sorted(set(SENSORS[sensor](day)))


@pytest.mark.parametrize("who", STARTS)
def test_every_box_of_every_form_was_written_in(day: Day, who: str) -> None:
    journey = BY_SLUG[who]
    with day.site.test_request_context():
        forms = [FORMS[journey.voice][page.key](meta={"csrf": False}) for page in journey.pages]
    wanted = {box.name for form in forms for box in form if isinstance(box, TextField | TextAreaField)}
    wanted -= {box.name for form in forms for box in form if isinstance(box, NumberField)}
    assert wanted
    assert sorted(wanted - day.wrote[who]) == []


@pytest.mark.parametrize("who", STARTS)
def test_what_was_written_is_there_for_whoever_may_open_it(day: Day, who: str) -> None:
    """Otherwise nothing would be found because nothing was kept."""
    with db.reading(day.site.extensions["portal"]["engine"]) as session:
        versions = session.get_one(Referral, day.referral(who)).versions
    kept = {kind for whose, kind in found(str(versions)) if whose == who}
    assert kept == ASKED_LESS.get(who, set(CANARIES[who].marks))


@pytest.mark.parametrize("place", SHOWN, ids=lambda place: f"{place.rule} {place.reader} {place.whose} {place.when}")
def test_every_place_of_the_table_is_needed(day: Day, place: Place) -> None:
    """A line that allows what no page shows would hide a leak one day."""
    seen = [each for each in day.seen if (each.rule, each.owner, each.status) == place[:2] + place[-1:]]
    whose = {OWN: place.reader, OURS: "staff", THEIRS: "young-person"}.get(place.whose, place.whose)
    assert any(whose in {who for who, _kind in shows(each)} for each in seen)


def test_letters_and_acts_were_there_to_be_read(day: Day) -> None:
    heads = b"".join(day.letters)
    assert heads.count(b"Subject:") >= len(STARTS)
    assert {"audit_events.detail", "audit_events.subject", "outbox.reference", "outbox.trouble"} <= set(day.rows)
    assert {"refused", "failed"} & set(day.log.split('"')), "the crash was logged"
    assert [each.status for each in day.seen].count(500) == 1


@pytest.mark.parametrize("kind", CANARIES["friend"].marks)
@pytest.mark.parametrize(
    "disguise",
    [
        str,
        str.upper,
        lambda mark: quote(mark),
        lambda mark: f"<b title='{mark.replace('0', '&#48;')}'>",
        lambda mark: b64encode(f"{{{mark}".encode()).decode(),
        lambda mark: mark.encode().hex(),
    ],
    ids=["plain", "capitals", "address", "escaped", "base 64", "hex"],
)
def test_no_disguise_hides_a_canary(kind: str, disguise: Callable[[str], str]) -> None:
    for mark in CANARIES["friend"].marks[kind]:
        said = disguise(mark)
        assert ("friend", kind) in buried(said.encode()) | found(said)


def test_strangers_words_are_no_canaries() -> None:
    assert not found("Amina, 07700 900123, QX2 1AB, 999 000 0018") | buried(b"Amina 07700900123")
