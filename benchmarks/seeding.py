"""Made-up services by the thousand, always the same ones: text by Zipf's law, everything else by a seeded die.

Words of rank 1 to 30 are what people look for and are in most texts; the other 20,000 are made of syllables. Nothing in
`portal` may import this.
"""

import itertools
import random
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal import clock, db
from portal.directory import actions
from portal.directory.hours import Rule
from portal.directory.models import (
    Address,
    Catchment,
    Contact,
    CostOption,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceLanguage,
    Status,
)
from portal.directory.taxonomy import ServiceTerm, Taxonomy, TaxonomyTerm

TAXONOMIES = Path(__file__).resolve().parent.parent / "content" / "area" / "taxonomies.toml"
HEAD = (
    "support", "young", "people", "anxiety", "family", "school", "help", "counselling", "therapy", "wellbeing",
    "group", "parents", "sleep", "mood", "autism", "adhd", "trauma", "bereavement", "crisis", "online",
    "eating", "anger", "friends", "bullying", "confidence", "stress", "carers", "drop", "advice", "listening",
)  # fmt: skip
BEGINNINGS = (
    "b", "br", "c", "ch", "d", "f", "fl", "g", "h", "j", "k", "l", "m", "n", "p", "pr", "qu", "r", "s", "sh", "st",
    "t", "th", "tr", "v", "w",
)  # fmt: skip
VOCABULARY = 20_000
NAME_WORDS, SUMMARY_WORDS, DESCRIPTION_WORDS = 5, 25, 120
BATCH = 500
SOUTH, NORTH, WEST, EAST = 50.5, 55.0, -4.0, 1.8
WARDS = ("Quayside", "Harbour", "Old Mill", "Northfield", "Castle", "Priory")
LANGUAGES = ("en", "pl", "ur", "pa", "ar", "lt", "ro", "bn", "so", "bfi")
DAYS = ("MO,TU,WE,TH,FR", "MO,WE", "TU,TH", "SA", "MO,TU,WE,TH,FR,SA,SU", "FR", "WE")
TIMES = (
    ("09:00", "17:00"), ("08:30", "16:30"), ("10:00", "20:00"), ("16:00", "19:00"), ("00:00", "00:00"),
    ("20:00", "02:00"),
)  # fmt: skip
AGES = ((0, 18), (5, 11), (11, 18), (11, 25), (16, 25), (0, 25), (0, 4), (None, None), (13, None), (8, 17))
MONTHS = ((0, 11), (6, 23), (None, 18), (3, None))
ROUTES = (
    ["self"], ["self", "parent"], ["self", "parent", "gp", "school"], ["gp", "professional"], ["school"], ["parent"],
)  # fmt: skip
CARRIED = {"need": 4, "thrive": 2, "mode": 3, "access": 4, "cost": 1, "cohort": 2, "setting": 1, "provider_type": 1}
"""How many words of each taxonomy a service carries at most."""


def words(seed: int = 7) -> list[str]:
    """Return the vocabulary, the commonest word first."""
    die = random.Random(seed)
    made: dict[str, None] = dict.fromkeys(HEAD)
    while len(made) < VOCABULARY:
        word = "".join(die.choice(BEGINNINGS) + die.choice("aeiou") for _ in range(die.choice((2, 2, 3, 3, 4))))
        made[word + die.choice(("", "n", "r", "st", "l", "m"))] = None
    return list(made)


def fill(
    engine: Engine, count: int, seed: int = 7, on: date | None = None, progress: Callable[[int], None] | None = None
) -> None:
    """Write so many services into an empty, migrated database, with the area's taxonomies."""
    die, day = random.Random(seed), on or clock.today()
    with db.writing(engine) as session:
        if not session.scalar(select(Taxonomy).limit(1)):
            actions.load_taxonomies(session, TAXONOMIES)
        made = _services(die, count, seed, day, _terms(session))
        done = 0
        while batch := list(itertools.islice(made, BATCH)):
            _write(session, batch)
            done += len(batch)
            if progress:
                progress(done)
        actions.changed(session)


def _terms(session: Session) -> dict[str, list[uuid.UUID]]:
    """Return the ids of every taxonomy's words."""
    rows = session.execute(select(Taxonomy.key, TaxonomyTerm.id).join(TaxonomyTerm).order_by(TaxonomyTerm.position))
    found: dict[str, list[uuid.UUID]] = {}
    for key, term in rows:
        found.setdefault(key, []).append(term)
    return found


def _write(session: Session, batch: list[list[tuple[type[Any], dict[str, Any]]]]) -> None:
    """Write the rows of some services, table by table."""
    tables: dict[type[Any], list[dict[str, Any]]] = {}
    for kind, row in itertools.chain.from_iterable(batch):
        tables.setdefault(kind, []).append(row)
    for kind in (Organization, Service, Location, Contact):
        if rows := tables.pop(kind, None):
            session.execute(kind.__table__.insert(), rows)
    for kind, rows in tables.items():
        session.execute(kind.__table__.insert(), rows)


