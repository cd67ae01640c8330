"""A month's tables: counted again from the rows by hand, whole or not there, and honest about every gap."""

import csv
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from portal import db
from portal.audit.models import AuditEvent
from portal.audit.tags import Tag
from portal.care import actions
from portal.care.models import Appointment, Fate, MeetingWay
from portal.referrals import cases
from portal.referrals.models import Referral
from portal.referrals.voices import Voice
from portal.reporting.mhsds import codes, writing
from portal.reporting.mhsds.shape import TABLES
from portal.triage.outcome import Band
from tests.care.conftest import MONDAY, Care
from tests.reporting.conftest import Run

DAY = timedelta(days=1)
OCTOBER = datetime(2026, 10, 5, 9, tzinfo=UTC)
NHS_NUMBER = "9990000018"
Rows = list[dict[str, str]]


def table(folder: Path, name: str) -> Rows:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture
def month(care: Care, run: Run, tmp_path: Path) -> Callable[..., Path]:
    """Return a way to export a month, with everybody who had come by then."""

    def export(which: str = "2026-10") -> Path:
        folder = tmp_path / f"{which}-{uuid.uuid4().hex[:6]}"
        printed = run("export", "mhsds", "--month", which, "--dir", str(folder))
        assert printed.exit_code == 0, printed.stderr
        return folder

    assert care
    return export


@pytest.fixture
def october(care: Care) -> uuid.UUID:
    """Amina, with her father beside her; another girl is seen once and not brought once; a third came in November."""
    amina = care.accepted(OCTOBER, dob="2012-03-09", gender="Girl", ethnicity="Pakistani", nhs_number=NHS_NUMBER)
    father = care.arrive(OCTOBER + DAY, Voice.PARENT_CARER, dob="2012-03-09")
    other = care.accepted(OCTOBER, ethnicity="a bit of everything", gender="=cmd()", postcode="@SUM(A1)")
    care.accepted(MONDAY)
    with db.writing(care.engine) as session:
        cases.join(session, father, amina, "One girl.", by=care.staff["priya"], here=care.here.clocks, moment=MONDAY)
    spell = care.look(other)
    with db.writing(care.engine) as session:
        for days, fate in ((7, Fate.NOT_BROUGHT), (14, Fate.KEPT), (40, Fate.KEPT)):
            session.add(
                Appointment(
                    spell_id=spell.id,
                    at=OCTOBER + days * DAY,
                    way=MeetingWay.VIDEO,
                    offered_at=OCTOBER,
                    offered_by=care.staff["priya"],
                    fate=fate,
                )
            )
    care.do(actions.contact, amina, met=actions.Contact(OCTOBER + 3 * DAY, "assessment"))
    return other


def test_a_month_holds_one_referral_for_each_request_and_only_its_own_meetings(
    care: Care, october: uuid.UUID, month: Callable[..., Path]
) -> None:
    folder = month()
    assert {path.stem for path in folder.glob("MHS*.csv")} == set(TABLES)
    for name, shape in TABLES.items():
        assert all(tuple(row) == shape.fields for row in table(folder, name))
    assert len(table(folder, "MHS001MPI")) == len(table(folder, "MHS101Referral")) == 2
    met = table(folder, "MHS201CareContact")
    assert sorted((row["CareContDate"], row["AttendStatus"], row["ConsMechanismMH"]) for row in met) == [
        ("2026-10-08", "5", ""),
        ("2026-10-12", "3", "11"),
        ("2026-10-19", "5", "11"),
    ]
    assert len(table(folder, "MHS202CareActivity")) == 2
    assert {row["unexplained"] for row in table(folder, "reconciliation")} == {"0"}
    voices = table(folder, "reconciliation")[1]
    assert (voices["ours"], voices["file"], voices["explained"]) == ("3", "2", "1")
    assert len(table(month("2026-11"), "MHS101Referral")) == 3


def test_counted_again_by_hand(care: Care, october: uuid.UUID, month: Callable[..., Path]) -> None:
    folder, start, end = month(), *writing.span(OCTOBER.date())
    with db.reading(care.engine) as session:
        received = [row for row in session.scalars(select(Referral)) if row.received_at < end]
        people = {row.case_id for row in received}
        kept = [row for row in session.scalars(select(Appointment)) if start <= row.at < end and row.fate is Fate.KEPT]
    assert len(table(folder, "MHS001MPI")) == len(people)
    seen = [row for row in table(folder, "MHS201CareContact") if row["AttendStatus"] == "5" and row["ConsMechanismMH"]]
    assert len(seen) == len(kept)


