"""What the page of one service says, section by section, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from babel import dates

from portal import clock, languages
from portal.directory import checking, hours, others, telling
from portal.directory.checking import Desk
from portal.directory.documents import Document
from portal.directory.hours import Opening, Rule, State, Year
from portal.directory.index import Index
from portal.directory.packing import shown_wait
from portal.languages import gettext as _
from portal.languages import lazy

WAYS_IN = frozenset({"self_referral", "parent_referral"})
"""Told under "how do I get in", so not again under what makes it easier."""
ACCESS_GROUPS = (
    (lazy("Getting in"), frozenset({"wheelchair", "drop_in"})),
    (lazy("Sounds, lights and people"), frozenset({"quiet_space", "choose_worker"})),
    (
        lazy("Talking and writing"),
        frozenset({"no_phone", "text_only", "hearing_loop", "bsl", "easy_read", "interpreter"}),
    ),
)
SMALL_PRINT = {
    "reported_by_provider": lazy("The service told us this"),
    "referral_records": lazy("Worked out from everybody's requests, also of those still waiting"),
}


@dataclass(frozen=True)
class Page:
    """One service, told in full."""

    card: telling.Card
    open_words: str
    week: tuple[tuple[str, str], ...]
    hours_notes: tuple[str, ...]
    ways_in: tuple[str, ...]
    not_yourself: bool
    """Somebody else has to ask: said, so that nobody tries in vain."""
    wait: str
    wait_small: str
    helps_with: tuple[str, ...]
    meets: tuple[str, ...]
    access: tuple[tuple[str, tuple[str, ...]], ...]
    """What makes it easier, under headings; a heading without anything under it is left out."""
    speaks: tuple[str, ...]
    speaks_first: tuple[str, ...]
    costs: tuple[str, ...]
    turn_up: str
    made_for: tuple[str, ...]
    checked: str
    check_first: str
    others: tuple[Document, ...]


def page(service: Document, index: Index, moment: datetime, year: Year, desk: Desk | None = None) -> Page:
    """Tell one service in full, as it is at a moment."""
    today = clock.london(moment).date()
    return Page(
        card=telling.card(service, index, today),
        open_words=open_words(service, moment, year),
        week=tuple(week(service.openings)),
        hours_notes=(*_rules(service.openings), *service.hours_notes),
        ways_in=tuple(_ways_in(service)),
        not_yourself=bool(service.routes) and "self" not in service.routes,
        wait=_wait(service, today),
        wait_small=_wait_small(service, today),
        helps_with=_names(service, index, "need"),
        meets=_names(service, index, "mode"),
        access=tuple(_access(service, index)),
        speaks=tuple(telling.language_name(code) for code in service.terms.get("language", ())),
        speaks_first=tuple(telling.language_name(code) for code in service.first_languages),
        costs=tuple(_costs(service, index)),
        turn_up=_turn_up(service),
        made_for=_names(service, index, "cohort"),
        checked=checking.words(service, desk or Desk(), today),
        check_first=checking.warning(service, today),
        others=others.instead(service, index),
    )


def open_words(service: Document, moment: datetime, year: Year) -> str:
    """Say whether it is open now, and until or from when; or that we don't know."""
    if service.paused:
        return _("Closed for now")
    state = hours.state(service.openings, moment, year)
    if state is State.UNKNOWN:
        return _("We don't know if it is open right now. Get in touch before you go.")
    if state is State.APPOINTMENT:
        return _("They see people now, but only with an appointment. Get in touch first.")
    change = hours.next_change(service.openings, moment, year)
    if state is State.OPEN:
        return _("Open now, until %(when)s", when=languages.format_when(change[1])) if change else _("Open now")
    if change and change[0] is State.APPOINTMENT:
        return _("Closed now. People with an appointment are seen from %(when)s", when=languages.format_when(change[1]))
    if change:
        return _("Closed now. Opens %(when)s", when=languages.format_when(change[1]))
    return _("Closed now")


def week(openings: tuple[Opening, ...]) -> Iterator[tuple[str, str]]:
    """Yield the days something happens on, each with its times."""
    names = dates.get_day_names("wide", locale=languages.current())
    for day in range(7):
        spans = [_span(each) for each in openings if day in each.days.weekdays]
        if spans:
            yield names[day], languages.listed(spans)


