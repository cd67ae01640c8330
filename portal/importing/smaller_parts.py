"""The smaller things that belong to a service, cleaned one by one: contacts, costs, areas, waits. Pure."""

import uuid
from datetime import date
from typing import Any

from portal.importing import moments, numbers, reaching, text
from portal.importing.parts import MOST_PARTS, NATIONAL, Told, full
from portal.importing.privacy import CHECKED
from portal.importing.shapes import Said, dicts, table

DEAREST = 100_000.0
"""Pounds."""
METHODS = frozenset({"reported_by_provider", "referral_records"})


def contacts(said: Said, told: Told) -> list[Said]:
    """Clean the desks of a service; numbers that stand with the service or its places make one more."""
    desks = dicts(said.get("contacts"))[:MOST_PARTS]
    loose = dicts(said.get("phones")) + [
        each for place in dicts(said.get("service_at_locations")) for each in _phones_at(place)
    ]
    made: dict[str, Said] = {}
    seen: set[str] = set()
    for position, each in enumerate([*desks, {"phones": loose}] if loose else desks):
        found = _contact(each, told, seen)
        if found:
            key = text.label(f"{found.get('name', '')} {found.get('title', '')}") or f"desk {position}"
            own = str(uuid.uuid5(told.own, f"contact:{key}"))
            found["phones"] = made.get(own, {}).get("phones", []) + [_phone(own, *each) for each in found["phones"]]
            made[own] = {"id": own, "service_id": str(told.own), **found}
    return [made[key] for key in sorted(made)]


def _phones_at(place: Said) -> list[Said]:
    at = place.get("location")
    return dicts(place.get("phones")) + (dicts(at.get("phones")) if isinstance(at, dict) else [])


def _contact(said: Said, told: Told, seen: set[str]) -> Said | None:
    """Clean one desk; None when it has neither a name, a role nor a number, or checks entries and helps nobody."""
    name, title = told.cut(said.get("name"), 200, "A contact's name"), told.cut(said.get("title"), 200, "A role")
    if CHECKED.search(title) or CHECKED.search(name):
        told.notes.append("A contact who only checks entries was left out.")
        return None
    lines = []
    for each in dicts(said.get("phones"))[:MOST_PARTS]:
        kind = reaching.kind_of_phone(each.get("type"))
        for number in reaching.phones(each.get("number"), told.notes) if kind else ():
            if text.label(number) not in seen:
                seen.add(text.label(number))
                lines.append((number, kind))
    return full({"name": name, "title": title, "phones": lines}) if name or title or lines else None


def _phone(contact: str, number: str, kind: str) -> Said:
    own = uuid.uuid5(uuid.UUID(contact), f"phone:{text.label(number)}")
    return {"id": str(own), "contact_id": contact, "number": number, "type": kind}


def costs(said: Said, told: Told) -> list[Said]:
    """Clean what a service costs; a sentence about fees counts where nothing else does."""
    made: dict[str, Said] = {}
    for each in dicts(said.get("cost_options"))[:MOST_PARTS]:
        amount = numbers.number(each.get("amount"))
        if amount is not None and not 0 <= amount <= DEAREST:
            told.notes.append(f"Nothing costs {amount:g} pounds: left out.")
            amount = None
        words = told.cut(each.get("amount_description"), 300, "What it costs")
        option = told.cut(each.get("option"), 200, "A price")
        if option or words or amount is not None:
            option = option or ("Free" if amount == 0 else "Cost")
            _add_cost(made, told, option, round(amount, 2) if amount is not None else None, words)
    for name in ("fees", "fees_description"):
        words = told.cut(said.get(name), 300, "What it costs")
        if words and not made and text.label(words) != name.replace("_", " "):
            _add_cost(made, told, "Cost" if len(words) > 200 else words, None, words if len(words) > 200 else "")
    return list(made.values())


def _add_cost(made: dict[str, Said], told: Told, option: str, amount: float | None, words: str) -> None:
    own = str(uuid.uuid5(told.own, f"cost:{text.label(option)}:{amount}:{text.label(words)}"))
    said = {"id": own, "service_id": str(told.own), "option": option, "amount": amount, "amount_description": words}
    made.setdefault(own, full(said))


def is_free(options: list[Said]) -> bool:
    """Tell whether every price is nothing at all."""
    return bool(options) and all(each.get("amount") == 0 for each in options)


def areas(value: Any, told: Told) -> list[Said]:
    """Clean the areas a service is for, in words; shapes on a map are not kept."""
    made = {}
    for each in dicts(value)[:MOST_PARTS]:
        name = told.cut(each.get("name"), 300, "The name of an area")
        area = told.cut(each.get("service_area"), 1000, "An area")
        if name or area:
            own = str(uuid.uuid5(told.own, f"area:{text.label(name)}:{text.label(area)}"))
            made[own] = full({"id": own, "service_id": str(told.own), "name": name, "service_area": area})
    return [made[key] for key in sorted(made)]


def is_national(made: list[Said]) -> bool:
    """Tell whether an area is the whole country."""
    return any(text.label(each.get(name)) in NATIONAL for each in made for name in ("name", "service_area"))


def waits(value: Any, today: date, told: Told) -> Said | None:
    """Clean a published wait; a half-told one is none."""
    said = table(value)
    first = table(said.get("first_contact"))
    numbers_told = {name: numbers.whole(first.get(name), 3650) for name in ("median_days", "p85_days")}
    count, as_of = numbers.whole(first.get("n"), 1_000_000), moments.day(said.get("as_of"))
    if as_of is None or as_of > today or count is None or None in numbers_told.values():
        if said:
            told.notes.append("The waiting time is not told in full: left out.")
        return None
    method = said.get("method") if said.get("method") in METHODS else "reported_by_provider"
    return {"as_of": as_of.isoformat(), "first_contact": {**numbers_told, "n": count}, "method": method}
