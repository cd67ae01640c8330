"""Amina keeps two services, her GP prints them, and nothing is left behind."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
import segno
from flask.testing import FlaskClient

from tests.shortlist.test_codes import squares

HER_LIST = "/shortlist?s=camhs-ashmere&s=northwold-family-hub"
PACK = "/shortlist/pack?s=camhs-ashmere&s=northwold-family-hub&s=nightlamp-sleep"


def text(client: FlaskClient, path: str) -> str:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200
    return unescape(answer.text)


def keep(client: FlaskClient, *slugs: str) -> str:
    answer = client.post("/shortlist/keep", data={"s": list(slugs)})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/shortlist"
    return text(client, answer.headers["Location"])


def on_it(page: str) -> list[str]:
    return re.findall(r'<h3 class="fd-card__title"><a href="/services/([\w-]+)"', page)


def test_amina_keeps_two_services_while_she_looks_around(client: FlaskClient) -> None:
    page = text(client, "/services/camhs-ashmere")
    assert 'action="/shortlist/keep"' in page
    assert 'name="s" value="camhs-ashmere"' in page
    keep(client, "camhs-ashmere")
    page = keep(client, "northwold-family-hub")
    assert on_it(page) == ["camhs-ashmere", "northwold-family-hub"]
    assert "Closed for now" in page


def test_her_address_is_the_list_on_any_other_device(client: FlaskClient) -> None:
    page = keep(client, "camhs-ashmere", "northwold-family-hub")
    shared = re.search(r'id="list-address">([^<]+)<', page)
    assert shared
    parts = urlsplit(shared[1])
    elsewhere = client.application.test_client()
    assert on_it(text(elsewhere, f"{parts.path}?{parts.query}")) == ["camhs-ashmere", "northwold-family-hub"]


def test_a_list_in_an_address_is_what_it_says_and_touches_nobodys_own(client: FlaskClient) -> None:
    keep(client, "tide-and-trail")
    assert on_it(text(client, HER_LIST)) == ["camhs-ashmere", "northwold-family-hub"]
    assert on_it(text(client, "/shortlist")) == ["tide-and-trail"]
    page = keep(client, "camhs-ashmere", "northwold-family-hub")
    assert on_it(page) == ["tide-and-trail", "camhs-ashmere", "northwold-family-hub"]


def test_what_is_not_in_the_directory_any_more_is_said(client: FlaskClient) -> None:
    page = text(client, HER_LIST + "&s=gone-for-good")
    assert "1 service of this list is not in the directory any more." in page
    assert "gone-for-good" not in page.partition("<main")[2].partition("</main>")[0]


def test_one_can_be_taken_off_and_all_can_be_forgotten(client: FlaskClient) -> None:
    keep(client, "camhs-ashmere", "tide-and-trail")
    client.post("/shortlist/forget", data={"s": "camhs-ashmere"})
    assert on_it(text(client, "/shortlist")) == ["tide-and-trail"]
    client.post("/shortlist/forget")
    assert "There is nothing on your list." in text(client, "/shortlist")


def test_leaving_the_site_leaves_nothing_of_it(client: FlaskClient) -> None:
    keep(client, "camhs-ashmere")
    answer = client.post("/exit")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get_cookie("fd") is None
    assert "There is nothing on your list." in text(client, "/shortlist")


def test_the_cookie_ends_with_the_visit_and_no_script_can_read_it(client: FlaskClient) -> None:
    cookie = client.post("/shortlist/keep", data={"s": "camhs-ashmere"}).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie
    assert "Max-Age" not in cookie


def test_no_copy_of_a_list_is_kept_on_the_way(client: FlaskClient) -> None:
    keep(client, "camhs-ashmere")
    for path in ("/shortlist", HER_LIST, PACK):
        assert client.get(path).headers["Cache-Control"] == "no-store, max-age=0"


def test_pages_that_offer_keeping_stay_the_same_for_everybody(client: FlaskClient) -> None:
    plain = client.get("/services?q=sleep").data
    keep(client, "camhs-ashmere")
    for path in ("/services?q=sleep", "/services/camhs-ashmere"):
        answer = client.get(path)
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
    nonces = re.compile(rb'nonce="[^"]+"')
    assert nonces.sub(b"", client.get("/services?q=sleep").data) == nonces.sub(b"", plain)


def test_another_site_cannot_press_the_button(client: FlaskClient) -> None:
    answer = client.post("/shortlist/keep", data={"s": "tide-and-trail"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "odd", ["?s=", "?s=%00", "?s=" + "x" * 5000, "?s=<b>&layout=%22", "?layout=sheets", "?s=a" * 3]
)
def test_no_address_breaks_these_pages(client: FlaskClient, odd: str) -> None:
    for path in ("/shortlist", "/shortlist/pack"):
        answer = client.get(path + odd)
        assert answer.status_code == 200
        assert "<b>" not in answer.text


def test_a_gp_prints_what_a_search_found(client: FlaskClient) -> None:
    page = text(client, "/services?q=sleep&age=14")
    link = re.search(r'href="(/shortlist/pack\?[^"]+)"[^>]*>Print these<', page)
    assert link
    found = on_it(page)
    printed = text(client, link[1])
    assert printed.count('class="fd-sheet__one"') == len(found)
    assert re.findall(r"/<wbr>services/<wbr>([\w-]+)<", printed) == found


def test_one_service_has_a_sheet_of_its_own(client: FlaskClient) -> None:
    page = text(client, "/services/camhs-ashmere")
    assert 'href="/shortlist/pack?s=camhs-ashmere"' in page
    sheet = text(client, "/shortlist/pack?s=camhs-ashmere")
    for words in (
        "What to say when you ring or write", "My notes", "Need help now?", "Last checked on", "Wexlow directory team",
        "Printed on", "01632 960101", "Half wait up to 5 weeks", "Monday, Wednesday, Thursday, Friday",
    ):  # fmt: skip
        assert words in sheet, words


def test_each_code_leads_to_the_page_of_its_service_in_the_readers_language(client: FlaskClient) -> None:
    slugs = on_it(text(client, "/services"))[:12]
    for root in ("", "/ur"):
        page = client.get(f"{root}/shortlist/pack?" + "&".join(f"s={slug}" for slug in slugs)).text
        drawings = re.findall(r'<svg class="fd-qr".*?</svg>', page, re.DOTALL)
        assert len(drawings) == len(slugs)
        for drawing, slug in zip(drawings, slugs, strict=True):
            assert squares(drawing) == squares_of(f"http://localhost{root}/services/{slug}")
            assert client.get(f"{root}/services/{slug}").status_code == 200


def squares_of(address: str) -> tuple[set[tuple[int, int]], int]:
    """Ask the library itself, not the code under test."""
    rows = segno.make(address, error="m", micro=False).matrix
    return {(x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark}, len(rows) + 8


def test_every_sheet_has_the_numbers_to_call_at_its_foot(client: FlaskClient) -> None:
    page = text(client, PACK + "&layout=sheets")
    sheets = page.split('<article class="fd-sheet">')[1:]
    assert len(sheets) == 3
    for sheet in sheets:
        foot = sheet.partition('class="fd-sheet__foot"')[2]
        assert all(number in foot for number in ("999", "111", "0808 157 0300"))


def test_a_sheet_in_urdu_says_the_first_words_in_english_too(client: FlaskClient) -> None:
    page = text(client, "/ur/shortlist/pack?s=camhs-ashmere")
    assert re.search(r'<p lang="en" dir="ltr">Hello. I read about you on the Front Door', page)
    assert '<p lang="en" dir="ltr">Hello' not in text(client, "/shortlist/pack?s=camhs-ashmere")


def test_a_closed_service_and_an_unchecked_app_say_so_on_paper(client: FlaskClient) -> None:
    page = text(client, PACK)
    assert "The building is closed while the roof is repaired." in page
    assert "Quayside Family Hub" in page
    assert "The safety check of this app ran out on" in page
    assert "Nobody has tried this number lately to check it." in text(client, "/shortlist/pack?s=wexlow-crisis-line")
