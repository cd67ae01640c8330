"""How well the search answers what people really type, beside what a database's own full text would answer."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from portal.directory import gaining, index, reference
from portal.directory.index import Index
from portal.directory.reference import Answer, Reference
from portal.directory.vocabulary import EMPTY
from portal.directory.wanted import Wanted
from tests.directory.conftest import MONDAY, NOON
from tests.directory.relevance import full_text, judged
from tests.directory.relevance.judged import DEPTH, LANGUAGES, SETS, Figures, Query

# What is kept: a little under what was measured, so that it cannot sink unseen. (success@1, success@3, nDCG@10)
FLOORS = {
    ("tuning", "en"): (0.82, 0.94, 0.68),
    ("tuning", "pl"): (0.88, 0.94, 0.70),
    ("tuning", "ur"): (0.88, 0.96, 0.71),
    ("held_out", "en"): (0.73, 0.88, 0.60),
    ("held_out", "pl"): (0.74, 0.92, 0.67),
    ("held_out", "ur"): (0.92, 0.95, 0.70),
}
HEARD = {"tuning": 1.0, "held_out": 0.86}
"""The part of the queries that tell of danger after which help for right now comes first."""
FALSE_ALARMS = 0.07
"""The part of the other queries above which it may stand."""


def answer(wexlow: Index, tables: Reference, query: Query) -> Answer:
    """Ask as the public page does."""
    wanted = Wanted(q=query.q, age=query.age, near=tables.places.find(query.near), near_typed=query.near)
    return reference.ask(tables, wexlow, wanted, query.language, NOON)


def ours(wexlow: Index, tables: Reference) -> judged.Answering:
    return lambda query: [wexlow.documents[hit.number].slug for hit in answer(wexlow, tables, query).found.first(DEPTH)]


def theirs(wexlow: Index) -> list[judged.Answering]:
    database = full_text.table(wexlow)
    ways: list[Callable[..., list[str]]] = [full_text.any_word, full_text.all_words]
    return [lambda query, way=way: way(database, query.q, query.age) for way in ways]  # type: ignore[misc]


def queries(name: str, language: str) -> list[Query]:
    return [query for query in judged.read(name) if query.language == language]


Scores = Mapping[tuple[str, str], tuple[Figures, Figures]]


@pytest.fixture(scope="module")
def scores(wexlow: Index, tables: Reference) -> Scores:
    """Score both on every set: ours, and the better of the two ways to ask full text."""
    found = {}
    for name in SETS:
        for language in LANGUAGES:
            asked = queries(name, language)
            best = max((judged.score(asked, way) for way in theirs(wexlow)), key=lambda figures: figures.third)
            found[name, language] = (judged.score(asked, ours(wexlow, tables)), best)
    return found


def below(scores: Mapping[tuple[str, str], Figures]) -> list[tuple[str, str]]:
    """Return the sets that are answered worse than they were."""
    measured = {key: (each.first, each.third, each.ndcg) for key, each in scores.items()}
    return [key for key, each in measured.items() if any(a < b for a, b in zip(each, FLOORS[key], strict=True))]


def test_the_figures_are_shown(scores: Scores, capsys: pytest.CaptureFixture[str]):
    with capsys.disabled():
        print("\n  set       language  queries        ours: success@1, success@3, nDCG@10   FTS5 with bm25: the same")
        for (name, language), (own, other) in scores.items():
            figures = "".join(f"{figure:10.3f}" for figure in (own.first, own.third, own.ndcg))
            others = "".join(f"{figure:10.3f}" for figure in (other.first, other.third, other.ndcg))
            print(f"  {name:9} {language:9} {own.queries:7}       {figures}              {others}")
    assert set(scores) == set(FLOORS)


def test_searches_are_answered_as_well_as_they_were(scores: Scores):
    assert below({key: own for key, (own, _) in scores.items()}) == []


def test_every_language_is_answered_better_than_by_full_text_alone(scores: Scores):
    for own, other in scores.values():
        assert own.third > other.third
        assert own.first > other.first
        assert own.ndcg > other.ndcg


@pytest.mark.parametrize("name", SETS)
def test_words_of_danger_bring_help_first(wexlow: Index, tables: Reference, name: str):
    told = [query for query in judged.read(name) if query.danger]
    answers = [answer(wexlow, tables, query) for query in told]
    first = [each.danger and wexlow.documents[each.found.first(1)[0].number].crisis for each in answers]
    assert sum(first) / len(told) >= HEARD[name]


def test_help_for_right_now_does_not_stand_above_everything(wexlow: Index, tables: Reference):
    calm = [query for name in SETS for query in judged.read(name) if not query.danger]
    assert sum(answer(wexlow, tables, query).danger for query in calm) / len(calm) <= FALSE_ALARMS


def test_without_the_tables_of_words_it_would_be_noticed(wexlow: Index, tables: Reference):
    bare = replace(tables, vocabulary=EMPTY)
    found = {("tuning", each): judged.score(queries("tuning", each), ours(wexlow, bare)) for each in LANGUAGES}
    assert len(below(found)) == len(LANGUAGES)


def test_an_order_that_does_not_care_what_words_mean_would_be_noticed(
    wexlow: Index, tables: Reference, monkeypatch: pytest.MonkeyPatch
):
    for gain in ("carried", "mainly", "rare", "how"):
        monkeypatch.setitem(gaining.WEIGHTS, gain, 0)
    fresh = index.build(list(wexlow.documents), wexlow.terms, MONDAY)  # answers that were kept stay behind
    found = {("tuning", each): judged.score(queries("tuning", each), ours(fresh, tables)) for each in LANGUAGES}
    assert len(below(found)) == len(LANGUAGES)


def test_the_figures_are_what_their_names_say():
    grades = {"best": 3, "good": 2, "fair": 1}
    assert judged.success(grades, ["fair", "other", "good"], 3)
    assert not judged.success(grades, ["fair", "other", "good"], 2)
    assert judged.ndcg(grades, ["best", "good", "fair"]) == pytest.approx(1.0)
    assert judged.ndcg(grades, ["fair", "good", "best"]) < 1
    assert judged.ndcg(grades, []) == 0
