"""What a sheet to hand out says of one service: little enough to read at a kitchen table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from portal import languages
from portal.directory.checking import Desk
from portal.directory.documents import Document
from portal.directory.hours import Year
from portal.directory.index import Index
from portal.directory.page import Page, page
from portal.languages import gettext as _
from portal.shortlist import codes


@dataclass(frozen=True)
class Sheet:
    """One service on paper."""

    service: Document
    page: Page
    address: str
    code: Markup
    week: tuple[tuple[str, str], ...]
    """Days with the same times together: paper is short."""
    say: str
    say_in_english: str
    """What the person who picks up understands, where the reader's words are in another language."""


def sheet(service: Document, index: Index, moment: datetime, year: Year, desk: Desk, address: str) -> Sheet:
    """Tell one service for paper."""
    here = languages.current()
    with languages.using(languages.SOURCE):
        english = say(service, index)
    told = page(service, index, moment, year, desk)
    return Sheet(
        service=service,
        page=told,
        week=together(told.week),
        address=address,
        code=codes.drawing(address),
        say=say(service, index),
        say_in_english="" if here == languages.SOURCE else english,
    )


def together(week: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Put days with the same times on one line, in the order of the week."""
    days: dict[str, list[str]] = {}
    for day, times in week:
        days.setdefault(times, []).append(day)
    return tuple((languages.listed(names), times) for times, names in days.items())


def say(service: Document, index: Index) -> str:
    """Say how a call or a message may begin: the first words are the hardest."""
    known, here = index.terms.get("need", {}), languages.current()
    name = next((known[key].name(here) for key in service.terms.get("need", ()) if key in known), "")
    if service.crisis or not name:
        return _("Hello. I need some help. I don't know where to start. Can you ask me questions?")
    return _(
        "Hello. I read about you on the Front Door. It is about this: %(need)s. What happens if I ask for help?",
        need=name,
    )
