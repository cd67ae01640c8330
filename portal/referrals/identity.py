"""Who a referral is about: from answers to the few keys by which the same person is known again. Pure."""

import enum
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from portal.languages import SOURCE
from portal.referrals import answers, nhs_numbers

Answers = Mapping[str, Mapping[str, Any]]
DISTRICT = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})?")
SOUNDS = {
    letter: number
    for number, letters in (("1", "BFPV"), ("2", "CGJKQSXZ"), ("3", "DT"), ("4", "L"), ("5", "MN"), ("6", "R"))
    for letter in letters
}
SOUNDEX = 4
PLAIN = str.maketrans({"Ł": "L", "ł": "l", "Ø": "O", "ø": "o", "Đ": "D", "đ": "d"})
"""Letters that do not come apart into a plain one and a mark."""
SHORTEST_NUMBER = 9
LONGEST_DATE = 20
BEFORE_ANYBODY = 1900


class Key(enum.StrEnum):
    """What two referrals about one person may have in common."""

    NHS_NUMBER = "nhs_number"
    DOB_NAME_PLACE = "dob_name_place"
    PHONE_DOB = "phone_dob"
    EMAIL_DOB = "email_dob"


def keys(versions: Iterable[Answers]) -> frozenset[tuple[Key, str]]:
    """Return every key that any version gives. Nothing missing makes a key: two blanks are not one person."""
    return frozenset(key for version in versions for key in _keys(_flat(version)))


def _flat(said: Answers) -> dict[str, Any]:
    """Return every answer under its name."""
    return {name: value for page in said.values() for name, value in page.items()}


def _keys(said: Mapping[str, Any]) -> Iterator[tuple[Key, str]]:
    """Yield the keys of one version."""
    if number := nhs_number(said.get("nhs_number")):
        yield Key.NHS_NUMBER, number
    born = birthday(said.get("dob"))
    if not born:
        return
    if place := district(said.get("postcode")):
        yield from ((Key.DOB_NAME_PLACE, f"{born}|{sound}|{place}") for sound in surname_sounds(said))
    yield from ((Key.PHONE_DOB, f"{phone}|{born}") for phone in _reached(said, "phone", phone_number))
    yield from ((Key.EMAIL_DOB, f"{email}|{born}") for email in _reached(said, "email", email_address))


def _reached(said: Mapping[str, Any], name: str, read: Callable[[Any], str]) -> set[str]:
    """Return a person's own number or address, and the family's; a practice's or a school's is everybody's."""
    at_work = said.get("organisation") or said.get("referrer_role")
    named = (name,) if at_work else (name, f"referrer_{name}")
    return {read(said.get(each)) for each in named} - {""}


def nhs_number(said: Any) -> str:
    """Return the digits of a number that could be a person's, whatever was written around them."""
    digits = _digits(said)
    return digits if nhs_numbers.checks_out(digits) else ""


def birthday(said: Any) -> str:
    """Return a date of birth, or nothing when it is not one: the day it was typed, a readable one became a date."""
    born = answers.written_date(str(said or "")[:LONGEST_DATE], SOURCE)
    return born.isoformat() if born and born.year > BEFORE_ANYBODY else ""


def surname_sounds(said: Mapping[str, Any]) -> set[str]:
    """Return how the surnames sound: of the full name, and of earlier names."""
    now = str(said.get("legal_name") or said.get("name") or "").split()
    # A first name alone says nothing about a family.
    surnames = now[-1:] if len(now) > 1 else []
    earlier = re.split(r"[,;\n]", str(said.get("previous_names") or ""))
    surnames += [name.split()[-1] for name in earlier if name.strip()]
    return {soundex(name) for name in surnames} - {""}


def soundex(name: str) -> str:
    """Return how a name sounds, so that two spellings are one; nothing for a name without Latin letters."""
    letters = re.sub(r"[^A-Z]", "", unicodedata.normalize("NFKD", name.translate(PLAIN)).upper())
    if not letters:
        return ""
    code, before = letters[0], SOUNDS.get(letters[0], "")
    for letter in letters[1:]:
        sound = SOUNDS.get(letter, "")
        if sound and sound != before:
            code += sound
        if letter not in "HW":
            before = sound
    return code[:SOUNDEX].ljust(SOUNDEX, "0")


def district(said: Any) -> str:
    """Return the district of a postcode; a pseudo-code for no fixed place says nothing."""
    plain = re.sub(r"\s", "", str(said or "")).upper()
    found = DISTRICT.fullmatch(plain)
    return found[1] if found and not plain.startswith("ZZ") else ""


def phone_number(said: Any) -> str:
    """Return a phone number so that two ways of writing it are one."""
    digits = _digits(said).removeprefix("00").removeprefix("44").removeprefix("0")
    return digits if len(digits) >= SHORTEST_NUMBER else ""


def email_address(said: Any) -> str:
    """Return an email address so that two ways of writing it are one."""
    plain = str(said or "").strip().casefold()
    return plain if re.fullmatch(r"[^@\s]+@[^@\s]+", plain) else ""


def _digits(said: Any) -> str:
    """Return the digits of something typed, in any script's numerals."""
    return "".join(str(unicodedata.digit(each)) for each in str(said or "") if each.isdecimal())
