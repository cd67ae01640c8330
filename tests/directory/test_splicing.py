"""What is taken over from the old index: after whatever change, the file is what a whole build would have written."""

import random
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, select, text, update
from sqlalchemy.orm import Session

from benchmarks import seeding
from portal import db, kept, schema
from portal.directory import actions, index_file, posting_lists, reading, splicing, traces, volume
from portal.directory.hours import Rule
from portal.directory.models import (
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
from portal.directory.taxonomy import ServiceTerm, TaxonomyTerm
from tests.databases import empty
from tests.directory.conftest import MONDAY

SERVICES, ROUNDS, TRIES = 120, 6, 2
PICKLED = {"openings", "sets.names"}
"""Equal, though not always byte for byte: pickle tells one object met twice from two alike."""


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path) -> Iterator[None]:
    before = kept.folder()
    kept.install(tmp_path / "kept")
    yield
    kept._folder = before


@pytest.fixture(scope="module")
def town_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a directory of some hundred services."""
    path = tmp_path_factory.mktemp("town") / "town.db"
    engine = db.engine_for(f"sqlite:///{path}")
    schema.metadata().create_all(engine)
    seeding.fill(engine, SERVICES, on=MONDAY)
    engine.dispose()
    return path


@pytest.fixture
def same_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the usual length of texts from moving: in a town so small, one edit can."""
    for module in (posting_lists, splicing):
        monkeypatch.setattr(module, "steady", lambda _total, _count: 200.0)


