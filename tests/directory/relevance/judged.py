"""Judged queries: how well a list of services answers them.

A person graded services for each query: 3 best, 2 good, 1 fair, 0 anything else.
success@k: at least one service of grade 2 or 3 stands among the first k. Averaged over queries.
nDCG@10: gains of 2^grade - 1, discounted by log2(place + 1), over the best order there could
be (Järvelin and Kekäläinen, 2002).
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
SETS = ("tuning", "held_out")
LANGUAGES = ("en", "pl", "ur")
GOOD = 2
DEPTH = 10


@dataclass(frozen=True)
class Query:
    """What somebody typed, and what a person thought of the services for it."""

    q: str
    language: str
    grades: Mapping[str, int]
    age: int | None = None
    near: str = ""
    danger: bool = False


@dataclass(frozen=True)
class Figures:
    """How well a list of queries was answered; every figure is between 0 and 1."""

    queries: int
    first: float
    third: float
    ndcg: float


Answering = Callable[[Query], Sequence[str]]
"""From a query to the slugs of services, best first."""


def read(name: str) -> list[Query]:
    """Read one set of judged queries."""
    said = yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))
    return [_query(each, language) for language, queries in said.items() for each in queries]


def _query(said: Mapping[str, object], language: str) -> Query:
    grades = {slug: grade for grade, name in ((1, "fair"), (2, "good"), (3, "best")) for slug in said[name]}  # type: ignore[attr-defined]
    more = {name: said[name] for name in ("age", "near", "danger") if name in said}
    return Query(str(said["q"]), language, grades, **more)  # type: ignore[arg-type]


def success(grades: Mapping[str, int], answer: Sequence[str], depth: int) -> bool:
    """Tell whether one of the first services is a good one."""
    return any(grades.get(slug, 0) >= GOOD for slug in answer[:depth])


def ndcg(grades: Mapping[str, int], answer: Sequence[str]) -> float:
    """Return how close the first ten come to the best order there could be."""
    ideal = _gain(sorted(grades.values(), reverse=True)[:DEPTH])
    return _gain([grades.get(slug, 0) for slug in answer[:DEPTH]]) / ideal if ideal else 0.0


def _gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def score(queries: Sequence[Query], answering: Answering) -> Figures:
    """Answer every query and say how well."""
    answers = [(query.grades, answering(query)) for query in queries]
    return Figures(
        queries=len(queries),
        first=_mean([success(grades, answer, 1) for grades, answer in answers]),
        third=_mean([success(grades, answer, 3) for grades, answer in answers]),
        ndcg=_mean([ndcg(grades, answer) for grades, answer in answers]),
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
