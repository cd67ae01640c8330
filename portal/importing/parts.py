"""What belongs to a service, cleaned one by one: organisation, places, hours, contacts, costs, areas. Pure."""

import re
import uuid
from dataclasses import dataclass, field
from typing import Any

from portal.importing import moments, numbers, reaching, text
from portal.importing.shapes import Said, dicts, table

MOST_PARTS = 60
"""Of one kind, for one service."""
PLACE_KINDS = frozenset({"physical", "postal", "virtual"})
HERE = frozenset({"GB", "UK"})
HIDDEN = re.compile(
    r"\b(?:confidential|undisclosed|secret|withheld|not disclosed) (?:address|location|venue|site)\b"
    r"|\b(?:address|location|venue)\b.{0,20}"
    r"\b(?:confidential|undisclosed|withheld|not disclosed|is hidden|not published)\b",
    re.IGNORECASE,
)
NATIONAL = frozenset(
    {"national", "nationwide", "uk wide", "england", "england and wales", "uk", "united kingdom", "great britain"}
)
CLOSED_ON_HOLIDAYS = re.compile(
    r"\b(?:not|closed|except|excluding)\b[^.;]{0,40}\b(?:bank|public) holidays?\b", re.IGNORECASE
)
OPEN_ON_HOLIDAYS = re.compile(r"\b(?:including|open on|open every) (?:bank|public) holidays?\b", re.IGNORECASE)
TERM_ONLY = re.compile(r"\bterm[- ]?times? only\b|\b(?:only|during) (?:in |school )*term[- ]?time\b", re.IGNORECASE)
FREQUENCIES = frozenset({"WEEKLY", "MONTHLY"})


@dataclass
class Told:
    """One record while it is being cleaned: whose it is, and what there is to say about it."""

    feed: uuid.UUID
    own: uuid.UUID
    notes: list[str] = field(default_factory=list)

    def cut(self, value: Any, most: int, what: str, *, lines: bool = False) -> str:
        """Return text that fits its column, and note when some was lost."""
        said, shorter = text.cut(text.plain(value) if lines else text.line(value), most)
        if shorter:
            self.notes.append(f"{what} was longer than {most} letters: cut.")
        return said


def full(said: Said) -> Said:
    """Leave out what was never said, as `to_open_referral` does."""
    return {name: value for name, value in said.items() if value is not None and value != ""}


def kept_id(value: Any) -> uuid.UUID | None:
    """Return an id that is a UUID already; None for what is not, or is the same everywhere, such as all zeros."""
    said = text.letters(value)
    if not re.fullmatch(r"[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}", said):
        return None
    found = uuid.UUID(said)
    return found if 0 < found.int < (1 << 128) - 1 else None


def id_of(value: Any, told: Told, kind: str, fallback: str) -> str:
    """Return the id of something several services may share: its own UUID, or one made from the feed's name for it."""
    found = kept_id(value)
    if found and found != told.own:
        return str(found)
    return str(uuid.uuid5(told.feed, f"{kind}:{text.line(value)[:200] or fallback}"))


def organization(value: Any, told: Told) -> Said | None:
    """Clean an organisation; None when it has no name."""
    said = value if isinstance(value, dict) else {"name": value}
    name = told.cut(said.get("name"), 200, "The organisation's name")
    if not text.label(name):
        return None
    own = id_of(said.get("id"), told, "organization", text.label(name))
    website = said.get("website") or said.get("url")
    return full(
        {
            "id": own,
            "name": name,
            "description": told.cut(said.get("description"), 2000, "The organisation's description", lines=True)
            or name,
            "email": reaching.email(said.get("email"), told.notes),
            "website": reaching.url(website, told.notes),
            "organization_identifiers": _identifiers(said, own, told),
        }
    )


def _identifiers(said: Said, own: str, told: Told) -> list[Said]:
    """Clean the numbers others know an organisation by."""
    made = {}
    for each in dicts(said.get("organization_identifiers"))[:MOST_PARTS]:
        number, kind = text.line(each.get("identifier"))[:100], text.line(each.get("identifier_type"))[:100]
        scheme = text.line(each.get("identifier_scheme"))[:100]
        if number:
            part = str(uuid.uuid5(uuid.UUID(own), f"identifier:{scheme}:{kind}:{number}"))
            made[part] = full(
                {
                    "id": part,
                    "organization_id": own,
                    "identifier_scheme": scheme,
                    "identifier_type": kind or scheme or "identifier",
                    "identifier": number,
                }
            )
    return [made[key] for key in sorted(made)]


def places(value: Any, told: Told) -> list[Said]:
    """Clean the places of a service, each once."""
    made = {}
    for each in dicts(value)[:MOST_PARTS]:
        at = location(each["location"], told) if isinstance(each.get("location"), dict) and each["location"] else None
        if at and at["id"] not in made:
            own = str(uuid.uuid5(told.own, f"place:{at['id']}"))
            made[at["id"]] = {"id": own, "service_id": str(told.own), "location_id": at["id"], "location": at}
    return list(made.values())


