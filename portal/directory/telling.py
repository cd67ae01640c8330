"""How a service is told: short sentences for cards, pages and the command line, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from babel import Locale, dates

from portal import languages
from portal.directory.documents import Document, Wait
from portal.directory.index import Index
from portal.directory.packing import shown_wait
from portal.directory.ranking import needs_check
from portal.languages import gettext as _
from portal.languages import lazy, ngettext

KM_IN_A_MILE = 1.609344
WEEK = 7
SIGNED = {"bfi": lazy("British Sign Language")}
WAYS_IN = {
    "self": lazy("You can ask for it yourself"),
    "parent": lazy("A parent or carer can ask for you"),
    "school": lazy("Your school can ask for you"),
    "gp": lazy("Your GP can ask for you"),
    "professional": lazy("A worker you know can ask for you"),
}
GIVEN_UP_NAMES = {
    "within": lazy("how far away it is"),
    "open_now": lazy("open now"),
    "language": lazy("the language"),
    "cost": lazy("the cost"),
    "mode": lazy("how you meet"),
    "access": lazy("getting in and getting on"),
    "route": lazy("how to get in"),
    "months": lazy("the age in months"),
    "cohort": lazy("who it was made for"),
    "thrive": lazy("the kind of help"),
    "need": lazy("what it helps with"),
    "q": lazy("your words"),
    "words": lazy("some of your words"),
    "age": lazy("your age"),
}
"""What can be given up when nothing fits, and how that is said."""


@dataclass(frozen=True)
class Card:
    """What a card shows of a service, whoever asks."""

    service: Document
    ages: str
    way_in: str
    wait: str
    where: str
    marks: tuple[str, ...]
    checked: str
    check_first: bool
    assurance: str
    """For apps: whether the area's safety check holds. An app is never shown without it."""


def card(service: Document, index: Index, today: date) -> Card:
    """Tell a service on a card."""
    return Card(
        service=service,
        ages=ages(service),
        way_in=way_in(service),
        wait=wait(service, today),
        where=where(service),
        marks=tuple(marks(service, index)),
        checked=checked(service, today),
        check_first=needs_check(service, today),
        assurance=assurance(service, today),
    )


def ages(service: Document) -> str:
    """Say who it is for by age, in months where that is what the service says."""
    low, high = service.minimum_age, service.maximum_age
    if service.minimum_age_months is not None or service.maximum_age_months is not None:
        return _ages_in_months(service)
    if low is None and high is None:
        return _("Ages: we don't know, so ask")
    if high is None:
        return _("For %(low)s and over", low=low)
    if not low:
        return _("From birth to %(high)s", high=high)
    return _("For ages %(low)s to %(high)s", low=low, high=high)


def _ages_in_months(service: Document) -> str:
    """Say ages where at least one end is told in months."""
    low = _age(service.minimum_age_months, service.minimum_age)
    high = _age(service.maximum_age_months, service.maximum_age)
    if high is None:
        return _("From the age of %(low)s", low=low)
    from_birth = not (service.minimum_age if service.minimum_age_months is None else service.minimum_age_months)
    return (
        _("From birth to the age of %(high)s", high=high)
        if from_birth
        else _("From %(low)s to %(high)s old", low=low, high=high)
    )


def _age(months: int | None, years: int | None) -> str | None:
    """Say one age: months stand above years."""
    if months is not None:
        return ngettext("%(num)s month", "%(num)s months", months)
    return None if years is None else ngettext("%(num)s year", "%(num)s years", years)


def way_in(service: Document) -> str:
    """Say the easiest way in."""
    first = next((route for route in WAYS_IN if route in service.routes), None)
    if "drop_in" in service.terms.get("access", ()):
        return _("You can just turn up")
    if first == "self" and service.self_from and service.self_from > (service.minimum_age or 0):
        return _("From %(age)s you can ask for it yourself", age=service.self_from)
    return str(WAYS_IN[first]) if first else _("Ask the service how to get in")


