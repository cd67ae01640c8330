"""The directory's entries of services on our lists: their cards, sheets and order say of waits what the page says."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.directory import actions as directory
from portal.directory.models import Service
from portal.waiting_times import queries, words
from portal.waiting_times.lists import Lists
from portal.waiting_times.models import Milestone, WaitFigure

METHOD = "referral_records"
NOTHING: dict[str, Any] = {
    "wait_as_of": None,
    "wait_median_days": None,
    "wait_p85_days": None,
    "wait_count": None,
    "wait_method": None,
}


def tell(session: Session, listed: Lists, today: date) -> None:
    """Write what everybody reads of each list into its entries, in the place of what was typed there."""
    first = {
        figure.list_id: figure
        for figure in queries.of_lists(session, [one.id for one in listed.each], today)
        if figure.milestone is Milestone.FIRST_CONTACT and figure.band == listed.bands[0]
    }
    on_list = {slug: one.id for one in reversed(listed.each) for slug in one.services}
    for service in session.scalars(select(Service).where(Service.slug.in_(on_list))):
        for column, value in _said(first.get(on_list[service.slug])).items():
            setattr(service, column, value)
    directory.changed(session)


def _said(figure: WaitFigure | None) -> dict[str, Any]:
    """Return an entry's columns: the longer end where a range is told, nothing where half of it is not known."""
    half = words.spread_of_half(figure) if figure else None
    most = words.spread_of_most(figure) if figure else None
    if figure is None or half is None or most is None or figure.people is None:
        return NOTHING
    told = {"wait_as_of": figure.edition.as_of, "wait_count": figure.people, "wait_method": METHOD}
    return told | {"wait_median_days": half.high, "wait_p85_days": most.high}
