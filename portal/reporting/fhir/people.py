"""The young person, those who speak for them, and the organisations, as FHIR R4. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from portal.referrals import nhs_numbers
from portal.referrals.voices import Voice
from portal.reporting.fhir import codes
from portal.reporting.fhir.codes import OURS
from portal.reporting.fhir.shapes import ONE_VOICE, Resource, link, own_id, resource, said_by
from portal.reporting.fhir.told import Account, Body, Told, person

NO_WAY = "not_ok"


def patient(told: Told) -> Resource:
    """Return the young person. Made-up people have no NHS number, whatever was typed."""
    known = person(told.accounts)
    said = {
        "identifier": [] if told.fictional else _numbers(known),
        "name": list(_names(known)),
        "telecom": list(_telecom(told)),
        "gender": codes.GENDERS.get(str(known.get("gender", "")).strip().lower()),
        "birthDate": known.get("dob") if _is_date(known.get("dob")) else None,
        "address": _address(known),
        "communication": [{"language": {"coding": [_tongue(told)]}, "preferred": True}],
        "extension": [
            {"url": f"{OURS}/said/{name.replace('_', '-')}", "valueString": str(known[name])}
            for name in ("dob", "gender", "pronouns", "interpreter_language")
            if name in known
        ],
        "generalPractitioner": [_named(known, "gp_practice", "gp_ods", told)] if "gp_practice" in known else [],
        "managingOrganization": link("Organization", told.owner_id or told.team.id),
    }
    return resource("Patient", told.id, said, fictional=told.fictional)


def _is_date(text: Any) -> bool:
    """Tell whether a date of birth could be read: then it is kept as a date, year first."""
    parts = str(text or "").split("-")
    return [len(part) for part in parts] == [4, 2, 2] and all(part.isdecimal() for part in parts)


def _numbers(known: Mapping[str, Any]) -> list[Resource]:
    """Return the NHS number, or what was typed in its place."""
    typed = known.get("nhs_number")
    if not typed:
        return []
    if nhs_numbers.is_well_formed(str(typed)):
        return [{"system": codes.NHS_NUMBER, "value": nhs_numbers.digits(str(typed))}]
    return [{"system": f"{OURS}/nhs-number-as-typed", "value": str(typed)}]


def _names(known: Mapping[str, Any]) -> Iterator[Resource]:
    """Yield the names, what they are called first."""
    for use, field in (("usual", "name"), ("official", "legal_name"), ("old", "previous_names")):
        if field in known:
            yield {"use": use, "text": str(known[field])}


def _telecom(told: Told) -> Iterator[Resource]:
    """Yield the ways to reach them that nobody has called unsafe; the others stay under the narrowest label."""
    if any(one.said.get("unsafe_contact") not in (None, "no") for one in told.accounts):
        return
    for system, field, way in (("phone", "phone", "contact_phone"), ("email", "email", "contact_email")):
        refused = any(one.said.get(way) == NO_WAY for one in told.accounts)
        own = [one for one in told.accounts if one.voice is Voice.YOUNG_PERSON and one.said.get(field)]
        if own and not refused:
            yield {"system": system, "value": str(own[-1].said[field]), "use": "mobile" if system == "phone" else None}


def _address(known: Mapping[str, Any]) -> list[Resource]:
    """Return where they live, or that they have no fixed place."""
    if known.get("no_fixed_address"):
        return [{"use": "temp", "text": "No fixed address"}]
    return [{"use": "home", "postalCode": str(known["postcode"])}] if "postcode" in known else []


def _tongue(told: Told) -> Resource:
    """Return the language the first voice wrote in."""
    return {"system": "urn:ietf:bcp:47", "code": told.accounts[0].language}


def _named(known: Mapping[str, Any], name: str, code: str, told: Told) -> Resource:
    """Name an organisation that is not in the Bundle, by its code where somebody knew it."""
    if code not in known:
        return {"display": str(known[name])}
    system = f"{OURS}/organisation-code" if told.fictional else codes.ODS
    return {"display": str(known[name]), "identifier": {"system": system, "value": str(known[code])}}


def related(told: Told) -> Iterator[Resource]:
    """Yield those who speak for the young person, and whoever is said to have parental responsibility."""
    for account in told.accounts:
        if account.voice in (Voice.PARENT_CARER, Voice.FRIEND):
            yield _speaker(told, account)
        elif account.said.get("parental_responsibility"):
            yield _responsible(told, account)


def _speaker(told: Told, account: Account) -> Resource:
    """Return a parent, a carer or a friend. What is known of them was told in confidence too."""
    said = {
        "active": True,
        "patient": link("Patient", told.id),
        "relationship": [codes.concept("voice", account.voice.value, str(account.said.get("relationship", "")))],
        "name": [{"text": str(account.said["referrer_name"])}] if account.said.get("referrer_name") else [],
        "extension": _has_pr(account),
    }
    return resource("RelatedPerson", account.id, said, *said_by(account.voice), fictional=told.fictional)


def _responsible(told: Told, account: Account) -> Resource:
    """Return whoever somebody else says has parental responsibility: only those words are known."""
    said = {
        "patient": link("Patient", told.id),
        "relationship": [codes.concept("voice", "parental_responsibility")],
        "name": [{"text": str(account.said["parental_responsibility"])}],
        "extension": _has_pr(account),
    }
    return resource("RelatedPerson", account.id, said, ONE_VOICE, fictional=told.fictional)


def _has_pr(account: Account) -> list[Resource]:
    """Return the extension for parental responsibility: who has it, in their words."""
    told = account.said.get("parental_responsibility")
    return [{"url": f"{OURS}/parental-responsibility", "valueString": str(told)}] if told else []


def professional(told: Told, account: Account) -> Resource:
    """Return somebody who asked as part of their work."""
    role, place = account.said.get("referrer_role"), account.said.get("organisation")
    said = {
        "practitioner": {"display": str(account.said.get("referrer_name") or "Name not given")},
        "code": [{"text": str(role)}] if role else [],
        "organization": _named(account.said, "organisation", "organisation_code", told) if place else None,
    }
    return resource("PractitionerRole", account.id, said, fictional=told.fictional)


def asker(told: Told, account: Account) -> Resource:
    """Point at whoever speaks in an account."""
    if account.voice is Voice.YOUNG_PERSON:
        return link("Patient", told.id)
    return link("PractitionerRole" if account.voice is Voice.PROFESSIONAL else "RelatedPerson", account.id)


def organization(told: Told, body: Body) -> Resource:
    """Return an organisation. In a made-up area its codes are ours, for nobody else has given them."""
    ours = f"{OURS}/organisation-code"
    identifiers = [
        {"system": ours if told.fictional or scheme.upper() != "ODS" else codes.ODS, "value": value}
        for scheme, value in body.codes
    ]
    own = {"system": ours, "value": own_id("Organization", body.id)}
    return resource(
        "Organization", body.id, {"name": body.name, "identifier": identifiers or [own]}, fictional=told.fictional
    )
