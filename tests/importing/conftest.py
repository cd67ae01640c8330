"""Feeds somebody else might publish, made up and dirty on purpose, and the directory they meet."""

import copy
import json
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from portal import config, db, schema
from portal.directory import queries as directory
from portal.directory import to_open_referral
from portal.importing import bringing, cleaning, comparison, labels, shapes, sources
from portal.importing.actions import Act
from portal.importing.cleaning import Cleaned, Known, Quarantined
from portal.importing.comparison import Comparison

CONTENT = config.PROJECT / "content"
AREA = CONTENT / "area"
TODAY = date(2026, 11, 25)
MOMENT = datetime(2026, 11, 25, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 26, 12, tzinfo=UTC)
FEED = "county"
ASSURER = "jane.doe@county.example.org"


def an_id(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://county.example.org/{name}"))


def a_service(name: str = "Harbour Listening Room", **changes: Any) -> dict[str, Any]:
    """Make up one service as a county publishes it in Open Referral UK 3.0: tidy, unless told otherwise."""
    said: dict[str, Any] = {
        "id": an_id(name),
        "name": name,
        "description": "<p>Somebody to talk to, for an hour a week.</p>",
        "url": "https://listening.example.org/room",
        "email": "hello@listening.example.org",
        "status": "active",
        "minimum_age": 11,
        "maximum_age": 18,
        "assured_date": "2026-09-01",
        "assurer_email": ASSURER,
        "last_modified": "2026-09-01T10:00:00",
        "organization": {"id": an_id("owner"), "name": "Harbour Trust", "description": "A made-up charity."},
        "service_at_locations": [
            {
                "id": an_id(f"{name} place"),
                "location": {
                    "id": an_id("hall"),
                    "location_type": "physical",
                    "name": "Harbour Hall",
                    "latitude": 54.49,
                    "longitude": 1.51,
                    "addresses": [
                        {
                            "id": an_id("address"),
                            "address_1": "1 Quay Street",
                            "city": "Ashmere",
                            "state_province": "Wexlow",
                            "postal_code": "QX1 3TY",
                            "country": "GB",
                            "address_type": "physical",
                        }
                    ],
                },
            }
        ],
        "contacts": [{"id": an_id("desk"), "phones": [{"id": an_id("phone"), "number": "01632 960123"}]}],
        "schedules": [
            {"id": an_id("hours"), "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "10:00:00", "closes_at": "16:00:00"}
        ],
        "attributes": [{"id": an_id("word"), "taxonomy_term": {"name": "Anxiety & Worry ", "taxonomy": "Needs"}}],
    }
    return said | changes


NAMES = ("Harbour Listening Room", "Quay Youth Club", "Mill Lane Counselling", "Sleep Well", "Parents Together")


def a_feed(*services: Any) -> list[Any]:
    return list(services or [a_service(name) for name in NAMES])


@pytest.fixture(scope="session")
def words() -> labels.Labels:
    return labels.load(AREA)


@pytest.fixture(scope="session")
def known(words: labels.Labels) -> Known:
    return Known(comparison.feed_id(FEED), words, frozenset(), TODAY)


@pytest.fixture
def clean(known: Known) -> Callable[..., Cleaned | Quarantined]:
    """Clean one record as it stands in a list."""

    def cleaned(said: Any) -> Cleaned | Quarantined:
        return cleaning.clean(shapes.records([said])[0], known)

    return cleaned


@pytest.fixture
def accepted(clean: Callable[..., Any]) -> Callable[..., Cleaned]:
    """Clean a record that has to go through."""

    def kept(said: Any) -> Cleaned:
        found = clean(said)
        assert isinstance(found, Cleaned), found
        return found

    return kept


def quiet(items: Any, _doing: str, _count: int) -> Any:
    return items


class County:
    """A publisher, and the directory that takes over from it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        bringing.set_up(engine, CONTENT)

    def look(self, services: Any, name: str = FEED, moment: datetime = MOMENT, *, force: bool = False) -> Comparison:
        gathered = sources.Gathered(name, shapes.records(copy.deepcopy(services)))
        return bringing.look(self.engine, CONTENT, gathered, "feed.json", moment, quiet, force=force)

    def bring(
        self, services: Any, name: str = FEED, moment: datetime = MOMENT, *, force: bool = False, review: bool = False
    ) -> Comparison:
        made = self.look(services, name, moment, force=force)
        assert not made.refused, made.refused
        bringing.bring_in(self.engine, made, Act(None, moment, review=review), quiet)
        return made

    def entries(self) -> dict[str, Any]:
        """Show every entry as it is now, by name."""
        with db.reading(self.engine) as session:
            rows = session.scalars(directory.whole()).all()
            return {row.name: to_open_referral.service(row) for row in rows}

    def everything(self) -> dict[str, Any]:
        """Show every row of every table, so that two moments can be compared."""
        with db.reading(self.engine) as session:
            return {
                table.name: sorted(map(repr, session.execute(select(table)).all()))
                for table in schema.metadata().sorted_tables
            }

    def count(self, table: Any) -> int:
        with db.reading(self.engine) as session:
            return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def county(engine: Engine) -> County:
    return County(engine)


def counts(made: Comparison) -> tuple[int, int, int, int, int]:
    """Show a comparison as numbers: new, changed, the same, gone, set aside."""
    kinds = (made.count(comparison.ADDED), made.count(comparison.CHANGED), made.unchanged)
    return (*kinds, len(made.vanished), len(made.quarantined))


def write_json(path: Path, said: Any) -> Path:
    path.write_text(json.dumps(said), "utf-8")
    return path
