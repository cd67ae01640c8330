"""The public pages of the directory, as a browser without scripts sees them."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from flask import Flask
from flask.testing import FlaskClient

from portal.directory.index import Index


def text(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return unescape(answer.text)


def links(page: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'href="([^"]*)"', page)]


def count(page: str) -> int:
    found = re.search(r"<h2>(\d+) services?</h2>", page)
    assert found
    return int(found[1])


def test_amina_searches_in_her_own_words(client: FlaskClient):
    page = text(client, "/services?q=can%27t+sleep&age=14")
    assert "Nightlamp" in page
    assert "Fits: Sleep · Takes people who are 14" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert "Are you safe right now?" not in page


def test_words_of_danger_put_help_now_first(client: FlaskClient):
    for path in ("/services?q=kill+myself", "/pl/services?q=chc%C4%99+umrze%C4%87", "/services?need=crisis"):
        page = text(client, path)
        assert page.index('class="fd-danger"') < page.index("<h1>")
        assert 'href="tel:999"' in page


def test_a_filter_is_a_link_whose_count_is_true(client: FlaskClient):
    page = text(client, "/services?q=anxiety")
    found = re.findall(r'href="(/services\?[^"]*mode=[^"]*)">([^<(]+)\((\d+)\)', page)
    assert len(found) >= 4
    for href, _label, number in found:
        assert count(text(client, unescape(href))) == int(number)


def test_a_shared_address_says_everything_about_the_search(client: FlaskClient):
    asked = {
        "q": "panic",
        "age": "15",
        "near": "QX1",
        "within": "10",
        "need": "anxiety",
        "mode": "in_person",
        "sort": "near",
    }
    page = text(client, "/services?" + urlencode(asked))
    narrower = next(link for link in links(page) if "access=wheelchair" in link)
    said = {key: values[0] for key, values in parse_qs(urlsplit(narrower).query).items()}
    assert said == asked | {"access": "wheelchair"}


def test_what_was_chosen_can_be_taken_away(client: FlaskClient):
    page = text(client, "/services?age=14&need=sleep&open_now=1&near=Ashmere&within=5")
    for words in ("Age 14", "Sleep", "Open now", "Within 3 miles of Ashmere"):
        assert re.search(rf'aria-current="true"[^>]*>{words}', page)


def test_nothing_fits_and_the_page_says_what_it_left_out(client: FlaskClient):
    page = text(client, "/services?q=xqzzv")
    assert "Nothing fits all of that, so we left out: your words." in page
    assert "Ask the team for help" in page


SAID_KINDLY = {
    "near=Atlantis": "We don't know that place.",
    "age=40": "The services here are for people up to 25.",
    "age=ten": "Please write an age like 14, 11-15 or 18 months.",
}


def test_what_makes_no_sense_is_said_kindly_and_the_search_goes_on(client: FlaskClient):
    for query, words in SAID_KINDLY.items():
        page = text(client, f"/services?{query}")
        assert words in page
        assert count(page) == 84


ODD = (
    "page=0", "page=-1", "page=99999999999999999999", "page=x", "within=nan", "within=-5", "sort=%00", "need=%ff",
    "need=nothing", "age=%D9%A1%D9%A4", "q=%00%E2%80%AE", "open_now=maybe", "thrive=&thrive=", "near=%00",
    "lang=xx", "q=" + "a" * 5000, "q=*&q=%22", "within=5", "cohort=" + "x" * 3000,
)  # fmt: skip


def test_no_address_breaks_the_page(client: FlaskClient):
    assert {query: client.get(f"/services?{query}").status_code for query in ODD} == dict.fromkeys(ODD, 200)


def test_pages_follow_each_other_and_a_page_too_far_is_kind(client: FlaskClient):
    first = text(client, "/services")
    assert "Page 1 of 5" in first
    assert "/services?page=2" in links(first)
    assert "There is nothing on this page." in text(client, "/services?page=77")


def test_every_service_has_a_page_in_every_language(client: FlaskClient, wexlow: Index):
    for number, service in enumerate(wexlow.documents):
        prefix = ("", "/pl", "/ur")[number % 3]
        page = text(client, f"{prefix}/services/{service.slug}")
        assert service.name in page
        assert service.description[:40] in page


def test_a_hidden_address_is_nowhere(client: FlaskClient, wexlow: Index):
    secret = ("Hollow Wainwright", "QX1 1HW", "Underhollow Mews", "QX3 2UM")
    paths = [f"/services/{slug}" for slug in ("domestic-abuse-family-support", "risewell-sexual-violence-support")]
    searches = ["/services?q=abuse", "/services?q=Hollow+Wainwright", "/services?near=QX1+1HW&sort=near", "/thrive"]
    for path in [*paths, *searches]:
        page = text(client, path)
        shown = re.sub(r'<input[^>]*>|href="[^"]*"', "", page)
        assert not any(words in shown for words in secret), path
    assert "The address is kept private" in text(client, paths[0])
    assert not any(words in str(each) for each in wexlow.documents for words in secret)


def test_a_service_with_a_crisis_number_shows_the_registrys(client: FlaskClient):
    page = text(client, "/services/wexlow-crisis-line")
    assert 'href="tel:08081570300"' in page


def test_a_closed_service_says_why_until_when_and_where_else(client: FlaskClient):
    page = text(client, "/services/northwold-family-hub")
    assert "The building is closed while the roof is repaired." in page
    assert "It should open again on" in page
    assert 'href="/services/quayside-family-hub"' in page
    assert "Not now: it is closed." in page


def test_a_stale_service_says_check_before_you_go(client: FlaskClient):
    assert "Check before you go." in text(client, "/services/mhst-vale")


def test_an_unknown_service_is_a_kind_404(client: FlaskClient):
    assert "We can't find that page" in text(client, "/services/no-such-place", 404)


def test_pages_set_no_cookie_and_stay_small(client: FlaskClient):
    for path in ("/services?q=anxiety", "/services/camhs-ashmere", "/thrive"):
        answer = client.get(path)
        assert "Set-Cookie" not in answer.headers
        assert len(answer.data) < 60_000


def test_cards_hold_no_word_of_ours_in_a_template_that_shouts(site: Flask):
    folder = Path(site.root_path) / "directory" / "templates" / "directory"
    for path in folder.glob("*.html"):
        assert not re.search(r">\s*(Submit|Proceed|OK)\s*<", path.read_text("utf-8"))


def test_a_search_also_finds_something_to_read_tonight(client: FlaskClient) -> None:
    page = client.get("/services?q=self-harm").text
    assert 'href="/guides/safer-coping"' in page
    assert "/guides/" not in client.get("/services").text.partition("<main")[2].partition("</main>")[0]