@pytest.fixture
def town(town_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """Open a copy, with its index."""
    for suffix in ("", "-wal"):
        if Path(f"{town_file}{suffix}").exists():
            shutil.copy(f"{town_file}{suffix}", tmp_path / f"town.db{suffix}")
    engine = db.engine_for(f"sqlite:///{tmp_path / 'town.db'}")
    assert index_file.renewed(engine, MONDAY, wait=True)
    yield engine
    engine.dispose()


def path_of(engine: Engine) -> Path:
    path = index_file.place(engine)
    assert path
    return path


def sections(path: Path) -> dict[str, bytes]:
    read = volume.read(path)
    assert read.view("documents.ends", "Q")[-1] == len(read.view("documents", "B"))
    return {name: bytes(read.view(name, "B")) for name in read._sections} | {"facts": repr(read.facts).encode()}


def assert_as_if_made_anew(engine: Engine) -> None:
    """Compare the file with one that is made without the old one."""
    path = path_of(engine)
    spliced = sections(path)
    path.unlink()
    assert index_file.renewed(engine, MONDAY, wait=True)
    anew = sections(path)
    assert list(spliced) == list(anew)
    for name in PICKLED:
        assert volume.thawed(spliced[name]) == volume.thawed(anew[name])
    assert [name for name in anew if name not in PICKLED and spliced[name] != anew[name]] == []


def one(session: Session, die: random.Random, kind: type[Any] = Service) -> Any:
    rows = session.scalars(select(kind).order_by(kind.id)).all()
    return die.choice(rows)


def words(die: random.Random) -> str:
    return " ".join(die.choices(seeding.HEAD, k=12)) + f" {die.choice('abcdef')}{die.randrange(999)}mere"


def reword(session: Session, die: random.Random) -> None:
    found = one(session, die)
    found.description, found.minimum_age, found.routes = words(die), die.randrange(20), ["self", "gp"]


def rename(session: Session, die: random.Random) -> None:
    own = one(session, die).id
    session.execute(update(Service).where(Service.id == own).values(name=die.choice("AMZ") + words(die)[:80]))


def rename_who_runs_it(session: Session, die: random.Random) -> None:
    session.execute(text("UPDATE organizations SET name = :new WHERE id = :own"), {
        "new": words(die)[:90], "own": one(session, die, Organization).id.hex,
    })  # fmt: skip


def close(session: Session, die: random.Random) -> None:
    one(session, die).status = die.choice((Status.INACTIVE, Status.PAUSED, Status.ACTIVE))


def remove(session: Session, die: random.Random) -> None:
    session.delete(one(session, die))


def move(session: Session, die: random.Random) -> None:
    found = one(session, die, Location)
    found.latitude, found.longitude, found.address_hidden = 52 + die.random(), die.random(), die.random() < 0.3


def change_hours(session: Session, die: random.Random) -> None:
    found = one(session, die, Schedule)
    found.opens_at, found.bank_holidays = f"{die.randrange(8, 12):02}:00", die.choice(list(Rule))


def retag(session: Session, die: random.Random) -> None:
    link, other = one(session, die, ServiceTerm), one(session, die, TaxonomyTerm)
    taken = select(ServiceTerm.id).where(ServiceTerm.service_id == link.service_id, ServiceTerm.term_id == other.id)
    if session.scalar(taken) is None:
        link.term_id = other.id


def change_what_hangs_on_it(session: Session, die: random.Random) -> None:
    one(session, die, Phone).number = f"01632 960{die.randrange(1000):03d}"
    one(session, die, CostOption).option = words(die)
    session.execute(delete(ServiceLanguage).where(ServiceLanguage.id == one(session, die, ServiceLanguage).id))


def add(session: Session, die: random.Random) -> None:
    beside = one(session, die)
    values = {column.key: getattr(beside, column.key) for column in Service.__mapper__.column_attrs}
    new = Service(**values | {"id": uuid.UUID(int=die.getrandbits(128), version=4), "slug": f"new-{die.random()}"})
    new.name = die.choice(("Aaa", "Mmm", "Zzz")) + words(die)[:60]
    session.add(new)
    session.flush()
    session.add(ServiceAtLocation(service_id=new.id, location_id=one(session, die, Location).id))


ACTS: tuple[Callable[[Session, random.Random], None], ...] = (
    reword, rename, rename_who_runs_it, close, remove, move, change_hours, retag, change_what_hangs_on_it, add,
)  # fmt: skip


def edit(engine: Engine, *acts: Callable[[Session, random.Random], None], seed: int) -> None:
    die = random.Random(seed)
    with db.writing(engine) as session:
        for act in acts:
            act(session, die)
            session.flush()
            session.expire_all()
        actions.changed(session)


def caught_up(engine: Engine) -> bool:
    return index_file.catch_up(engine, MONDAY)


@pytest.mark.usefixtures("same_length")
def test_each_kind_of_change_is_taken_in(town: Engine):
    for act in ACTS:
        before = path_of(town).read_bytes()
        edit(town, act, seed=3)
        assert caught_up(town), act.__name__
        assert path_of(town).read_bytes() != before
    assert_as_if_made_anew(town)


@pytest.mark.usefixtures("same_length")
@pytest.mark.parametrize("seed", range(TRIES))
def test_change_upon_change_never_drifts_from_a_whole_build(town: Engine, seed: int):
    die, taken_over = random.Random(seed), 0
    for step in range(ROUNDS):
        edit(town, *die.choices(ACTS, k=die.choice((1, 1, 2, 9))), seed=seed * 100 + step)
        taken_over += caught_up(town)
    assert taken_over == ROUNDS
    assert_as_if_made_anew(town)


@pytest.mark.usefixtures("same_length")
def test_long_lists_stay_in_order(town: Engine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(posting_lists, "LONG", 8)
    monkeypatch.setattr(splicing, "LONG", 8)
    path_of(town).unlink()
    assert index_file.renewed(town, MONDAY, wait=True)
    for seed in range(6):
        edit(town, reword, rename, add, remove, seed=seed)
        assert caught_up(town)
    assert_as_if_made_anew(town)


@pytest.mark.usefixtures("same_length")
def test_nothing_changed_but_the_version(town: Engine):
    edit(town, seed=1)
    assert caught_up(town)
    assert_as_if_made_anew(town)


def test_another_name_of_a_word_asks_for_a_whole_build(town: Engine):
    def say_it_otherwise(session: Session, die: random.Random) -> None:
        word = one(session, die, TaxonomyTerm)
        word.names = word.names | {"en": "Kites and Balloons"}

    edit(town, say_it_otherwise, seed=1)
    assert not caught_up(town)
    assert index_file.renewed(town, MONDAY, wait=True)
    assert_as_if_made_anew(town)


def test_another_usual_length_asks_for_a_whole_build(town: Engine):
    def lengthen(session: Session, _die: random.Random) -> None:
        for each in session.scalars(select(Service).order_by(Service.id).limit(20)):
            each.description = "quiet garden " * 2000

    edit(town, lengthen, seed=1)
    assert not caught_up(town)


def keep_words(old: Any, lists: Any, _stem: str, here: range, *_rest: Any) -> None:
    for at in here:
        kept = slice(old.starts[at], old.starts[at + 1])
        lists.put(old.stems[at], old.now[kept], old.shares[kept])


@pytest.mark.usefixtures("same_length")
@pytest.mark.parametrize("fault", ["blind to hours", "numbers kept", "words kept"])
def test_a_fault_in_taking_over_would_be_noticed(town: Engine, fault: str, monkeypatch: pytest.MonkeyPatch):
    if fault == "blind to hours":
        seen = {name: shape for name, shape in reading.WITH_A_SERVICE.items() if name != "schedules"}
        monkeypatch.setattr(traces, "WITH_A_SERVICE", seen)
        path_of(town).unlink()
        assert index_file.renewed(town, MONDAY, wait=True)
        edit(town, change_hours, seed=2)
    elif fault == "numbers kept":
        monkeypatch.setattr(splicing.Course, "numbers", lambda _self, old: old)
        edit(town, remove, seed=2)
    else:
        monkeypatch.setattr(splicing, "_renew", keep_words)
        edit(town, reword, seed=2)
    caught_up(town)
    with pytest.raises((AssertionError, IndexError, ValueError, KeyError)):
        assert_as_if_made_anew(town)


@pytest.fixture
def town_on_postgresql(postgresql_url: str) -> Iterator[Engine]:
    """Fill a directory on the other database, with its index."""
    engine = db.engine_for(postgresql_url)
    seeding.fill(engine, SERVICES, on=MONDAY)
    assert index_file.renewed(engine, MONDAY, wait=True)
    yield engine
    empty(engine)
    engine.dispose()


@pytest.mark.postgresql
@pytest.mark.usefixtures("same_length")
def test_on_postgresql_changes_are_taken_in_too(town_on_postgresql: Engine):
    edit(town_on_postgresql, reword, change_hours, rename_who_runs_it, move, close, add, seed=5)
    assert caught_up(town_on_postgresql)
    assert_as_if_made_anew(town_on_postgresql)
