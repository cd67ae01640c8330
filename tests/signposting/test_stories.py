"""Who comes, what they say, and which services of Wexlow must and must not be among the five."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from portal.directory.index import Index
from portal.signposting.suggest import suggest

STORIES = tomllib.loads(Path(__file__).with_name("stories.toml").read_text("utf-8"))["story"]


@pytest.mark.parametrize("story", STORIES, ids=[story["who"] for story in STORIES])
def test_the_right_five(story: dict[str, Any], ask: Any, shelf: Index) -> None:
    found = suggest(shelf, ask(**story["says"]))
    slugs = [shelf.documents[pick.number].slug for pick in found.picks]
    assert found.level.name.lower() == story["help_now"]
    assert set(story["must"]) <= set(slugs), slugs
    assert not set(story["must_not"]) & set(slugs), slugs


def test_there_are_enough_stories_and_they_name_real_services(shelf: Index) -> None:
    assert len(STORIES) >= 30
    known = {service.slug for service in shelf.documents}
    assert {slug for story in STORIES for slug in (*story["must"], *story["must_not"])} <= known


def test_the_first_one_named_is_the_best(ask: Any, shelf: Index) -> None:
    firsts = {
        "eating-disorders-service": {"who": "gp", "age": "16", "words": "suspected eating disorder"},
        "attendance-support": {"who": "child", "age": "9", "words": "he wont go to school"},
        "deaf-youth-wexlow": {"who": "me", "age": "12", "access": "bsl", "need": "loneliness", "now": "some"},
        "turnstone-drug-and-alcohol": {"who": "me", "age": "19", "need": "substance"},
        "new-bearings-refugee-therapy": {"who": "worker", "age": "15", "words": "refugee with nightmares"},
        "young-peoples-housing": {"who": "me", "age": "16", "words": "nowhere to live"},
    }
    assert {
        slug: shelf.documents[suggest(shelf, ask(**said)).picks[0].number].slug for slug, said in firsts.items()
    } == {slug: slug for slug in firsts}


def test_words_that_mean_nothing_are_owned_up_to(ask: Any, shelf: Index) -> None:
    assert not suggest(shelf, ask(who="me", age="14", words="xqzzv blorp")).understood
    assert suggest(shelf, ask(who="me", age="14", words="cant sleep")).understood


def test_her_own_words_count_as_much_as_ticks(ask: Any, shelf: Index) -> None:
    written = ask(who="me", age="14", words="dont tell my parents, i want to text")
    assert written.private
    assert written.how == ("text",)
