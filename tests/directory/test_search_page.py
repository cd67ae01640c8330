"""The page of results: two ways in and one page, nothing of a stranger's left unescaped, and quick for a reason."""

import re
from html import unescape

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from portal.directory.index import FACETS, Index

WORDS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "anxiety",
            "cant sleep",
            '"><script>alert(1)</script>',
            "<img src=x onerror=alert(1)>",
            "'\" onfocus=x",
            "&lt;b&gt;",
            "پریشانی",
            "\u202eevil\u202c",
            "💙 sad",
            "kill myself",
            "%00%0a",
            "a:b;",
        ]
    ),
)
NEAR = st.sampled_from(["", "QX1", "Ashmere", "Atlantis", "<b>", "qx2 1ab"])
AGES = st.sampled_from(["", "14", "11-15", "18m", "18 months", "40", "ten", "<i>", "15-11"])
VALUES = {
    "need": ["sleep", "anxiety", "nothing", "<u>"],
    "mode": ["online", "in_person"],
    "route": ["self", "gp", "spy"],
    "cost": ["free"],
    "access": ["wheelchair", "bsl"],
    "sort": ["near", "name", "odd"],
    "open_now": ["1", "no"],
    "within": ["5", "-1", "x"],
    "page": ["2", "0", "99"],
}


@st.composite
def searches(draw: st.DrawFn) -> dict[str, str | list[str]]:
    """Make up what an address says, sense and nonsense."""
    said: dict[str, str | list[str]] = {"q": draw(WORDS), "age": draw(AGES), "near": draw(NEAR)}
    for name in draw(st.lists(st.sampled_from(sorted(VALUES)), unique=True, max_size=4)):
        said[name] = draw(st.lists(st.sampled_from(VALUES[name]), min_size=1, max_size=2))
    return said


def without_tokens(page: str) -> str:
    return re.sub(r'nonce="[^"]+"', "", page)


@pytest.fixture
def long_way(site: Flask) -> FlaskClient:
    """Open a browser for which every page goes through Flask."""
    client = site.test_client()
    site.short_ways = dict[str, object]()  # type: ignore[attr-defined]
    return client


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(said=searches(), code=st.sampled_from(["", "/pl", "/ur"]))
def test_both_ways_lead_to_the_same_page(site: Flask, said: dict[str, str], code: str) -> None:
    ways, client = dict(site.short_ways), site.test_client()  # type: ignore[attr-defined]
    short = client.get(f"{code}/services", query_string=said)
    site.short_ways.clear()  # type: ignore[attr-defined]
    long = client.get(f"{code}/services", query_string=said)
    site.short_ways.update(ways)  # type: ignore[attr-defined]
    assert (short.status_code, long.status_code) == (200, 200)
    assert without_tokens(short.text) == without_tokens(long.text)
    fresh = {"X-Request-Id", "Content-Security-Policy"}
    assert {name: value for name, value in short.headers if name not in fresh} == {
        name: value for name, value in long.headers if name not in fresh
    }
    assert {name for name, _ in short.headers} >= fresh
    nonces = set(re.findall(r'nonce="([^"]+)"', short.text))
    assert len(nonces) == 1
    assert f"'nonce-{nonces.pop()}'" in short.headers["Content-Security-Policy"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(said=searches())
def test_nothing_typed_becomes_markup(client: FlaskClient, said: dict[str, str]) -> None:
    page = client.get("/services", query_string=said).text
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    assert [each.get("src", "") for each in tree.iter("script") if not each.get("src", "").startswith("/static/")] == []
    assert not list(tree.iter("img"))
    assert not [each for each in tree.iter() if any(name.startswith("on") for name in each.attrib)]
    boxes = {each.get("name"): each for each in tree.iter("input") if each.get("type") != "hidden"}
    assert set(boxes) == {"q", "age", "near"}
    assert "\ue000" not in page


def test_the_page_holds_at_least_25_live_counts(client: FlaskClient, wexlow: Index) -> None:
    page = unescape(client.get("/services").text)
    links = re.findall(r'href="/services\?(\w+)=([^"&]+)">[^<(]+ \((\d+)\)', page)
    counted = [each for each in links if each[0] != "open_now"]
    assert len(counted) >= 25
    assert {name for name, _, _ in counted} == {facet for facet in FACETS if any(wexlow.bits[facet].values())}
    for name, value, number in counted:
        assert (wexlow.bits[name][value] & wexlow.listed).bit_count() == int(number)


def test_a_fresh_index_needs_no_database_and_leaves_no_cookie(site: Flask) -> None:
    client, engine = site.test_client(), site.extensions["portal"]["engine"]
    client.get("/services")
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    answer = client.get("/services?q=sleep&need=sleep")
    assert asked == []
    assert "Set-Cookie" not in answer.headers


def test_a_fault_on_the_short_way_is_told_by_the_long_one(site: Flask) -> None:
    def broken(_environ: object) -> bytes:
        raise LookupError("planted")

    site.short_ways["/services"] = ("directory.search", broken)  # type: ignore[attr-defined]
    assert "Find something that helps" in site.test_client().get("/services").text
    site.extensions["directory_search"].whole = broken
    answer = site.test_client().get("/services")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text


def test_ages_are_ranges_and_months_too(client: FlaskClient) -> None:
    for said, chip in (
        ("14", "Age 14"),
        ("11-15", "Age 11-15"),
        ("18+months", "18 months old"),
        ("18m", "18 months old"),
    ):
        page = unescape(client.get(f"/services?age={said}").text)
        assert re.search(rf'aria-current="true">{chip}', page), said


def test_a_place_labels_what_is_near_and_what_works_everywhere(client: FlaskClient) -> None:
    page = unescape(client.get("/services?near=Ashmere&q=anxiety").text)
    assert "away" in page
    assert "Works everywhere" in page
    assert "Covers all of Wexlow" in page


def test_ways_in_are_links_with_counts(client: FlaskClient) -> None:
    page = unescape(client.get("/services?q=anxiety").text)
    assert re.search(r'href="/services\?q=anxiety&route=self">You can ask for it yourself \(\d+\)', page)


def test_open_now_says_how_many(client: FlaskClient) -> None:
    page = unescape(client.get("/services?need=crisis").text)
    found = re.search(r'href="(/services\?need=crisis&open_now=1)">Open now \((\d+)\)', page)
    assert found
    assert f"<h2>{found[2]} service" in client.get(found[1]).text
