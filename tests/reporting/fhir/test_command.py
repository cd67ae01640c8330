"""`portal export fhir`: one case with all its voices, noted in the trail before a word of it is printed."""

import json
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import db
from portal.audit.models import AuditEvent
from portal.audit.tags import Tag
from portal.referrals import cases, references
from portal.referrals.models import Referral
from portal.referrals.voices import Voice
from tests.care.conftest import MONDAY, Care
from tests.reporting.conftest import Run
from tests.reporting.fhir import reading
from tests.reporting.fhir.test_bundle import valid

HOUR = timedelta(hours=1)


@pytest.fixture
def four(care: Care) -> uuid.UUID:
    """Amina, her father, her GP and a friend have all written; nobody knows her date of birth."""
    amina = care.accepted(safe_now="no", interpreter=True, parents_know="no")
    others = [
        care.arrive(MONDAY + HOUR, voice, referrer_name=name, **said)
        for voice, name, said in (
            (Voice.PARENT_CARER, "Amina's father", {"parental_responsibility": "Both of us"}),
            (Voice.PROFESSIONAL, "Dr Shore", {"organisation": "Ashmere Surgery", "code_word": "lighthouse"}),
            (Voice.FRIEND, "Zoe", {}),
        )
    ]
    with db.writing(care.engine) as session:
        for other in others:
            cases.join(session, other, amina, "One girl.", by=care.staff["priya"], here=care.here.clocks, moment=MONDAY)
    return amina


def reference(care: Care, one: uuid.UUID) -> str:
    with db.reading(care.engine) as session:
        return session.get_one(Referral, one).reference


def test_four_voices_go_out_as_one_case_and_the_trail_says_so(care: Care, four: uuid.UUID, run: Run) -> None:
    printed = run("export", "fhir", reference(care, four).lower())
    assert printed.exit_code == 0, printed.stderr
    made = json.loads(printed.stdout)
    assert valid(made)
    voices = reading.voices(made)
    assert {each["voice"] for each in voices} == set(Voice)
    assert {len(reading.of_kind(made, kind)) for kind in ("Patient", "PractitionerRole")} == {1}
    assert "birthDate" not in reading.of_kind(made, "Patient")[0]
    assert reading.of_kind(made, "CarePlan") == []
    wide = [each["resource"] for each in made["entry"] if "V" not in reading.labels(each["resource"])]
    assert "lighthouse" not in json.dumps(wide)
    assert "lighthouse" in printed.stdout
    with db.reading(care.engine) as session:
        noted = session.scalars(select(AuditEvent).where(AuditEvent.tag == Tag.CASE_EXPORTED)).all()
        assert {event.subject for event in noted} == {
            f"referral:{one}" for one in session.scalars(select(Referral.id)).all()
        }


def test_the_bundle_says_what_the_rows_say(care: Care, four: uuid.UUID, run: Run) -> None:
    made = json.loads(run("export", "fhir", reference(care, four)).stdout)
    with db.reading(care.engine) as session:
        for voice in reading.voices(made):
            row = session.scalars(select(Referral).where(Referral.reference == voice["reference"])).one()
            kept = {name: each for page in (row.answers or {}).values() for name, each in page.items()}
            assert voice["said"] == kept
            assert (voice["band"], voice["status"]) == (row.band, row.status.value)


def test_a_reference_of_nobody_and_one_mistyped_are_told_apart(run: Run, care: Care) -> None:
    assert care
    assert run("export", "fhir", "FD-7K3M").exit_code == 2
    nobody = run("export", "fhir", references.new_reference())
    assert (nobody.exit_code, nobody.stdout) == (1, "")
