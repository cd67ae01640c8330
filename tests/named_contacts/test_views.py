"""Amina looks for somebody to talk to at school; a school lead and a GP have four minutes for a number."""

import re
from datetime import date
from html import unescape

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from portal.languages import LANGUAGES
from portal.named_contacts.contact import State
from portal.named_contacts.lent import Team

FOUNDRY, SHINGLE, HENSGROVE = (
    "bellcast-foundry-school",
    "shingle-walk-primary-school",
    "hensgrove-village-primary-school",
)
TODAY = date(2026, 11, 27)


class Lent:
    """A directory that knows one team, hears danger in one word, and may be in trouble."""

    def __init__(self, *, broken: bool = False) -> None:
        self.broken = broken

    def team(self, slug: str) -> Team | None:
        if self.broken:
            raise RuntimeError("the database is away")
        return Team(slug, "School Mental Health Team: Ashmere", "Early help.") if slug == "mhst-ashmere" else None

    def danger(self, words: str) -> bool:
        if self.broken:
            raise RuntimeError("the database is away")
        return "die" in words


def read(client: FlaskClient, path: str) -> str:
    with time_machine.travel(TODAY, tick=False):
        answer = client.get(path)
    assert answer.status_code == 200
    return unescape(answer.text)


def part(page: str, heading: str) -> str:
    """Return one box of a page, as words and links."""
    at = page.index(heading)
    return page[at : page.index("</section>", at)]


def test_amina_types_her_school_and_is_told_whom_where_and_what_to_say(client: FlaskClient) -> None:
    found = read(client, "/named-contacts?q=belcast")
    (to,) = re.findall(r'<h3 class="fd-card__title"><a href="([^"]+)"', found)
    hers = part(read(client, to), "If you go to school here")
    for words in ("Mr Tarrowby", "Room 9 by the music block", "You don't need the right words", "They should tell you"):
        assert words in hers
    assert "Ines" not in hers


def test_a_school_lead_finds_who_to_ring_on_which_days_what_for_and_what_not(client: FlaskClient) -> None:
    work = part(read(client, f"/named-contacts/{FOUNDRY}"), "If you work here")
    for words in (
        "Ines Marchbanks",
        'href="tel:01632960201"',
        "Monday, Wednesday, Thursday",
        "without saying who it is about",
        "A life is in danger",
        'href="/help-now"',
        "Head of pastoral care",
        "Wexlow Children's Front Door",
    ):
        assert words in work


def test_a_gp_finds_the_practices_lead_beside_the_link_person(client: FlaskClient) -> None:
    page = read(client, "/named-contacts/millfields-surgery")
    assert "Noor Haldane" in page
    assert "Dr Ferrismoor" in part(page, "If you work here")
    assert "If you go to school here" not in page


def test_help_for_right_now_comes_before_every_name(client: FlaskClient) -> None:
    page = read(client, f"/named-contacts/{FOUNDRY}")
    assert page.index('href="/help-now">Get help now') < page.index("Mr Tarrowby")


def test_a_name_that_lapsed_is_told_as_what_it_was_without_its_number(client: FlaskClient) -> None:
    page = read(client, f"/named-contacts/{SHINGLE}")
    assert "They may have changed" in page
    assert "The person to talk to was Mr Pellowe-Grange" in page
    assert "It was Odhran Pellister" in page
    for number in ("01632 960162", "01632 960202", "odhran.pellister@example.org"):
        assert number not in page
    assert page.count("01632 960300") == 2  # the team: instead of the link person, and to say who it is now


def test_a_page_that_forgets_what_has_lapsed_would_show_the_number(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.named_contacts.contact.NamedContacts.state", lambda *_said: State.CURRENT)
    assert "01632 960162" in read(client, f"/named-contacts/{SHINGLE}")


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        (HENSGROVE, "Nobody is named here yet. Choose any adult at school"),
        ("lantern-point-surgery", "Nobody is named yet."),
        ("foundry-road-surgery", "Nobody is named yet. Ring our team instead."),
    ],
)
def test_where_nobody_is_named_the_page_says_so_and_gives_the_team(client: FlaskClient, slug: str, words: str) -> None:
    page = read(client, f"/named-contacts/{slug}")
    assert words in page
    assert "01632 960300" in page
    assert "may have changed" not in page


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        (FOUNDRY, '/services/mhst-ashmere"'),
        ("wexlow-college", "No, not yet."),
        ("foundry-road-surgery", "We don't know"),
    ],
)
def test_a_support_team_is_linked_said_to_be_missing_or_unknown(
    site: Flask, client: FlaskClient, slug: str, words: str
) -> None:
    site.extensions["contacts_directory"] = Lent()
    assert words in part(read(client, f"/named-contacts/{slug}"), "Is there a support team here?")


def test_a_team_that_has_left_the_directory_is_not_linked(site: Flask, client: FlaskClient) -> None:
    site.extensions["contacts_directory"] = Lent()
    told = part(read(client, "/named-contacts/wexlow-quay-high-school"), "Is there a support team here?")
    assert "We don't know" in told
    assert "mhst-coast" not in told


def test_words_of_danger_bring_help_first_and_a_school_does_not(site: Flask, client: FlaskClient) -> None:
    site.extensions["contacts_directory"] = Lent()
    assert "Are you safe right now?" in read(client, "/named-contacts?q=i+want+to+die")
    assert "Are you safe right now?" not in read(client, "/named-contacts?q=bellcast")


def test_a_directory_in_trouble_takes_no_name_away_and_shows_help_to_everybody(
    site: Flask, client: FlaskClient
) -> None:
    site.extensions["contacts_directory"] = Lent(broken=True)
    assert "Mr Tarrowby" in read(client, f"/named-contacts/{FOUNDRY}")
    assert "Are you safe right now?" in read(client, "/named-contacts?q=bellcast")


def test_without_words_all_can_be_looked_through_and_so_can_they_when_nothing_is_found(client: FlaskClient) -> None:
    for path in ("/named-contacts", "/named-contacts?q=zzz"):
        assert len(set(re.findall(r'href="/named-contacts/([\w-]+)"', read(client, path)))) == 20
    assert "We found no school or practice of that name" in read(client, "/named-contacts?q=zzz")


def test_what_is_typed_never_becomes_markup(client: FlaskClient) -> None:
    answer = client.get("/named-contacts", query_string={"q": '"><script>alert(1)</script>'})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_a_place_that_is_not_there_is_not_found(client: FlaskClient) -> None:
    assert client.get("/named-contacts/hogwarts").status_code == 404


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_the_page_is_in_the_readers_language_and_what_the_place_wrote_is_marked_as_english(
    client: FlaskClient, code: str
) -> None:
    page = read(client, f"/{code}/named-contacts/{FOUNDRY}")
    assert f'href="/{code}/named-contacts"' in page
    assert '<span lang="en" dir="auto">Room 9 by the music block, before the first lesson</span>' in page
    assert "If you work here" not in page
    assert "Monday" not in page
