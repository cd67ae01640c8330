"""Amina's father reads Polish. What we send him in it has been checked by people, or it stands in English, too."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from portal.config import PROJECT
from portal.guides import publishing
from portal.guides.seen import record
from portal.languages import LANGUAGES
from portal.notifications import wording
from portal.notifications.messages import OUTSIDE_KINDS, SOURCE, Kind
from portal.notifications.wording import Template
from portal.translated import blocks, grave, texts
from portal.translated.grave import GRAVE
from tests.guides.conftest import TODAY
from tests.guides.test_publishing import spoil

OTHERS = sorted(LANGUAGES.keys() - {SOURCE})
PEOPLE = "translator: A.B.\nclinical_reviewer: C.D.\nback_translated: E.F."
CHECKED = f"state: clinically_checked\n{PEOPLE}"
NOTE = "Nikt jeszcze nie sprawdził naszych słów po polsku."
ENGLISH_NOTE = "Nobody has checked our words in your language yet."
DANGER = "If somebody is in danger now, do not wait for us: {help}"
THEIRS = "Chcemy wiedzieć, jak jest teraz."


@pytest.fixture
def content(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT / "content", tmp_path / "content")
    return tmp_path / "content"


def message(content: Path, code: str = "pl", kind: Kind = Kind.CHECK_IN, *, drafts: bool = False) -> Template:
    """Return a message as it is sent, in production unless told otherwise."""
    return wording.load(content, drafts=drafts).templates[kind, code]


def file(content: Path, code: str = "pl", kind: Kind = Kind.CHECK_IN) -> Path:
    return content / code / "messages" / f"{kind.value}.md"


def checked(content: Path) -> None:
    spoil(file(content), "state: machine", CHECKED)


@pytest.mark.parametrize("code", OTHERS)
def test_in_production_no_machine_says_a_word_about_danger(code: str) -> None:
    """Word by word: whatever the English says about danger or consent stands in English and in nothing else."""
    content = PROJECT / "content"
    for kind in OUTSIDE_KINDS:
        found = message(content, code, kind)
        text, source = (texts.read(content, "messages", each, kind.value) for each in (code, SOURCE))
        sent = f"{found.email.subject}\n{found.email.body}\n{found.sms}\n{found.quiet}\n{found.quiet_sms}"
        for theirs, english in zip(text.blocks, source.blocks, strict=True):
            if GRAVE.search(english.said):
                assert theirs.said.strip() not in sent
                assert english.said.strip() in sent
        assert DANGER in found.email.body


def test_in_production_an_unchecked_email_says_so_in_both_languages_and_is_whole_in_english() -> None:
    content = PROJECT / "content"
    body = message(content, kind=Kind.RECEIVED).email.body
    english = texts.read(content, "messages", "en", "received").body.strip()
    plain = "Dziękujemy, że nam o tym mówisz. Wszystko dotarło."
    assert body.startswith(NOTE)
    assert body.index(plain) < body.index(ENGLISH_NOTE) < body.index(english)
    assert body.rstrip().endswith(english)
    assert "niebezpieczeństwie" not in body


def test_in_the_demonstration_everything_is_shown_and_the_english_stands_below() -> None:
    body = message(PROJECT / "content", drafts=True).email.body
    assert body.index(NOTE) < body.index(THEIRS) < body.index("niebezpieczeństwie") < body.index(DANGER)


def test_a_text_about_getting_worse_is_english_in_production_and_a_plain_one_is_theirs() -> None:
    content = PROJECT / "content"
    assert message(content).sms.startswith("Front Door: how are things now?")
    assert message(content, kind=Kind.LETTER).sms == "Front Door: na Twojej stronie jest list do Ciebie."


@pytest.mark.parametrize("kind", sorted(OUTSIDE_KINDS))
def test_quiet_words_say_nothing_of_danger_nor_of_translations(kind: Kind) -> None:
    """What an eye over the shoulder reads has no note and no second language, whatever its state."""
    for code in OTHERS:
        found = message(PROJECT / "content", code, kind)
        own = texts.read(PROJECT / "content", "messages", code, kind.value).meta["quiet"]
        assert found.quiet is not None
        assert (found.quiet.subject, found.quiet_sms) == (own["subject"], own["sms"])
        assert found.quiet.body.strip() == own["body"].strip()


def test_a_list_that_knew_no_danger_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grave, "GRAVE", re.compile("(?!)"))
    assert "niebezpieczeństwie" in message(PROJECT / "content", kind=Kind.RECEIVED).email.body


def test_marks_that_never_change_would_be_noticed(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked(content)
    spoil(file(content, "en"), "how things are now.", "how you are now.")
    real = blocks.pairs
    monkeypatch.setattr(blocks, "pairs", lambda *both: [replace(each, fresh=True) for each in real(*both)])
    assert THEIRS in message(content).email.body


def test_words_that_people_stand_for_are_sent_alone(content: Path) -> None:
    checked(content)
    found = message(content)
    assert found.email.body.strip() == texts.read(content, "messages", "pl", "check-in").body.strip()
    assert found.sms.startswith("Front Door: jak jest teraz?")


@pytest.mark.parametrize(
    "claim",
    ["state: reviewed", f"state: human_translated\n{PEOPLE}", CHECKED.replace("E.F.", "A.B."),
     CHECKED.replace("E.F.", "null"), CHECKED.replace("C.D.", "''")],
)  # fmt: skip
def test_a_claim_without_its_people_changes_nothing_for_readers(content: Path, claim: str) -> None:
    before = message(content)
    spoil(file(content), "state: machine", claim)
    assert message(content) == before
    found = publishing.examine(content, TODAY).problems
    assert {(each.file, each.rule) for each in found} <= {("pl/messages/check-in.md", "review-incomplete")}
    assert bool(found) is not claim.startswith("state: human")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("how things are now.", "how things are  now."),
        ("how things are now.", "how\nthings are now."),
        ("Hello,\n\nWe", "Hello,\n\n\nWe"),
    ],
)
def test_the_shape_of_the_english_changes_nothing(content: Path, old: str, new: str) -> None:
    checked(content)
    spoil(file(content, "en"), old, new)
    assert ENGLISH_NOTE not in message(content).email.body


def test_a_paragraph_that_the_english_left_behind_is_not_sent_however_well_it_was_checked(content: Path) -> None:
    checked(content)
    spoil(file(content, "en"), "how things are now.", "how you are now.")
    body = message(content).email.body
    assert THEIRS not in body
    assert body.index("Twoja strona: {link}") < body.index("how you are now.")
    assert ENGLISH_NOTE in body


def test_a_changed_text_or_quiet_word_is_english_in_every_language_at_once(content: Path) -> None:
    spoil(file(content, "en"), "There is something new for you to read. Look", "There is news for you. Look")
    spoil(file(content, "en"), "has a few short questions", "has 3 short questions")
    for code in OTHERS:
        assert message(content, code, drafts=True).quiet_sms.startswith("Hello. There is news for you.")
        assert "has 3 short questions" in message(content, code, drafts=True).email.body
    report = publishing.examine(content, TODAY)
    assert (report.problems, report.texts["messages"]["pl"]) == ((), {"current": 16, "stale": 1, "missing": 0})
    assert len([line for line in report.stale if line.startswith("pl/messages/check-in.md")]) == 2


def test_a_typo_can_be_signed_off_and_a_number_cannot(content: Path) -> None:
    checked(content)
    for new, whole in (("how things are, now.", True), ("how things are at 9 now.", False)):
        was = texts.read(content, "messages", "en", "check-in").blocks[6].mark
        spoil(file(content, "en"), "how things are now.", new)
        now = texts.read(content, "messages", "en", "check-in").blocks[6].mark
        signed = f"same_meaning:\n- {{was: {was}, now: {now}, by: Clinical lead, day: {TODAY}}}\nstate:"
        spoil(file(content, "en"), "state:", signed)
        assert (ENGLISH_NOTE not in message(content).email.body) is whole
        assert {each.rule for each in publishing.examine(content, TODAY).problems} == (
            set() if whole else {"same-meaning"}
        )
        spoil(file(content, "en"), new, "how things are now.")
        spoil(file(content, "en"), signed, "state:")


def test_whoever_brought_it_up_to_date_says_so_and_it_has_to_be_checked_again(content: Path) -> None:
    checked(content)
    spoil(file(content, "en"), "how things are now.", "how you are now.")
    assert record(file(content)) == []
    text = texts.read(content, "messages", "pl", "check-in")
    assert text.state == "human_translated"
    assert publishing.examine(content, TODAY).texts["messages"]["pl"]["stale"] == 0
    spoil(file(content, "en"), "You open it", "On day 5 you open it")
    assert record(file(content)) != []


def test_a_message_that_was_touched_or_moved_is_the_same(content: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    content.rename(moved)
    for path in moved.rglob("*.md"):
        path.touch()
    assert publishing.examine(moved, TODAY).stale == ()