def _services(
    die: random.Random, count: int, seed: int, on: date, terms: dict[str, list[uuid.UUID]]
) -> Iterator[list[tuple[type[Any], dict[str, Any]]]]:
    """Yield the rows of one service after the other."""
    known = words(seed)
    weights = list(itertools.accumulate(1 / rank for rank in range(2, len(known) + 2)))

    def text(length: int) -> str:
        return " ".join(die.choices(known, cum_weights=weights, k=length))

    organization = uuid.UUID(int=0)
    for number in range(count):
        rows: list[tuple[type[Any], dict[str, Any]]] = []
        if number % 20 == 0:
            organization = _id(die)
            about = {"name": text(3).title(), "description": text(8), "email": None, "website": None}
            rows.append((Organization, {"id": organization, **about}))
        own = _id(die)
        rows.append((Service, _service(die, own, organization, number, on, text)))
        rows += _belongings(die, own, terms)
        yield rows


def _service(
    die: random.Random, own: uuid.UUID, organization: uuid.UUID, number: int, on: date, text: Callable[[int], str]
) -> dict[str, Any]:
    """Return a service's own row."""
    name, (low, high) = text(NAME_WORDS), die.choice(AGES)
    low_months, high_months = die.choice(MONTHS) if high == 4 or die.random() < 0.02 else (None, None)
    local, waits = die.random() < 0.05, die.random() < 0.4
    half = die.randrange(3, 120)
    return {
        "id": own, "organization_id": organization, "slug": f"{name.replace(' ', '-')[:90]}-{number}",
        "name": name.title(), "summary": text(SUMMARY_WORDS), "description": text(DESCRIPTION_WORDS),
        "status": die.choices((Status.ACTIVE, Status.PAUSED, Status.DEFUNCT), (96, 2, 2))[0],
        "alert": None, "closed_until": None, "alternatives": [], "url": "https://www.example.org/", "email": None,
        "minimum_age": low, "maximum_age": high, "minimum_age_months": low_months, "maximum_age_months": high_months,
        "eligibility": text(12), "how_to_get_in": text(12), "what_happens_next": text(12),
        "routes": die.choice(ROUTES), "self_refer_from_age": None, "via_front_door": False,
        "crisis": die.random() < 0.01, "helpline": None,
        "catchment": Catchment.WARDS if local else die.choice((Catchment.RESIDENTS, Catchment.NATIONAL)),
        "catchment_wards": die.sample(WARDS, 2) if local else [], "accreditations": None, "assurance": None,
        "mhst": None, "assured_date": die.choice((None, on - timedelta(days=die.randrange(600)))),
        "assurer_email": None, "owner": "", "fictional": True, "last_modified": datetime(2026, 1, 1, tzinfo=UTC),
        "wait_as_of": on - timedelta(days=die.randrange(150)) if waits else None,
        "wait_median_days": half if waits else None, "wait_p85_days": 2 * half if waits else None,
        "wait_count": die.randrange(5, 90) if waits else None, "wait_method": None,
    }  # fmt: skip


def _belongings(
    die: random.Random, own: uuid.UUID, terms: dict[str, list[uuid.UUID]]
) -> Iterator[tuple[type[Any], dict[str, Any]]]:
    """Yield what belongs to a service: words, a place, hours, languages, a desk and what it costs."""
    carried = [term for key, most in CARRIED.items() for term in die.sample(terms[key], die.randint(1, most))]
    for position, term in enumerate(carried):
        yield ServiceTerm, {"id": _id(die), "service_id": own, "term_id": term, "position": position}
    if die.random() < 0.8:
        yield from _place(die, own)
    if die.random() < 0.9:
        opens, closes = die.choice(TIMES)
        yield Schedule, {
            "id": _id(die), "service_id": own, "position": 0, "freq": "WEEKLY", "interval": 1,
            "byday": die.choice(DAYS), "bymonthday": "", "valid_from": None, "valid_to": None,
            "opens_at": opens, "closes_at": closes,
            "bank_holidays": die.choice(list(Rule)), "term_time_only": die.random() < 0.2, "notes": None,
        }  # fmt: skip
    for code in sorted({"en", die.choice(LANGUAGES)}.union(die.sample(LANGUAGES, die.choice((0, 0, 0, 2))))):
        yield ServiceLanguage, {"id": _id(die), "service_id": own, "code": code, "first_contact": False, "help": True}
    desk = _id(die)
    number = f"01632 960{die.randrange(1000):03d}"
    yield Contact, {"id": desk, "service_id": own, "name": None, "title": "Front desk"}
    yield Phone, {"id": _id(die), "contact_id": desk, "position": 0, "number": number, "kind": "voice"}
    yield CostOption, {
        "id": _id(die), "service_id": own, "position": 0, "option": "Free", "amount": 0.0, "amount_description": "",
    }  # fmt: skip


def _place(die: random.Random, own: uuid.UUID) -> Iterator[tuple[type[Any], dict[str, Any]]]:
    """Yield a place in England with its address, and that the service is there."""
    place = _id(die)
    yield Location, {
        "id": place, "location_type": "physical", "name": "A centre", "description": None,
        "latitude": round(die.uniform(SOUTH, NORTH), 5), "longitude": round(die.uniform(WEST, EAST), 5),
        "address_hidden": die.random() < 0.01,
    }  # fmt: skip
    yield Address, {
        "id": _id(die), "location_id": place, "address_1": f"{die.randrange(1, 200)} High Street", "city": "Ashmere",
        "state_province": "Wexlow", "postal_code": f"QX{die.randrange(1, 10)} 1AA", "country": "GB",
        "address_type": "physical",
    }  # fmt: skip
    yield ServiceAtLocation, {"id": _id(die), "service_id": own, "location_id": place, "position": 0}


def _id(die: random.Random) -> uuid.UUID:
    return uuid.UUID(int=die.getrandbits(128), version=4)
