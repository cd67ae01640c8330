"""Loading the seed: as often as wanted, with dates that keep their distance, and a version that moves."""

import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, inspect, select

from portal import db
from portal.directory import actions, index, queries
from portal.directory.index import Index
from portal.directory.models import Location, Phone, Schedule, Service
from portal.directory.taxonomy import ServiceTerm, TaxonomyTerm
from tests.directory.conftest import CONTENT, MONDAY

AREA = CONTENT / "area"
TABLES = (Service, Location, Phone, Schedule, ServiceTerm, TaxonomyTerm)


def counts(engine: Engine) -> list[int]:
    with db.reading(engine) as session:
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


def rows(engine: Engine) -> dict[str, object]:
    with db.reading(engine) as session:
        found = session.scalars(select(Service)).all()
        columns = [column.key for column in inspect(Service).column_attrs]
        return {each.slug: [getattr(each, name) for name in columns] for each in found}


def a_small_area(folder: Path, *, fictional: bool = True) -> dict[str, Any]:
    """Write an area with one service in it, which has lost its hours and all needs but one."""
    shutil.copy(AREA / "taxonomies.toml", folder)
    said = json.loads((AREA / "services" / "nhs.json").read_text("utf-8"))
    one = next(each for each in said["contents"] if each["x_cypmh"]["slug"] == "community-paediatrics")
    one["schedules"], one["x_cypmh"]["needs"] = [], ["sleep"]
    said |= {"fictional": fictional, "contents": [one]}
    (folder / "services").mkdir()
    (folder / "services" / "nhs.json").write_text(json.dumps(said))
    return dict(said)


def test_loading_twice_changes_nothing(filled: Engine):
    once, words = counts(filled), rows(filled)
    with db.writing(filled) as session:
        assert actions.load_seed(session, AREA, MONDAY)["services"] == 84
    assert counts(filled) == once
    assert rows(filled) == words


def test_what_has_left_the_seed_leaves_the_service(filled: Engine, tmp_path: Path):
    said = a_small_area(tmp_path)["contents"][0]
    with db.reading(filled) as session:
        before = index.read(session, MONDAY).service(said["x_cypmh"]["slug"])
    with db.writing(filled) as session:
        actions.load_seed(session, tmp_path, MONDAY)
    with db.reading(filled) as session:
        after = index.read(session, MONDAY).service(said["x_cypmh"]["slug"])
    assert before
    assert after
    assert before.openings
    assert not after.openings
    assert after.terms["need"] == ("sleep",)


def test_dates_of_a_fictional_seed_keep_their_distance(empty: Engine):
    later = MONDAY + timedelta(days=400)
    with db.writing(empty) as session:
        actions.load_seed(session, AREA, later)
    with db.reading(empty) as session:
        found = index.read(session, later)
    stale = [each for each in found.documents if each.assured and later - each.assured > timedelta(days=365)]
    assert len(stale) == 8
    assert found.held_back == 0
    reopens = [each.closed_until for each in found.documents if each.closed_until]
    assert all(day > later for day in reopens)


def test_what_a_service_is_mainly_for_comes_first(wexlow: Index):
    for each in json.loads((AREA / "services" / "nhs.json").read_text())["contents"]:
        service = wexlow.service(each["x_cypmh"]["slug"])
        assert service
        assert list(service.terms["need"]) == each["x_cypmh"]["needs"]


def test_every_change_moves_the_version(empty: Engine):
    seen = []
    for _ in range(3):
        with db.reading(empty) as session:
            seen.append(queries.version(session))
        with db.writing(empty) as session:
            actions.changed(session)
    assert seen[0] == 0
    assert seen[0] < seen[1] < seen[2]


def test_a_real_seed_keeps_its_dates(empty: Engine, tmp_path: Path):
    a_small_area(tmp_path, fictional=False)
    with db.writing(empty) as session:
        actions.load_seed(session, tmp_path, MONDAY + timedelta(days=900))
        (service,) = session.scalars(select(Service))
        assert service.assured_date == date(2025, 9, 3)
        assert not service.fictional
