"""Recall and precision of every list on the made-up sentences; recall is a figure of safety."""

from pathlib import Path

import pytest
import yaml

from portal.config import PROJECT
from portal.triage.text_scan import scan
from portal.triage.words import load_all

LISTS = load_all(PROJECT / "content" / "area" / "triage" / "words")
CORPUS = yaml.safe_load((Path(__file__).parent / "corpus.yaml").read_text(encoding="utf-8"))
UNSEEN = {
    half: told
    for name in ("written_unseen", "written_unseen_2")
    for half, told in yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8")).items()
}
RAISING = ("imminent", "strong", "abuse")
# A sentence that is imminent or tells of abuse may well hold a strong phrase too; a calm one may not.
CALM = ("mention", "none")
LEAST_RECALL = 0.95
LEAST_PRECISION = 0.9
KEPT_BACK = {"held_out", "held"}
# Least recall and precision for sentences labelled before the lists were read, just under what was measured.
LEAST_UNSEEN = {
    ("tuning", "imminent"): (0.99, 0.99),
    ("tuning", "strong"): (0.99, 0.9),
    ("tuning", "abuse"): (0.99, 0.82),
    ("held_out", "imminent"): (0.7, 0.92),
    ("held_out", "strong"): (0.86, 0.79),
    ("held_out", "abuse"): (0.93, 0.93),
    ("dev", "imminent"): (0.99, 0.99),
    ("dev", "strong"): (0.99, 0.87),
    ("dev", "abuse"): (0.99, 0.89),
    ("held", "imminent"): (0.74, 0.87),
    ("held", "strong"): (0.9, 0.82),
    ("held", "abuse"): (0.94, 0.99),
}


def found(language, text):
    return set(scan(text, language, LISTS).categories)


def measure(language, kind, corpus=None):
    """Return recall over the sentences of a list, and its precision against the calm ones."""
    told = CORPUS[language] if corpus is None else corpus
    sentences = told[kind]
    hit = [text for text in sentences if kind in found(language, text)]
    false = [text for calm in CALM for text in told[calm] if kind in found(language, text)]
    return len(hit) / len(sentences), len(hit) / (len(hit) + len(false) or 1), sorted(set(sentences) - set(hit)), false


@pytest.mark.parametrize("language", CORPUS)
@pytest.mark.parametrize("kind", RAISING)
def test_what_must_be_found_is_found(language, kind):
    recall, precision, missed, false = measure(language, kind)
    print(f"{language} {kind}: recall {recall:.3f}, precision {precision:.3f}, missed {missed}, false {false}")
    assert recall >= LEAST_RECALL, missed
    assert precision >= LEAST_PRECISION, false


@pytest.mark.parametrize(("half", "kind"), LEAST_UNSEEN)
def test_what_was_written_unseen_is_found_as_often_as_it_was(half, kind):
    recall, precision, missed, false = measure("en", kind, UNSEEN[half])
    raised = sum(not found("en", text).isdisjoint(RAISING) for text in UNSEEN[half][kind]) / len(UNSEEN[half][kind])
    told = f"en {half} {kind}: recall {recall:.3f}, raised by any list {raised:.3f}, precision {precision:.3f}"
    # What a half that nobody may tune on has missed is counted, not shown.
    print(told, "" if half in KEPT_BACK else f"missed {missed}, false {false}")
    assert recall >= LEAST_UNSEEN[half, kind][0]
    assert precision >= LEAST_UNSEEN[half, kind][1]


@pytest.mark.parametrize("language", CORPUS)
def test_a_no_and_a_figure_of_speech_are_heard(language):
    loud = [text for text in CORPUS[language]["mention"] if found(language, text) != {"mention"}]
    assert len(loud) <= 0.05 * len(CORPUS[language]["mention"]), loud


@pytest.mark.parametrize("language", CORPUS)
def test_a_calm_sentence_stays_calm(language):
    loud = [text for text in CORPUS[language]["none"] if found(language, text)]
    assert len(loud) <= 0.05 * len(CORPUS[language]["none"]), loud


def test_there_are_enough_sentences_and_enough_hard_ones():
    english = CORPUS["en"]
    assert sum(map(len, english.values())) >= 300
    assert sum(len(english[kind]) for kind in CALM) >= 150
    assert all(sum(map(len, CORPUS[language].values())) >= 15 for language in ("pl", "ur"))


def test_a_list_that_lost_half_its_entries_is_found(monkeypatch):
    kept = {"en": LISTS["en"].by_first}
    thinner = {word: openings for at, (word, openings) in enumerate(kept["en"].items()) if at % 2}
    monkeypatch.setitem(LISTS, "en", _with(LISTS["en"], by_first=thinner))
    assert any(measure("en", kind)[0] < LEAST_RECALL for kind in RAISING)


@pytest.mark.parametrize("half", UNSEEN)
def test_the_unseen_sentences_find_a_list_that_lost_half_its_entries(monkeypatch, half):
    kept = LISTS["en"].by_first
    thinner = {word: openings for at, (word, openings) in enumerate(kept.items()) if at % 2}
    monkeypatch.setitem(LISTS, "en", _with(LISTS["en"], by_first=thinner))
    assert all(measure("en", kind, UNSEEN[half])[0] < LEAST_UNSEEN[half, kind][0] for kind in RAISING)


@pytest.mark.parametrize("half", UNSEEN)
def test_the_unseen_sentences_find_a_list_that_raises_at_everything(monkeypatch, half):
    monkeypatch.setitem(globals(), "found", lambda language, text: set(RAISING))
    assert all(measure("en", kind, UNSEEN[half])[1] < LEAST_UNSEEN[half, kind][1] for kind in RAISING)


def test_about_half_of_the_unseen_sentences_are_calm():
    for told in UNSEEN.values():
        assert 2.1 * sum(len(told[kind]) for kind in CALM) >= sum(map(len, told.values())) >= 100


def _with(lists, **changes):
    return type(lists)(**{**lists.__dict__, **changes})
