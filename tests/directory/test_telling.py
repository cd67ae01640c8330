"""How services are told: short, honest sentences."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from portal import languages
from portal.directory import page, telling
from portal.directory.documents import Document, Site, Wait
from portal.directory.hours import Opening, Rule, Year
from portal.directory.index import Index
from portal.directory.recurrence import Recurrence
from tests.directory.conftest import MONDAY, NOON, a_service, an_index

YEAR = Year(frozenset(), (date(2020, 1, 1), date(2030, 12, 31)))
EVERY_DAY = frozenset(range(7))


def wait(median: int, p85: int, count: int = 40, ago: int = 10) -> Wait:
    return Wait(MONDAY - timedelta(days=ago), median, p85, count, "reported_by_provider")


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (11, 18, "For ages 11 to 18"),
        (0, 4, "From birth to 4"),
        (None, 4, "From birth to 4"),
        (16, None, "For 16 and over"),
        (None, None, "Ages: we don't know, so ask"),
    ],
)
def test_ages(low: int | None, high: int | None, words: str):
    assert telling.ages(a_service(minimum_age=low, maximum_age=high)) == words


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (wait(32, 86), "Half wait up to 5 weeks, most up to 13 weeks"),
        (wait(5, 7), "Half wait up to 5 days, most up to 7 days"),
        (wait(1, 2), "Most people hear back within 2 days"),
        (wait(32, 86, count=9), "We can't say how long the wait is yet"),
        (wait(32, 86, ago=121), "We can't say how long the wait is yet"),
        (wait(32, 86, ago=-1), "We can't say how long the wait is yet"),
        (None, ""),
    ],
)
def test_a_wait_is_a_range_and_an_old_or_thin_one_is_not_told(said: Wait | None, words: str):
    assert telling.wait(a_service(wait=said), MONDAY) == words


def test_a_closed_service_promises_no_wait():
    assert telling.wait(a_service(wait=wait(5, 7), paused=True), MONDAY) == "Closed for now"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"routes": ("self", "gp")}, "You can ask for it yourself"),
        ({"routes": ("self",), "self_from": 13}, "From 13 you can ask for it yourself"),
        ({"routes": ("gp",)}, "Your GP can ask for you"),
        ({"routes": ()}, "Ask the service how to get in"),
        ({"terms": {"access": ("drop_in",)}}, "You can just turn up"),
    ],
)
def test_the_easiest_way_in(changes: dict[str, object], words: str):
    assert telling.way_in(a_service(**changes)) == words


@pytest.mark.parametrize(
    ("assured", "words"),
    [
        (None, "Nobody has checked this yet"),
        (MONDAY - timedelta(days=365), "Checked on 23 November 2025"),
        (MONDAY - timedelta(days=366), "Last checked on 22 November 2025. Check before you go."),
    ],
)
def test_when_it_was_checked(assured: date | None, words: str):
    assert telling.checked(a_service(assured=assured), MONDAY) == words


def test_where_never_tells_a_hidden_place():
    hidden = a_service(sites=(Site("", (), None, (), hidden=True),), terms={"setting": ("community",)})
    assert telling.where(hidden) == "In a place that is kept private"
    assert telling.where(a_service()) == "By phone or online"
    assert telling.where(a_service(terms={"mode": ("online", "text")})) == "Online"


@pytest.mark.parametrize("code", languages.LANGUAGES)
def test_every_service_of_wexlow_can_be_told_in_every_language(wexlow: Index, code: str):
    with languages.using(code):
        for service in wexlow.documents:
            told = page.page(service, wexlow, NOON, YEAR)
            assert told.card.ages
            assert told.card.way_in
            assert told.card.where
            assert told.open_words
            assert told.turn_up
            assert all(told.speaks)


def test_languages_are_named_in_the_readers_own():
    with languages.using("pl"):
        assert telling.language_name("ur") == "urdu"
    assert telling.language_name("bfi") == "British Sign Language"
    assert telling.language_name("xx-unknown") == "xx-unknown"


def told(service: Document) -> page.Page:
    return page.page(service, an_index(service), NOON, YEAR)


def test_open_words_say_until_when_from_when_or_that_we_do_not_know():
    office = Opening(Recurrence(EVERY_DAY), time(9), time(17), Rule.OPEN)
    assert told(a_service(openings=(office,))).open_words.startswith("Open now, until ")
    late = replace(office, opens=time(18), closes=time(20))
    assert told(a_service(openings=(late,))).open_words.startswith("Closed now. Opens ")
    assert told(a_service()).open_words.startswith("We don't know")
    assert told(a_service(openings=(office,), paused=True)).open_words == "Closed for now"


def test_the_week_has_a_line_for_every_day_that_something_happens():
    monday = Opening(Recurrence(frozenset({0})), time(9), time(12), Rule.CLOSED, term_only=True)
    again = Opening(Recurrence(frozenset({0, 1})), time(13), time(17), Rule.UNKNOWN)
    shown = told(a_service(openings=(monday, again)))
    assert shown.week == (("Monday", "09:00–12:00, 13:00–17:00"), ("Tuesday", "13:00–17:00"))
    assert shown.hours_notes == ("Some of these times are only in school term.", "We don't know about bank holidays.")


def test_an_app_whose_check_ran_out_says_so():
    assured = {"expires_on": "2026-11-22"}
    assert (
        told(a_service(assurance=assured)).card.assurance == "The safety check of this app ran out on 22 November 2026."
    )
    assert "holds until" in told(a_service(assurance={"expires_on": "2026-11-23"})).card.assurance


def test_costs_are_told_in_words_or_numbers():
    paid = a_service(costs=(("Each session", 2.5, ""), ("Open day", None, "")), terms={"cost": ("small_charge",)})
    assert told(paid).costs == ("Each session: £2.5", "Open day")
    assert told(a_service(terms={"cost": ("free",)})).costs == ("free",)
