"""One record of a feed: accepted, with notes on what was put right, or quarantined, with reasons in words. Pure."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any

from portal.directory.from_open_referral import CARRIED
from portal.directory.models import Catchment, Status
from portal.directory.to_open_referral import SINGLE
from portal.importing import moments, numbers, parts, privacy, reaching, shapes, smaller_parts, sorting, text
from portal.importing.labels import LANGUAGE, ROUTE, Labels
from portal.importing.parts import Told, full
from portal.importing.shapes import Raw, Said

OLDEST_HERE = 25
LONGEST_ID = 200
LONG_TEXT, SHORT_TEXT, SUMMARY = 4000, 2000, 300
STATUSES = {
    Status.ACTIVE: "active open live published current approved yes true enabled running available",
    Status.INACTIVE: "inactive,not active,draft,unpublished,archived,disabled,hidden,no,false",
    Status.DEFUNCT: "defunct,closed,permanently closed,deleted,ceased,discontinued,ended,withdrawn",
    Status.PAUSED: "temporarily closed,temporary closed,temporarily unavailable,temp closed,paused,on hold,suspended",
}
SPELLINGS = {
    said: status for status, words in STATUSES.items() for said in (words.split(",") if "," in words else words.split())
}
KINDS = tuple(Catchment)
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
WORDS = {"eligibility": SHORT_TEXT, "how_to_get_in": SHORT_TEXT, "what_happens_next": SHORT_TEXT}


@dataclass(frozen=True)
class Known:
    """What cleaning needs to know: whose feed it is, our words for things, our helplines, and what day it is."""

    feed: uuid.UUID
    labels: Labels
    helplines: frozenset[str]
    today: date


@dataclass(frozen=True)
class Cleaned:
    """A record that can be taken over: a nested document as `to_open_referral` would write it."""

    their_id: str
    service_id: uuid.UUID
    document: Said
    notes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    """Labels nobody here knows."""


@dataclass(frozen=True)
class Quarantined:
    """A record that cannot be taken over, and why."""

    id: str
    reasons: tuple[str, ...]
    service_id: uuid.UUID | None = None
    """Whose it is where that can be told, so that it does not count as vanished."""


def clean(raw: Raw, known: Known, position: int = 1) -> Cleaned | Quarantined:
    """Clean one record. Never raises, whatever a feed says."""
    if not isinstance(raw.said, dict):
        return Quarantined(f"record {position}", ("This is not a record with names and values.",))
    said = shapes.modern(raw.said)
    their_id = _their_id(said)
    if not their_id:
        return Quarantined(f"record {position}", _reasons(said, raw) or ("It has no id and no name.",))
    told = Told(known.feed, parts.kept_id(their_id) or uuid.uuid5(known.feed, f"service:{their_id}"))
    if not text.line(said.get("id")):
        told.notes.append("It has no id: its name, organisation and postcode stand for one.")
    status = _status(said.get("status"), told.notes)
    runs_it = parts.organization(said.get("organization"), told)
    ages = numbers.ages(said.get("minimum_age"), said.get("maximum_age"), told.notes)
    reasons = [*_reasons(said, raw), *_refused(said, status, runs_it, ages)]
    if reasons or runs_it is None or status is None:
        return Quarantined(their_id, tuple(dict.fromkeys(reasons)), told.own)
    document, unknown = _document(said, told, known, status, runs_it, ages)
    document = privacy.protected(document, text.line(said.get("assurer_email")), told)
    return Cleaned(their_id, told.own, document, tuple(dict.fromkeys(told.notes)), unknown)


def _their_id(said: Said) -> str:
    """Return what a feed calls a record, or a name made of what it says about it."""
    own = text.line(said.get("id"))
    if own:
        return own if len(own) <= LONGEST_ID else f"{own[:150]}…{uuid.uuid5(uuid.NAMESPACE_URL, own).hex}"
    name = text.label(said.get("name"))
    if not name:
        return ""
    runs_it = said.get("organization")
    runs_it = runs_it.get("name") if isinstance(runs_it, dict) else runs_it
    where = [
        text.label(each.get("postal_code"))
        for place in said["service_at_locations"]
        for each in shapes.dicts(place["location"].get("addresses"))
    ]
    return " / ".join(filter(None, (name, text.label(runs_it), *where[:1])))[:LONGEST_ID]


def _reasons(said: Said, raw: Raw) -> tuple[str, ...]:
    if raw.problem:
        return (raw.problem,)
    if raw.kind:
        return (f"This is {raw.kind}, not a service.",)
    return () if text.label(said.get("name")) else ("It has no name.",)


def _refused(said: Said, status: Status | None, runs_it: Said | None, ages: numbers.Ages) -> Iterator[str]:
    """Yield why a record cannot stand in the directory."""
    if runs_it is None:
        yield "It does not say which organisation runs it."
    if status is None:
        words = ", ".join(each.value for each in Status)
        yield f"Its status is “{text.line(said.get('status'))[:40]}”; we know {words}."
    if ages.get("minimum_age", 0) > OLDEST_HERE:
        yield f"It is only for people from {ages['minimum_age']}; this directory ends at {OLDEST_HERE}."


def _status(value: Any, notes: list[str]) -> Status | None:
    """Read a status in any spelling; a missing one means that the service is there."""
    said = text.label(value if not isinstance(value, bool) else str(value))
    if not said or said in {"null", "none"}:
        notes.append("It has no status: taken as active.")
        return Status.ACTIVE
    return SPELLINGS.get(said)


def _document(
    said: Said, told: Told, known: Known, status: Status, runs_it: Said, ages: numbers.Ages
) -> tuple[Said, tuple[str, ...]]:
    """Put the whole document together."""
    more = shapes.table(said.get("x_cypmh"))
    changed = moments.moment(said.get("last_modified"))
    assured = moments.past_day(said.get("assured_date"), known.today, "The date of checking", told.notes)
    options, where = smaller_parts.costs(said, told), smaller_parts.areas(said.get("service_areas"), told)
    carried, unknown = sorting.words(said, more, known.labels)
    if not carried["cost"] and smaller_parts.is_free(options):
        carried["cost"] = ["free"]
    spoken = sorted(set(carried.pop(LANGUAGE)))
    own = str(told.own)
    document = {
        "id": own,
        "organization_id": runs_it["id"],
        **_told(said, told),
        "url": reaching.url(said.get("url"), told.notes),
        "email": reaching.email(said.get("email"), told.notes),
        "status": status.value,
        **{name: min(age, OLDEST_HERE) for name, age in ages.items() if not name.endswith("_months")},
        "assured_date": assured.isoformat() if assured else None,
        "last_modified": changed.astimezone(UTC).isoformat() if changed else None,
        "organization": runs_it,
        "schedules": parts.schedules(said.get("schedules"), told),
        "service_areas": where,
        "service_at_locations": parts.places(said.get("service_at_locations"), told),
        "contacts": smaller_parts.contacts(said, told),
        "cost_options": options,
        "languages": [
            {"id": str(uuid.uuid5(told.own, code)), "service_id": own, "code": code}
            for code in _all_spoken(spoken, more, known)
        ],
        "x_cypmh": _local(said, more, told, known, carried, spoken, smaller_parts.is_national(where)),
    }
    document["x_cypmh"] |= {name: age for name, age in ages.items() if name.endswith("_months")}
    return full(document), unknown


def _told(said: Said, told: Told) -> Said:
    """Say what the service says of itself, no longer than there is room for."""
    words = {
        "name": told.cut(said.get("name"), 200, "The name"),
        "description": told.cut(said.get("description"), LONG_TEXT, "The description", lines=True),
        "alert": told.cut(said.get("alert"), 500, "The alert", lines=True),
        "accreditations": told.cut(said.get("accreditations"), 1000, "Accreditations", lines=True),
    }
    if not words["description"]:
        told.notes.append("It has no description.")
    return words


def _local(
    said: Said, more: Said, told: Told, known: Known, carried: dict[str, list[str]], spoken: list[str], national: bool
) -> Said:
    """Say what the standard has no home for. What only this house may say is never taken from a feed."""
    words = {name: told.cut(more.get(name), most, "A text", lines=True) for name, most in WORDS.items()}
    told_for = [text.plain(each) for each in said["eligibility_words"]]
    words["eligibility"] = words["eligibility"] or "\n\n".join(dict.fromkeys(filter(None, told_for)))[:SHORT_TEXT]
    words["how_to_get_in"] = words["how_to_get_in"] or told.cut(
        said.get("application_process"), SHORT_TEXT, "How to get in", lines=True
    )
    routes = carried.pop(ROUTE)
    closed = moments.day(more.get("closed_until"))
    slug = more.get("slug")
    return full(
        {
            "slug": slug if isinstance(slug, str) and len(slug) <= 120 and SLUG.fullmatch(slug) else None,
            "summary": told.cut(more.get("summary"), SUMMARY, "The summary"),
            **words,
            "self_refer_from_age": numbers.whole(more.get("self_refer_from_age"), OLDEST_HERE),
            "via_front_door": False,
            "crisis": more.get("crisis") is True,
            "helpline": more.get("helpline") if more.get("helpline") in known.helplines else None,
            "mhst": more.get("mhst") if isinstance(more.get("mhst"), bool) else None,
            **{
                CARRIED[taxonomy]: keys[0] if CARRIED[taxonomy] in SINGLE and len(keys) == 1 else keys
                for taxonomy, keys in carried.items()
            },
            "self_refer": "self" in routes,
            "routes": routes,
            "closed_until": closed.isoformat() if closed else None,
            "alternatives": [
                each for each in sorting.texts(more.get("alternatives")) if len(each) <= 120 and SLUG.fullmatch(each)
            ],
            "languages": spoken,
            "first_contact_languages": _first_spoken(more, known),
            "catchment": _catchment(more.get("catchment"), national),
            "waits": smaller_parts.waits(more.get("waits"), known.today, told),
        }
    )


def _first_spoken(more: Said, known: Known) -> list[str]:
    return sorted(set(sorting.codes(more.get("first_contact_languages"), known.labels)))


def _all_spoken(spoken: list[str], more: Said, known: Known) -> list[str]:
    return sorted({*spoken, *_first_spoken(more, known)})


def _catchment(value: Any, national: bool) -> Said:
    """Say who may use it, by where they live."""
    said = shapes.table(value)
    if said.get("kind") in KINDS:
        wards = [text.line(each)[:100] for each in sorting.texts(said.get("wards"))]
        return {"kind": str(said["kind"])} | ({"wards": wards} if wards else {})
    return {"kind": Catchment.NATIONAL.value if national else Catchment.RESIDENTS.value}
