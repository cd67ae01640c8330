"""Many entries at once: down, changed in a spreadsheet, up, looked at, proposed, and the second time nothing."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import select

from portal import db
from portal.audit.models import AuditEvent
from portal.upkeep import cells
from portal.upkeep.models import Proposal
from tests.upkeep.conftest import COUNSELLING, LOFT, SECRET, Room, Seat, of

pytestmark = pytest.mark.usefixtures("monday")
Sit = Callable[[str], Seat]
HOME = "/staff/directory/table"


def table(desk: Seat) -> list[dict[str, str]]:
    """Download the table and open it."""
    text = desk.open(f"{HOME}.csv").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def line_of(rows: list[dict[str, str]], slug: str) -> dict[str, str]:
    return next(each for each in rows if each["id"] == str(of(slug)))


def upload(desk: Seat, rows: list[dict[str, str]] | bytes, coding: str = "utf-8", delimiter: str = ",") -> Any:
    """Send a table and see what would change."""
    out = io.StringIO()
    if not isinstance(rows, bytes):
        writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
        rows = out.getvalue().encode(coding)
    page = desk.open(HOME).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', page)
    sent = {"csrf_token": token[1] if token else "", "file": (io.BytesIO(rows), "table.csv")}
    return desk.client.post(HOME, data=sent, content_type="multipart/form-data")


def proposals(room: Room) -> list[Proposal]:
    with db.reading(room.engine) as session:
        found = list(session.scalars(select(Proposal).order_by(Proposal.made_at)))
        assert all(each.fields for each in found)
        return found


@given(st.text())
@example("=1+1")
@example("'=1+1")
@example("''@x")
@example("+44 1632")
def test_no_cell_is_a_formula_and_every_cell_comes_back(text: str) -> None:
    assert cells.plain(cells.safe(text)) == text
    assert not cells.safe(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_table_sent_back_untouched_changes_nothing(room: Room, seat: Sit) -> None:
    for who in ("edith", "paula", "rita"):
        desk = seat(who)
        answer = upload(desk, table(desk))
        assert answer.status_code == 200
        assert "Nothing would change" in answer.text
        assert "to put right" not in answer.text
    assert proposals(room) == []


def test_a_table_is_looked_at_then_proposed_and_the_second_time_does_nothing(room: Room, seat: Sit) -> None:
    desk = seat("edith")
    rows = table(desk)
    line_of(rows, COUNSELLING).update({"Name": "A new name", "To age": "24", "What it helps with": "Sleep; anxiety"})
    line_of(rows, LOFT)["Closed until"] = "31/01/2027"
    page = upload(desk, rows)
    assert "(2 entries)" in page.text
    assert "A new name" in page.text
    assert "31 January 2027" in page.text
    assert proposals(room) == []
    assert desk.send(f"{HOME}/send", page, reason="A round of calls").status_code == 303
    first, second = proposals(room)
    said = {each.path: each.after for each in (*first.fields, *second.fields)}
    assert said == {
        "name": "A new name",
        "maximum_age": 24,
        "x_cypmh/needs": ["sleep", "anxiety"],
        "x_cypmh/closed_until": "2027-01-31",
    }
    assert {each.source for each in (first, second)} == {"bulk"}
    assert first.reason == "A round of calls"
    assert "Nothing would change" in upload(desk, rows).text
    room.approve("omar", next(each.id for each in (first, second) if each.service_id == of(COUNSELLING)), "name")
    assert "Nothing would change" in upload(desk, rows).text
    assert len(proposals(room)) == 2


def test_errors_name_the_line_the_column_and_what_to_do(room: Room, seat: Sit) -> None:
    desk = seat("edith")
    rows = table(desk)[:5]
    rows[0]["To age"] = "old"
    rows[1]["What it helps with"] = "Dragons"
    rows[2]["E-mail"] = "nobody"
    rows[3]["Places (only shown)"] = "Elsewhere"
    rows[4]["id"] = "no-id"
    page = upload(desk, rows).text
    for line, column, words in (
        (2, "To age", "is no whole number"), (3, "What it helps with", "We do not know “Dragons”"),
        (4, "E-mail", "This is not an e-mail address"), (5, "Places (only shown)", "Change it on the entry’s page"),
        (6, "id", "Download the table again"),
    ):  # fmt: skip
        assert re.search(rf"<td>{line}</td><td>{re.escape(column)}</td><td[^>]*>[^<]*{words}", page), (line, column)
    assert proposals(room) == []


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b"", "Choose a file first"),
        (b"\x00\x01\x02PK", "not a table in CSV form"),
        (b"name,age\nx,1\n", "The column “id” is missing"),
        (b"id,Colour\nx,red\n", "We have no column of this name"),
        (b"id,id\nx,x\n", "This column is here twice"),
        (b'id,Name\nx,"never closed\n', "cannot be taken apart"),
        (b"id,Name\nx\n", "This line has 1 cells"),
    ],
)
def test_what_is_no_table_of_ours_is_told_kindly(seat: Sit, sent: bytes, words: str) -> None:
    assert words in upload(seat("edith"), sent).text


def test_other_spreadsheets_write_other_tables(room: Room, seat: Sit) -> None:
    desk = seat("edith")
    rows = table(desk)
    keep = ("id", "seen", "Name")
    for coding, delimiter, name in (("cp1252", ";", "Café Wexlow"), ("utf-8-sig", "\t", "Tea room")):
        line = line_of(rows, COUNSELLING) | {"Name": name}
        page = upload(desk, [{key: line[key] for key in keep}], coding, delimiter)
        assert name in page.text
        assert "(1 entry)" in page.text


def test_what_changed_since_the_download_is_not_overwritten(room: Room, seat: Sit) -> None:
    desk = seat("edith")
    rows = table(desk)
    room.approve("omar", room.propose("paula", COUNSELLING, "partner", name="Paulas name", maximum_age=24),
                 "name", "maximum_age")  # fmt: skip
    line_of(rows, COUNSELLING)["Name"] = "Ediths name"
    page = upload(desk, rows).text
    assert "Somebody changed this since you downloaded it. It says now: Paulas name" in page
    assert "(0 entries)" in page
    line_of(rows, COUNSELLING)["Name"] = "Ashmere Youth Counselling"
    assert "Nothing would change" in upload(desk, rows).text, "what she did not touch is not put back"


def test_a_partners_table_holds_their_own_and_a_strangers_line_is_refused(room: Room, seat: Sit) -> None:
    paula, edith = seat("paula"), seat("edith")
    own = table(paula)
    assert [each["id"] for each in own] == [str(of(COUNSELLING))]
    assert "THRIVE grouping" not in own[0]
    stolen = {"id": str(of(LOFT)), "seen": line_of(table(edith), LOFT)["seen"], "Name": "Mine now"}
    page = upload(paula, [stolen]).text
    assert "No entry of yours has this id" in page
    carried = "id,seen,Name\r\n" + ",".join(stolen.values())
    answer = paula.send(f"{HOME}/send", paula.open(HOME), carried=carried)
    assert answer.status_code == 409
    assert proposals(room) == []


def test_who_downloads_addresses_kept_secret_is_noted(room: Room, seat: Sit) -> None:
    assert "11 Underhollow Mews" in str(table(seat("edith")))
    with db.reading(room.engine) as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.tag == "entries:downloaded")).one()
    assert (event.actor, event.detail) == (f"staff:{room.staff['edith']}", {"entries": 6})


def test_a_formula_in_an_entry_is_only_text_in_the_table(room: Room, seat: Sit) -> None:
    proposal = room.propose("edith", SECRET, x_summary='=HYPERLINK("https://evil.example.org")')
    room.approve("omar", proposal, "x_cypmh/summary")
    desk = seat("edith")
    text = desk.open(f"{HOME}.csv").data.decode("utf-8-sig")
    assert "'=HYPERLINK" in text
    assert not re.search(r'(^|,|")=HYPERLINK', text)
    assert "Nothing would change" in upload(desk, table(desk)).text
