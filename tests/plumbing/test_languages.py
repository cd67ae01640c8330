"""Readers are answered in a language they read, in its own order of letters, days and plurals."""

import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from portal import languages
from portal.languages import LANGUAGES, LanguagePrefix, gettext, lazy, ngettext, using

TUESDAY = datetime(2026, 11, 24, 16, 5, tzinfo=UTC)
POLISH = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

msgid "Hello"
msgstr "Cześć"

msgid "Call %(number)s"
msgstr "Zadzwoń: %(number)s"

msgid "%(num)s day"
msgid_plural "%(num)s days"
msgstr[0] "%(num)s dzień"
msgstr[1] "%(num)s dni"
msgstr[2] "%(num)s dni (wiele)"

#, fuzzy
msgid "Not checked"
msgstr "Nie sprawdzone"
"""


@pytest.fixture
def polish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Translate a few sentences."""
    folder = tmp_path / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(POLISH, "utf-8")
    monkeypatch.setattr(languages, "TRANSLATIONS", tmp_path)
    languages.catalogue.cache_clear()
    request_end = languages.catalogue.cache_clear
    monkeypatch.setattr(languages.catalogue, "cache_clear", request_end)


@pytest.fixture(autouse=True)
def forget() -> Any:
    """Leave no catalogue of this test behind."""
    yield
    languages.catalogue.cache_clear()


def seen(path: str, root: str = "") -> dict[str, Any]:
    """Return what the application sees of an address."""
    environ: dict[str, Any] = {"PATH_INFO": path, "SCRIPT_NAME": root}
    LanguagePrefix(lambda environ, _start: environ)(environ, lambda *_: None)
    return environ


def test_a_sentence_is_said_in_the_readers_language(polish: None) -> None:
    with using("pl"):
        assert gettext("Hello") == "Cześć"
        assert gettext("Call %(number)s", number="01632 960001") == "Zadzwoń: 01632 960001"
    assert gettext("Hello") == "Hello"


def test_what_has_no_checked_translation_stays_english(polish: None) -> None:
    with using("pl"):
        assert gettext("Good night") == "Good night"
        assert gettext("Not checked") == "Not checked"
    with using("ur"):
        assert gettext("Hello") == "Hello"


@pytest.mark.parametrize(("number", "said"), [(1, "1 dzień"), (3, "3 dni"), (5, "5 dni (wiele)")])
def test_counting_uses_the_languages_own_plurals(polish: None, number: int, said: str) -> None:
    with using("pl"):
        assert ngettext("%(num)s day", "%(num)s days", number) == said


def test_a_table_speaks_the_language_of_the_moment(polish: None) -> None:
    kept = lazy("Hello")
    assert str(kept) == "Hello"
    with using("pl"):
        assert str(kept) == "Cześć"
    assert str(kept) == "Hello"


def test_a_sentence_with_a_percent_sign_and_no_values_is_left_alone() -> None:
    assert gettext("100% free") == "100% free"


def test_languages_of_two_readers_do_not_mix() -> None:
    with using("ur"):
        heard: list[str] = []
        other = threading.Thread(target=lambda: heard.append(languages.current()))
        other.start()
        other.join()
        assert heard == ["en"]
        assert (languages.current(), languages.direction()) == ("ur", "rtl")
    assert (languages.current(), languages.direction()) == ("en", "ltr")


def test_a_language_we_do_not_speak_is_english() -> None:
    with using("xx"):
        assert languages.current() == "en"
    with using("ur"):
        languages.choose("xx")
        assert languages.current() == "en"


@pytest.mark.parametrize(
    ("accept", "code"),
    [(["pl-PL", "en"], "pl"), (["PL"], "pl"), (["UR-pk"], "ur"), (["fr", "en-GB"], "en"), (["fr"], "en"), ([], "en")],
)
def test_the_first_language_we_share_is_chosen(accept: list[str], code: str) -> None:
    assert languages.preferred(accept) == code


@given(st.lists(st.text(max_size=12), max_size=5))
def test_whatever_a_browser_claims_to_read_the_answer_is_a_language_of_ours(accept: list[str]) -> None:
    assert languages.preferred(accept) in LANGUAGES


@time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=UTC), tick=False)
@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (TUESDAY, "16:05 today"),
        (TUESDAY.replace(day=25), "16:05 tomorrow"),
        (TUESDAY.replace(day=27), "16:05 on Friday 27 November"),
        (TUESDAY.replace(day=23), "16:05 on Monday 23 November"),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "00:30 on Thursday 2 July"),  # summer time, over midnight
    ],
)
def test_a_moment_is_told_as_people_say_it(moment: datetime, said: str) -> None:
    assert languages.format_when(moment) == said


def test_dates_are_written_in_every_language() -> None:
    written = {}
    for code in LANGUAGES:
        with using(code):
            written[code] = languages.format_date(date(2026, 11, 24))
    assert written["en"] == "Tuesday 24 November"
    assert written["pl"] == "wtorek 24 listopada"
    assert len(set(written.values())) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("path", "root", "inside", "language"),
    [
        ("/help-now", "", "/help-now", None),
        ("/ur/help-now", "/ur", "/help-now", "ur"),
        ("/pl", "/pl", "/", "pl"),
        ("/pl/", "/pl", "/", "pl"),
        ("/en/help-now", "", "/en/help-now", None),
        ("/xx/help-now", "", "/xx/help-now", None),
        ("/plan", "", "/plan", None),
        ("/pl/staff/queue", "", "/pl/staff/queue", None),
        ("/ur/healthz", "", "/ur/healthz", None),
        ("/ur/pl/guides", "/ur", "/pl/guides", "ur"),
    ],
)
def test_a_language_is_taken_out_of_the_address(path: str, root: str, inside: str, language: str | None) -> None:
    found = seen(path)
    assert (found["SCRIPT_NAME"], found["PATH_INFO"], found.get("portal.language")) == (root, inside, language)


def test_an_outer_root_is_kept() -> None:
    assert seen("/ur/guides", "/front-door")["SCRIPT_NAME"] == "/front-door/ur"


@given(st.text())
def test_no_address_loses_anything(path: str) -> None:
    found = seen(path)
    whole = found["SCRIPT_NAME"] + found["PATH_INFO"]
    assert whole == path or whole == path + "/"


def test_a_list_and_a_sentence_that_a_template_puts_together_end_as_their_language_does() -> None:
    written = {}
    for code in languages.LANGUAGES:
        with languages.using(code):
            written[code] = languages.listed(["a", 1]) + languages.stop()
    assert written == dict.fromkeys(("en", "lt", "pl", "ro"), "a, 1.") | {"pa": "a, 1।", "ur": "a، 1۔"}
