"""What a clinician reads, and in which order."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from portal.referrals import facts, wording
from portal.referrals.voices import Voice
from portal.screening import answers, words
from portal.triage.text_scan import Hit

Says = Callable[..., dict[str, dict[str, Any]]]


def hit(start: int, end: int, negated: bool = False) -> Hit:
    return Hit(list="strong", term="x", start=start, end=end, negated=negated, entry="en-1")


places = st.tuples(st.integers(0, 60), st.integers(0, 60))


def whole(pieces: tuple[answers.Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


@given(text=st.text(max_size=50), found=st.lists(places, max_size=6))
def test_marking_words_never_changes_them(text: str, found: list[tuple[int, int]]) -> None:
    assert whole(answers.highlighted(text, [hit(*place) for place in found])) == text


def test_a_hit_that_swallowed_a_letter_would_be_noticed() -> None:
    assert whole(answers.highlighted("I am fine", [hit(2, 4)])[1:]) != "I am fine"


def test_a_hit_is_marked_where_it_stands() -> None:
    pieces = answers.highlighted("I want to die now", [hit(10, 13)])
    assert [piece.text for piece in pieces if piece.found] == ["die"]


@pytest.fixture
def in_app() -> Iterator[None]:
    """Forms, whose words are read here, are made inside an application."""
    with Flask(__name__).app_context():
        yield


def read(judgement: facts.Judgement, said: dict[str, dict[str, Any]]) -> answers.Reading:
    outcome = facts.judge(said, "en", judgement).as_dict()
    return answers.reading(Voice.YOUNG_PERSON, said, outcome["rules"], facts.hits(said, "en", judgement.words), {})


def test_the_answers_behind_the_place_come_first_each_once(
    in_app: None, judgement: facts.Judgement, amina_says: Says
) -> None:
    said = amina_says(sui_thoughts="active", sui_plan="yes", self_harm="weekly", function="moderate")
    shown = read(judgement, said)
    assert [one.field for one in shown.causes][:2] in (["sui_plan", "sui_thoughts"], ["sui_thoughts", "sui_plan"])
    fields = [one.field for one in (*shown.causes, *shown.own_words, *shown.others, *shown.reach)]
    assert len(fields) == len(set(fields))
    assert "Active suicidal thoughts with a plan" in shown.causes[0].reasons


def test_everything_they_said_is_on_the_page(in_app: None, judgement: facts.Judgement, amina_says: Says) -> None:
    said = amina_says(sui_thoughts="active", function="severe", contact_person="My aunt")
    shown = read(judgement, said)
    fields = {one.field for one in (*shown.causes, *shown.own_words, *shown.others, *shown.reach)}
    assert set(facts.said(said)) <= fields


def test_a_question_left_open_is_shown_as_left_open(in_app: None, judgement: facts.Judgement, amina_says: Says) -> None:
    shown = read(judgement, amina_says(sui_thoughts=None))
    assert {one.field: whole(one.pieces) for one in shown.causes}["sui_thoughts"] == "Not answered"


def test_answers_are_said_as_they_were_offered(in_app: None, judgement: facts.Judgement, amina_says: Says) -> None:
    shown = read(judgement, amina_says(sui_thoughts="active"))
    said = {one.field: (one.label, whole(one.pieces)) for one in shown.causes}
    assert said["sui_thoughts"] == (
        "Do you have thoughts about ending your life?",
        "Yes, I think about ending my life",
    )


def test_a_clinician_reads_what_an_eight_year_old_was_asked_and_not_what_a_teenager_is(
    in_app: None, judgement: facts.Judgement, amina_says: Says
) -> None:
    said = amina_says(age=8, touched="yes", abuse="yes", sui_thoughts="active")
    shown = {one.field: (one.label, whole(one.pieces)) for one in read(judgement, said).causes}
    assert shown["touched"][0].startswith("Someone touches the private parts of my body")
    assert shown["abuse"][0] == "Is anyone hurting you or scaring you?"
    assert shown["sui_thoughts"] == ("Do you think about wanting to die?", "Yes, I think about making myself die")
    assert read(judgement, amina_says(age=17, abuse="yes")).causes[0].label != shown["abuse"][0]
    added = answers.plain(answers.asked_of(Voice.YOUNG_PERSON, said), {"home": {"abuse": "yes"}})
    assert added[0].label == shown["abuse"][0], "what was added later was asked in the same words"


@pytest.mark.parametrize(
    ("said", "means"),
    [("no", "safe"), ("yes", "unsafe"), ("not_sure", "unsaid"), ("prefer_not", "unsaid"), (None, "unsaid")],
)
def test_contact_is_safe_only_when_they_say_so(said: str | None, means: str, amina_says: Says) -> None:
    hers = [(Voice.YOUNG_PERSON, amina_says(unsafe_contact=said))]
    assert answers.safe_contact(hers, ()).state == means
    assert (
        answers.banners(hers, ())
        == ({"safe": (), "unsafe": ("Contact may be unsafe",), "unsaid": ("Leave no messages",)}[means])
    )


def test_a_yes_to_unsafe_contact_is_never_taken_back(amina_says: Says) -> None:
    versions = [(Voice.YOUNG_PERSON, amina_says(unsafe_contact=said)) for said in ("yes", "no")]
    assert answers.safe_contact(versions, ()).state == "unsafe"
    assert answers.safe_contact(versions[1:], ["safe_contact"]).state == "unsafe"
    assert answers.safe_contact(versions[1:], ()).state == "safe"


@pytest.mark.parametrize("other", [Voice.PARENT_CARER, Voice.PROFESSIONAL, Voice.FRIEND])
def test_what_others_say_of_safe_contact_is_their_word_and_not_hers(other: Voice, amina_says: Says) -> None:
    theirs, hers = (other, amina_says(unsafe_contact="no")), (Voice.YOUNG_PERSON, amina_says(unsafe_contact=None))
    for said in ([theirs], [theirs, hers]):
        found = answers.safe_contact(said, ())
        assert found.state != "safe"
        assert "leave no messages" in words.safe_contact(found.state, found.by).casefold()
        assert answers.banners(said, ()) == ("Leave no messages",)
    alone = answers.safe_contact([theirs], ())
    assert words.safe_contact(alone.state, alone.by).startswith(words.WHO[other][:1].upper() + words.WHO[other][1:])
    alarmed = answers.safe_contact([(other, amina_says(unsafe_contact="yes")), hers], ())
    assert (alarmed.state, alarmed.by) == ("unsafe", (other,)), "anybody's warning counts, and is shown as theirs"


def test_what_was_said_at_first_stands_beside_what_was_said_later(
    in_app: None, judgement: facts.Judgement, amina_says: Says
) -> None:
    versions = [amina_says(safe_now="no"), {"safe": {"safe_now": "yes"}}]
    said = facts.together(versions)
    outcome = facts.judge(said, "en", judgement).as_dict()
    shown = answers.reading(Voice.YOUNG_PERSON, said, outcome["rules"], {}, facts.said_before(versions))
    found = [whole(one.pieces) for one in (*shown.causes, *shown.others) if one.field == "safe_now"]
    assert found == ["Yes (before: No)"]


def test_what_we_work_out_ourselves_is_said_in_words() -> None:
    """A clinician with forty before lunch should not translate our short names."""
    for name, value, said in (
        ("contact", "none", "No safe way"),
        ("text_lang", "uncovered", "One that our word lists do not know"),
        ("text", "abuse", "Words that suggest abuse"),
    ):
        assert wording.value_label(Voice.YOUNG_PERSON, name, value) == said
