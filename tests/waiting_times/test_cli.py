"""`portal waits estimate`, as scripts use it."""

import json
import time
from datetime import timedelta

import pytest
from click.testing import CliRunner, Result

from portal.cli import portal
from tests.waiting_times.lists import TODAY

NAMES = ["n", "seen", "waiting", "median_days", "p85_days", "typical_days", "upper_days", "clearance_days"]
LIST = "received,ended,seen\n2026-01-01,2026-01-08,1\n2026-01-05,,\n2026-01-03,2026-01-23,0\n"


def run(given: str | bytes, *more: str) -> Result:
    return CliRunner().invoke(portal, ["waits", "estimate", "-", "--as-of", "2026-02-01", *more], input=given)


def figures(given: str | bytes) -> dict[str, float | None]:
    result = run(given)
    assert (result.exit_code, result.stderr) == (0, "")
    read: dict[str, float | None] = json.loads(result.stdout)
    return read


def test_it_prints_what_the_contract_names() -> None:
    read = figures(LIST)
    assert list(read) == [*NAMES, "mean_seen_days", "max_days"]
    assert (read["n"], read["seen"], read["waiting"], read["mean_seen_days"], read["max_days"]) == (3, 1, 1, 7, 27)
    assert read["median_days"] is read["typical_days"] is None
    assert read["clearance_days"] == 56


def test_a_file_is_read_like_standard_input(tmp_path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(LIST, encoding="utf-8")
    result = CliRunner().invoke(portal, ["waits", "estimate", str(file), "--as-of", "2026-02-01"])
    assert json.loads(result.stdout) == figures(LIST)


@pytest.mark.parametrize(
    "written",
    [
        b"\xef\xbb\xbf" + LIST.encode(),
        LIST.replace("\n", "\r\n"),
        LIST.replace("\n", "\r"),
        LIST.removesuffix("\n"),
        LIST.replace("\n", "\n\n,,\n") + " , ,\n",
        LIST.replace("received,ended,seen", " Received ,ENDED,Seen"),
        LIST.replace(",,", ", ,0"),
        'team,seen,ended,received\nA,1,2026-01-08,2026-01-01\nB,,,2026-01-05\n"C, D",0,2026-01-23,2026-01-03\n',
    ],
    ids=["BOM", "CRLF", "CR", "no last line end", "blank rows", "capitals", "waiting with 0", "another order"],
)
def test_files_come_as_they_come(written: str | bytes) -> None:
    assert figures(written) == figures(LIST)


def test_two_rows_alike_are_two_people() -> None:
    assert figures(LIST + "2026-01-05,,\n")["waiting"] == 2


def test_an_empty_list_has_no_figures() -> None:
    read = figures("received,ended,seen\n")
    assert [value for value in read.values() if value is not None] == [0, 0, 0]


def test_what_lies_after_the_day_is_not_known() -> None:
    assert figures(LIST + "2026-02-02,,\n2026-02-02,2026-02-03,1\n") == figures(LIST)
    assert figures(LIST + "2026-01-10,2026-02-02,1\n") == figures(LIST + "2026-01-10,,\n")


def test_blank_lines_before_the_heading_are_no_matter() -> None:
    assert figures("\n ,,\n" + LIST) == figures(LIST)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (LIST + "2026-01-09,2026-01-08,1\n", "Row 5: ended lies before received."),
        (LIST + "\nAmina,,\n", "Row 6: received is not a date like 2026-04-30."),
        (LIST + "2026-01-09,30/01/2026,1\n", "Row 5: ended is not a date"),
        (LIST + "2026-01-09,2026-01-10,\n", "Row 5: seen must be 1 (contact) or 0 (left)."),
        (LIST + "2026-01-09,2026-01-10,yes\n", "Row 5: seen must be 1"),
        (LIST + "2026-01-09,,1\n", "Row 5: seen, but ended is empty."),
        (LIST + ",2026-01-10,1\n", "Row 5: received is not a date"),
        (LIST + "2026-01-09\n", "Row 5 has fewer cells than the heading"),
        ("", "Row 1 has no column named received"),
        ("received;ended;seen\n", "Row 1 has no column named received"),
        ("received,ended,seen,seen\n", "Row 1 has more than one column named seen"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (LIST + '"2026', "not CSV"),
    ],
)
def test_what_is_wrong_is_told_by_its_row_and_nothing_is_printed(given: str | bytes, sentence: str) -> None:
    result = run(given)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr
    assert "Amina" not in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("arguments", [(), ("--as-of", "soon"), ("--as-of", "2026-02-30")])
def test_a_day_is_needed(arguments: tuple[str, ...]) -> None:
    result = CliRunner().invoke(portal, ["waits", "estimate", "-", *arguments], input=LIST)
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_hundred_thousand_people_are_no_effort() -> None:
    rows = ["received,ended,seen"]
    for number in range(100_000):
        received = TODAY - timedelta(days=number % 730)
        ended = f"{received + timedelta(days=number % 211)},{number % 7 and 1}" if number % 3 else ","
        rows.append(f"{received},{ended}")
    given, began = "\n".join(rows), time.process_time()
    read = figures(given)
    assert time.process_time() - began < 5
    assert (read["seen"] or 0) > 10_000
