"""What is said in parts is heard in any order, and only ever adds to what the phrases have found."""

from datetime import date

import pytest
import yaml

from portal.config import PROJECT
from portal.triage import text_scan
from portal.triage.documents import DocumentError
from portal.triage.matching import find
from portal.triage.reading import read
from portal.triage.text_scan import scan
from portal.triage.tokens import split
from portal.triage.words import PART, load, load_all

FOLDER = PROJECT / "content" / "area" / "triage" / "words"
LISTS = load_all(FOLDER)
WHOLES = [(code, rule) for code, lists in LISTS.items() for rule in lists.together]


def entries(text):
    return {hit.entry for hit in scan(text, "en", LISTS).hits}


def categories(text):
    return scan(text, "en", LISTS).categories


@pytest.mark.parametrize(
    "text",
    [
        "as soon as they are all out im ending my life",
        "im ending my life as soon as they are all out",
        "ending my life, just ending my life, as soon as they are all out",
    ],
)
def test_amina_may_say_the_deed_and_the_time_in_any_order(text):
    assert "imminent" in categories(text)


def test_a_time_alone_and_a_deed_alone_are_less_than_both():
    assert categories("as soon as they are all out") == ()
    assert categories("she thinks of ending her life") == ("strong",)


def test_parts_far_apart_make_no_whole():
    between = "and then we talked for a long while about the dog and the garden and her cousin and"
    assert "imminent" not in categories(f"she thinks of ending her life {between} as soon as they are all out")


def test_a_stop_parts_them_unless_they_belong_together():
    assert "imminent" not in categories("she thinks of ending her life. As soon as they are all out we can talk")
    assert "imminent" in categories("i swallowed them. now i feel dizzy")


def test_a_part_that_is_denied_is_no_part():
    assert categories("SI with intent") == ("imminent", "strong")
    assert categories("SI without intent") == ("strong",)
    assert categories("No SI, no intent") == ("mention",)


def test_a_whole_turns_nothing_that_was_found_without_it(monkeypatch):
    text = "i want to die and i have a knife in my hand, goodbye mum, dad hits me"
    with_wholes = set(categories(text))
    monkeypatch.setattr(text_scan, "wholes", lambda *given: [])
    assert set(categories(text)) <= with_wholes


def test_a_whole_is_not_told_again_where_a_phrase_tells_it():
    assert not any(entry.startswith("en-t") for entry in entries("i will kill myself tonight"))
    assert any(entry.startswith("en-t") for entry in entries("SI with intent"))


def test_a_gap_tries_every_word_that_fits():
    assert "imminent" in categories("took some of the box of my paracetamol and i feel sick")


def test_a_clipped_ending_is_read_whole():
    assert categories("killin myself") == categories("killing myself") == ("strong",)


def test_every_whole_can_be_made():
    for code, rule in WHOLES:
        known = {entry.list for entry in LISTS[code].entries}
        assert rule.parts <= known, rule.entry.id


def test_every_part_can_be_heard():
    lost = []
    for code, lists in LISTS.items():
        for entry in lists.entries:
            if entry.list.startswith(PART):
                text = entry.exact or " ".join(sorted(step.words)[0] for step in entry.steps)
                found = {each.entry.list for each in find(read(split(text), lists), text, lists)}
                if entry.list not in found and not any(word in text for word in entry.unless):
                    lost.append((code, entry.id, text))
    assert not lost


def test_every_whole_has_an_owner_and_a_date():
    for path in FOLDER.glob("*.yaml"):
        for whole in yaml.safe_load(path.read_text(encoding="utf-8"))["together"]:
            assert whole["owner"]
            assert whole["date"].year >= 2026


WHOLE = {
    "id": "x-t1",
    "list": "strong",
    "parts": ["one", "two"],
    "owner": "clinical safety lead",
    "date": date(2026, 11, 26),
}


@pytest.mark.parametrize(
    ("parts", "whole", "message"),
    [
        ({"one": {"terms": ["? "]}}, {}, "part one: "),
        ({"one": {"words": ["x"]}}, {}, "part one: "),
        ({}, {"parts": ["three"]}, "entry x-t1: needs"),
        ({}, {"parts": []}, "entry x-t1: needs"),
        ({}, {"list": "calm"}, "entry x-t1: needs"),
        ({}, {"owner": ""}, "entry x-t1: needs"),
    ],
)
def test_a_doubtful_part_or_whole_is_refused_by_name(tmp_path, parts, whole, message):
    raw = yaml.safe_load((FOLDER / "ur.yaml").read_text(encoding="utf-8"))
    raw["parts"] = {"one": {"terms": ["aa"]}, "two": {"terms": ["bb"]}, **parts}
    raw["together"] = [{**WHOLE, **whole}]
    path = tmp_path / "xx.yaml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    with pytest.raises(DocumentError, match=message):
        load(path)
