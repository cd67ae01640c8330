import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.config import PROJECT
from portal.helplines import registry
from portal.helplines.registry import Registry, RegistryError
from portal.languages import LANGUAGES

AREA = PROJECT / "content" / "area"
# Ofcom keeps these ranges free for stories: ringing them reaches nobody.
STORY_NUMBERS = re.compile(r"01632960\d{3}|08081570\d{3}|0700900\d{3}|07700900\d{3}")


def test_danger_to_life_comes_first_and_then_the_local_line(shipped: Registry) -> None:
    assert list(shipped.contacts)[:3] == ["emergency", "wexlow_crisis_line", "nhs111"]
    assert [card.id for card in shipped.crisis("en")] == ["emergency", "wexlow_crisis_line", "nhs111", "shout"]


def test_local_numbers_reach_nobody(shipped: Registry) -> None:
    local = [contact for contact in shipped.contacts.values() if contact.local]
    dialled = [each.value for contact in local for each in contact.channels if each.kind in {"phone", "text"}]
    assert len(dialled) >= 4
    assert all(STORY_NUMBERS.fullmatch(value) for value in dialled)


def test_nobody_has_checked_anything_yet_and_the_registry_says_so(shipped: Registry) -> None:
    assert len(shipped.unchecked(date(2026, 11, 22))) == len(shipped.contacts)


def test_the_mental_health_option_is_never_a_number(shipped: Registry) -> None:
    words = [str(said) for contact in shipped.contacts.values() for said in contact.words.values()]
    assert not any(re.search(r"option (2|two)|opcj\w+ 2", each, re.IGNORECASE) for each in words)
    assert "mental health option" in shipped.card("nhs111", "en").words.what_happens


def test_hopeline_has_no_number_to_text(shipped: Registry) -> None:
    assert {channel.kind for channel in shipped.contacts["hopeline247"].channels} == {"phone", "web"}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_the_same_numbers(shipped: Registry, code: str) -> None:
    assert [card.channels for card in shipped.cards(code)] == [card.channels for card in shipped.cards("en")]
    assert all(card.lang == code for card in shipped.cards(code))


def test_a_draft_keeps_its_english_beside_it(shipped: Registry) -> None:
    draft, source = shipped.card("shout", "ur"), shipped.card("shout", "en")
    assert draft.draft
    assert draft.english == source.words
    assert source.english is None


def test_a_draft_of_old_english_is_not_shown(said: dict[str, Any]) -> None:
    line = next(table for table in said["contact"] if table["id"] == "shout")
    line["en"]["cost"] = "Free from most phones"
    read = registry.read(said)
    assert read.card("shout", "ur").lang == "en"
    assert read.card("childline", "ur").lang == "ur"


def test_without_drafts_everybody_reads_what_was_checked() -> None:
    strict = registry.load(AREA, drafts=False)
    for code in LANGUAGES:
        assert {card.lang for card in strict.cards(code)} == {"en"}
        assert not any(card.draft for card in strict.cards(code))


def test_a_language_without_words_is_told_in_english(shipped: Registry) -> None:
    assert shipped.card("shout", "xx").lang == "en"


def test_a_contact_that_nobody_knows_is_an_error(shipped: Registry) -> None:
    with pytest.raises(KeyError):
        shipped.card("nobody", "en")


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 400))
def test_a_check_holds_for_its_days_and_never_longer(checked: date, later: int) -> None:
    said = {"id": "x", "place": "danger", "order": 1, "audience": "anyone", "owner": "Lead", "source": "story"}
    words = dict.fromkeys(("name", "purpose", "who_for", "hours", "cost", "what_happens"), "words")
    phone = [{"kind": "phone", "value": "999", "display": "999"}]
    table = said | {"channels": phone, "en": words, "verified_on": checked}
    contact = registry.read({"contact": [table], "verify_every_days": 90}).contacts["x"]
    assert contact.needs_check(checked + timedelta(days=later)) == (later > 90)


@pytest.mark.parametrize("text", ["this is = = not toml", "\udcff", None])
def test_a_file_that_does_not_read_is_one_clear_error(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / registry.FILE).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(RegistryError, match="does not read well"):
        registry.load(tmp_path)
