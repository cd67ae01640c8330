"""Who last made sure that an entry is true: said by organisation, never by a person or an address. Pure."""

from dataclasses import dataclass
from datetime import date

from portal.directory.documents import BY_PROVIDER, Document, fingerprint
from portal.directory.ranking import needs_check
from portal.directory.telling import long_date
from portal.languages import gettext as _


@dataclass(frozen=True)
class Desk:
    """The people who keep this directory: what they are called, and the address they sign checks with."""

    name: str = ""
    address: str = ""


def by(service: Document, desk: Desk) -> str:
    """Return the name of the organisation that checked an entry; empty where we cannot tell."""
    if service.assured_by == BY_PROVIDER:
        return service.organization
    known = bool(desk.name and service.assured_by) and service.assured_by == fingerprint(desk.address)
    return desk.name if known else ""


def words(service: Document, desk: Desk, today: date) -> str:
    """Say when an entry was checked and by which organisation, or that we do not know."""
    if service.assured is None:
        return _("Nobody has checked this page yet.")
    day, who = long_date(service.assured), by(service, desk)
    if service.assured_by == BY_PROVIDER:
        return _("Last checked on %(day)s by %(organization)s, who run it.", day=day, organization=who)
    if who:
        return _("Last checked on %(day)s by the %(team)s.", day=day, team=who)
    return _("Last checked on %(day)s. We don't know by which organisation.", day=day)


def warning(service: Document, today: date) -> str:
    """Say what to do when nobody has checked for too long, or ever; nothing when all is well."""
    if service.assured is None:
        return _("Nobody has checked this page yet. Get in touch before you go.")
    if needs_check(service, today):
        return _("Nobody has checked this for more than a year. Check before you go.")
    return ""
