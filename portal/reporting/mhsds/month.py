"""From a month as we hold it to the rows of every table. Pure."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.clock import london
from portal.named_contacts.organisations import SCHOOL_ODS
from portal.referrals.voices import Voice
from portal.reporting.mhsds import codes
from portal.reporting.mhsds.held import Cared, Heard, Held, Met, Request
from portal.reporting.mhsds.shape import TABLES, Month, Row
from portal.triage.facts import UNANSWERED

TEAM = "front-door"
NAMES = uuid.UUID("7a0c0b5e-30ab-5d39-8f0e-6f2f5b1f9c10")
HEARD_FIRST = (Voice.YOUNG_PERSON, Voice.PARENT_CARER, Voice.PROFESSIONAL, Voice.FRIEND)
CONSULTED = ("advice", "consultation")
MARK = "DEMO"
MARKED = ("LocalPatientId", "ServiceRequestId")
"""A row that is taken out of its folder still says that nobody is in it."""


@dataclass(frozen=True)
class Header:
    """What the area says of itself."""

    version: str
    provider: str
    system: str
    team_type: str
    age_group: str


def own_id(kind: str, of: object) -> str:
    """Return the id of something in the file: always the same, and not the number of our row."""
    return uuid.uuid5(NAMES, f"{kind}|{of}").hex[:20]


def day(moment: datetime) -> str:
    """Write the day of a moment in London."""
    return london(moment).date().isoformat()


def time(moment: datetime) -> str:
    """Write the time of a moment in London."""
    return f"{london(moment):%H:%M:%S}"


def rows(held: Held, header: Header, made_at: datetime) -> Month:
    """Return the rows of every table, each with every field of its table."""
    month: dict[str, list[Row]] = {name: [] for name in TABLES}
    month["MHS000Header"] = [_header(held, header, made_at)]
    led = {spell.id: request for request in held.requests for spell in _care(held, request)}
    people: dict[uuid.UUID, dict[str, Any]] = {}
    for request in held.requests:
        people.setdefault(request.lead.case_id, {})
        people[request.lead.case_id] |= about(held, request)
        month["MHS101Referral"].append(_referral(held, request, _care(held, request)))
    for case_id, known in people.items():
        for name, row in _person(case_id, known, held.fictional, header.provider):
            month[name].append(row)
    for name, row in (*_other_teams(held, led), *_onward(held, led), *_contacts(held, led), *_answered(held)):
        month[name].append(row)
    _staff_and_teams(month, held, header)
    return {name: [_whole(name, row, held.fictional) for row in found] for name, found in month.items()}


def _whole(name: str, row: Row, fictional: bool) -> Row:
    """Return a row with every field of its table; ids of made-up people and their requests say what they are."""
    marked = {field: MARK + row[field][len(MARK) :] for field in MARKED if fictional and row.get(field)}
    return {field: marked.get(field, row.get(field, "")) for field in TABLES[name].fields}


def _header(held: Held, header: Header, made_at: datetime) -> Row:
    """Return the header."""
    last = date.fromordinal(london(held.end).date().toordinal() - 1)
    return {
        "DatSetVer": header.version,
        "OrgIDProv": header.provider,
        "OrgIDSubmit": header.provider,
        "PrimSystemInUse": header.system,
        "ReportingPeriodStartDate": day(held.start),
        "ReportingPeriodEndDate": last.isoformat(),
        "DateTimeDatSetCreate": f"{london(made_at):%Y-%m-%dT%H:%M:%S}",
    }


def _care(held: Held, request: Request) -> list[Cared]:
    """Return the care that was opened for a request."""
    return [each for one in request.voices for each in held.cared.get(one.id, ())]


def about(held: Held, request: Request) -> dict[str, Any]:
    """Return what is known of a person: of each thing, the word of whoever is heard first."""
    known: dict[str, Any] = {}
    for one in sorted(request.voices, key=lambda one: -HEARD_FIRST.index(one.voice)):
        known |= {name: value for name, value in held.said[one.id].items() if value not in (None, "", UNANSWERED)}
    return known | {"written_in": request.lead.language}


def _person(case_id: uuid.UUID, known: Mapping[str, Any], fictional: bool, provider: str) -> Iterator[tuple[str, Row]]:
    """Yield the rows about one person."""
    own = own_id("person", case_id)
    number, status = codes.nhs_number(known, fictional)
    ethnic = codes.word(codes.ETHNICITY, known.get("ethnicity"))
    urn = str(known.get("school_urn", ""))
    yield (
        "MHS001MPI",
        {
            "LocalPatientId": own,
            "OrgIDLocalPatientId": provider,
            "NHSNumber": number,
            "NHSNumberStatus": status,
            "PersonBirthDate": birth_date(known.get("dob")),
            "Postcode": codes.NO_FIXED_ADDRESS if known.get("no_fixed_address") else str(known.get("postcode", "")),
            "EthnicCategory": codes.BEFORE_2021.get(ethnic, ethnic),
            "EthnicCategory2021": ethnic,
            "GenderIDCode": codes.word(codes.GENDER, known.get("gender")) or codes.NOT_RECORDED,
            "GenderSameAtBirth": codes.same_at_birth(known.get("same_as_birth")),
            "LanguageCodePreferred": str(known.get("written_in", "")),
            "OrgIDEduEstab": SCHOOL_ODS + urn if urn else "",
        },
    )
    if known.get("gp_practice"):
        yield "MHS002GP", {"LocalPatientId": own, "GMPReg": str(known.get("gp_ods") or codes.NO_CODE)}
    yield (
        "MHS005PatInd",
        {
            "LocalPatientId": own,
            "LDStatus": "1" if known.get("ld") else codes.NOT_RECORDED,
            # Autism and ADHD are asked about together, so nobody can tell which of them was meant.
            "AutismStatus": codes.NOT_RECORDED,
            "CPP": "3" if known.get("cp_plan") else codes.NOT_RECORDED,
            "LACStatus": "Y" if known.get("lac") else "",
            "YoungCarerInd": "Y" if known.get("young_carer") else "",
        },
    )


def birth_date(said: Any) -> str:
    """Return a date of birth, or nothing where what was typed is no date."""
    try:
        return date.fromisoformat(str(said)).isoformat()
    except ValueError:
        return ""


def _referral(held: Held, request: Request, care: list[Cared]) -> Row:
    """Return one referral. An end after the month is not known in it."""
    lead, said = request.lead, held.said[request.lead.id]
    pathway = care[-1].pathway if care else ""
    ended = request.closed_at if request.closed_at and request.closed_at < held.end else None
    rejected = codes.REJECTED.get(request.closed_by, "") if ended else ""
    stamp = (day(ended), time(ended)) if ended else ("", "")
    return {
        "ServiceRequestId": own_id("request", lead.id),
        "LocalPatientId": own_id("person", lead.case_id),
        "ReferralRequestReceivedDate": day(lead.received_at),
        "ReferralRequestReceivedTime": time(lead.received_at),
        "SourceOfReferralMH": codes.source(lead.voice, said),
        "OrgIDReferringOrg": str(said.get("organisation_code", "")) if lead.voice is Voice.PROFESSIONAL else "",
        "ClinRespPriorityType": codes.priority(_band(request.voices), pathway),
        "PrimReasonReferralMH": next((codes.REASON[one] for one in pathway.split() if one in codes.REASON), ""),
        "ReferRejectionDate": stamp[0] if rejected else "",
        "ReferRejectionTime": stamp[1] if rejected else "",
        "ReferRejectReason": rejected,
        "ServDischDate": "" if rejected else stamp[0],
        "ServDischTime": "" if rejected else stamp[1],
        "UniqCareProfTeamLocalID": TEAM,
    }


def _band(voices: Iterable[Heard]) -> str:
    """Return the most urgent band of several voices."""
    order = list(codes.PRIORITY)
    return min((one.band for one in voices), key=order.index)


def _other_teams(held: Held, led: Mapping[uuid.UUID, Request]) -> Iterator[tuple[str, Row]]:
    """Yield who else is responsible for a referral, and when that ended."""
    for care in (each for cared in held.cared.values() for each in cared):
        if care.owner_id is not None and care.id in led:
            ended = care.closed_at if care.closed_at and care.closed_at < held.end else None
            yield (
                "MHS102OtherServiceType",
                {
                    "ServiceRequestId": own_id("request", led[care.id].lead.id),
                    "UniqOtherCareProfTeamLocalID": own_id("team", care.owner_id),
                    "ReferClosureDate": day(ended) if ended else "",
                    "ReferClosureTime": time(ended) if ended else "",
                },
            )


def _onward(held: Held, led: Mapping[uuid.UUID, Request]) -> Iterator[tuple[str, Row]]:
    """Yield who was offered to another organisation in the month."""
    for one in held.offered:
        if held.within(one.at) and one.spell_id in led:
            yield (
                "MHS105OnwardReferral",
                {
                    "ServiceRequestId": own_id("request", led[one.spell_id].lead.id),
                    "OnwardReferDate": day(one.at),
                    "OnwardReferTime": time(one.at),
                    "OrgIDReceivingOrg": own_id("team", one.to),
                },
            )


def _contacts(held: Held, led: Mapping[uuid.UUID, Request]) -> Iterator[tuple[str, Row]]:
    """Yield the month's meetings. How long they lasted is not recorded, so it stays empty."""
    for one in held.met:
        if not held.within(one.at) or one.fate not in codes.ATTEND or one.spell_id not in led:
            continue
        own = own_id("contact", one.id)
        yield "MHS201CareContact", _contact(one, own, led[one.spell_id])
        if codes.ATTEND[one.fate] == codes.ATTENDED:
            activity = {"CareActId": own_id("activity", one.id), "CareContactId": own}
            yield "MHS202CareActivity", activity | {"CareProfLocalId": own_id("staff", one.by) if one.by else ""}


