"""The tables of version 6 that we hold something for, with the names of their fields. Pure.

Names are those of the data set as NHS England's own published code reads it; `content/area/mhsds.toml` keeps, with a
date, what nobody could check.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Row = Mapping[str, str]
NEVER = ()


@dataclass(frozen=True)
class Table:
    """One table: its fields in order, and which of them every row needs."""

    fields: tuple[str, ...]
    needed: tuple[str, ...]
    says: str


TABLES: Mapping[str, Table] = {
    "MHS000Header": Table(
        (
            *("DatSetVer", "OrgIDProv", "OrgIDSubmit", "PrimSystemInUse", "ReportingPeriodStartDate"),
            *("ReportingPeriodEndDate", "DateTimeDatSetCreate"),
        ),
        ("DatSetVer", "OrgIDProv", "ReportingPeriodStartDate", "ReportingPeriodEndDate"),
        "Which provider and which month",
    ),
    "MHS001MPI": Table(
        (
            *("LocalPatientId", "OrgIDLocalPatientId", "NHSNumber", "NHSNumberStatus", "PersonBirthDate", "Postcode"),
            *("EthnicCategory", "EthnicCategory2021", "GenderIDCode", "GenderSameAtBirth", "LanguageCodePreferred"),
            "OrgIDEduEstab",
        ),
        (
            *("LocalPatientId", "NHSNumber", "NHSNumberStatus", "PersonBirthDate", "Postcode", "EthnicCategory"),
            *("GenderIDCode", "LanguageCodePreferred"),
        ),
        "The people",
    ),
    "MHS002GP": Table(
        ("LocalPatientId", "GMPReg", "StartDateGMPRegistration"), ("LocalPatientId", "GMPReg"), "Their GP practice"
    ),
    "MHS005PatInd": Table(
        ("LocalPatientId", "LDStatus", "AutismStatus", "CPP", "LACStatus", "YoungCarerInd"),
        ("LocalPatientId", "LDStatus", "AutismStatus", "CPP"),
        "What to know about them",
    ),
    "MHS101Referral": Table(
        (
            *("ServiceRequestId", "LocalPatientId", "ReferralRequestReceivedDate", "ReferralRequestReceivedTime"),
            *("SourceOfReferralMH", "ReferringCareProfessionalStaffGroup", "OrgIDReferringOrg"),
            *("ClinRespPriorityType", "PrimReasonReferralMH", "ReferRejectionDate", "ReferRejectionTime"),
            *("ReferRejectReason", "ServDischDate", "ServDischTime", "UniqCareProfTeamLocalID"),
        ),
        (
            *("ServiceRequestId", "LocalPatientId", "ReferralRequestReceivedDate", "ReferralRequestReceivedTime"),
            *("SourceOfReferralMH", "ClinRespPriorityType", "PrimReasonReferralMH", "UniqCareProfTeamLocalID"),
        ),
        "The referrals: one for each request about a person, however many voices it has",
    ),
    "MHS102OtherServiceType": Table(
        (
            *("ServiceRequestId", "UniqOtherCareProfTeamLocalID", "ReferClosureDate", "ReferClosureTime"),
            "ReferClosReason",
        ),
        ("ServiceRequestId", "UniqOtherCareProfTeamLocalID"),
        "Who else is responsible",
    ),
    "MHS105OnwardReferral": Table(
        ("ServiceRequestId", "OnwardReferDate", "OnwardReferTime", "OrgIDReceivingOrg"),
        ("ServiceRequestId", "OnwardReferDate", "OrgIDReceivingOrg"),
        "Who was offered to another organisation",
    ),
    "MHS201CareContact": Table(
        (
            *("CareContactId", "ServiceRequestId", "CareContDate", "CareContTime", "ConsMechanismMH", "AttendStatus"),
            *("ClinContDurOfCareCont", "UniqCareProfTeamLocalID"),
        ),
        (
            *("CareContactId", "ServiceRequestId", "CareContDate", "CareContTime", "ConsMechanismMH", "AttendStatus"),
            "ClinContDurOfCareCont",
        ),
        "The meetings, those too that did not take place",
    ),
    "MHS202CareActivity": Table(
        ("CareActId", "CareContactId", "CareProfLocalId", "ClinContactDurOfCareAct"),
        ("CareActId", "CareContactId", "CareProfLocalId"),
        "What was done in a meeting",
    ),
    "MHS204IndirectActivity": Table(
        ("ServiceRequestId", "IndirectActDate", "IndirectActTime", "DurationIndirectAct"),
        ("ServiceRequestId", "IndirectActDate", "DurationIndirectAct"),
        "Questions of professionals about one child that were answered",
    ),
    "MHS302DropInContact": Table(
        ("DropInContactLocalId", "DropInContactDate", "StartTime", "EndTime", "DropInContactOutcome"),
        ("DropInContactLocalId", "DropInContactDate", "StartTime", "DropInContactOutcome"),
        "Questions on the short form for advice that were answered",
    ),
    "MHS901StaffDetails": Table(
        ("CareProfLocalId", "OrgIDProv", "StaffGroup"), ("CareProfLocalId", "StaffGroup"), "Who met them"
    ),
    "MHS902ServiceTeamDetails": Table(
        ("UniqCareProfTeamLocalID", "ServTeamTypeMH", "ServTeamIntAgeGroup"),
        ("UniqCareProfTeamLocalID", "ServTeamTypeMH", "ServTeamIntAgeGroup"),
        "The teams",
    ),
}
Month = Mapping[str, list[Row]]
"""The rows of every table."""
