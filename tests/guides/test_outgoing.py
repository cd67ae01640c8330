"""An editor changes a message, a letter or a helpline's card, which are no guides and are read all the same."""

import shutil
from pathlib import Path

import pytest

from portal.config import PROJECT
from portal.guides import outgoing

LETTER = "en/letters/signpost.md"
CARDS = "area/helplines.toml"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Copy the words that are shipped, without the guides."""
    for folder in PROJECT.joinpath("content").glob("*/*"):
        if folder.name in {"messages", "letters"}:
            shutil.copytree(folder, tmp_path / folder.parent.name / folder.name)
    (tmp_path / "area").mkdir()
    shutil.copy(PROJECT / "content" / CARDS, tmp_path / "area")
    return tmp_path


def spoilt(content: Path, file: str, old: str, new: str) -> list[tuple[str, str]]:
    """Change one file and return what is found, each with its file."""
    path = content / file
    words = path.read_text("utf-8")
    assert old in words
    path.write_text(words.replace(old, new, 1), "utf-8")
    return [(problem.file, problem.rule) for problem in outgoing.problems(content)]


def test_what_is_shipped_is_good(content: Path) -> None:
    assert list(outgoing.problems(content)) == []


@pytest.mark.parametrize(
    ("file", "old", "typed"),
    [
        ("en/messages/letter.md", "Your page:", "Call 01632 960123. Your page:"),
        ("en/messages/letter.md", 'sms: "', 'sms: "Call 01632 960123. '),
        ("en/messages/letter.md", "    Hello.", "    Hello, 01632 960123."),
        ("en/messages/alert.md", "\n---\n", "\n---\nRing 0800 1111.\n"),
        ("ur/messages/letter.md", "{link}", "{link} ۰۸۰۸ ۱۵۷ ۰۱۲۳"),
        (LETTER, "Ring or text", "Ring 0808-157-0123. Ring or text"),
        ("pa/letters/signpost.md", "999", "999, ੦੮੦੮ ੧੫੭ ੦੧੨੩"),
        (CARDS, "They listen first.", "They listen first. Or call 116 123."),
        (CARDS, "Pirma jis klauso.", "Pirma jis klauso. NHS 111 arba 01632 960123."),
    ],
)
def test_a_number_typed_by_hand_is_found(content: Path, file: str, old: str, typed: str) -> None:
    assert spoilt(content, file, old, typed) == [(file, "phone-in-prose")]


@pytest.mark.parametrize(
    ("file", "old", "said"),
    [
        (LETTER, "Thank you", "He committed suicide. Thank you"),
        ("pl/messages/letter.md", "Twoja strona", "On cierpi na coś. Twoja strona"),
        (CARDS, "They listen first.", "They are no attention-seekers."),
    ],
)
def test_words_that_hurt_are_found_in_their_language(content: Path, file: str, old: str, said: str) -> None:
    assert spoilt(content, file, old, said) == [(file, "banned-phrase")]


def test_a_mark_of_the_english_is_no_number_to_call(content: Path) -> None:
    marked = "source_blocks:\n- 20261122-785810  # Hello\nlang: pl"
    assert spoilt(content, "pl/messages/letter.md", "lang: pl", marked) == []


def test_the_line_is_named(content: Path) -> None:
    path = content / LETTER
    path.write_text(path.read_text("utf-8") + "\nRing 0800 1111.\n", "utf-8")
    (problem,) = outgoing.problems(content)
    assert path.read_text("utf-8").split("\n")[problem.line - 1] == "Ring 0800 1111."


def test_a_file_that_cannot_be_read_never_raises(content: Path) -> None:
    (content / LETTER).write_bytes(b"\xff")
    (content / CARDS).unlink()
    assert list(outgoing.problems(content)) == []
