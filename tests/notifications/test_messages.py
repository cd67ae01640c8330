"""A message says that there is something to read, and where. It says nothing about anybody."""

import re
import shutil
import uuid
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.config import PROJECT
from portal.languages import LANGUAGES
from portal.notifications import segments, wording
from portal.notifications.leave import BY_MACHINE, May, Way
from portal.notifications.messages import OUTSIDE_KINDS, Audience, Kind, filled, path
from portal.notifications.wording import WordingError

CONTENT = PROJECT / "content"
WORDING = wording.load(CONTENT)
REFERENCE = "FD-7K3M-9QPD-2XHV-R"
BASE = "https://front-door.example.org"
REFERRAL = uuid.UUID(int=7)
FORBIDDEN = (
    "front door", "wexlow", "referral", "mental", "health", "nhs", "camhs", "service", "help", "crisis", "http", "www",
    "siunt", "sveikat", "pagalb", "psich", "kriz",
    "skierow", "zdrow", "pomoc", "psych", "kryzys", "trimiter", "sănăt", "ajut", "psih", "criz",
    "ਸਿਹਤ", "ਮਾਨਸਿਕ", "ਰੈਫ਼ਰ", "ਮਦਦ", "ਸੰਕਟ", "ਸੇਵਾ", "ਫ਼ਾਰਮ",
    "صحت", "ذہن", "ریفر", "مدد", "بحران", REFERENCE.casefold(),
)  # fmt: skip


def said(kind: Kind, language: str, way: Way = Way.EMAIL, may: May = May.OPENLY) -> str:
    words = WORDING.words(kind, language, way, may, filled(BASE, kind, REFERRAL, REFERENCE, language))
    return f"{words.subject}\n{words.body}"


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_words_that_lead_somewhere(kind: Kind) -> None:
    for language in LANGUAGES if kind in OUTSIDE_KINDS else ("en",):
        assert BASE + path(kind, REFERRAL, language) in said(kind, language)
        assert said(kind, language).startswith("Front Door: ")
        assert "{" not in said(kind, language)


@pytest.mark.parametrize("kind", sorted(OUTSIDE_KINDS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_quiet_words_never_say_who_we_are(kind: Kind, language: str) -> None:
    for way in BY_MACHINE:
        quiet = said(kind, language, way, May.QUIETLY).casefold()
        assert not [word for word in FORBIDDEN if word in quiet]


@pytest.mark.parametrize("kind", sorted(OUTSIDE_KINDS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_one_piece_and_carries_no_link(kind: Kind, language: str) -> None:
    for may in (May.OPENLY, May.QUIETLY):
        text = said(kind, language, Way.TEXT, may).strip()
        assert segments.fits(text)
        assert "http" not in text
        assert REFERENCE not in text


@pytest.mark.parametrize("kind", Kind)
def test_a_message_could_be_read_over_a_shoulder(kind: Kind) -> None:
    for telling in ("child", "suicid", "harm", "crisis", "name", "worry", "urgent", "risk", "mental"):
        assert not re.search(rf"\b{telling}", said(kind, "en").casefold()), telling


def test_no_link_to_anybody_outside_carries_a_secret() -> None:
    for kind in OUTSIDE_KINDS:
        assert path(kind, REFERRAL) == "/my-referral"
        assert path(kind, REFERRAL, "ur") == "/ur/my-referral"


def test_nothing_without_leave_has_words() -> None:
    with pytest.raises(WordingError):
        said(Kind.UPDATE, "en", Way.EMAIL, May.NOT)
    with pytest.raises(WordingError):
        said(Kind.ALERT, "en", Way.EMAIL, May.QUIETLY)


@given(st.sampled_from(Kind), st.sampled_from(sorted(LANGUAGES)), st.uuids())
def test_only_the_reference_and_the_links_ever_differ(kind: Kind, language: str, referral: uuid.UUID) -> None:
    there = filled(BASE, kind, referral, REFERENCE, language)
    words = WORDING.words(kind, language, Way.EMAIL, May.OPENLY, there)
    blank = words.body
    for name in ("link", "help", "reference"):
        blank = blank.replace(there[name], name.upper())
    holes = {"link": "LINK", "help": "HELP", "reference": "REFERENCE"}
    assert blank == WORDING.words(kind, language, Way.EMAIL, May.OPENLY, holes).body


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('sms: "Front', 'sms: "{link} Front', "placeholders"),
        ("Your page: {link}", "Your page: {link} {name}", "placeholders"),
        ("You know where.", "Your referral has news.", "quiet"),
        ('sms: "Front', 'sms: "' + "x" * 160 + "Front", "sms"),
        ("state: draft", "state: approved", "front-matter"),
    ],
)
def test_words_that_say_too_much_stop_the_worker(tmp_path: Path, old: str, new: str, rule: str) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    file = tmp_path / "content" / "en" / "messages" / "update.md"
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert rule in {found[1] for found in wording.problems(tmp_path / "content")}
    with pytest.raises(WordingError):
        wording.load(tmp_path / "content")


def test_kinds_and_audiences_fit_their_columns() -> None:
    assert max(len(member.value) for member in (*Kind, *Audience)) <= 40
