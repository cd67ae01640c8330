"""The made-up young people: their words are kind, their answers fit the real form, nobody can be reached by them."""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from portal import config
from portal.accounts.permissions import Role
from portal.area import Area
from portal.demo import cast, people
from portal.demo.people import Name, Story
from portal.demo.told import on_pages
from portal.referrals import facts
from portal.referrals.answers import made_ready
from portal.referrals.forms import answered, fields_of
from portal.referrals.voices import Voice
from portal.referrals.young_person_forms import PAGES as FORMS
from portal.screening.outcomes import OUTCOMES, Outcome
from portal.triage.outcome import Band

AREA = config.PROJECT / "content" / "area"
FOLDER = AREA / "demo"
EVERYBODY = people.read(FOLDER)
STORIES = EVERYBODY.stories
SOMEBODY = Name("Amina", "amina", "she")

PHONE = re.compile(r"\+?\d(?:[\s()-]{0,2}\d){5,}")
RESERVED = re.compile(r"07700 900\d{3}|01632 960\d{3}|020 7946 0\d{3}|0808 157 0\d{3}")
MAIL = re.compile(r"[\w.+-]+@[\w.-]+")
METHODS = {
    "en": r"\b(?:cut(?:s|ting)? my\w*|blades?|razors?|kni(?:fe|ves)|pills?|tablets?|overdos\w*|ropes?|jump\w*)\b",
    "pl": r"\b(?:żylet\w*|tabletk\w*|nóż|nożem|tnę|cięcie|skoczy\w*|powiesi\w*)\b",
    "ur": r"بلیڈ|گولیاں|چاقو|رسی|زہر",
}
HURTFUL = re.compile(r"commit\w* suicide|attention[- ]seek|psycho\b|crazy|popełni\w* samobójstw", re.IGNORECASE)


TEAM = {
    Role.DUTY_CLINICIAN: 4,
    Role.SENIOR_DUTY_CLINICIAN: 2,
    Role.TEAM_LEAD: 2,
    Role.SAFEGUARDING_LEAD: 1,
    Role.ADMINISTRATOR: 1,
    Role.COMMISSIONER: 1,
    Role.CONTENT_EDITOR: 1,
    Role.DIRECTORY_EDITOR: 2,
    Role.SERVICE_PARTNER: 4,
    Role.SCHOOL_OR_GP_CONTACT: 5,
}


def ids(story: Story) -> str:
    return story.id


def whole(story: Story) -> dict[str, people.Said]:
    """Everything one young person says, with a way to reach them."""
    return {**story.answers, **cast.reached(story, 7, SOMEBODY)}


def pages(story: Story) -> dict[str, dict[str, people.Said]]:
    return on_pages(Voice.YOUNG_PERSON, whole(story))


def refused(story: Story) -> list[str]:
    """Send a story through the real forms, the way a browser would, and return what they refuse or lose."""
    found = []
    with Flask("forms").test_request_context():
        for page, said in pages(story).items():
            form = FORMS[page](
                formdata=MultiDict({name: str(value) for name, value in said.items()}), meta={"csrf": False}
            )
            if not form.validate():
                found += [f"{page}: {form.errors}"]
            kept = made_ready(answered(form), story.language, date(2026, 11, 26), ())
            if kept != said:
                found += [f"{page}: {said} came back as {kept}"]
    known = {name for page in FORMS for name in fields_of(FORMS[page])}
    return found + [f"no field {name}" for name in whole(story) if name not in known]


def unkind(story: Story) -> list[str]:
    """Return what nobody should read in a story: how to hurt oneself, hurtful words, a real way to reach anybody."""
    return unkind_words(whole(story))


def unkind_words(said: Mapping[str, people.Said]) -> list[str]:
    """Return what nobody should read in anything that was said."""
    text = " ".join(str(value) for value in said.values())
    wrong = [found[0] for found in HURTFUL.finditer(text)]
    wrong += [found[0] for pattern in METHODS.values() for found in re.finditer(pattern, text, re.IGNORECASE)]
    wrong += [found[0] for found in PHONE.finditer(text) if not RESERVED.fullmatch(found[0].strip())]
    return wrong + [found[0] for found in MAIL.finditer(text) if not found[0].endswith("@example.org")]


def changed(someone: Story, **answers: people.Said) -> Story:
    return replace(someone, answers={**someone.answers, **answers})


@pytest.mark.parametrize("story", STORIES, ids=ids)
def test_what_they_say_passes_the_real_forms(story: Story) -> None:
    assert refused(story) == []


@pytest.mark.parametrize(
    "fault",
    [{"safe_now": "maybe"}, {"age": 300}, {"favourite_colour": "blue"}, {"story": "a" * 9000}, {"eat_collapse": "no"}],
)
def test_a_story_the_forms_would_refuse_is_noticed(fault: dict[str, people.Said]) -> None:
    assert refused(changed(STORIES[0], **fault))


