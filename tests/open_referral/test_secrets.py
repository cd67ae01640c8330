"""What must never leave: the place of a refuge, and the addresses of people who check entries. Every byte is read."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal import db
from portal.directory import actions, queries
from portal.directory.models import Accessibility, Address, Location, Service, ServiceAtLocation
from portal.directory.places import load
from portal.open_referral import files, publishing
from portal.open_referral import queries as feed_queries
from portal.open_referral.edition import read
from tests.open_referral.conftest import CONTENT, ROOT, ROUTES, ask, ids, walk

CANARY = "zqcanary"
NORTH, EAST = 54.512345678, 1.498765432
POINT = ("54.51234", "1.49876")
PLACES = load(CONTENT / "area" / "places" / "places.csv")


def hide(session: Any, location: Location) -> None:
    """Fill everything that is known of a place with words that can be found again."""
    location.address_hidden = True
    location.location_type = "postal"
    location.name = location.description = f"{CANARY} house"
    location.latitude, location.longitude = NORTH, EAST
    for each in location.addresses:
        each.address_1 = each.city = each.state_province = f"{CANARY} street"
        each.postal_code, each.address_type = "QX9 9ZQ", "postal"
    for access in location.accessibility:
        access.description = f"{CANARY} ramp"
    own = location.id
    location.accessibility.append(Accessibility(location_id=own, description=f"{CANARY} bell"))
    location.addresses.append(
        Address(
            location_id=own,
            address_1=f"{CANARY} lane",
            city=CANARY,
            state_province=CANARY,
            postal_code="QX9 9ZQ",
            country="GB",
            address_type="physical",
        )
    )


@pytest.fixture
def refuges(filled: Engine) -> set[str]:
    """Hide every third place, and give every service an assurer with an address of their own."""
    with db.writing(filled) as session:
        for number, row in enumerate(queries.in_use(session)):
            row.assurer_email = f"Assurer.{CANARY}{number}@example.org"
            row.owner = f"{CANARY} owner"
            row.description += f" Ask assurer.{CANARY}{number}@EXAMPLE.org about it."
        # Somebody else's address, as a contact: of the service, and of those who run it.
        row.email = row.organization.email = f"assurer.{CANARY}1@example.org"
        for location in session.query(Location).order_by(Location.id).all()[::3]:
            hide(session, location)
        actions.changed(session)
        places = session.query(ServiceAtLocation).join(Location).where(Location.address_hidden)
        return {str(place.id) for place in places}


def everything(client: FlaskClient) -> Iterator[tuple[str, str]]:
    """Yield every answer there is: all lists, short and full, all entries, and what goes wrong."""
    for name in ROUTES:
        for query in ({}, {"full": "true"}) if name in ROUTES[:3] else ({},):
            for page in range(1, 4):
                answer = client.get(f"{ROOT}/{name}", query_string={**query, "per_page": 60, "page": page})
                yield f"{name} {query}", answer.text
        for own in ids(walk(client, name, per_page=200)):
            full = "?full_service=true" if name == "organizations" else ""
            yield f"{name}/{own}", client.get(f"{ROOT}/{name}/{own}{full}").text
    wrong = ("services/x", "services?page=0", "nowhere", "service_at_locations?postcode=QX99ZQ", "services?search=%00")
    for path in ("", "openapi.json", *wrong):
        answer = client.get(f"{ROOT}/{path}")
        yield path, f"{answer.headers}{answer.text}"


def leaks(text: str) -> bool:
    """Tell whether a text holds anything that must not leave."""
    return CANARY in text.casefold() or "QX9 9ZQ" in text or any(each in text for each in POINT)


def test_no_answer_holds_a_hidden_place_or_an_assurers_address(client: FlaskClient, refuges: set[str]) -> None:
    told = list(everything(client))
    assert [path for path, said in told if leaks(said)] == []
    assert len(told) > 200
    assert sum(said.count('"address_hidden":true') for _path, said in told) > 3 * len(refuges)
    assert sum(said.count(publishing.LEFT_OUT) for _path, said in told) > 100


def test_no_file_holds_them_either(filled: Engine, refuges: set[str], tmp_path: Path) -> None:
    with db.reading(filled) as session:
        files.export(session, read(CONTENT, drafts=True), tmp_path / "out", "https://example.org", lambda *_: None)
    written = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert len(written) > 200
    assert [path.name for path in written if leaks(path.read_text("utf-8")) or leaks(path.name)] == []


def counts(client: FlaskClient) -> dict[tuple[str, int], tuple[int, frozenset[str]]]:
    """Ask from everywhere and at every distance how many places are near, and which."""
    asked = itertools.product(sorted(PLACES.by_code), (700, 5_000, 100_000))
    found = {}
    for postcode, metres in asked:
        said = ask(client, "service_at_locations", postcode=postcode, proximity=metres, per_page=200)
        found[postcode, metres] = (said["total_items"], frozenset(ids([said])))
    return found


def test_no_number_of_questions_about_distance_finds_a_hidden_place(
    client: FlaskClient, filled: Engine, refuges: set[str]
) -> None:
    """Move the refuges across the area: nothing that anybody can ask about distances may answer differently."""
    before = counts(client)
    with db.writing(filled) as session:
        for location in session.query(Location).where(Location.address_hidden):
            location.latitude, location.longitude = 54.4701, 1.7001
        actions.changed(session)
    assert counts(client) == before
    assert not any(near & refuges for _total, near in before.values())
    assert max(total for total, _near in before.values()) > 20


def test_postcode_alone_does_not_find_hidden_places_either(client: FlaskClient, refuges: set[str]) -> None:
    for postcode in ("QX1", "QX2", "QX3", "QX4", "QX9 9ZQ"):
        answer = client.get(f"{ROOT}/service_at_locations", query_string={"postcode": postcode, "per_page": 200})
        assert not answer.json or not refuges & {each["id"] for each in answer.json.get("contents", ())}
    listed = set(ids(walk(client, "service_at_locations", per_page=200)))
    assert refuges <= listed


def test_words_of_a_hidden_place_or_an_assurers_address_find_nothing(client: FlaskClient, refuges: set[str]) -> None:
    for name in ("services", "service_at_locations", "organizations"):
        for words in (CANARY, f"r.{CANARY}1@", "QX9 9ZQ"):
            assert ask(client, name, search=words)["total_items"] == 0


def test_a_publisher_that_forgets_would_be_noticed(
    client: FlaskClient, refuges: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "shown_location", lambda said: said)
    assert any(leaks(said) for _path, said in everything(client))
    monkeypatch.undo()
    monkeypatch.setattr(publishing, "hush", lambda addresses: None)
    client.application.extensions["open_referral"]._known = None
    assert any(leaks(said) for _path, said in everything(client))


def test_a_distance_that_forgets_would_be_noticed(
    client: FlaskClient, filled: Engine, refuges: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.writing(filled) as session:
        session.query(Location).update({Location.address_hidden: False})
    found = ask(client, "service_at_locations", postcode="QX1 1", proximity=100_000, per_page=200)
    assert refuges & set(ids([found]))
    assert feed_queries.published() is not None


def test_a_service_that_is_gone_is_gone(client: FlaskClient, filled: Engine) -> None:
    with db.writing(filled) as session:
        row = queries.in_use(session)[0]
        places = [place.id for place in row.places]
        own, organization = row.id, row.organization_id
        session.query(Service).where(Service.organization_id == organization).update({Service.status: "inactive"})
        actions.changed(session)
    gone = [f"services/{own}", f"organizations/{organization}", *(f"service_at_locations/{each}" for each in places)]
    for path in gone:
        assert client.get(f"{ROOT}/{path}").status_code == 404
    for name in ("services", "organizations", "service_at_locations"):
        assert not {path.split("/")[1] for path in gone} & set(ids(walk(client, name, per_page=200)))
    assert str(own) not in str(ask(client, "services", organization_id=organization))
