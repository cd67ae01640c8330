"""The second voices: their answers pass their own forms, their words are kind, and they are about somebody."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from portal import config
from portal.demo import people
from portal.demo.people import Said, Voiced
from portal.demo.told import on_pages
from portal.named_contacts import organisations
from portal.referrals import facts
from portal.referrals.answers import made_ready
from portal.referrals.forms import FORMS, answered
from portal.referrals.voices import Voice
from tests.demo.test_people import unkind_words

AREA = config.PROJECT / "content" / "area"
EVERYBODY = people.read(AREA / "demo")
VOICES = EVERYBODY.voices
STORIES = {story.id: story for story in EVERYBODY.stories}


def ids(voiced: Voiced) -> str:
    return f"{voiced.story}-{voiced.voice.value}"


def pages(voiced: Voiced) -> dict[str, dict[str, Said]]:
    """Everything one second person says, page by page of their own journey."""
    return on_pages(voiced.voice, voiced.answers)


def refused(voiced: Voiced) -> list[str]:
    """Send a voice through its real forms, the way a browser would, and return what they refuse or lose."""
    found = []
    with Flask("forms").test_request_context():
        for page, said in pages(voiced).items():
            data = MultiDict({name: str(value) for name, value in said.items()})
            form = FORMS[voiced.voice][page](formdata=data, meta={"csrf": False})
            if not form.validate():
                found += [f"{page}: {form.errors}"]
            kept = made_ready(answered(form), voiced.language, date(2026, 11, 26), ())
            if kept != said:
                found += [f"{page}: {said} came back as {kept}"]
    asked = {name for said in pages(voiced).values() for name in said}
    return found + [f"no field {name}" for name in voiced.answers if name not in asked]


def changed(voiced: Voiced, **answers: Said) -> Voiced:
    return replace(voiced, answers={**voiced.answers, **answers})


@pytest.mark.parametrize("voiced", VOICES, ids=ids)
def test_what_they_say_passes_their_own_forms(voiced: Voiced) -> None:
    assert refused(voiced) == []


@pytest.mark.parametrize("voiced", [VOICES[0], VOICES[6], VOICES[11]], ids=ids)
@pytest.mark.parametrize("fault", [{"safe_now": "maybe"}, {"favourite_colour": "blue"}, {"age": "a thousand"}])
def test_a_voice_the_forms_would_refuse_is_noticed(voiced: Voiced, fault: dict[str, Said]) -> None:
    assert refused(changed(voiced, **fault))


@pytest.mark.parametrize("voiced", VOICES, ids=ids)
def test_nobody_writes_what_nobody_should_read(voiced: Voiced) -> None:
    assert unkind_words(voiced.answers) == []


def test_an_unkind_voice_is_noticed() -> None:
    assert unkind_words(changed(VOICES[0], story="she is attention-seeking").answers)


@pytest.mark.parametrize("voiced", VOICES, ids=ids)
def test_the_rules_find_each_voice_as_urgent_as_it_says(voiced: Voiced, judgement: facts.Judgement) -> None:
    outcome = facts.judge(pages(voiced), voiced.language, judgement)
    assert outcome.band is voiced.band, [rule.id for rule in outcome.rules]


@pytest.mark.parametrize("voiced", VOICES, ids=ids)
def test_each_speaks_of_a_young_person_whose_name_and_age_are_told(voiced: Voiced) -> None:
    story = STORIES[voiced.story]
    assert (voiced.answers["name"], voiced.answers["age"]) == (story.name, story.answers["age"])
    assert voiced.hours_after > 0
    assert voiced.answers["story"] != story.answers["story"]


def test_six_parents_five_professionals_and_a_friend_speak_of_twelve() -> None:
    expected = {Voice.PARENT_CARER: 6, Voice.PROFESSIONAL: 5, Voice.FRIEND: 1}
    assert Counter(each.voice for each in VOICES) == expected
    assert len({each.story for each in VOICES}) == len(VOICES) == 12
    spoken = Counter(each.language for each in VOICES if each.voice is Voice.PARENT_CARER)
    assert spoken == {"en": 4, "pl": 1, "ur": 1}


def test_three_schools_and_two_practices_of_the_areas_list_write() -> None:
    known = {each.name: each.kind for each in organisations.load(AREA)}
    by = [str(each.answers["organisation"]) for each in VOICES if each.voice is Voice.PROFESSIONAL]
    assert Counter(known[name] for name in by) == {organisations.SCHOOL: 3, organisations.PRACTICE: 2}
    named = {str(each.answers[name]) for each in VOICES for name in ("school", "gp_practice") if name in each.answers}
    assert named <= set(known)


def test_some_must_not_be_contacted_and_two_live_with_a_court_order() -> None:
    said = [*(story.answers for story in EVERYBODY.stories), *(each.answers for each in VOICES)]
    away = [one for one in said if one.get("unsafe_contact") == "yes" or "do_not_contact" in one]
    assert len(away) >= 5
    assert sum(story.reach == "none" for story in EVERYBODY.stories) >= 3
    assert sum("court_order" in one for one in said) == 2
    assert sum("do_not_contact" in each.answers for each in VOICES) >= 1