def location(said: Said, told: Told) -> Said | None:
    """Clean one place; None when it says neither what it is called nor where it is."""
    name = told.cut(said.get("name"), 200, "The name of a place")
    where = [found for each in dicts(said.get("addresses")) if (found := _address(each, told))]
    point = numbers.point(said.get("latitude"), said.get("longitude"), told.notes)
    if not (name or where or point):
        return None
    where.sort(key=lambda each: each["address_type"] != "physical")
    words = " ".join(filter(None, (name, where[0]["address_1"] if where else "")))
    own = id_of(said.get("id"), told, "location", text.label(f"{words} {where[0]['postal_code'] if where else ''}"))
    kind = text.label(said.get("location_type"))
    description = told.cut(said.get("description"), 2000, "The description of a place", lines=True)
    hidden = bool(table(said.get("x_cypmh")).get("address_hidden"))
    if not hidden and HIDDEN.search(f"{words} {description}"):
        told.notes.append(f"“{words[:60]}” reads as if its address were secret: hidden from the public.")
        hidden = True
    return full(
        {
            "id": own,
            "location_type": kind if kind in PLACE_KINDS else "physical" if where or point else "virtual",
            "name": name,
            "description": description,
            "latitude": point[0] if point else None,
            "longitude": point[1] if point else None,
            "addresses": [
                {"id": str(uuid.uuid5(uuid.UUID(own), "address")), "location_id": own, **each} for each in where[:1]
            ],
            "accessibility": _accessibility(said, own, told),
            "x_cypmh": {"address_hidden": True} if hidden else None,
        }
    )


def _address(said: Said, told: Told) -> Said | None:
    """Clean one address; None when there is nothing in it."""
    lines = [text.line(said.get(name)).strip(" ,") for name in ("address_1", "address_2", "address_3", "address_4")]
    street, _ = text.cut(", ".join(dict.fromkeys(filter(None, lines))), 200)
    city = text.line(said.get("city")).strip(" ,")[:100]
    code = reaching.postcode(said.get("postal_code") or said.get("postcode"), told.notes)
    if not (street or city or code):
        return None
    region = text.line(said.get("state_province")) or text.line(said.get("region"))
    country = text.line(said.get("country"))
    abroad = len(country) == 2 and country.isalpha() and country.isascii() and country.upper() not in HERE
    return {
        "address_1": street,
        "city": city,
        "state_province": region.strip(" ,")[:100],
        "postal_code": code,
        "country": country.upper() if abroad else "GB",
        "address_type": "postal" if text.label(said.get("address_type")) == "postal" else "physical",
    }


def _accessibility(said: Said, own: str, told: Told) -> list[Said]:
    made = {}
    for each in dicts(said.get("accessibility"))[:MOST_PARTS]:
        words = each.get("description") or each.get("accessibility") or each.get("details")
        said_words = told.cut(words, 1000, "A note about getting in", lines=True)
        if said_words:
            part = str(uuid.uuid5(uuid.UUID(own), f"accessibility:{text.label(said_words)}"))
            made[part] = {"id": part, "location_id": own, "description": said_words}
    return [made[key] for key in sorted(made)]


def schedules(value: Any, told: Told) -> list[Said]:
    """Clean the opening hours of a service, each once."""
    made: dict[str, Said] = {}
    for each in dicts(value)[:MOST_PARTS]:
        found = _schedule(each, told)
        if found:
            own = str(uuid.uuid5(told.own, "schedule:" + repr(sorted((key, str(said)) for key, said in found.items()))))
            made.setdefault(own, {"id": own, "service_id": str(told.own), **found})
    return list(made.values())


def _schedule(said: Said, told: Told) -> Said | None:
    """Clean one rule of opening; None when it says nothing."""
    words = [told.cut(said.get(name), 500, "A note about hours") for name in ("description", "notes")]
    notes = "\n".join(dict.fromkeys(filter(None, words)))
    times = [text.line(said.get(name))[:20] for name in ("opens_at", "closes_at")]
    opens, closes = map(moments.clock, times)
    if not (opens and closes):
        if any(times):
            told.notes.append(f"The hours “{times[0]}” to “{times[1]}” do not read as times: left out.")
        opens = closes = None
    freq = text.line(said.get("freq")).upper()
    days = moments.weekdays(said.get("byday") or said.get("weekday"))
    more = table(said.get("x_cypmh"))
    if not (opens or notes):
        return None
    return full(
        {
            "freq": freq if freq in FREQUENCIES else "WEEKLY" if opens and days else "",
            "interval": max(numbers.whole(said.get("interval"), 1000) or 1, 1),
            "byday": days or ("MO,TU,WE,TH,FR,SA,SU" if freq == "DAILY" else ""),
            "bymonthday": _monthdays(said.get("bymonthday")) if freq == "MONTHLY" else "",
            **_validity(said),
            "opens_at": opens,
            "closes_at": closes,
            "notes": notes,
            "x_cypmh": full({"bank_holidays": _holidays(more, notes), "term_time_only": _in_term(more, notes)}),
        }
    )


def _validity(said: Said) -> Said:
    """Return from when to when a rule holds, where both can be."""
    first, last = moments.day(said.get("valid_from")), moments.day(said.get("valid_to"))
    if first and last and last <= first:
        return {}
    return {"valid_from": first.isoformat() if first else None, "valid_to": last.isoformat() if last else None}


def _holidays(more: Said, notes: str) -> str:
    said = text.line(more.get("bank_holidays"))
    if said in {"open", "closed"}:
        return said
    return "closed" if CLOSED_ON_HOLIDAYS.search(notes) else "open" if OPEN_ON_HOLIDAYS.search(notes) else "unknown"


def _in_term(more: Said, notes: str) -> bool | None:
    return True if more.get("term_time_only") is True or TERM_ONLY.search(notes) else None


def _monthdays(value: Any) -> str:
    found = [int(each) for each in re.findall(r"\b\d{1,2}\b", text.line(value))]
    return ",".join(str(each) for each in sorted({each for each in found if 1 <= each <= 31}))[:100]
