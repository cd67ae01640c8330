"""The engine against the slow way: a thousand searches of two thousand made-up services, and SQL for every count."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import ColumnElement, Engine, Text, and_, cast, exists, func, or_, select
from sqlalchemy.orm import Session

from benchmarks import seeding
from portal import db
from portal.directory import index, packing, ranking, search
from portal.directory.index import FACETS, Index
from portal.directory.models import Service, ServiceLanguage, Status
from portal.directory.places import NOWHERE
from portal.directory.search import Now
from portal.directory.taxonomy import ServiceTerm, Taxonomy, TaxonomyTerm
from portal.directory.tokens import stem
from portal.directory.vocabulary import EMPTY
from portal.directory.wanted import ALL_OF, MANY, Wanted
from tests.databases import empty
from tests.directory import slow
from tests.directory.conftest import MONDAY, NOON
from tests.directory.slow import Texts

SERVICES, QUERIES, TOP = 2000, 1000, 20
NOW = Now(NOON, MONDAY)
TOLERANCE = 1e-5
GOOD = 0.995
"""Of the slow top twenty, so much stands in the quick one."""


@pytest.fixture(scope="module")
def many_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("many") / "many.db"
    engine = db.engine_for(f"sqlite:///{path}")
    db.Base.metadata.create_all(engine)
    seeding.fill(engine, SERVICES, on=MONDAY)
    engine.dispose()
    return path


@pytest.fixture(scope="module")
def opened(many_file: Path) -> Iterator[Engine]:
    engine = db.engine_for(f"sqlite:///{many_file}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def many(opened: Engine) -> Index:
    with db.reading(opened) as session:
        return index.read(session, MONDAY)


@pytest.fixture(scope="module")
def texts(many: Index) -> Texts:
    return Texts(tuple(many.documents), many.terms)


def queries(texts: Texts, count: int, seed: int = 11) -> list[str]:
    """Make up searches of words that services use: common, middling and rare ones, up to three together."""
    die, words = random.Random(seed), [word for word in seeding.words() if stem(word) in texts.users]
    ranges = (words[:30], words[30:400], words[400:4000])
    return [" ".join(die.choice(die.choice(ranges)) for _ in range(die.choice((1, 1, 2, 2, 3)))) for _ in range(count)]


def slowly(texts: Texts, query: Sequence[str]) -> list[int]:
    able = [n for n, each in enumerate(texts.services) if slow.listed(each, MONDAY)]
    return slow.in_order(texts, [n for n in able if all(texts.uses(n, word) for word in query)], query)


def overlap(many: Index, texts: Texts, asked: Sequence[str]) -> float:
    """Return which part of the slow top is in the quick one, over many searches that find something."""
    shares = []
    for query in asked:
        words = list(dict.fromkeys(map(stem, query.split())))
        expected = slowly(texts, words)
        found = search.exactly(many, EMPTY, NOWHERE, Wanted(q=query), NOW)
        assert found.total == len(expected), query
        if expected:
            got = {hit.number for hit in found.first(TOP)}
            shares.append(len(got & set(expected[:TOP])) / min(TOP, len(expected)))
    assert len(shares) > len(asked) / 3
    return sum(shares) / len(shares)


@pytest.mark.slow
def test_a_thousand_searches_agree_with_the_slow_way(many: Index, texts: Texts):
    assert overlap(many, texts, queries(texts, QUERIES)) >= GOOD


def test_the_order_agrees_place_by_place_and_so_do_the_scores(many: Index, texts: Texts):
    for query in queries(texts, 150, seed=5):
        words = list(dict.fromkeys(map(stem, query.split())))
        ranked = search.exactly(many, EMPTY, NOWHERE, Wanted(q=query), NOW).ranked
        expected = slowly(texts, words)[:TOP]
        for hit, number in zip(ranked.hits(0, TOP), expected, strict=True):
            score = texts.score(number, words)
            assert ranked.score(hit.number) == pytest.approx(texts.score(hit.number, words), rel=TOLERANCE)
            assert hit.number == number or ranked.score(hit.number) == pytest.approx(score, rel=TOLERANCE), query


def test_pages_are_the_slow_order_cut_in_pieces(many: Index, texts: Texts):
    expected = slowly(texts, ["anxiety"])
    got: list[int] = []
    for page in range(1, 200):
        hits = search.exactly(many, EMPTY, NOWHERE, Wanted(q="anxiety", page=page), NOW).page()
        got += [hit.number for hit in hits]
    assert sorted(got) == sorted(expected)
    assert got == [hit.number for hit in search.exactly(many, EMPTY, NOWHERE, Wanted(q="anxiety"), NOW).first(9999)]


@pytest.mark.parametrize("fault", ["another constant", "no lengths", "hardly looking", "tiers forgotten"])
def test_a_wrong_formula_or_a_careless_shortcut_would_be_noticed(
    many: Index, texts: Texts, fault: str, monkeypatch: pytest.MonkeyPatch
):
    asked = [query for query in queries(texts, 200) if " " in query]
    if fault == "another constant":
        texts = Texts(texts.services, many.terms, k=0.4)
    elif fault == "no lengths":
        texts = Texts(texts.services, many.terms, b=0.0)
    elif fault == "hardly looking":
        monkeypatch.setattr(ranking, "FEW", 1)
        monkeypatch.setattr(ranking, "LOOKS", 25)
    else:
        monkeypatch.setattr(ranking.Ranked, "_usable", lambda _self: [])
    assert overlap(many, texts, asked) < GOOD


def sql(session: Session, wanted: Wanted, *, without: str = "") -> ColumnElement[bool]:
    """Say in SQL what a search asks for, leaving one filter out."""
    old = MONDAY - timedelta(days=548)
    said = [
        Service.status.in_((Status.ACTIVE, Status.PAUSED)),
        or_(Service.assured_date.is_(None), Service.assured_date >= old),
    ]
    if wanted.age is not None and without != "age":
        last = wanted.oldest if wanted.oldest is not None else wanted.age
        said += _takes(wanted.age * 12, last * 12 + 11)
    if wanted.months is not None:
        said += _takes(wanted.months, wanted.months)
    for name in MANY:
        if name != without or name in ALL_OF:
            each = [carries(name, value) for value in wanted.values(name)]
            said += [and_(*each) if name in ALL_OF else or_(*each)] if each else []
    return and_(*said)


def _takes(first: int, last: int) -> list[ColumnElement[bool]]:
    low = func.coalesce(Service.minimum_age_months, Service.minimum_age * 12, 0)
    high = func.coalesce(Service.maximum_age_months, Service.maximum_age * 12 + 11, 9999)
    return [low <= last, high >= first]


def carries(name: str, value: str) -> ColumnElement[bool]:
    """Say in SQL that a service carries a value of a facet."""
    if name == "route":
        return cast(Service.routes, Text).like(f'%"{value}"%')
    if name == "language":
        spoken = ServiceLanguage
        return exists().where(spoken.service_id == Service.id, spoken.code == value, spoken.help)
    linked = exists().where(
        ServiceTerm.service_id == Service.id,
        ServiceTerm.term_id == TaxonomyTerm.id,
        TaxonomyTerm.taxonomy_id == Taxonomy.id,
        TaxonomyTerm.key == value,
        Taxonomy.key == name,
    )
    ways = {"self_referral": "self", "parent_referral": "parent"}
    return or_(linked, carries("route", ways[value])) if name == "access" and value in ways else linked


def made_up(many: Index, count: int, seed: int) -> list[Wanted]:
    """Make up searches by filters."""
    die, found = random.Random(seed), []
    for _ in range(count):
        names = die.sample(MANY, die.choice((0, 1, 1, 2)))
        chosen = {name: tuple(die.sample(sorted(many.bits[name]), die.choice((1, 1, 2)))) for name in names}
        age = die.choice((None, die.randrange(26)))
        oldest = die.choice((None, die.randrange(age, 26))) if age is not None else None
        months = die.randrange(24) if die.random() < 0.2 else None
        found.append(Wanted(age=age, oldest=oldest, months=months, chosen=chosen))
    return found


def compared(session: Session, many: Index, asked: Sequence[Wanted]) -> Iterator[tuple[int, int]]:
    """Yield what SQL counts and what the index counts: the total, and one value of every facet."""
    die = random.Random(3)

    def counted(condition: ColumnElement[bool]) -> int:
        return session.scalar(select(func.count()).select_from(Service).where(condition)) or 0

    for wanted in asked:
        found = search.exactly(many, EMPTY, NOWHERE, wanted, NOW)
        yield counted(sql(session, wanted)), found.total
        for facet in FACETS:
            value = die.choice(sorted(found.counts[facet]))
            condition = and_(sql(session, wanted, without=facet), carries(facet, value))
            yield counted(condition), found.counts[facet][value]


def test_every_count_is_what_sql_counts(opened: Engine, many: Index):
    with db.reading(opened) as session:
        pairs = list(compared(session, many, made_up(many, 60, seed=1)))
    assert [quick for _slow, quick in pairs] == [slow for slow, _quick in pairs]
    assert len({quick for _slow, quick in pairs}) > 50


@pytest.fixture
def on_postgresql(postgresql_url: str) -> Iterator[Engine]:
    engine = db.engine_for(postgresql_url)
    seeding.fill(engine, 300, on=MONDAY)
    yield engine
    empty(engine)
    engine.dispose()


@pytest.mark.postgresql
def test_on_postgresql_too(on_postgresql: Engine):
    with db.reading(on_postgresql) as session:
        found = index.read(session, MONDAY)
        pairs = list(compared(session, found, made_up(found, 12, seed=2)))
    assert [quick for _slow, quick in pairs] == [slow for slow, _quick in pairs]


@pytest.mark.parametrize(
    "fault",
    [
        lambda service, _on: (s for s in packing_sets(service) if s != ("need", service.terms.get("need", ("",))[-1])),
        lambda service, _on: (s for s in packing_sets(service) if s[0] != "age" or service.minimum_age is not None),
        lambda service, _on: (s for s in packing_sets(service) if s != ("route", "parent")),
    ],
    ids=["a need lost", "silence about ages excludes", "a way in lost"],
)
def test_a_service_in_the_wrong_set_would_be_noticed(
    opened: Engine, many: Index, fault: Callable[..., Iterator[tuple[str, str]]], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(packing, "sets_of", fault)
    wrong = index.build(list(many.documents)[:400], many.terms, MONDAY)
    monkeypatch.undo()
    right = index.build(list(many.documents)[:400], many.terms, MONDAY)
    asked = made_up(right, 40, seed=4)
    totals = [[search.exactly(each, EMPTY, NOWHERE, wanted, NOW).total for wanted in asked] for each in (right, wrong)]
    assert totals[0] != totals[1]


ORIGINAL = packing.sets_of


def packing_sets(service: object) -> Iterator[tuple[str, str]]:
    return ORIGINAL(service, MONDAY)  # type: ignore[arg-type]


def test_an_answer_that_is_remembered_is_the_answer(many: Index):
    for wanted in made_up(many, 20, seed=8):
        first = search.search(many, EMPTY, NOWHERE, wanted, NOW)
        again = search.search(many, EMPTY, NOWHERE, replace(wanted), NOW)
        assert again is first
        other = search.search(many, EMPTY, NOWHERE, replace(wanted, sort="name"), NOW)
        assert other.total == first.total
        assert other is not first
