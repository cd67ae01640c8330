"""The request, what was decided, what was agreed to, and when they meet, as FHIR R4. Pure."""

import base64
from collections.abc import Iterator
from typing import Any

from portal.reporting.fhir import codes, people
from portal.reporting.fhir.codes import HL7, OURS, concept, known, original
from portal.reporting.fhir.shapes import ONE_VOICE, VERY_RESTRICTED, Resource, instant, link, resource, said_by
from portal.reporting.fhir.told import OWN_WORDS, PLAN, Account, Decided, Meeting, Told


def request(told: Told, account: Account) -> Resource:
    """Return one voice's request for help."""
    said = {
        "identifier": [{"system": f"{OURS}/reference", "value": account.reference}],
        "status": codes.ENDED.get(account.ended_by, "active"),
        "intent": "order",
        "category": [concept("voice", account.voice.value), {"text": "Referral"}],
        "priority": codes.PRIORITY[account.band],
        "code": concept("request", "single-point-of-access", "Request for help with mental health"),
        "subject": link("Patient", told.id),
        "occurrencePeriod": {"start": instant(account.received_at), "end": instant(account.contact_by)},
        "authoredOn": instant(account.received_at),
        "requester": people.asker(told, account),
        "performer": [link("Organization", told.owner_id or told.team.id)],
        "reasonCode": [concept("pathway", pathway) for pathway in account.pathways],
        "supportingInfo": [link("DocumentReference", account.id)] if _texts(account) else [],
        "extension": [
            original("band", account.band),
            original("status", account.status),
            *([original("move", account.ended_by)] if account.ended_by else []),
        ],
    }
    return resource("ServiceRequest", account.id, said, fictional=told.fictional)


def _texts(account: Account) -> list[tuple[str, str]]:
    """Return what was told in whole sentences, by the name of the question."""
    return [(name, str(account.said[name])) for name in OWN_WORDS if account.said.get(name)]


def story(told: Told, account: Account) -> Resource | None:
    """Return the story as it was told: once, under the name of each question."""
    texts = _texts(account)
    if not texts:
        return None
    said = {
        "status": "current",
        "type": concept("document", "story", "What was told in their own words"),
        "subject": link("Patient", told.id),
        "date": instant(account.received_at),
        "author": [people.asker(told, account)],
        "content": [{"attachment": _attachment(account, name, text)} for name, text in texts],
        "context": {"related": [link("ServiceRequest", account.id)]},
    }
    return resource("DocumentReference", account.id, said, *said_by(account.voice), fictional=told.fictional)


def _attachment(account: Account, name: str, text: str) -> Resource:
    """Return one text."""
    return {
        "contentType": "text/plain; charset=utf-8",
        "language": account.language,
        "title": name,
        "data": base64.b64encode(text.encode()).decode(),
    }


def tasks(told: Told) -> Iterator[Resource]:
    """Yield what screening decided, and for a request that nobody has decided about, that it is to be read."""
    decided = {one.referral_id for one in told.decided}
    for one in told.decided:
        yield _decided(told, one)
    for account in told.accounts:
        if account.id not in decided:
            said = _task(told, account) | {
                "status": codes.UNDECIDED[account.status],
                "businessStatus": concept("status", account.status),
                "authoredOn": instant(account.received_at),
                "owner": link("Organization", told.team.id),
            }
            yield resource("Task", account.id, said, fictional=told.fictional)


def _task(told: Told, account: Account) -> Resource:
    """Return what every task says."""
    return {
        "intent": "order",
        "code": concept("task", "screening", "A clinician reads it and decides"),
        "focus": link("ServiceRequest", account.id),
        "for": link("Patient", told.id),
        "priority": codes.PRIORITY[account.band],
    }


def _decided(told: Told, one: Decided) -> Resource:
    """Return one decision, with the reason for the record and the words that the young person reads."""
    account = next(each for each in told.accounts if each.id == one.referral_id)
    said = _task(told, account) | {
        "status": codes.NOT_IN_FORCE.get(one.state) or codes.DECIDED[one.outcome],
        "statusReason": {"text": one.rationale} if one.rationale else None,
        "businessStatus": concept("outcome", one.outcome, one.next_step),
        "authoredOn": instant(one.at),
        "owner": link("Organization", one.partner_id or told.team.id),
        "extension": [original("decision-state", one.state)],
    }
    return resource("Task", one.id, said, ONE_VOICE, fictional=told.fictional)


def consents(told: Told, account: Account) -> Iterator[Resource]:
    """Yield each question about agreeing that was answered; only a plain yes permits anything."""
    for name in codes.CONSENTS:
        if answer := account.said.get(name):
            status, kind = codes.AGREED[str(answer)]
            said = {
                "status": status,
                "scope": known("consentscope", "patient-privacy"),
                "category": [concept("consent", name)],
                "patient": link("Patient", told.id),
                "dateTime": instant(account.received_at),
                "performer": [people.asker(told, account)],
                "policyRule": {"text": "What was said on the form. The legal basis for keeping it is not consent."},
                "provision": {"type": kind, "code": [concept("answer", str(answer))]},
            }
            yield resource(
                "Consent", f"{account.id}|{name}", said, VERY_RESTRICTED, ONE_VOICE, fictional=told.fictional
            )


def plan(told: Told, account: Account) -> Resource | None:
    """Return a plan to stay safe, where somebody told of one. An area's crisis plan is never made up for anybody."""
    texts = [(name, str(account.said[name])) for name in PLAN if account.said.get(name)]
    if not texts:
        return None
    said: dict[str, Any] = {
        "status": "active",
        "intent": "plan",
        "category": [concept("care-plan", "crisis-plan", "Crisis plan")],
        "title": "What keeps them safe, as they told it",
        "subject": link("Patient", told.id),
        "created": instant(account.received_at),
        "contributor": [people.asker(told, account)],
        "note": [{"text": text, "authorString": name} for name, text in texts],
    }
    return resource("CarePlan", account.id, said, ONE_VOICE, fictional=told.fictional)


def appointment(told: Told, meeting: Meeting) -> Resource:
    """Return a time to meet. How long it lasts is not recorded, so it ends when it begins, and says so."""
    said = {
        "status": codes.MEETINGS[meeting.fate],
        "appointmentType": concept("meeting-way", meeting.way),
        "start": instant(meeting.at),
        "end": instant(meeting.at),
        "created": instant(meeting.offered_at),
        "comment": meeting.place,
        "participant": [
            {"actor": link("Patient", told.id), "status": "needs-action"},
            {"actor": {"display": told.team.name}, "status": "accepted"},
        ],
        "cancelationReason": _why_off(meeting),
        "extension": [
            original("meeting-fate", meeting.fate),
            {"url": f"{OURS}/length-not-recorded", "valueBoolean": True},
        ],
    }
    return resource("Appointment", meeting.id, said, VERY_RESTRICTED, fictional=told.fictional)


def _why_off(meeting: Meeting) -> Resource | None:
    """Say whose wish it was that a meeting did not take place."""
    reasons = {"cancelled_by_us": "prov", "cancelled_by_family": "pat", "rearranged": "other"}
    reason = reasons.get(meeting.fate)
    return {"coding": [{"system": f"{HL7}/appointment-cancellation-reason", "code": reason}]} if reason else None
