"""The guides sorted so that they can be scanned: by what they are about, and by whom they are for. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.guides.page import AUDIENCES, Page
from portal.languages import lazy as _l

ABOUT = {
    "now": ("crisis", "self_harm"),
    "feelings": ("anxiety", "low_mood", "anger", "sleep", "eating", "body_image", "psychosis", "wellbeing"),
    "life": (
        *("school", "bullying", "online", "bereavement", "trauma"),
        *("family", "relationships", "loneliness", "substance"),
    ),
    "self": ("identity", "neuro"),
}
GROUP_OF = {need: group for group, needs in ABOUT.items() for need in needs}
ONLY_FOR: Mapping[tuple[str, ...], str] = {("parent",): "parents", ("professional",): "work"}
OTHERWISE = "help"
NAMES = {
    "now": _l("When it can't wait"),
    "feelings": _l("How you feel"),
    "life": _l("What happens in life"),
    "self": _l("Who you are"),
    "help": _l("How help works here"),
    "parents": _l("For parents and carers"),
    "work": _l("For people who work with young people"),
    "easy": _l("Easy words and pictures"),
}
"""Every group, in the order of the list."""
READERS = {"young_person": _l("Young people"), "parent": _l("Parents and carers"), "professional": _l("Professionals")}


@dataclass(frozen=True)
class Shelf:
    """One group with its guides."""

    group: str
    pages: tuple[Page, ...]


def group_of(page: Page) -> str:
    """Return the one group a guide stands in: Easy Read, its readers' own, or that of its first need."""
    if page.easy_read:
        return "easy"
    first = next(iter(page.meta["needs"]), "")
    return ONLY_FOR.get(page.audience) or GROUP_OF.get(first, OTHERWISE)


def shelves(pages: Iterable[Page], reader: str = "", about: str = "") -> list[Shelf]:
    """Sort guides into their groups; those only for the chosen reader come first. Unknown choices choose nothing."""
    reader, about = reader if reader in AUDIENCES else "", about if about in NAMES else ""
    chosen = [page for page in pages if not reader or reader in page.audience]
    own = ONLY_FOR.get((reader,), "")
    order = sorted(NAMES, key=lambda group: group != own)
    found = [Shelf(group, tuple(page for page in chosen if group_of(page) == group)) for group in order]
    return [shelf for shelf in found if shelf.pages and about in ("", shelf.group)]
