"""The lists load whole or not at all, and every entry can be found."""

import copy
import re

import pytest
import yaml

from portal.config import PROJECT
from portal.triage.documents import DocumentError
from portal.triage.text_scan import scan
from portal.triage.words import LISTS, load, load_all

FOLDER = PROJECT / "content" / "area" / "triage" / "words"
WORDS = load_all(FOLDER)
ENTRIES = [(code, entry) for code, lists in WORDS.items() for entry in lists.entries if entry.list in LISTS]


def spoken(entry):
    if entry.exact:
        return entry.exact
    return " ".join(sorted(step.words)[0] for step in entry.steps)


def test_every_entry_can_be_found():
    lost = []
    for code, entry in ENTRIES:
        hits = scan(spoken(entry), code, {code: WORDS[code]}).hits
        meant = " ".join(sorted(entry.unless))
        if not hits and not any(word in meant for word in spoken(entry).split()):
            lost.append((entry.id, spoken(entry)))
    assert not lost


def test_every_entry_has_an_owner_and_a_date():
    for path in FOLDER.glob("*.yaml"):
        for entries in yaml.safe_load(path.read_text(encoding="utf-8"))["lists"].values():
            assert all(entry["owner"] and entry["date"].year >= 2026 for entry in entries)


def test_only_english_is_in_use():
    assert {code: lists.status for code, lists in WORDS.items()} == {"en": "current", "pl": "draft", "ur": "draft"}


ENTRY = {"id": "x-1", "term": "one two", "owner": "clinical safety lead", "date": "2026-11-22"}


@pytest.fixture
def broken(tmp_path):
    """Return a function that loads a small list file with one thing changed."""

    def attempt(entry=None, **changes):
        raw = yaml.safe_load((FOLDER / "ur.yaml").read_text(encoding="utf-8"))
        raw = {**raw, "lists": {name: [] for name in LISTS}, **copy.deepcopy(changes)}
        raw["lists"]["strong"] = [] if entry is None else [{**ENTRY, **entry}]
        path = tmp_path / "xx.yaml"
        text = yaml.safe_dump(raw, allow_unicode=True)
        path.write_text(re.sub(r"'(\d{4}-\d\d-\d\d)'", r"\1", text), encoding="utf-8")
        return load(path)

    return attempt


def test_a_good_entry_loads(broken):
    assert broken({}).entries[0].id == "x-1"


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"owner": ""}, "entry x-1: needs an owner"),
        ({"date": "soon"}, "entry x-1: needs an owner and a date"),
        ({"term": ""}, "entry x-1: a phrase begins and ends"),
        ({"term": "one *"}, "begins and ends"),
        ({"term": "one? two"}, "begins and ends"),
        ({"term": "{nobody} two"}, "unknown group {nobody}"),
        ({"unless": ["{nothing}"]}, "unknown meanings nothing"),
        ({"pattern": "one.*"}, "unknown key 'pattern'"),
        ({"term": "khudkashi karna"}, "write 'khudkushi' for 'khudkashi'"),
    ],
)
def test_a_doubtful_entry_is_refused_by_name(broken, entry, message):
    with pytest.raises(DocumentError, match=re.escape(message)):
        broken(entry)


@pytest.mark.parametrize("changes", [{"status": "approved"}, {"script": "runes"}, {"idioms": ["a", 3]}, {"extra": 1}])
def test_a_doubtful_file_is_refused(broken, changes):
    with pytest.raises(DocumentError, match="xx.yaml"):
        broken(**changes)
