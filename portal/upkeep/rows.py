"""Lists inside an entry as lines of a table that people type into, and back again. Pure.

A line is a table of texts by the name of its cell. What a line cannot show, such as a rule for every second week,
stays with the object it came from.
"""

import uuid
from collections.abc import Callable, Mapping

from portal.directory import recurrence
from portal.upkeep.row_tables import TABLES, Around, Line, Object


def lines(path: str, objects: list[Object]) -> list[Line]:
    """Return the objects of a list as lines; a desk with two numbers is two lines."""
    return [line for each in objects for line in SHOW[path](each)]


def objects(path: str, typed: list[Line], base: list[Object], around: Around) -> list[Object]:
    """Return the objects that typed lines stand for. A line nobody touched gives back its object to the letter."""
    before = {each["id"]: each for each in base}
    if path == "contacts":
        return _contacts(typed, before, around)
    found: list[Object] = []
    for line in typed:
        old = before.get(line["id"])
        if is_empty(path, line):
            continue
        same = old is not None and _cells(path, SHOW[path](old)[0]) == _cells(path, line)
        found.append(old if same and old is not None else READ[path](line, old or {}, around))
    return [*found, *(each for each in base if not SHOW[path](each))]


def is_empty(path: str, line: Line) -> bool:
    """Tell whether a line is to be left out: nothing is typed in it, choices and ticks aside."""
    return not any(line.get(cell.name) for cell in TABLES[path].cells if not cell.choices and not cell.tick) and not (
        path == "schedules" and any(line.get(day) for day in recurrence.DAYS)
    )


LIMITS = ("term_time_only", "by_appointment")


def _cells(path: str, line: Line) -> list[str]:
    return [" ".join(line.get(cell.name, "").split()) for cell in TABLES[path].cells]


def new_id(around: Around, path: str, line: Line) -> str:
    """Return the id of a new object: the same words, sent twice, are the same object."""
    return str(uuid.uuid5(uuid.UUID(around.service_id), "|".join([path, *_cells(path, line)])))


def _show_schedule(row: Object) -> list[Line]:
    more, on = row.get("x_cypmh") or {}, recurrence.named_days(row.get("byday") or "")
    ticks = {day: "yes" if at in on else "" for at, day in enumerate(recurrence.DAYS)}
    ticks |= {name: "yes" if more.get(name) else "" for name in LIMITS}
    same = {name: row.get(name) or "" for name in ("id", "opens_at", "closes_at", "notes")}
    return [{**same, **ticks, "bank_holidays": more.get("bank_holidays") or "unknown"}]


def _byday(line: Line, before: str) -> str:
    """Return the ticked days. Days that nobody touched keep their place in the month, which has no tick."""
    ticked = [day for day in recurrence.DAYS if line[day]]
    same = {recurrence.DAYS[day] for day in recurrence.named_days(before)} == set(ticked)
    return before if same else ",".join(ticked)


def _read_schedule(line: Line, old: Object, around: Around) -> Object:
    kept = {name: value for name, value in (old.get("x_cypmh") or {}).items() if name not in LIMITS}
    more = {**kept, "bank_holidays": line["bank_holidays"], **{name: True for name in LIMITS if line.get(name)}}
    return {
        "interval": 1,
        "freq": "WEEKLY",
        **old,
        "id": old.get("id") or new_id(around, "schedules", line),
        "byday": _byday(line, old.get("byday") or ""),
        "opens_at": _clock(line["opens_at"]),
        "closes_at": _clock(line["closes_at"]),
        "notes": line["notes"] or None,
        "x_cypmh": more,
    }


def _clock(text: str) -> str:
    """Write a time the way the standard does; what is no time stays as it was typed."""
    plain = text.replace(".", ":").strip()
    if plain.isdecimal() and len(plain) <= 2:
        plain += ":00"
    return plain.zfill(5) if len(plain) == 4 and ":" in plain else plain


def _show_place(row: Object) -> list[Line]:
    location = row["location"]
    if location["location_type"] != "physical":
        return []
    address = (location.get("addresses") or [{}])[0]
    ways = " ".join(each.get("description") or "" for each in location.get("accessibility") or ())
    hidden = "yes" if (location.get("x_cypmh") or {}).get("address_hidden") else ""
    named = {name: address.get(name) or "" for name in ("address_1", "city", "postal_code")}
    return [
        {"id": row["id"], "name": location.get("name") or "", **named, "accessibility": ways, "address_hidden": hidden}
    ]


