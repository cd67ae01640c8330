"""Labels ask about danger and consent, too: a checked catalogue names as many people as a page about danger."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from portal import create_app, languages
from portal.config import PROJECT, Settings
from portal.guides import labels
from portal.guides.cli import content
from tests.databases import close

DRAFT = "# Draft, machine-assisted. No person who speaks this language has checked it.\n"
PEOPLE = ("state: clinically_checked", "translator: A.B.", "clinical_reviewer: C.D.", "back_translated: E.F.")
KEPT = (languages.catalogue, languages.claimed, languages.is_draft, languages.mark, languages.labels)
QUESTION = "Are you safe right now?"
Claim = Callable[..., None]


@pytest.fixture(autouse=True)
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Copy the catalogues, to be spoilt."""
    shutil.copytree(languages.TRANSLATIONS, tmp_path / "translations")
    monkeypatch.setattr(languages, "TRANSLATIONS", tmp_path / "translations")
    _forget()
    yield tmp_path / "translations" / "pl" / "LC_MESSAGES" / "messages.po"
    _forget()


def _forget() -> None:
    for cached in KEPT:
        cached.cache_clear()


@pytest.fixture
def claim(catalogues: Path) -> Claim:
    """Put other lines at the head of the Polish catalogue; with its mark, as somebody who has read all of it would."""

    def claimed(*lines: str, marked: bool = True) -> None:
        mark = (f"checked: {languages.mark('pl')}",) if marked else ()
        text = catalogues.read_text("utf-8")
        assert text.startswith(DRAFT)
        catalogues.write_text("".join(f"# {line}\n" for line in (*lines, *mark)) + text.removeprefix(DRAFT), "utf-8")
        _forget()

    return claimed


def test_what_is_shipped_claims_nothing() -> None:
    assert list(labels.faults()) == []
    assert all(languages.is_draft(code) for code in languages.LANGUAGES if code != languages.SOURCE)


def test_a_catalogue_that_three_people_stand_for_is_no_draft(claim: Claim) -> None:
    claim(*PEOPLE)
    assert list(labels.faults()) == []
    assert not languages.is_draft("pl")


@pytest.mark.parametrize(
    "lines",
    [
        ("Checked by a person.",),
        ("state: reviewed",),
        ("state: approved", *PEOPLE[1:]),
        PEOPLE[:3],
        (*PEOPLE[:3], "back_translated: a b"),
        (*PEOPLE[:2], PEOPLE[3]),
        (PEOPLE[0], *PEOPLE[2:]),
    ],
)
def test_one_that_claims_more_than_people_are_named_for_fails_the_check_and_stays_a_draft(
    claim: Claim, lines: tuple[str, ...]
) -> None:
    claim(*lines)
    assert languages.is_draft("pl")
    result = CliRunner().invoke(content, ["check", "--content", str(PROJECT / "content")])
    assert result.exit_code == 1
    assert "translations/pl/LC_MESSAGES/messages.po" in result.stdout


def test_a_checked_catalogue_in_which_one_question_is_put_otherwise_is_a_draft_again(
    claim: Claim, catalogues: Path
) -> None:
    claim(*PEOPLE)
    text = catalogues.read_text("utf-8")
    asked = f'msgid "{QUESTION}"\nmsgstr "'
    assert text.count(asked) == 1
    catalogues.write_text(text.replace(asked, asked + "Hej. "), "utf-8")
    _forget()
    assert languages.is_draft("pl")
    assert [code for code, _fault in labels.faults()] == ["pl"]


def test_a_question_whose_english_has_changed_has_no_translation_at_all(catalogues: Path) -> None:
    text = catalogues.read_text("utf-8")
    catalogues.write_text(text.replace(f'msgid "{QUESTION}"', 'msgid "Are you safe at home right now?"'), "utf-8")
    _forget()
    with languages.using("pl"):
        assert languages.gettext(QUESTION) == QUESTION


@pytest.fixture
def asked(settings: Settings, tmp_path: Path, migrated_file: Path) -> Iterator[Callable[[], str]]:
    """Open the first question of risk in Polish, in production."""
    (tmp_path / "portal.db").write_bytes(migrated_file.read_bytes())
    built: list[Flask] = []

    def opened() -> str:
        site = create_app(replace(settings, database_url=f"sqlite:///{tmp_path / 'portal.db'}"))
        built.append(site)
        site.extensions["portal"]["settings"] = replace(site.extensions["portal"]["settings"], env="production")
        return site.test_client().get("/pl/refer/young-person/", follow_redirects=True).text

    yield opened
    for site in built:
        close(site.extensions["portal"]["engine"])


def test_in_production_nobody_is_asked_in_words_that_only_claim_to_be_checked(
    claim: Claim, asked: Callable[[], str]
) -> None:
    claim("state: reviewed", "translator: A.B.", "clinical_reviewer: A.B.", "back_translated: A.B.")
    page = asked()
    assert '<html lang="en"' in page
    assert "ask for an interpreter" in page


def test_in_production_they_are_once_people_stand_for_them(claim: Claim, asked: Callable[[], str]) -> None:
    claim(*PEOPLE)
    assert '<html lang="pl"' in asked()
