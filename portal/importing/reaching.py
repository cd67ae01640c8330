"""How to reach somebody, as feeds write it: numbers, e-mail and web addresses, postcodes. Pure."""

import re
from typing import Any
from urllib.parse import urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import Leniency, PhoneNumberMatcher
from phonenumbers.shortnumberinfo import is_valid_short_number_for_region

from portal.importing import text

LONGEST_NUMBER, LONGEST_URL = 40, 500
EMERGENCY = frozenset({"999", "112", "111", "101"})
TEXTS = frozenset({"text", "sms", "whatsapp", "text message", "mobile text"})
UNHEARD = frozenset({"fax", "facsimile", "pager"})
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
LOOSE_POSTCODE = re.compile(r"([A-Z]{1,2})([0-9OI][A-Z0-9]?)([0-9OI][A-Z]{2})")


def phones(value: Any, notes: list[str]) -> list[str]:
    """Return the numbers in a field: one kept as given, several apart, and none that nobody could ring."""
    said = text.line(value)
    if not said:
        return []
    if said.replace(" ", "") in EMERGENCY:
        return [said]
    found = [each.raw_string for each in PhoneNumberMatcher(said, "GB", leniency=Leniency.POSSIBLE)]
    found = [each for each in found if _possible(each)]
    if not found:
        notes.append(f"“{said[:60]}” is no phone number: left out.")
        return []
    if len(found) == 1 and len(said) <= LONGEST_NUMBER:
        return [said]
    return [each for each in found if len(each) <= LONGEST_NUMBER]


def kind_of_phone(value: Any) -> str | None:
    """Return voice or text; None for what is neither, such as fax."""
    said = text.label(value)
    if said in UNHEARD:
        return None
    return "text" if said in TEXTS else "voice"


def email(value: Any, notes: list[str]) -> str:
    """Return one e-mail address that could exist, or an empty text."""
    said = re.sub(r"^mailto:", "", text.line(value), flags=re.IGNORECASE)
    several = [part for part in re.split(r"[\s,;]+|\bor\b", said) if "@" in part]
    for part in several[:5]:
        try:
            return validate_email(part.strip("<>().[]'\""), check_deliverability=False).normalized
        except EmailNotValidError:
            continue
    if said:
        notes.append(f"“{said[:60]}” is no e-mail address: left out.")
    return ""


def url(value: Any, notes: list[str]) -> str:
    """Return a web address a browser may be sent to, or an empty text."""
    said = text.line(value)
    if not said:
        return ""
    whole = said if re.match(r"^[a-zA-Z][a-zA-Z0-9+.\-]*:", said) else f"https://{said.removeprefix('//')}"
    if len(whole) <= LONGEST_URL and _leads_somewhere(whole):
        return whole
    notes.append(f"“{said[:60]}” is no web address: left out.")
    return ""


def postcode(value: Any, notes: list[str]) -> str:
    """Return a postcode with its one space; an O for a 0 is put right, anything else is left out and said."""
    said = text.line(value).upper()
    whole = re.sub(r"[^A-Z0-9]", "", said)
    found = POSTCODE.fullmatch(whole)
    if found:
        return f"{found[1]} {found[2]}"
    loose = LOOSE_POSTCODE.fullmatch(whole)
    if loose:
        digits = str.maketrans("OI", "01")
        mended = POSTCODE.fullmatch(
            loose[1] + loose[2][0].translate(digits) + loose[2][1:] + loose[3][0].translate(digits) + loose[3][1:]
        )
        if mended:
            notes.append(f"The postcode “{said[:20]}” was read as {mended[1]} {mended[2]}.")
            return f"{mended[1]} {mended[2]}"
    if said:
        notes.append(f"“{said[:20]}” is no postcode: left out.")
    return ""


def _leads_somewhere(whole: str) -> bool:
    """Tell whether an address is http or https, with a host and no name or password in it."""
    try:
        parts = urlsplit(whole)
        host = parts.hostname or ""
        parts.port  # noqa: B018 - reading it checks it
    except ValueError:
        return False
    plain = not re.search(r"[\s<>\"`\\^{}|]", whole) and "@" not in parts.netloc
    return plain and parts.scheme in {"http", "https"} and "." in host.strip(".")


def _possible(number: str) -> bool:
    """Tell whether a number could be rung from here."""
    try:
        parsed = phonenumbers.parse(number, "GB")
    except phonenumbers.NumberParseException:
        return False
    if is_valid_short_number_for_region(parsed, "GB"):
        return len(re.sub(r"\D", "", number)) <= 6
    return phonenumbers.is_possible_number(parsed) and len(re.sub(r"\D", "", number)) >= 9