def wait(service: Document, today: date) -> str:
    """Say how long people wait, as a range and never as a promise."""
    if service.paused:
        return _("Closed for now")
    known = shown_wait(service, today)
    if known:
        return _wait_words(known)
    if service.crisis or "drop_in" in service.terms.get("access", ()):
        return ""
    return _("We can't say how long the wait is yet") if service.wait else ""


def _wait_words(known: Wait) -> str:
    """Say half and most, in days when that is short and in weeks when it is not."""
    if known.p85_days <= 2:
        return _("Most people hear back within 2 days")
    if known.p85_days < 2 * WEEK:
        said = ngettext("Half wait up to %(num)s day", "Half wait up to %(num)s days", known.median_days)
        return _("%(half)s, most up to %(most)s days", half=said, most=known.p85_days)
    half, most = (-(-days // WEEK) for days in (known.median_days, known.p85_days))
    said = ngettext("Half wait up to %(num)s week", "Half wait up to %(num)s weeks", half)
    return _("%(half)s, most up to %(most)s weeks", half=said, most=most)


def where(service: Document) -> str:
    """Say where it happens: the towns, at school, at home or from anywhere."""
    settings = service.terms.get("setting", ())
    towns = dict.fromkeys(site.lines[1] for site in service.sites if len(site.lines) > 1)
    if any(site.hidden for site in service.sites):
        return _("In a place that is kept private")
    if service.catchment == "school" and service.sites:
        return _("At %(school)s", school=service.sites[0].name)
    if "school" in settings:
        return _("At your school")
    if "home" in settings and "home_visit" in service.terms.get("mode", ()):
        return _("Comes to you")
    if towns:
        return languages.listed(towns)
    ways = service.terms.get("mode", ())
    return _("Online") if ways and "phone" not in ways else _("By phone or online")


def marks(service: Document, index: Index) -> Iterator[str]:
    """Yield one mark each for the cost, other languages and access."""
    here = languages.current()
    for taxonomy, keys in (("cost", service.terms.get("cost", ())), ("access", _wheelchair(service))):
        yield from (index.terms[taxonomy][key].name(here) for key in keys if key in index.terms.get(taxonomy, {}))
    others = [language_name(code) for code in service.terms.get("language", ()) if code != languages.SOURCE]
    if others:
        yield languages.listed(others)


def _wheelchair(service: Document) -> tuple[str, ...]:
    return tuple(key for key in service.terms.get("access", ()) if key == "wheelchair")


def language_name(code: str) -> str:
    """Name a language in the reader's own."""
    if code in SIGNED:
        return str(SIGNED[code])
    return _language_name(code, languages.current())


@cache
def _language_name(code: str, here: str) -> str:
    return str(Locale.parse(here).languages.get(code, code))


def checked(service: Document, today: date) -> str:
    """Say when somebody last made sure that this is true."""
    if service.assured is None:
        return _("Nobody has checked this yet")
    if needs_check(service, today):
        return _("Last checked on %(day)s. Check before you go.", day=long_date(service.assured))
    return _("Checked on %(day)s", day=long_date(service.assured))


def assurance(service: Document, today: date) -> str:
    """Say who looked at an app, and whether that still holds."""
    if not service.assurance:
        return _("Nobody has checked this app for safety yet.") if is_app(service) else ""
    until = _day(service.assurance.get("expires_on"))
    if until is None:
        return _("We don't know how long the safety check of this app holds.")
    if until < today:
        return _("The safety check of this app ran out on %(day)s.", day=long_date(until))
    return _("The area checked this app for safety and privacy. The check holds until %(day)s.", day=long_date(until))


def _day(text: object) -> date | None:
    """Read a date; what does not read is no date."""
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def is_app(service: Document) -> bool:
    """Tell whether a service is used on one's own, on a screen."""
    return "digital" in service.terms.get("provider_type", ())


def long_date(day: date) -> str:
    """Write a date with its year."""
    return _date(day, languages.current())


@lru_cache(2048)
def _date(day: date, language: str) -> str:
    """Write a date. Directories hold few different ones, and writing one takes as long as the rest of a card."""
    return dates.format_date(day, "d MMMM y", locale=language)
