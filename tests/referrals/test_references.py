"""A reference is read over the phone at midnight: it must survive that, and nobody may guess one."""

import random

from hypothesis import given
from hypothesis import strategies as st

from portal.referrals import references

REFERENCES = st.randoms(use_true_random=False).map(lambda dice: references.new_reference(dice.choice))


@given(REFERENCES)
def test_amina_reads_her_reference_aloud_and_it_is_understood(reference: str) -> None:
    spoken = reference.lower().replace("-", " ").replace("1", "l").replace("0", "o")
    assert references.read_reference(spoken) == reference


@given(REFERENCES, st.integers(3, 17), st.sampled_from(references.ALPHABET))
def test_one_wrong_character_is_never_another_reference(reference: str, place: int, wrong: str) -> None:
    changed = reference[:place] + wrong + reference[place + 1 :]
    if reference[place] == "-" or changed == reference:
        return
    assert references.read_reference(changed) is None


@given(st.text(max_size=80))
def test_a_stranger_types_anything_and_nothing_breaks(typed: str) -> None:
    found = references.read_reference(typed)
    assert found is None or references.read_reference(found) == found
    references.read_code(typed)


def test_a_reference_carries_sixty_random_bits() -> None:
    assert len(references.ALPHABET) == 32
    assert references.LENGTH * 5 >= 60
    assert len({references.new_reference() for _ in range(1000)}) == 1000


def test_a_check_that_ignores_its_character_would_be_noticed() -> None:
    dice = random.Random(1)
    reference = references.new_reference(dice.choice)
    slips = [reference[:3] + letter + reference[4:] for letter in references.ALPHABET if letter != reference[3]]
    assert all(references.read_reference(slip) is None for slip in slips)
