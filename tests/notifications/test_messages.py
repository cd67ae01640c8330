"""A message says that somebody is waiting and where to look. It says nothing about anybody."""

import re
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.notifications.messages import BODIES, SUBJECTS, Audience, Kind, Words, words

LINK = "https://front-door.example.org/staff/referrals/1"
REFERENCE = "FD-7K3M-9QPD-2XHV-R"


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_words_with_a_reference_and_a_link(kind: Kind) -> None:
    said = words(kind, REFERENCE, LINK)
    assert REFERENCE in said.body
    assert LINK in said.body
    assert said.subject.startswith("Front Door: ")


@pytest.mark.parametrize("kind", Kind)
def test_a_message_could_be_read_over_a_shoulder(kind: Kind) -> None:
    said = (SUBJECTS[kind] + BODIES[kind]).casefold()
    for telling in ("child", "young", "suicid", "harm", "crisis", "name", "age", "worry", "urgent", "risk", "mental"):
        assert not re.search(rf"\b{telling}", said), telling


@given(st.sampled_from(Kind), st.uuids(), st.from_regex(r"FD(-[0-9A-HJKMNP-TV-Z]{4}){3}-[0-9A-Z]", fullmatch=True))
def test_only_the_reference_and_the_link_ever_differ(kind: Kind, referral: uuid.UUID, reference: str) -> None:
    link = f"https://front-door.example.org/staff/referrals/{referral}"
    said = words(kind, reference, link)
    blank = Words(said.subject, said.body.replace(reference, "REFERENCE").replace(link, "LINK"))
    assert blank == words(kind, "REFERENCE", "LINK")


def test_kinds_and_audiences_fit_their_columns() -> None:
    assert max(len(member.value) for member in (*Kind, *Audience)) <= 40
