"""The area's named contacts, read from its two files: the list of places, and who is named for each."""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from portal.named_contacts import checks, organisations
from portal.named_contacts.checks import Row, said
from portal.named_contacts.contact import NamedContacts, Person
from portal.named_contacts.organisations import Organisation

FILE = "named-contacts.csv"


@dataclass(frozen=True)
class Registry:
    """Every school and practice, each with its address on this site and with whoever is named for it."""

    places: tuple[Organisation, ...]
    slugs: Mapping[str, Organisation]
    named: Mapping[tuple[str, str], NamedContacts]
    problems: tuple[tuple[int, str], ...] = ()
    """What is wrong with the file, each with its line. Rows with a problem name nobody."""

    @property
    def made_up(self) -> bool:
        """Tell whether numbers or addresses of a story are left in an area that is real."""
        return any(problem.endswith(checks.MADE_UP) for _line, problem in self.problems)

    def of(self, place: Organisation) -> NamedContacts:
        """Return who is named for a place; where nobody is, that."""
        return self.named.get((place.kind, place.code)) or NamedContacts(place.kind, place.code)

    def path(self, place: Organisation) -> str:
        """Return the address of a place's page, below the root of the reader's language."""
        return "/named-contacts/" + next(slug for slug, each in self.slugs.items() if each == place)

    def meant(self, kinds: Sequence[str], code: str, name: str) -> Organisation | None:
        """Return the place that somebody named in a form, by its code or by its name to the letter."""
        known = organisations.of_kinds(self.places, kinds)
        by_code = next((each for each in known if code and code in (each.code, each.ods)), None)
        return by_code or (organisations.exactly(known, name) if name else None)

    def to_check(self, on: date) -> tuple[Organisation, ...]:
        """Return the places that somebody has to ask: whose names have lapsed, or where one is missing."""
        return tuple(place for place in self.places if _open(self.of(place), on))


def _open(named: NamedContacts, on: date) -> bool:
    """Tell whether there is something to ask a place."""
    return named.link is None or named.lead is None or named.lapsed(on)


def load(folder: Path, *, fictional: bool) -> Registry:
    """Read `content/area/`. Nothing in the file of names stops anything: what cannot be read names nobody."""
    places = organisations.load(folder)
    path = folder / FILE
    if not path.exists():
        return read((), places, fictional=fictional, problems=((1, f"There is no {FILE}."),))
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (OSError, ValueError, csv.Error) as wrong:
        return read((), places, fictional=fictional, problems=((1, f"It cannot be read: {wrong}"),))
    missing = [column for column in checks.COLUMNS if rows and column not in rows[0]]
    if missing:
        return read((), places, fictional=fictional, problems=((1, f"These headings are missing: {missing}"),))
    return read(rows, places, fictional=fictional)


def read(
    rows: Sequence[Row],
    places: tuple[Organisation, ...],
    *,
    fictional: bool,
    problems: tuple[tuple[int, str], ...] = (),
) -> Registry:
    """Make the registry from what the files say."""
    found = problems or tuple(checks.problems(rows, places, fictional=fictional))
    spoilt = {line for line, _problem in found}
    good = (_named(row) for at, row in enumerate(rows, 2) if at not in spoilt)
    named = {(each.kind, each.code): each for each in good}
    return Registry(places, MappingProxyType(_slugs(places)), MappingProxyType(named), found)


def _named(row: Row) -> NamedContacts:
    """Make one place's names from its row, which has been checked."""
    days = tuple(checks.DAYS.index(day) for day in said(row, "link_days").split())
    return NamedContacts(
        kind=said(row, "kind"),
        code=said(row, "code"),
        link=_person(row, "link", email=said(row, "link_email"), days=days),
        lead=_person(row, "lead", where=said(row, "lead_where")),
        support_team=said(row, "support_team"),
        safeguarding=said(row, "safeguarding"),
        checked_on=_day(said(row, "checked_on")),
        check_again_on=_day(said(row, "check_again_on")),
    )


def _person(row: Row, who: str, *, email: str = "", days: tuple[int, ...] = (), where: str = "") -> Person | None:
    """Make one of the two people of a row, where one is named."""
    name = said(row, f"{who}_name")
    return Person(name, said(row, f"{who}_role"), said(row, f"{who}_phone"), email, days, where) if name else None


def _day(text: str) -> date | None:
    """Read a day."""
    return date.fromisoformat(text) if text else None


def _slugs(places: Sequence[Organisation]) -> dict[str, Organisation]:
    """Give every place an address; two of one name are told apart by their codes."""
    often = Counter(slug_of(place.name) for place in places)
    made: dict[str, Organisation] = {}
    for place in places:
        slug = slug_of(place.name)
        if not slug or often[slug] > 1 or slug in made:
            slug = f"{slug}-{place.code.lower()}".strip("-")
        while slug in made:
            slug += f"-{place.kind}"
        made[slug] = place
    return made


def slug_of(name: str) -> str:
    """Return a name as it stands in an address."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return "-".join(re.findall(r"[a-z0-9]+", letters.replace("'", "").replace("’", "")))
