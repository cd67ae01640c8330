"""What is written after screening: enough of each, kind, and about organisations and causes that exist here."""

import json
import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

import pytest

from portal import config
from portal.demo import aftercare, people
from portal.demo.aftercare import CareWords
from portal.referrals.voices import Voice
from tests.demo.test_people import unkind_words

AREA = config.PROJECT / "content" / "area"
SAID = aftercare.read(AREA / "demo")
HISTORY: dict[str, Any] = tomllib.loads((AREA / "demo" / "history.toml").read_text("utf-8"))
BLAME = re.compile(r"\b(?:DNA|did not attend|failed to|refused|non-?complian\w*|manipulativ\w*)\b", re.IGNORECASE)
CAUSES = {
    *("capacity", "could_not_contact", "information_missing", "partner_delay", "family_choice"),
    *("cancelled_by_us", "data_error", "interpreter", "placement_move", "wrong_pathway"),
}
ASKED_BY = {"young_person", "family"}
NHS, COUNCIL, CHARITY = "nhs", "council", "vcs"


def sentences(said: CareWords) -> Iterator[str]:
    """Yield every text of what was written."""

    def inside(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for each in value.values():
                yield from inside(each)
        elif isinstance(value, list | tuple):
            for each in value:
                yield from inside(each)

    yield from inside(asdict(said))


def unkind(said: CareWords) -> list[str]:
    """Return what nobody should write about somebody who may read it one day."""
    found = [wrong for text in sentences(said) for wrong in unkind_words({"text": text})]
    return found + [text for text in sentences(said) if BLAME.search(text)]


def of(file: str) -> set[str]:
    """Name the organisations that one file of services knows."""
    told = json.loads((AREA / "services" / f"{file}.json").read_text("utf-8"))["contents"]
    return {service["organization"]["name"] for service in told}


def test_there_is_enough_of_each() -> None:
    counted = {name: len(value) for name, value in vars(SAID).items()}
    assert counted == {
        "transfers": 6,
        "breaches": 18,
        "delays": 5,
        "contacts": 20,
        "missed": 6,
        "help": 8,
        "endings": 10,
        "meeting": 6,
        "returns": 3,
    }


def test_every_word_is_kind_and_no_sentence_stands_twice() -> None:
    assert unkind(SAID) == []
    written = [text for text in sentences(SAID) if " " in text]
    assert len(set(written)) == len(written)


@pytest.mark.parametrize("fault", ["DNA, close", "mum failed to bring him", "ring 07911 123456", "attention-seeking"])
def test_an_unkind_note_is_noticed(fault: str) -> None:
    assert unkind(replace(SAID, missed=(fault,)))


def test_cases_go_to_charities_to_the_nhs_and_to_the_council_and_only_to_those_that_exist() -> None:
    kinds = Counter(kind for one in SAID.transfers for kind in (NHS, COUNCIL, CHARITY) if one.to in of(kind))
    assert set(kinds) == {NHS, COUNCIL, CHARITY}
    assert kinds.total() == len(SAID.transfers)
    assert len({one.to for one in SAID.transfers}) == len(SAID.transfers)


def test_every_cause_is_one_that_can_be_chosen_and_every_one_is_told() -> None:
    assert {one.cause for one in SAID.breaches} == CAUSES
    assert all(set(one.secondary) <= CAUSES - {one.cause} for one in SAID.breaches)
    assert any(one.secondary for one in SAID.breaches)


def test_young_people_and_families_ask_to_wait_for_weeks_and_not_for_ever() -> None:
    assert {one.by for one in SAID.delays} == ASKED_BY
    assert all(7 <= one.days <= 42 for one in SAID.delays)


def test_no_note_says_he_or_she_so_that_it_can_stand_with_anybody() -> None:
    assert not [text for text in sentences(SAID) if re.search(r"\b(?:he|she|his|her|him)\b", text, re.IGNORECASE)]


def test_every_ending_says_what_comes_next_to_the_young_person() -> None:
    assert all(one.reason and re.search(r"\byour?\b", one.next_step, re.IGNORECASE) for one in SAID.endings)


def test_history_adds_up() -> None:
    assert sum(HISTORY["bands"].values()) == sum(HISTORY["voices"].values()) == 100
    assert {Voice(voice) for voice in HISTORY["voices"]} == set(Voice)
    assert HISTORY["bands"] == {band.value: share for band, share in people.read(AREA / "demo").shares.items()}
    assert math.isclose(sum(HISTORY["outcomes"].values()), 1)
    assert math.isclose(sum(one["share"] for one in HISTORY["pathways"]), 1)
    assert len(HISTORY["months"]) == 12
    assert min(HISTORY["months"]) == HISTORY["months"][7]


def test_one_way_grows_one_shrinks_and_one_wait_is_long() -> None:
    ways = {one["id"]: one for one in HISTORY["pathways"]}
    assert {name: one["yearly_change"] for name, one in ways.items() if one["yearly_change"]} == {
        "neurodevelopmental": 0.25,
        "mhst": -0.25,
    }
    # 85 in a hundred are below this many spreads above the middle.
    late = ways["neurodevelopmental"]["median_days"] * math.exp(1.0364 * ways["neurodevelopmental"]["sigma"])
    assert 420 <= late <= 440
    assert all(ways[name]["median_days"] <= 10 for name in ("eating_disorder", "eip"))
