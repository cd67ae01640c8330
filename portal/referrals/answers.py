"""What somebody typed, made ready to keep: dates read, numbers checked, organisations found. Pure.

Nothing is refused and nothing replaced without a trace: what cannot be read is kept as it was typed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.named_contacts import organisations
from portal.named_contacts.organisations import PRACTICE, SCHOOL, Organisation
from portal.referrals import nhs_numbers, reading_ages
from portal.web import typed

NOT_WELL_FORMED = "not_well_formed"


@dataclass(frozen=True)
class Lookup:
    """One name that the area's list may know, and where its code is kept."""

    page: str
    name: str
    code: str
    kinds: tuple[str, ...]
    ods: bool
    """Whether the ODS code is kept, or the list's own: a school's URN."""

    def code_of(self, found: Organisation) -> str:
        """Return the code that is kept for an organisation."""
        return found.ods if self.ods else found.code


LOOKUPS = (
    Lookup("you", "organisation", "organisation_code", (SCHOOL, PRACTICE), ods=True),
    Lookup("places", "school", "school_urn", (SCHOOL,), ods=False),
    Lookup("places", "gp_practice", "gp_ods", (PRACTICE,), ods=True),
)
MADE_FROM: Mapping[str, str] = {
    "age_said": "age",
    "age_from_dob": "dob",
    "nhs_number_check": "nhs_number",
    **{lookup.code: lookup.name for lookup in LOOKUPS},
}
"""What is read from an answer and kept beside it, by the question that was asked."""


def made_ready(said: Mapping[str, Any], language: str, today: date, known: Iterable[Organisation]) -> dict[str, Any]:
    """Return one page's answers as they are kept."""
    ready = dict(said)
    if isinstance(typed_age := ready.get("age"), str):
        years = reading_ages.read_age(typed_age, language)
        del ready["age"]
        ready |= {"age": years} if years is not None else {}
        ready |= {"age_said": typed_age} if typed_age != str(years) else {}
    if born := read_birthday(str(ready.get("dob", "")), language, today):
        ready |= {"dob": born.isoformat(), "age_from_dob": age_on(born, today)}
    if (number := ready.get("nhs_number")) and not nhs_numbers.is_well_formed(number):
        ready["nhs_number_check"] = NOT_WELL_FORMED
    for lookup in LOOKUPS:
        if lookup.name in ready:
            ready = _settled(lookup, ready, organisations.of_kinds(known, lookup.kinds))
    return ready


def as_typed(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return one page's answers as its boxes show them: an age as it was written."""
    return {**said, **({"age": said["age_said"]} if "age_said" in said else {})}


def _settled(lookup: Lookup, said: dict[str, Any], known: tuple[Organisation, ...]) -> dict[str, Any]:
    """Keep the name and code of an organisation that was chosen or named to the letter, or else what was typed."""
    text, code = str(said.get(lookup.name, "")), said.pop(lookup.code, None)
    offered = organisations.find(known, text)
    chosen = next((each for each in offered if code in (each.code, each.ods)), None)
    found = chosen or (organisations.exactly(known, text) if code is None else None)
    return said | {lookup.name: found.name, lookup.code: lookup.code_of(found)} if found else said


def undecided(lookup: Lookup, said: Mapping[str, Any], known: Iterable[Organisation]) -> tuple[Organisation, ...]:
    """Return what an organisation that was typed could be, as long as nobody has chosen."""
    if said.get(lookup.code) or not said.get(lookup.name):
        return ()
    return organisations.find(organisations.of_kinds(known, lookup.kinds), str(said[lookup.name]))


def read_birthday(text: str, language: str, today: date) -> date | None:
    """Read a date of birth in any of the ways in which people write one; None when it is not a whole date."""
    born = written_date(text, language)
    return born if born and born <= today and today.year - born.year <= reading_ages.OLDEST else None


def written_date(text: str, language: str) -> date | None:
    """Read a date, day first or year first."""
    parts = re.findall(r"\w+", text)
    if len(parts) != len(typed.PARTS):
        return None
    if len(parts[0]) == len("2012"):
        parts.reverse()
    found, _wrong, problem = typed.read_date(dict(zip(typed.PARTS, parts, strict=True)), language)
    return found if not problem else None


def age_on(born: date, day: date) -> int:
    """Return how old somebody is on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