def _read_place(line: Line, old: Object, around: Around) -> Object:
    own = old.get("id") or new_id(around, "service_at_locations", line)
    location: Object = {"id": str(uuid.uuid5(uuid.UUID(own), "location")), "location_type": "physical"}
    location |= old.get("location") or {}
    address: Object = {"id": str(uuid.uuid5(uuid.UUID(own), "address")), "location_id": location["id"], "country": "GB"}
    address |= {"state_province": around.area, "address_type": "physical"}
    address |= (location.get("addresses") or [{}])[0]
    postcode = _postcode(line["postal_code"])
    if postcode != address.get("postal_code"):
        # A point of the old postcode would lie about the new one; an unknown one has no point.
        location["latitude"], location["longitude"] = around.find(postcode) or (None, None)
    address |= {"address_1": line["address_1"], "city": line["city"], "postal_code": postcode}
    location |= {"name": line["name"], "addresses": [address, *(location.get("addresses") or [])[1:]]}
    if " ".join(line["accessibility"].split()) != _show_ways(location):
        ways = {"id": str(uuid.uuid5(uuid.UUID(own), "access")), "location_id": location["id"]}
        location["accessibility"] = [ways | {"description": line["accessibility"]}] if line["accessibility"] else []
    location["x_cypmh"] = {"address_hidden": True} if line["address_hidden"] else {}
    return {"service_id": around.service_id, **old, "id": own, "location_id": location["id"], "location": location}


def _show_ways(location: Object) -> str:
    return " ".join(" ".join(each.get("description") or "" for each in location.get("accessibility") or ()).split())


def _postcode(text: str) -> str:
    plain = "".join(text.upper().split())
    return f"{plain[:-3]} {plain[-3:]}" if 5 <= len(plain) <= 7 else text


def _show_contact(row: Object) -> list[Line]:
    title = row.get("title") or row.get("name") or ""
    return [
        {
            "id": row["id"],
            "phone": each["id"],
            "title": title,
            "number": each["number"],
            "type": each.get("type") or "voice",
        }
        for each in row.get("phones") or ()
    ]


def _contacts(typed: list[Line], before: Mapping[str, Object], around: Around) -> list[Object]:
    """Put numbers back to their desks: a line belongs to the desk it came from, or to one of the same title."""
    found: dict[str, Object] = {own: {**each, "phones": []} for own, each in before.items()}
    for line in (each for each in typed if line_has_number(each)):
        desk = found.get(line["id"]) or next(
            (each for each in found.values() if (each.get("title") or "") == line["title"]), None
        )
        if desk is None:
            own = new_id(around, "contacts", line | {"number": "", "type": ""})
            desk = found[own] = {
                "id": own,
                "service_id": around.service_id,
                "title": line["title"] or None,
                "phones": [],
            }
        elif line["id"] in before and line["title"] != _title(before[line["id"]]):
            desk["title"] = line["title"] or None
        known = {one["id"] for each in before.values() for one in each.get("phones") or ()}
        own = line["phone"] if line.get("phone") in known else new_id(around, "contacts", line)
        phone = {"id": own, "contact_id": desk["id"]}
        desk["phones"].append(phone | {"number": line["number"], "type": line["type"] or "voice"})
    kept = [each for own, each in found.items() if each["phones"] or not (before.get(own) or {}).get("phones")]
    return [before[each["id"]] if each == before.get(each["id"]) else each for each in kept]


def _title(contact: Object) -> str:
    return str(contact.get("title") or contact.get("name") or "")


def line_has_number(line: Line) -> bool:
    """Tell whether a line of phones is to be kept: a title without a number reaches nobody."""
    return bool(line["number"])


def _show_cost(row: Object) -> list[Line]:
    amount = "" if row.get("amount") is None else f"{row['amount']:.2f}".removesuffix(".00")
    more = row.get("amount_description") or ""
    return [{"id": row["id"], "option": row.get("option") or "", "amount": amount, "amount_description": more}]


def _read_cost(line: Line, old: Object, around: Around) -> Object:
    return {
        "service_id": around.service_id,
        **old,
        "id": old.get("id") or new_id(around, "cost_options", line),
        "option": line["option"],
        "amount": amount(line["amount"]),
        "amount_description": line["amount_description"],
    }


def amount(text: str) -> float | None:
    """Read pounds; -1 for what is no amount, which the checks then refuse."""
    plain = text.replace("£", "").replace(",", "").strip()
    if not plain:
        return None
    try:
        return round(float(plain), 2) if plain.replace(".", "", 1).isdecimal() else -1.0
    except ValueError:
        return -1.0


SHOW: Mapping[str, Callable[[Object], list[Line]]] = {
    "schedules": _show_schedule,
    "service_at_locations": _show_place,
    "contacts": _show_contact,
    "cost_options": _show_cost,
}
READ: Mapping[str, Callable[[Line, Object, Around], Object]] = {
    "schedules": _read_schedule,
    "service_at_locations": _read_place,
    "cost_options": _read_cost,
}
