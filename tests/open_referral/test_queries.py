"""Every filter finds what reading everything would find, and counts it, on both databases."""

import math
import random
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal import db
from portal.directory import places as table
from portal.directory import queries as directory
from portal.directory.models import Catchment, Organization, Schedule, Service, ServiceAtLocation, Status
from portal.directory.places import Place, Places, kilometres
from portal.directory.taxonomy import TaxonomyTerm
from portal.open_referral import queries
from portal.open_referral.parameters import Unreadable, Wanted
from tests.databases import empty
from tests.open_referral.conftest import CONTENT, load

PLACES = table.load(CONTENT / "area" / "places" / "places.csv")
HERE = PLACES.find("QX1 1AA")
CURED = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def untidy(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Load Wexlow once into each kind of database, and make it less tidy than it is. Nobody changes it after."""
    here = tmp_path_factory.mktemp("untidy") / "wexlow.db"
    sqlite = request.param == "sqlite"
    engine = db.engine_for(f"sqlite:///{here}" if sqlite else request.getfixturevalue("postgresql_url"))
    if sqlite:
        db.Base.metadata.create_all(engine)
    load(engine)
    with db.writing(engine) as session:
        spoil(session)
    yield engine
    if not sqlite:
        empty(engine)
    engine.dispose()


@pytest.fixture
def mixed(untidy: Engine) -> Iterator[Session]:
    """Open the untidy directory to read."""
    with db.reading(untidy) as session:
        yield session


def by_id(found: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    return sorted(found, key=lambda own: own.hex)


def spoil(session: Session) -> None:
    """Close, empty, hide and change some services, always the same ones."""
    chance = random.Random(7)
    for row in directory.in_use(session):
        row.status = chance.choice([Status.ACTIVE] * 6 + [Status.PAUSED, Status.INACTIVE, Status.DEFUNCT])
        row.last_modified = CURED + timedelta(days=chance.randrange(-40, 40))
        row.minimum_age = chance.choice([None, row.minimum_age, 0, 11])
        row.description += chance.choice(["", " 100% quiet_room", " ŁÓDŹ Łódź", r" back\slash"])
        row.catchment_wards = chance.choice([[], [], ["Harbour"], ["Highbank", 'The "New" Ward']])
        for place in row.places:
            place.location.address_hidden = chance.random() < 0.3
            if chance.random() < 0.1:
                place.location.latitude = None
        for each in row.schedules:
            each.opens_at = chance.choice([each.opens_at, each.opens_at + ":00", "", "soon", "9:00"])
            each.closes_at = chance.choice([each.closes_at, "00:00", "24:00"])
            each.byday = chance.choice([each.byday, "", each.byday.lower(), "2MO"])


Meets = Callable[[Service], bool]


def says(*words: str) -> Meets:
    return lambda row: all(
        any(word.casefold() in said.casefold() for said in (row.name, row.description, row.summary)) for word in words
    )


def carries(term: TaxonomyTerm) -> Meets:
    routes = {"self_referral": "self", "parent_referral": "parent"}
    return lambda row: (
        any(link.term_id == term.id for link in row.terms)
        or (term.taxonomy.key == "access" and routes.get(term.key) in row.routes)
    )


def opens(day: str = "", start: str = "", end: str = "") -> Meets:
    def fits(each: Schedule) -> bool:
        opened, closed = each.opens_at[:5], each.closes_at[:5]
        return (
            day in each.byday.upper()
            and (not start or (opened[2:3] == ":" and start <= opened))
            and (not end or (closed[2:3] == ":" and closed <= end))
        )

    return lambda row: any(map(fits, row.schedules))


def all_of(*each: Meets) -> Meets:
    return lambda row: all(meets(row) for meets in each)


OLDER: Meets = all_of(says("e"), opens("WE"), lambda row: (row.minimum_age or 0) >= 5)
SIMPLE: list[tuple[dict[str, Any], Meets]] = [
    ({}, lambda row: True),
    ({"search": "sleep"}, says("sleep")),
    ({"search": "SLEEP  young"}, says("sleep", "young")),
    ({"search": "100%"}, says("100%")),
    ({"search": "quiet_room"}, says("quiet_room")),
    ({"search": "quietXroom"}, says("quietXroom")),
    ({"search": "łódź"}, says("łódź")),
    ({"search": "back\\slash"}, says("back\\slash")),
    ({"search": "'; drop table services; --"}, says("'; drop table services; --")),
    ({"minimum_age": 11.0}, lambda row: row.minimum_age is not None and row.minimum_age >= 11),
    ({"minimum_age": 10.5}, lambda row: row.minimum_age is not None and row.minimum_age >= 11),
    ({"maximum_age": 18.0}, lambda row: row.maximum_age is not None and row.maximum_age <= 18),
    ({"day": "MO"}, opens("MO")),
    ({"day": "SU"}, opens("SU")),
    ({"start_time": "10:00"}, opens("", "10:00")),
    ({"end_time": "17:00"}, opens("", "", "17:00")),
    ({"day": "TU", "start_time": "09:30", "end_time": "18:00"}, opens("TU", "09:30", "18:00")),
    ({"modified_after": CURED}, lambda row: row.last_modified >= CURED),
    ({"search": "e", "minimum_age": 5.0, "day": "WE"}, OLDER),
]


def every(session: Session) -> list[Service]:
    return sorted(directory.in_use(session), key=lambda row: row.id.hex)


def paged(find: Callable[[Wanted], queries.Found], per_page: int = 25, **query: Any) -> list[uuid.UUID]:
    """Read a list page by page, the empty page after it included, and hold its count to what it gives."""
    found: list[uuid.UUID] = []
    for number in range(1, 200):
        page = find(Wanted(**query, per_page=per_page, page=number))
        found += page.ids
        if not page.ids:
            assert page.total == len(found)
            return found
    raise AssertionError("This list never ends.")


def test_every_filter_of_services_agrees_with_reading_everything(mixed: Session) -> None:
    sizes = set()
    rows = every(mixed)
    for query, meets in SIMPLE:
        expected = [row.id for row in rows if meets(row)]
        assert paged(lambda wanted: queries.services(mixed, wanted), **query) == expected, query
        sizes.add(len(expected))
    assert len(sizes) > 10


def test_the_same_filters_find_services_at_their_places(mixed: Session) -> None:
    rows = every(mixed)
    for query, meets in SIMPLE:
        expected = by_id(place.id for row in rows if meets(row) for place in row.places)
        found = paged(lambda wanted: queries.service_at_locations(mixed, wanted, PLACES), **query)
        assert found == expected, query


def test_terms_and_taxonomies_find_services_and_their_organizations(mixed: Session) -> None:
    rows, counted = every(mixed), 0
    for taxonomy in directory.taxonomies(mixed):
        for term in taxonomy.terms:
            expected = [row.id for row in rows if carries(term)(row)]
            counted += len(expected)
            assert paged(lambda wanted: queries.services(mixed, wanted), taxonomy_term_id=term.id) == expected, term.key
        any_of = [row for row in rows if any(carries(term)(row) for term in taxonomy.terms)]
        found = paged(lambda wanted: queries.services(mixed, wanted), taxonomy_id=taxonomy.id)
        assert found == [row.id for row in any_of]
        runs = by_id({row.organization_id for row in any_of})
        assert paged(lambda wanted: queries.organizations(mixed, wanted), taxonomy_id=taxonomy.id) == runs
    assert counted > 500


def test_organizations_without_a_published_service_are_not_found(mixed: Session) -> None:
    runs = by_id({row.organization_id for row in every(mixed)})
    assert paged(lambda wanted: queries.organizations(mixed, wanted)) == runs
    assert len(runs) < mixed.query(Organization).count()
    one = runs[0]
    expected = [row.id for row in every(mixed) if row.organization_id == one]
    assert paged(lambda wanted: queries.services(mixed, wanted), organization_id=one) == expected


def test_taxonomies_and_terms_can_be_searched_and_paged(mixed: Session) -> None:
    taxonomies = directory.taxonomies(mixed)
    terms = sorted((term for each in taxonomies for term in each.terms), key=lambda term: term.id.hex)
    assert paged(lambda wanted: queries.taxonomy_terms(mixed, wanted)) == [term.id for term in terms]
    need = next(each for each in taxonomies if each.key == "need")
    expected = [term.id for term in terms if term.taxonomy_id == need.id]
    assert paged(lambda wanted: queries.taxonomy_terms(mixed, wanted), taxonomy_id=need.id) == expected
    sleep = [term.id for term in terms if "sleep" in f"{term.names['en']} {term.description}".casefold()]
    assert paged(lambda wanted: queries.taxonomy_terms(mixed, wanted), search="Sleep") == sleep
    assert paged(lambda wanted: queries.taxonomies(mixed, wanted), search="thrive") == [
        each.id for each in taxonomies if "thrive" in f"{each.name} {each.description}".casefold()
    ]


def near(session: Session, here: Place, metres: float | None) -> list[uuid.UUID]:
    """Find what is near by reading everything."""
    ward = PLACES.ward(here)
    candidates = (place for row in every(session) if serves(row, ward) for place in row.places)
    return by_id(place.id for place in candidates if lies(place, here, metres))


def serves(row: Service, ward: str) -> bool:
    return not row.catchment_wards or ward in row.catchment_wards


def lies(place: ServiceAtLocation, here: Place, metres: float | None) -> bool:
    at = place.location
    if at.address_hidden:
        return False
    if metres is None:
        return True
    known = at.latitude is not None and at.longitude is not None
    return known and kilometres(here.point, (at.latitude or 0.0, at.longitude or 0.0)) <= metres / 1000


@pytest.mark.parametrize("postcode", ["QX1 1AA", "QX3", "QX4 2SW"])
def test_near_a_postcode_is_what_measuring_every_place_says(mixed: Session, postcode: str) -> None:
    here = PLACES.find(postcode)
    assert here is not None
    for metres in (None, 0.0, 900.0, 2500.0, 7777.7, 30_000.0, 1_000_000.0):
        found = paged(
            lambda wanted: queries.service_at_locations(mixed, wanted, PLACES), postcode=postcode, proximity=metres
        )
        assert found == near(mixed, here, metres), metres
    assert near(mixed, here, 30_000.0)


def test_a_postcode_nobody_here_knows_is_told_so(mixed: Session) -> None:
    with pytest.raises(Unreadable, match="do not know"):
        queries.service_at_locations(mixed, Wanted(postcode="ZZ99 9ZZ"), PLACES)


def test_a_ward_with_quotes_in_its_name_is_still_found(mixed: Session) -> None:
    odd = Place("ward", "W1", 'The "New" Ward', "QX1", 54.5, 1.5)
    places = Places({"QX1": odd}, {}, (odd,))
    found = paged(lambda wanted: queries.service_at_locations(mixed, wanted, places), postcode="QX1")
    rows = [row for row in every(mixed) if serves(row, 'The "New" Ward')]
    expected = {place.id for row in rows for place in row.places if not place.location.address_hidden}
    assert set(found) == expected
    assert any(row.catchment_wards for row in rows)


@settings(max_examples=60, deadline=None)
@given(
    point=st.tuples(st.floats(-89, 89), st.floats(-179, 179)),
    km=st.floats(0, 1000),
    share=st.floats(0, 1),
    way=st.floats(0, 2 * math.pi),
)
def test_the_box_around_a_place_never_cuts_off_what_is_near(
    point: tuple[float, float], km: float, share: float, way: float
) -> None:
    """Walk some way from a point, and look whether the box holds where we end."""
    away = share * km / 111.2
    east = point[1] + away * math.sin(way) / math.cos(math.radians(point[0]))
    there = (point[0] + away * math.cos(way), east)
    assume(abs(there[0]) <= 89)
    assume(kilometres(point, there) <= km)
    south, north, west, far = queries.box(point, km)
    assert south <= there[0] <= north
    assert west <= there[1] <= far


def test_the_state_changes_when_a_wait_grows_old(untidy: Engine) -> None:
    day, days = date(2026, 11, 25), timedelta(days=120)
    mixed = Session(untidy)
    for number, row in enumerate(directory.in_use(mixed)):
        row.wait_as_of = [day - days, day - timedelta(days=121), day, day + timedelta(days=1), None][number % 5]
    mixed.flush()
    before = queries.state(mixed, day, days)
    assert queries.state(mixed, day, days) == before
    assert queries.state(mixed, day + timedelta(days=1), days) != before
    assert queries.state(mixed, day + timedelta(days=5), days) == queries.state(mixed, day + timedelta(days=6), days)
    mixed.close()


def test_only_services_in_use_are_published(mixed: Session) -> None:
    shown = set(paged(lambda wanted: queries.services(mixed, wanted)))
    for row in mixed.query(Service):
        assert (row.id in shown) is (row.status in (Status.ACTIVE, Status.PAUSED))
    assert Catchment.NATIONAL in {row.catchment for row in every(mixed)}
