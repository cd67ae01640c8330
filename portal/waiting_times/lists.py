"""The lists an area publishes waits for, as a table in its content. Pure but for reading the file."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

NO_PATHWAY = ""


@dataclass(frozen=True)
class WaitingList:
    """One kind of help that people wait for."""

    id: str
    pathways: frozenset[str]
    services: tuple[str, ...]
    """Slugs of the entries whose pages show it."""
    names: Mapping[str, str]
    """By language, as they stand after "help with"."""

    def name(self, language: str) -> str:
        """Return its name in a language, or in English where there is none."""
        return self.names.get(language, self.names["en"])


@dataclass(frozen=True)
class Lists:
    """What an area publishes, and when."""

    version: str
    bands: tuple[str, ...]
    published_on: int
    """Day of the month."""
    each: tuple[WaitingList, ...]

    def of(self, pathways: Iterable[str]) -> WaitingList | None:
        """Return the list somebody with these pathways is on: the first that holds one of them."""
        held = set(pathways) or {NO_PATHWAY}
        found = next((one for one in self.each if one.pathways & held), None)
        return found or next((one for one in self.each if NO_PATHWAY in one.pathways), None)

    def by_id(self, list_id: str) -> WaitingList | None:
        """Return the list of an id."""
        return next((one for one in self.each if one.id == list_id), None)

    def of_service(self, slug: str) -> tuple[WaitingList, ...]:
        """Return the lists that a service's page shows."""
        return tuple(one for one in self.each if slug in one.services)


def load(folder: Path) -> Lists:
    """Read an area's table. Raises ValueError for two lists of one id or one pathway."""
    said = tomllib.loads((folder / "waits.toml").read_text(encoding="utf-8"))
    each = tuple(
        WaitingList(one["id"], frozenset(one["pathways"]), tuple(one["services"]), one["names"])
        for one in said["lists"]
    )
    ids, ways = [one.id for one in each], [way for one in each for way in one.pathways]
    if len(set(ids)) < len(ids) or len(set(ways)) < len(ways):
        raise ValueError("waits.toml: every id and every pathway belongs to one list only.")
    return Lists(said["version"], tuple(said["bands"]), said["published_on"], each)
