"""People who only checked an entry: their addresses are kept nowhere and shown to nobody. Pure."""

import re
from typing import Any

from portal.importing.parts import Told
from portal.importing.shapes import Said

ADDRESSES = frozenset({"email", "website", "url"})
"""Where an address stands by itself."""
EMAIL = re.compile(r"[^\s<>()\[\]@,;:\"']{1,64}@[\w.\-]{1,190}\.[A-Za-z]{2,24}")
CHECKED = re.compile(
    r"\bassur(?:ed|er|ers|ance)\b|\b(?:verified|checked|reviewed|updated|approved|validated|signed off) (?:by|on)\b",
    re.IGNORECASE,
)
NEAR = 80
"""Letters between "assured by" and the address it is about."""
TAKEN_OUT = "(address taken out)"
DESKS = frozenset(
    [
        "admin",
        "adviceline",
        "bookings",
        "camhs",
        "care",
        "childrens",
        "clinic",
        "community",
        "contact",
        "contactus",
        "customerservices",
        "duty",
        "email",
        "enquiries",
        "enquiry",
        "families",
        "family",
        "fis",
        "frontdesk",
        "general",
        "hello",
        "help",
        "helpdesk",
        "helpline",
        "info",
        "information",
        "localoffer",
        "mail",
        "office",
        "reception",
        "referral",
        "referrals",
        "send",
        "service",
        "services",
        "spa",
        "support",
        "team",
        "volunteer",
        "welcome",
        "youth",
    ]
)
"""What stands before the @ of an address that belongs to a desk, not to a person."""


def protected(document: Said, named: str, told: Told) -> Said:
    """Take out the addresses of people who only checked the entry, wherever they stand; `named` is the feed's word."""
    assurer = named.casefold().removeprefix("mailto:")
    own = document.get("email", "")
    if assurer and assurer == own.casefold() and not is_a_desk(own):
        own = ""
    found: list[bool] = []
    made: Said = _swept(document, assurer, own, found)
    if found:
        told.notes.append("The e-mail address of somebody who checked the entry was taken out.")
    return made


def _swept(value: Any, assurer: str, own: str, found: list[bool], name: str = "") -> Any:
    """Return the same document without those addresses."""
    if isinstance(value, list):
        return [_swept(each, assurer, own, found) for each in value]
    if isinstance(value, dict):
        made = {key: _swept(each, assurer, own, found, key) for key, each in value.items()}
        return {key: each for key, each in made.items() if each is not None}
    if not isinstance(value, str) or "@" not in value:
        return value
    if name in ADDRESSES:
        theirs = bool(assurer) and value.casefold() == assurer and not is_a_desk(value)
        return None if theirs and not found.append(True) else value  # type: ignore[func-returns-value]
    kept, some = without_assurers(value, assurer, own)
    if some:
        found.append(True)
    return kept


def without_assurers(said: str, assurer: str, own: str) -> tuple[str, bool]:
    """Return a text without the addresses of people who checked an entry, and whether there was one.

    `assurer` is the address the feed names for that, `own` the service's, which stays.
    """
    kept, end, found = [], 0, False
    for match in EMAIL.finditer(said) if "@" in said else ():
        address = match.group().rstrip(".").casefold()
        around = said[max(0, match.start() - NEAR) : match.end() + NEAR]
        theirs = address == assurer.casefold() if assurer else False
        if theirs or (address != own.casefold() and CHECKED.search(around)):
            begin, after = match.start(), match.start() + len(match.group().rstrip("."))
            bracketed = said[begin - 1 : begin] == "(" and said[after : after + 1] == ")"
            kept += [said[end : begin - bracketed], TAKEN_OUT]
            end, found = after + bracketed, True
    return ("".join([*kept, said[end:]]), True) if found else (said, False)


def is_a_desk(address: str) -> bool:
    """Tell whether an address belongs to a desk rather than to a person."""
    before = address.partition("@")[0].casefold()
    return bool(DESKS & set(re.split(r"[._\-+\d]+", before)))
