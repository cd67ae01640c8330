"""Ed, who edits the pages, sees how far each language is; nobody changes anything here."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from portal import create_app
from portal.accounts.permissions import Role
from portal.config import PROJECT, Settings
from portal.guides import staff_views
from tests.databases import close
from tests.guides.test_publishing import spoil
from tests.staff import seat


@pytest.fixture
def database_url(tmp_path: Path, migrated_file: Path) -> str:
    """One kind of database is enough: these pages read files."""
    (tmp_path / "portal.db").write_bytes(migrated_file.read_bytes())
    return f"sqlite:///{tmp_path / 'portal.db'}"


@pytest.fixture
def site(settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """Build the whole application on content in which one English section has changed."""
    content = tmp_path / "content"
    shutil.copytree(PROJECT / "content", content)
    spoil(content / "en" / "while-you-wait.md", "You asked for help.", "3 days ago you asked for help.")
    spoil(content / "en" / "messages" / "update.md", "Your page says something new.", "5 days ago it changed.")
    spoil(content / "en" / "while-you-wait.md", "review_due: 2027-05-31", "review_due: 2026-01-01")
    (content / "ur" / "broken.md").write_text("---\ntitle: [\n---\n", "utf-8")
    built = create_app(replace(settings, content=content))
    yield built
    close(built.extensions["portal"]["engine"])


def test_the_first_page_of_an_editor_shows_every_language_and_what_is_late(site: Flask, engine: Engine) -> None:
    browser = seat(site, engine, Role.CONTENT_EDITOR)
    assert browser.get("/staff/").headers["Location"] == "/staff/content"
    page = browser.get("/staff/content").text
    for words in ("Polish", "Romanian", "Urdu", "stale · machine draft", "while-you-wait.md", "was due on 2026-01-01",
                  "ur/broken.md", "Every English page is within its reading grade.", "Danger or consent"):  # fmt: skip
        assert words in page, words


def test_messages_letters_cards_and_the_report_card_stand_beside_the_pages(site: Flask, engine: Engine) -> None:
    browser = seat(site, engine, Role.CONTENT_EDITOR)
    page = browser.get("/staff/content").text
    for words in (
        "Messages",
        "Letters",
        "Cards of helplines",
        "Words of the report card",
        "1 of 9 stale · machine draft",
    ):
        assert words in page, words
    stale = browser.get("/staff/content/pl/messages/update").text
    for words in ("The English has changed", "5 days ago", "portal content seen content/pl/messages/update.md",
                  'lang="pl" dir="ltr"', "only in the English"):  # fmt: skip
        assert words in stale, words
    card = browser.get("/staff/content/ur/helplines/shout").text
    assert "seen content/area/helplines.toml --card shout --language ur" in card
    assert 'dir="rtl"' in card
    assert browser.get("/staff/content/en/letters/signpost").status_code == 200
    for nowhere in ("pl/letters/nothing", "pl/nothing/signpost", "xx/letters/signpost", "pl/report-card/2026"):
        assert browser.get(f"/staff/content/{nowhere}").status_code == 404


def test_one_page_is_shown_block_by_block_with_what_is_out_of_date(site: Flask, engine: Engine) -> None:
    browser = seat(site, engine, Role.TEAM_LEAD)
    answer = browser.get("/staff/content/pl/while-you-wait")
    assert answer.status_code == 200
    page = answer.text
    assert page.count("The English has changed") == 1
    assert re.search(r">1 of \d+ blocks is out of date", page)
    assert '<ins><span class="nhsuk-u-visually-hidden">only in the English: </span>3</ins>' in page
    assert "portal content seen content/pl/while-you-wait.md" in page
    assert "Nothing: this page may go out." in page
    english = browser.get("/staff/content/en/while-you-wait").text
    assert "review-expired" in english
    assert "reads at grade" in english


@pytest.mark.parametrize("path", ["xx/while-you-wait", "pl/nowhere", "ur/sleep"])
def test_a_page_that_is_not_there_is_not_found(site: Flask, engine: Engine, path: str) -> None:
    assert seat(site, engine, Role.CONTENT_EDITOR).get(f"/staff/content/{path}").status_code == 404


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.SERVICE_PARTNER, Role.DUTY_CLINICIAN])
def test_others_do_not_come_in(site: Flask, engine: Engine, role: Role) -> None:
    browser = seat(site, engine, role)
    for path in ("/staff/content", "/staff/content/pl/while-you-wait"):
        assert browser.get(path).status_code == 403


def test_nothing_can_be_changed_here(site: Flask) -> None:
    rules = [rule for rule in site.url_map.iter_rules() if rule.endpoint.startswith(staff_views.bp.name)]
    assert len(rules) == 3
    assert all((rule.methods or set()) <= {"GET", "HEAD", "OPTIONS"} for rule in rules)
