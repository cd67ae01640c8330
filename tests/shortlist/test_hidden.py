"""A place that must not be found is not found: not on a page, a sheet or a list, nor by measuring from all sides."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from portal import config, create_app, db
from portal.directory import actions, documents, queries
from portal.directory.models import Accessibility, Address, Location, Service

SLUG = "domestic-abuse-family-support"
CANARIES = {
    "name": "Zxname House",
    "description": "zxdescribed",
    "address_1": "7 Zxstreet",
    "city": "Zxtown",
    "state_province": "Zxcounty",
    "postal_code": "QX9 9ZX",
    "access": "zxstairs",
    "assurer": "zxassurer@example.org",
    "owner": "zxowner",
    "organization": "zxorganization@example.org",
    "latitude": "54.919191",
    "longitude": "1.818181",
}
"""One in every field that nobody outside may read."""
ROUTES = (
    f"/services/{SLUG}", "/services?q=abuse", "/services?q=safe+at+home", "/services?q=Zxname+House+Zxtown",
    "/services?q=abuse&near=QX1&sort=near", "/services?q=abuse&near=QX1&within=2", f"/shortlist?s={SLUG}",
    f"/shortlist/pack?s={SLUG}", f"/shortlist/pack?s={SLUG}&s=camhs-ashmere", f"/problem/{SLUG}", "/thrive",
)  # fmt: skip


def plant(engine: Engine, latitude: float = 54.919191, longitude: float = 1.818181, *, hidden: bool = True) -> None:
    """Put canaries into everything about the hidden place."""
    with db.writing(engine) as session:
        found = session.scalars(select(Service).where(Service.slug == SLUG)).one()
        place: Location = found.places[0].location
        place.name, place.description, place.address_hidden = CANARIES["name"], CANARIES["description"], hidden
        place.latitude, place.longitude = latitude, longitude
        address = {name: CANARIES[name] for name in ("address_1", "city", "state_province", "postal_code")}
        place.addresses = [
            Address(id=uuid.uuid4(), location_id=place.id, country="GB", address_type="physical", **address)
        ]
        place.accessibility = [Accessibility(id=uuid.uuid4(), location_id=place.id, description=CANARIES["access"])]
        found.assurer_email, found.owner = CANARIES["assurer"], CANARIES["owner"]
        found.organization.email = CANARIES["organization"]
        actions.changed(session)


@pytest.fixture
def database_url(filled: Engine) -> str:
    """Let these stories have a directory of their own to change."""
    return str(filled.url)


@pytest.fixture
def walker(settings: config.Settings, filled: Engine) -> Iterator[Callable[[], dict[str, str]]]:
    """Return a walk over every public page that may tell of a service, as one text for each."""
    sites: list[Flask] = []

    def walk() -> dict[str, str]:
        site = create_app(settings)
        sites.append(site)
        client = site.test_client()
        paths = [f"{root}{path}" for root in ("", "/pl", "/ur") for path in ROUTES]
        return {path: client.get(path).text for path in paths} | kept(client)

    yield walk
    for site in sites:
        site.extensions["portal"]["engine"].dispose()


def kept(client: FlaskClient) -> dict[str, str]:
    """Walk what a browser sees that has kept the service and told of a problem."""
    client.post("/shortlist/keep", data={"s": SLUG})
    return {path: client.get(path).text for path in ("/shortlist", "/shortlist/pack", "/problem", "/problem/sent")}


def leaks(pages: dict[str, str]) -> list[tuple[str, str]]:
    """Return where a canary sings; what a reader typed into the search box themselves does not count."""
    plain = {
        path: page.replace("Zxname House Zxtown", "").replace("Zxname+House+Zxtown", "") for path, page in pages.items()
    }
    return [
        (path, name)
        for path, page in plain.items()
        for name, canary in CANARIES.items()
        if canary.lower() in page.lower()
    ]


def test_no_page_sheet_or_list_says_where_a_hidden_place_is(
    filled: Engine, walker: Callable[[], dict[str, str]]
) -> None:
    plant(filled)
    assert not leaks(walker())


def test_the_walk_would_find_a_place_that_is_not_hidden(filled: Engine, walker: Callable[[], dict[str, str]]) -> None:
    plant(filled, hidden=False)
    found = {name for _path, name in leaks(walker())}
    assert {"name", "address_1", "city", "postal_code", "access"} <= found


def test_the_place_could_be_anywhere_and_nothing_that_can_be_asked_would_change(filled: Engine) -> None:
    """Distances, orders and filters are made from documents; these do not differ, so no answer can."""
    seen = []
    for latitude, longitude in ((54.5, 1.5), (54.7, 1.2), (50.0, -3.0)):
        plant(filled, latitude, longitude)
        with db.reading(filled) as session:
            row = next(each for each in queries.in_use(session) if each.slug == SLUG)
            seen.append(documents.document(row))
    assert seen[0] == seen[1] == seen[2]
    assert seen[0].points == ()
    assert seen[0].reaches_anywhere


def test_measuring_from_every_postcode_tells_nothing(filled: Engine, settings: config.Settings, tmp_path: Path) -> None:
    """Two worlds with the place at opposite ends answer every question about distance with the same words."""
    answers = []
    for latitude, longitude in ((54.50, 1.48), (54.75, 1.25)):
        plant(filled, latitude, longitude)
        site = create_app(replace(settings, instance=tmp_path))
        client = site.test_client()
        codes = [f"QX{number}" for number in range(1, 10)]
        answers.append(
            [
                client.get(f"/services?q=safe+at+home&near={code}&within={far}&sort=near").text.partition("<main")[2]
                for code in codes
                for far in (2, 20)
            ]
        )
        site.extensions["portal"]["engine"].dispose()
    assert answers[0] == answers[1]
    assert all("Safe at Home" in page for page in answers[0])