def test_a_month_is_one_of_london() -> None:
    assert writing.span(OCTOBER.date())[0] == datetime(2026, 9, 30, 23, tzinfo=UTC)
    assert writing.span(OCTOBER.date())[1] == datetime(2026, 11, 1, tzinfo=UTC)
    assert writing.span(datetime(2026, 12, 5, tzinfo=UTC).date())[1] == datetime(2027, 1, 1, tzinfo=UTC)


def test_a_word_with_no_code_is_a_gap_and_the_completeness_says_so(
    october: uuid.UUID, month: Callable[..., Path]
) -> None:
    folder = month()
    whole = {(row["table"], row["field"]): (row["rows"], row["filled"]) for row in table(folder, "completeness")}
    assert whole["MHS001MPI", "EthnicCategory"] == ("2", "1")
    assert whole["MHS001MPI", "PersonBirthDate"] == ("2", "1")
    assert whole["MHS001MPI", "GenderIDCode"] == ("2", "1")
    assert whole["MHS101Referral", "ReferralRequestReceivedTime"] == ("2", "2")


def test_nobody_made_up_has_a_number_and_nothing_is_a_formula(october: uuid.UUID, month: Callable[..., Path]) -> None:
    folder = month()
    everything = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    assert not [name for name, text in everything.items() if NHS_NUMBER in text]
    assert "MADE UP" in everything["README.txt"]
    assert "not a submission" in everything["README.txt"]
    assert {row["NHSNumberStatus"] for row in table(folder, "MHS001MPI")} == {"07"}
    ids = [row[name] for row in table(folder, "MHS101Referral") for name in ("LocalPatientId", "ServiceRequestId")]
    assert ids
    assert all(own.startswith("DEMO") for own in ids)
    assert {row["LocalPatientId"] for row in table(folder, "MHS001MPI")} == set(ids[::2])
    cells = [cell for name in TABLES for row in table(folder, name) for cell in row.values()]
    assert "'@SUM(A1)" in cells
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]


def test_a_folder_in_use_is_refused_and_a_failure_leaves_nothing(
    care: Care, october: uuid.UUID, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = tmp_path / "used"
    used.mkdir()
    (used / "mine.txt").write_text("keep me")
    refused = run("export", "mhsds", "--month", "2026-10", "--dir", str(used))
    assert refused.exit_code == 2
    assert "holds something already" in refused.stderr
    assert [path.name for path in used.iterdir()] == ["mine.txt"]

    def full(*_given: object) -> str:
        raise OSError("the disk is full")

    monkeypatch.setattr(writing, "_readme", full)
    before = {path.name for path in tmp_path.iterdir()}
    assert run("export", "mhsds", "--month", "2026-10", "--dir", str(tmp_path / "new")).exit_code == 1
    assert {path.name for path in tmp_path.iterdir()} == before
    with db.reading(care.engine) as session:
        assert not session.scalars(select(AuditEvent).where(AuditEvent.tag == Tag.MONTH_EXPORTED)).all()


def test_a_row_that_goes_missing_stops_the_export(
    october: uuid.UUID, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "ATTEND", {"kept": "5"})
    lost = run("export", "mhsds", "--month", "2026-10", "--dir", str(tmp_path / "new"))
    assert lost.exit_code == 1
    assert "not brought" in lost.stderr
    assert not (tmp_path / "new").exists()


def test_a_month_that_has_not_begun_is_refused(care: Care, run: Run, tmp_path: Path) -> None:
    assert care
    assert run("export", "mhsds", "--month", "2199-01", "--dir", str(tmp_path / "new")).exit_code == 2


def test_every_band_has_a_priority_and_eating_soon_is_urgent() -> None:
    assert set(codes.PRIORITY) == set(Band)
    assert codes.priority(Band.SOON, codes.EATING) == "2"
    assert codes.priority(Band.ROUTINE, codes.EATING) == "3"
    assert "03" not in codes.REJECTED.values()


@pytest.mark.parametrize(
    ("work", "code"), [("GP", "A1"), ("School nurse", "F1"), ("Head of year 7", "C2"), ("Teaches IT", "M6"), ("", "M6")]
)
def test_who_referred_is_read_from_how_they_named_their_work(work: str, code: str) -> None:
    assert codes.source(Voice.PROFESSIONAL, {"referrer_role": work}) == code