@pytest.mark.parametrize("story", STORIES, ids=ids)
def test_nobody_tells_how_to_hurt_oneself_and_nobody_can_be_reached(story: Story) -> None:
    assert unkind(story) == []


@pytest.mark.parametrize(
    "fault", ["my number is 07911 123456", "write to amina@gmail.com", "there were tablets", "she committed suicide"]
)
def test_an_unkind_story_is_noticed(fault: str) -> None:
    assert unkind(changed(STORIES[0], story=fault))


@pytest.mark.parametrize("story", STORIES, ids=ids)
def test_the_rules_find_each_story_as_urgent_as_it_says(story: Story, judgement: facts.Judgement) -> None:
    outcome = facts.judge(pages(story), story.language, judgement)
    assert outcome.band is story.band, [rule.id for rule in outcome.rules]


def test_there_are_many_stories_and_no_two_alike() -> None:
    assert len(STORIES) >= 60
    assert len({story.id for story in STORIES}) == len({story.answers["story"] for story in STORIES}) == len(STORIES)


def test_they_are_children_and_young_people_of_all_ages() -> None:
    ages = {int(story.answers["age"]) for story in STORIES}
    assert min(ages) == 3
    assert max(ages) == 24
    assert ages >= set(range(6, 23))


def test_some_write_in_polish_and_some_in_urdu() -> None:
    spoken = Counter(story.language for story in STORIES)
    assert set(spoken) == {"en", "pl", "ur"}
    assert spoken["pl"] >= 8
    assert spoken["ur"] >= 6


def test_some_cannot_be_reached_some_not_safely_and_some_need_an_interpreter() -> None:
    said = Counter(name for story in STORIES for name, value in whole(story).items() if value in ("yes", "none"))
    assert said["contact"] >= 3
    assert said["unsafe_contact"] >= 5
    assert said["interpreter"] >= 5


def test_the_mix_is_what_a_team_would_see() -> None:
    share = Counter(story.band for story in STORIES)
    assert share[Band.NOW] + share[Band.U2H] <= 0.1 * len(STORIES)
    assert 0.08 <= share[Band.U48] / len(STORIES) <= 0.16
    assert 0.3 <= share[Band.SOON] / len(STORIES) <= 0.4
    assert sum(EVERYBODY.shares.values()) == 100


def test_every_decision_could_have_been_made_at_the_desk() -> None:
    ends = [story.ending for story in STORIES if story.ending]
    assert len(ends) >= len(STORIES) / 2
    assert {end.outcome for end in ends} >= {
        Outcome.ROUTINE,
        Outcome.CONTACT_NOW,
        Outcome.MORE_NEEDED,
        Outcome.SIGNPOST,
    }
    assert all(end.rationale for end in ends)
    assert all(end.next_step for end in ends if OUTCOMES[end.outcome].is_no)


def test_every_signpost_names_a_service_of_the_area() -> None:
    names = re.findall(
        r'"name": "([^"]+)"', "".join(path.read_text("utf-8") for path in (AREA / "services").glob("*.json"))
    )
    for story in STORIES:
        if story.ending and story.ending.outcome is Outcome.SIGNPOST:
            assert any(name in story.ending.next_step for name in names), story.id


def test_every_band_has_stories_with_and_without_an_ending() -> None:
    assert (
        {story.band for story in STORIES if story.ending} == set(EVERYBODY.shares) == {story.band for story in STORIES}
    )


def test_a_story_leaves_open_what_it_says_is_empty(tmp_path: Path) -> None:
    for path in FOLDER.glob("*.toml"):
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    told = (
        (tmp_path / "stories-soon.toml").read_text("utf-8").replace('sui_thoughts = "passive"', 'sui_thoughts = ""', 1)
    )
    (tmp_path / "stories-soon.toml").write_text(told, "utf-8")
    open_ones = [story for story in people.read(tmp_path).stories if "sui_thoughts" not in story.answers]
    assert len(open_ones) == 1


def test_the_team_is_whole_with_passwords_that_hide_nothing(here: Area) -> None:
    team = people.colleagues(FOLDER)
    assert Counter(one.role for one in team) == TEAM
    outside = {Role.SERVICE_PARTNER, Role.SCHOOL_OR_GP_CONTACT}
    assert all(bool(one.organization or one.workplace) is (one.role in outside) for one in team)
    assert [one.name for one in team[:2]] == ["Priya Nair", "Tom Ellery"]
    assert all(one.email.endswith("@example.org") for one in team)
    assert all(len(one.password) >= 12 and "demo" in one.password and here.id in one.password for one in team)
    assert len({one.password for one in team}) == len({one.email for one in team}) == 23


def test_no_file_of_the_demonstration_says_that_anybody_approved_it() -> None:
    for path in FOLDER.glob("*.toml"):
        assert "approved" not in path.read_text("utf-8")
        assert tomllib.loads(path.read_text("utf-8"))
