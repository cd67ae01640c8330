"""Guides to try now: about what was said, for whoever reads, and no more alarming than the answers."""

from dataclasses import dataclass, field
from typing import Any

from portal.signposting import reading
from portal.signposting.asked import Asked, Level


@dataclass(frozen=True)
class Guide:
    slug: str
    audience: tuple[str, ...] = ("young_person",)
    meta: dict[str, Any] = field(default_factory=lambda: {"needs": [], "age_min": 0, "age_max": 25})


def about(slug: str, *needs: str, audience: str = "young_person", low: int = 0) -> Guide:
    return Guide(slug, (audience,), {"needs": list(needs), "age_min": low, "age_max": 25})


SHELF = [
    about("sleep-better", "sleep"), about("tonight", "crisis", "sleep"), about("how-to-get-help"),
    about("getting-help-at-your-age"), about("who-sees-what-i-write"), about("for-parents", "sleep", audience="parent"),
    about("for-teens", "sleep", low=13),
]  # fmt: skip


def slugs(asked: Asked, level: Level) -> list[str]:
    return [guide.slug for guide in reading.choose(SHELF, asked, level)]


def test_what_was_said_comes_first_and_three_are_enough() -> None:
    assert slugs(Asked(who="me", ages=(14,), needs=("sleep",)), Level.SOON) == [
        "sleep-better", "for-teens", "how-to-get-help",
    ]  # fmt: skip


def test_words_about_danger_stand_only_where_they_are_called_for() -> None:
    assert "tonight" not in slugs(Asked(needs=("sleep",)), Level.SOON)
    assert slugs(Asked(needs=("sleep",)), Level.NOW)[0] == "tonight"


def test_a_guide_for_teenagers_is_not_for_a_child_of_nine() -> None:
    assert "for-teens" not in slugs(Asked(who="me", ages=(9,), needs=("sleep",)), Level.CALM)


def test_parents_read_what_is_for_parents_and_professionals_what_they_can_pass_on() -> None:
    assert slugs(Asked(who="child", needs=("sleep",)), Level.CALM) == ["for-parents"]
    assert "sleep-better" in slugs(Asked(who="gp", needs=("sleep",)), Level.CALM)