def _contact(one: Met, own: str, request: Request) -> Row:
    """Return one meeting."""
    return {
        "CareContactId": own,
        "ServiceRequestId": own_id("request", request.lead.id),
        "CareContDate": day(one.at),
        "CareContTime": time(one.at),
        "ConsMechanismMH": codes.MECHANISM.get(one.way, ""),
        "AttendStatus": codes.ATTEND[one.fate],
        "UniqCareProfTeamLocalID": TEAM,
    }


def _answered(held: Held) -> Iterator[tuple[str, Row]]:
    """Yield the questions that were answered in the month: about one child, or on the short form."""
    for one in (voice for request in held.requests for voice in request.voices):
        if one.closed_by != "advise" or one.closed_at is None or not held.within(one.closed_at):
            continue
        said = held.said[one.id]
        if said.get("advice_question"):
            yield (
                "MHS302DropInContact",
                {
                    "DropInContactLocalId": own_id("advice", one.id),
                    "DropInContactDate": day(one.received_at),
                    "StartTime": time(one.received_at),
                    "DropInContactOutcome": codes.ADVICE_ONLY,
                },
            )
        elif one.voice is Voice.PROFESSIONAL and said.get("asks_for") in CONSULTED:
            lead = next(each.lead for each in held.requests if one in each.voices)
            yield (
                "MHS204IndirectActivity",
                {
                    "ServiceRequestId": own_id("request", lead.id),
                    "IndirectActDate": day(one.closed_at),
                    "IndirectActTime": time(one.closed_at),
                },
            )


def _staff_and_teams(month: dict[str, list[Row]], held: Held, header: Header) -> None:
    """Add everybody and every team that another table names."""
    staff = sorted({row["CareProfLocalId"] for row in month["MHS202CareActivity"]} - {""})
    month["MHS901StaffDetails"] = [{"CareProfLocalId": own, "OrgIDProv": header.provider} for own in staff]
    others = sorted({row["UniqOtherCareProfTeamLocalID"] for row in month["MHS102OtherServiceType"]})
    first = {
        "UniqCareProfTeamLocalID": TEAM,
        "ServTeamTypeMH": header.team_type,
        "ServTeamIntAgeGroup": header.age_group,
    }
    month["MHS902ServiceTeamDetails"] = [first, *({"UniqCareProfTeamLocalID": own} for own in others)]
