"""Which guides to try now: the ones about what somebody said, written for whoever reads. Pure."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol, TypeVar

from portal.signposting.asked import NOT_SAFE, Asked, Level
from portal.signposting.questions import AT_WORK

MOST_GUIDES = 3
ALWAYS = ("how-to-get-help", "getting-help-at-your-age", "who-sees-what-i-write")
"""Where nothing more fitting stands on the shelf."""
YOUNG = "young_person"
AUDIENCES = {"child": "parent", **dict.fromkeys(AT_WORK, "professional")}


class Guide(Protocol):
    """What has to be known of a guide; the library's pages are such."""

    @property
    def slug(self) -> str: ...  # noqa: D102
    @property
    def audience(self) -> Collection[str]: ...  # noqa: D102
    @property
    def meta(self) -> Mapping[str, Any]: ...  # noqa: D102


G = TypeVar("G", bound=Guide)


def choose(guides: Iterable[G], asked: Asked, level: Level) -> list[G]:
    """Choose up to three guides. Those about danger stand only where the answers call for help right now."""
    fitting = [guide for guide in guides if _fits(guide, asked, level)]
    reader = AUDIENCES.get(asked.who, YOUNG)
    able = [guide for guide in fitting if reader in guide.audience]
    if reader == "professional":
        # Few guides are written for them: what they can pass on comes after what is theirs.
        able += [guide for guide in fitting if YOUNG in guide.audience and guide not in able]
    about = [guide for guide in able if set(guide.meta["needs"]) & set(asked.needs)]
    urgent = [guide for guide in able if level is Level.NOW and NOT_SAFE in guide.meta["needs"]]
    usual = sorted((guide for guide in able if guide.slug in ALWAYS), key=lambda guide: ALWAYS.index(guide.slug))
    found = {guide.slug: guide for guide in (*urgent, *about, *usual)}
    return list(found.values())[:MOST_GUIDES]


def _fits(guide: Guide, asked: Asked, level: Level) -> bool:
    """Tell whether a guide is for this age and calls for no more alarm than the answers do."""
    low, high = guide.meta["age_min"], guide.meta["age_max"]
    of_age = not asked.ages or (low <= min(asked.ages) and max(asked.ages) <= high)
    return of_age and (level is Level.NOW or NOT_SAFE not in guide.meta["needs"])