def _span(opening: Opening) -> str:
    if opening.opens == opening.closes:
        return _("all day and all night")
    return f"{opening.opens:%H:%M}–{opening.closes:%H:%M}"


def _rules(openings: tuple[Opening, ...]) -> Iterator[str]:
    """Yield what the week does not say: terms, appointments, odd weeks and bank holidays."""
    if any(not each.days.weekly for each in openings):
        yield _("Some of these times are not every week. Ask before you go.")
    yield from _limits(openings)
    rules = {each.bank_holidays for each in openings}
    if rules == {Rule.CLOSED}:
        yield _("Closed on bank holidays.")
    if rules == {Rule.OPEN}:
        yield _("Also open on bank holidays.")
    if Rule.UNKNOWN in rules:
        yield _("We don't know about bank holidays.")


def _limits(openings: tuple[Opening, ...]) -> Iterator[str]:
    """Yield what holds for all of the times, or for some of them."""
    if openings and all(each.term_only for each in openings):
        yield _("Only in school term.")
    elif any(each.term_only for each in openings):
        yield _("Some of these times are only in school term.")
    if openings and all(each.by_appointment for each in openings):
        yield _("By appointment only.")
    elif any(each.by_appointment for each in openings):
        yield _("Some of these times are by appointment only.")


def _ways_in(service: Document) -> Iterator[str]:
    """Yield everybody who may ask."""
    for route in service.routes:
        older = route == "self" and (service.self_from or 0) > (service.minimum_age or 0)
        if older:
            yield _("From %(age)s you can ask for it yourself", age=service.self_from)
        elif route in telling.WAYS_IN:
            yield str(telling.WAYS_IN[route])


def _wait(service: Document, today: date) -> str:
    """Say how long people wait, or plainly that we do not know."""
    if service.paused:
        return _("It is closed for now, so nobody is being seen there.")
    if shown_wait(service, today):
        return telling.wait(service, today) + languages.stop()
    if "drop_in" in service.terms.get("access", ()):
        return _("You can just turn up, so there is no list. It may be busy when you come.")
    if service.crisis:
        return _("We don't know yet how long it takes until somebody answers. If nobody does, try the next one.")
    if telling.is_app(service):
        return _("We don't know yet. We have not heard of a waiting list for it.")
    return _("We don't know yet. Ask them when you get in touch: it is a fair question.")


def _wait_small(service: Document, today: date) -> str:
    """Say where a wait comes from, how many people it is about, and from when it is."""
    known = shown_wait(service, today)
    if known is None or service.paused:
        return ""
    source = str(SMALL_PRINT.get(known.method, SMALL_PRINT["reported_by_provider"]))
    return _(
        "%(source)s, about %(count)s people, on %(day)s. Most means 85 in 100, from asking to the first chat.",
        source=source,
        count=known.count,
        day=telling.long_date(known.as_of),
    )


def _access(service: Document, index: Index) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what makes it easier, by kind; what an area has added itself comes last."""
    carried = [key for key in service.terms.get("access", ()) if key not in WAYS_IN]
    placed = frozenset().union(*(keys for _title, keys in ACCESS_GROUPS))
    rest = frozenset(carried) - placed
    for title, keys in (*ACCESS_GROUPS, (_("And more"), rest)):
        if names := _names(service, index, "access", leave_out=frozenset(carried) - keys | WAYS_IN):
            yield str(title), names


def _names(service: Document, index: Index, taxonomy: str, leave_out: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the names of the words a service carries."""
    here, known = languages.current(), index.terms.get(taxonomy, {})
    keys = service.terms.get(taxonomy, ())
    return tuple(known[key].name(here) for key in keys if key in known and key not in leave_out)


def _costs(service: Document, index: Index) -> Iterator[str]:
    """Yield what it costs; free says no more than that."""
    if service.terms.get("cost") == ("free",):
        yield from _names(service, index, "cost")
        return
    for option, amount, words in service.costs:
        yield f"{option}: {words}" if words else option if amount is None else f"{option}: £{amount:g}"


def _turn_up(service: Document) -> str:
    """Answer the question everybody has and few ask."""
    if service.paused:
        return _("Not now: it is closed.")
    if "drop_in" in service.terms.get("access", ()):
        return _("Yes, when it is open. You don't need an appointment.")
    if not service.sites:
        return _("There is no place to go to. Get in touch from where you are.")
    return _("Please get in touch first, so that somebody has time for you.")
