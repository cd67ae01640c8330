"""A whole case as one FHIR R4 Bundle. Pure: the same case at the same moment is the same Bundle.

It has the shape of the national booking and referral standard and claims no conformance with it: that standard has no
use case for this kind of service yet.
"""

from collections.abc import Iterator

from portal.referrals.voices import Voice
from portal.reporting.fhir import asking, people, watching
from portal.reporting.fhir.codes import MAPPING, OURS
from portal.reporting.fhir.shapes import RESTRICTED, WATERMARK, Resource, instant, own_id
from portal.reporting.fhir.told import Account, Told


def bundle(told: Told) -> Resource:
    """Return the case as a collection; every entry is addressed by an id of its own."""
    tags = [{"system": f"{OURS}/mapping", "code": MAPPING}, *([WATERMARK] if told.fictional else [])]
    return {
        "resourceType": "Bundle",
        "id": own_id("Bundle", told.id),
        "meta": {"security": [RESTRICTED], "tag": tags},
        "type": "collection",
        "timestamp": instant(told.at),
        "entry": [{"fullUrl": f"urn:uuid:{each['id']}", "resource": each} for each in _everything(told)],
    }


def _everything(told: Told) -> Iterator[Resource]:
    """Yield the people, then each voice's account, then what was done."""
    yield people.patient(told)
    yield from people.related(told)
    for body in (told.team, *told.bodies):
        yield people.organization(told, body)
    for account in told.accounts:
        yield from _account(told, account)
    yield from asking.tasks(told)
    for meeting in told.meetings:
        yield asking.appointment(told, meeting)


def _account(told: Told, account: Account) -> Iterator[Resource]:
    """Yield what one voice said."""
    if account.voice is Voice.PROFESSIONAL:
        yield people.professional(told, account)
    yield asking.request(told, account)
    yield from filter(None, (asking.story(told, account), asking.plan(told, account)))
    yield from asking.consents(told, account)
    yield from watching.flags(told, account)
    yield from watching.goals(told, account)
    yield from watching.measured(told, account)
    yield from watching.answers(told, account)
