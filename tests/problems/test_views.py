"""A father finds a locked door, says so without a name, and reads what was done about it."""

import re
from html import unescape
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from portal import db
from portal.problems import actions
from portal.problems.kinds import KINDS, Kind, Outcome
from tests.problems.conftest import MONDAY, SLUG, Shelf, send

HERE = f"/problem/{SLUG}"
WORDS = "We came on Tuesday at four and the door was locked."


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Any, migrated_file: Any) -> str:
    """One kind of database is enough for pages."""
    (tmp_path / "portal.db").write_bytes(migrated_file.read_bytes())
    return f"sqlite:///{tmp_path / 'portal.db'}"


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(MONDAY, tick=True) as clock:
        yield clock


def sent(client: FlaskClient, path: str = HERE, **typed: Any) -> str:
    answer = send(client, path, **typed)
    assert answer.status_code == 303, answer.text
    return unescape(client.get(answer.headers["Location"]).text)


def reference(page: str) -> str:
    found = re.search(r'data-reference="([^"]+)"', page)
    assert found
    return found[1]


def looked_up(client: FlaskClient, typed: str) -> str:
    return unescape(send(client, "/problem", reference=typed).text)


def test_the_page_of_a_service_leads_here_and_says_who_reads_it(client: FlaskClient, shelf: Shelf) -> None:
    assert f'href="{HERE}"' in client.get(f"/services/{SLUG}").text
    page = client.get(HERE).text
    assert "The people who look after this directory." in page
    assert "get help now" in page
    for kind in Kind:
        assert f'value="{kind.value}"' in page
    assert set(KINDS) == set(Kind)


def test_a_father_says_it_without_a_name_and_knows_by_when_he_has_an_answer(client: FlaskClient, shelf: Shelf) -> None:
    page = sent(client, kind="hours", words=WORDS)
    assert "We've got it" in page
    assert "You have an answer by 17:00 on Monday 30 November" in page
    assert "Are you safe right now?" not in page
    kept = shelf.all()[0]
    assert (kept.kind, kept.words, kept.contact, kept.urgent) == (Kind.HOURS, WORDS, None, False)
    assert reference(page) == kept.reference


def test_a_choice_is_all_that_is_needed(client: FlaskClient, shelf: Shelf) -> None:
    sent(client, kind="other")
    assert shelf.all()[0].words is None


def test_bad_input_says_what_to_do_and_loses_nothing(client: FlaskClient, shelf: Shelf) -> None:
    answer = send(client, HERE, words=WORDS, contact="me@example.org")
    assert answer.status_code == 422
    for kept in ("Choose what fits best.", WORDS, "me@example.org"):
        assert kept in answer.text
    long = send(client, HERE, kind="hours", words="x" * 2001)
    assert "This is 1 letter too long." in long.text
    assert "x" * 2001 in long.text
    assert send(client, HERE, kind="nonsense").status_code == 422
    assert not shelf.all()


def test_a_lost_token_loses_no_word(client: FlaskClient, shelf: Shelf) -> None:
    answer = client.post(HERE, data={"kind": "hours", "words": WORDS})
    assert answer.status_code == 422
    assert WORDS in answer.text
    again = send(client, HERE, page=answer, kind="hours", words=WORDS)
    assert again.status_code == 303


def test_pressing_twice_and_going_back_gives_one_report(client: FlaskClient, shelf: Shelf) -> None:
    page = client.get(HERE)
    first = sent(client, page=page, kind="hours", words=WORDS)
    second = sent(client, page=page, kind="hours", words=WORDS)
    assert reference(first) == reference(second)
    assert len(shelf.all()) == 1


@pytest.mark.parametrize(
    ("root", "words", "urgent"),
    [
        ("", "nobody answered and i want to kill myself", True),
        ("/pl", "Nikt nie odebrał. Chcę umrzeć.", True),
        ("", "she cuts herself and they were closed", None),
    ],
)
def test_words_of_danger_bring_help_first_and_are_read_first(
    client: FlaskClient, shelf: Shelf, root: str, words: str, urgent: bool | None
) -> None:
    page = sent(client, root + HERE, kind="hours", words=words)
    assert page.index('class="fd-danger"') < page.index("<h1>")
    assert 'href="tel:999"' in page
    kept = shelf.all()[0]
    assert kept.words == words
    if urgent is not None:
        assert kept.urgent is urgent


def test_danger_in_the_box_for_the_contact_is_heard_too(client: FlaskClient, shelf: Shelf) -> None:
    page = sent(client, kind="other", contact="no point, i want to kill myself")
    assert 'class="fd-danger"' in page
    assert shelf.all()[0].urgent


def test_what_was_done_to_somebody_is_read_the_same_day(client: FlaskClient, shelf: Shelf) -> None:
    page = sent(client, kind="treated_badly")
    assert "you can tell somebody today" in page
    assert shelf.all()[0].urgent


def test_he_looks_up_the_answer_with_the_reference_alone(client: FlaskClient, site: Flask, shelf: Shelf) -> None:
    known = reference(sent(client, kind="hours", words=WORDS, contact="me@example.org"))
    elsewhere = site.test_client()
    page = looked_up(elsewhere, known.lower().replace("-", " "))
    assert "You have an answer by" in page
    kept = shelf.all()[0]
    with db.writing(shelf.engine) as session:
        actions.answer(
            session, kept.id, 1, "They close at three now. We changed it.", by=shelf.staff["editor"], moment=MONDAY,
            outcome=Outcome.PUT_RIGHT,
        )  # fmt: skip
    page = looked_up(elsewhere, known)
    assert "They close at three now. We changed it." in page
    assert "We put it right. Thank you." in page
    for private in (WORDS, "me@example.org", "Ed Marsh"):
        assert private not in page


def test_a_promise_that_was_not_kept_is_admitted(client: FlaskClient, shelf: Shelf, monday: Any) -> None:
    known = reference(sent(client, kind="hours"))
    monday.move_to(MONDAY.replace(month=12, day=10))
    assert "We are late, and we are sorry." in looked_up(client, known)


@pytest.mark.parametrize("typed", ["PR-0000-0000-0000-1", "FD-7K3M-9QPD-2XHV-R", "nonsense", "PR", "\x00", "9" * 200])
def test_a_reference_that_is_not_ours_is_a_kind_answer(client: FlaskClient, shelf: Shelf, typed: str) -> None:
    answer = send(client, "/problem", reference=typed)
    assert answer.status_code == 422
    assert "with that reference." in answer.text or "Please write the reference." in answer.text


def test_nothing_of_it_is_kept_in_a_cache_or_after_leaving(client: FlaskClient, shelf: Shelf) -> None:
    sent(client, kind="hours", words=WORDS)
    for path in (HERE, "/problem", "/problem/sent"):
        assert client.get(path).headers["Cache-Control"] == "no-store, max-age=0"
    client.post("/exit")
    assert client.get("/problem/sent").status_code == 303


def test_a_service_that_does_not_exist_is_a_kind_404(client: FlaskClient, shelf: Shelf) -> None:
    assert client.get("/problem/no-such-place").status_code == 404
    assert client.post("/problem/no-such-place", data={"kind": "hours"}).status_code == 404
