"""How the feed behaves: pages, errors in one sentence, other sites' pages, and no second sending of the same."""

import json
import uuid
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from portal import db
from portal.directory import actions, queries
from portal.open_referral.parameters import MOST_PER_PAGE
from portal.open_referral.routes import COLLECTIONS
from tests.open_referral.conftest import ROOT, ROUTES, ask, build, ids, walk

PATHS = ["", "/", "/openapi.json", *(f"/{name}" for name in ROUTES)]


def is_a_problem(answer: TestResponse, status: int) -> str:
    """Check that what went wrong is told to a program, and return the one sentence."""
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    said = answer.get_json(force=True)
    assert set(said) == {"type", "title", "status", "detail"}
    assert said["status"] == status
    assert said["detail"].endswith(".")
    assert len(said["detail"].splitlines()) == 1
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return str(said["detail"])


def test_pages_say_where_they_are(client: FlaskClient) -> None:
    pages = walk(client, "services", per_page=30)
    total = pages[0]["total_items"]
    assert [page["size"] for page in pages] == [30, 30, total - 60, 0]
    assert [page["first_page"] for page in pages] == [True, False, False, False]
    assert [page["last_page"] for page in pages] == [False, False, True, True]
    assert [page["empty"] for page in pages] == [False, False, False, True]
    assert {page["total_pages"] for page in pages} == {3}
    far = ask(client, "services", page=10**17)
    assert (far["empty"], far["page_number"], far["total_items"]) == (True, 10**17, total)


def test_a_list_without_anything_is_one_empty_page(client: FlaskClient) -> None:
    said = ask(client, "services", search="nothing says this")
    flags = {name: said[name] for name in ("first_page", "last_page", "empty")}
    assert flags == {"first_page": True, "last_page": True, "empty": True}
    assert (said["total_items"], said["total_pages"], said["contents"]) == (0, 0, [])


WRONG = [
    ("page", "0"),
    ("page", "-1"),
    ("page", "1.5"),
    ("page", "one"),
    ("page", "٣"),
    ("page", "9" * 40),
    ("per_page", "0"),
    ("per_page", str(MOST_PER_PAGE + 1)),
    ("per_page", "1e3"),
    ("search", "a\x00b"),
    ("search", "a\x1bb"),
    ("search", "x" * 201),
    ("taxonomy_term_id", "anxiety"),
    ("taxonomy_id", "{0a342da2-9afa-5b11-8e72-1caaa0e129cb}"),
    ("organization_id", "1"),
    ("minimum_age", "-1"),
    ("minimum_age", "nan"),
    ("minimum_age", "1e400"),
    ("maximum_age", "inf"),
    ("maximum_age", "151"),
    ("start_time", "25:00"),
    ("start_time", "noon"),
    ("end_time", "12:60"),
    ("day", "someday"),
    ("modified_after", "yesterday"),
    ("modified_after", "0001-01-01T00:00:00+14:00"),
    ("format", "ndjson"),
    ("full", "perhaps"),
    ("proximity", "500"),
    ("postcode", "nowhere at all"),
    ("postcode", "ZZ99 9ZZ"),
    ("minimal", "true"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_what_cannot_be_read_is_told_in_one_sentence(client: FlaskClient, name: str, value: str) -> None:
    detail = is_a_problem(client.get(f"{ROOT}/service_at_locations", query_string={name: value}), 400)
    assert name in detail or "postcode" in detail
    assert value not in detail or len(value) < 4 or name == "minimal"


def test_the_sentence_is_good_enough_to_put_it_right(client: FlaskClient) -> None:
    told = is_a_problem(client.get(f"{ROOT}/services?per_page=5000"), 400)
    assert told == "Give per_page as a whole number from 1 to 200."
    told = is_a_problem(client.get(f"{ROOT}/services?postcode=QX1"), 400)
    assert told.startswith("Leave out postcode: this address can be asked by search, page,")
    told = is_a_problem(client.get(f"{ROOT}/services?page=1&page=2"), 400)
    assert told == "Give page only once."


@pytest.mark.parametrize("value", ["MO", "mo", "Monday"])
def test_days_are_read_however_they_are_written(client: FlaskClient, value: str) -> None:
    assert ask(client, "services", day=value)["total_items"] == ask(client, "services", day="MO")["total_items"] > 0


def test_names_nobody_knows_and_empty_values_are_left_out(client: FlaskClient) -> None:
    total = ask(client, "services")["total_items"]
    answer = client.get(f"{ROOT}/services?utm_source=x&search=&page=&minimum_age=&format=json")
    assert answer.get_json()["total_items"] == total
    assert client.get(f"{ROOT}/services?modified_after=2020-01-01T00:00:00+01:00").get_json()["total_items"] == total


@pytest.mark.parametrize("name", ROUTES)
@pytest.mark.parametrize("own", ["x", "0", "%00", "..%2f..", "a" * 3000, str(uuid.UUID(int=7)), "ж", "'--", "1/2"])
def test_an_id_that_is_none_of_ours_is_told_so(client: FlaskClient, name: str, own: str) -> None:
    is_a_problem(client.get(f"{ROOT}/{name}/{own}"), 404)
    is_a_problem(client.get(f"{ROOT}/{name}/{own}", headers={"If-None-Match": "*"}), 404)


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nothing", f"{ROOT}/nothing", f"{ROOT}/services/a/b"])
def test_an_unknown_address_is_told_to_a_program(client: FlaskClient, path: str) -> None:
    is_a_problem(client.get(path), 404)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(client: FlaskClient, method: str) -> None:
    answer = client.open(f"{ROOT}/services", method=method)
    is_a_problem(answer, 405)
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    is_a_problem(client.open(f"{ROOT}/services", method=method, headers={"Sec-Fetch-Site": "cross-site"}), 403)


def test_our_own_mistake_is_told_to_a_program_too(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(queries, "version", fails)
    is_a_problem(site.test_client().get(f"{ROOT}/services"), 500)


def test_a_database_that_is_away_is_told_to_a_program_too(environ: dict[str, str]) -> None:
    site = build({**environ, "PORTAL_DATABASE_URL": "sqlite:////nowhere/at/all.db"})
    is_a_problem(site.test_client().get(f"{ROOT}/services"), 503)
    assert site.test_client().get(f"{ROOT}/").status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_every_sites_pages_may_read_it_and_nobody_is_followed(client: FlaskClient, path: str) -> None:
    answer = client.get(ROOT + path, headers={"Origin": "https://elsewhere.example.org"})
    again = client.get(ROOT + path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (answer.status_code, again.status_code) == (200, 304)
    for each in (answer, again, client.get(f"{ROOT}/nothing"), client.open(ROOT + path, method="OPTIONS")):
        assert each.headers["Access-Control-Allow-Origin"] == "*"
        assert each.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Set-Cookie" not in each.headers
        assert "Cookie" not in each.headers.get("Vary", "")
    assert answer.headers["Cache-Control"] == again.headers["Cache-Control"] == "public, max-age=300"
    assert again.data == b""


@pytest.mark.parametrize("path", PATHS)
def test_head_and_options_answer_as_they_should(client: FlaskClient, path: str) -> None:
    whole, head = client.get(ROOT + path), client.head(ROOT + path)
    assert (head.status_code, head.data) == (200, b"")
    for name in ("ETag", "Content-Length", "Content-Type", "Cache-Control"):
        assert head.headers[name] == whole.headers[name]
    before = client.open(ROOT + path, method="OPTIONS", headers={"Access-Control-Request-Method": "GET"})
    assert (before.status_code, before.data) == (204, b"")
    assert before.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "text/html" not in before.headers.get("Content-Type", "")


def test_other_pages_stay_closed_to_other_sites(client: FlaskClient) -> None:
    answer = client.get("/help-now")
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def tags(client: FlaskClient) -> dict[str, str]:
    own = ask(client, "services", per_page=1)["contents"][0]["id"]
    paths = [*PATHS[3:], "/services?page=2", "/services?per_page=7", f"/services/{own}"]
    return {path: client.get(ROOT + path).headers["ETag"] for path in paths}


def test_a_tag_is_strong_and_each_addresss_own(client: FlaskClient) -> None:
    found = tags(client)
    assert len(set(found.values())) == len(found)
    assert not any(tag.startswith("W/") for tag in found.values())


def test_tags_change_with_an_edit_and_only_then(client: FlaskClient, site: Flask, filled: Engine) -> None:
    before = tags(client)
    assert tags(client) == before
    assert tags(site.test_client()) == before
    with db.writing(filled) as session:
        queries.in_use(session)[0].name = "Another name"
        actions.changed(session)
    after = tags(client)
    assert not set(after.values()) & set(before.values())
    old = client.get(f"{ROOT}/services", headers={"If-None-Match": before["/services"]})
    assert old.status_code == 200
    weak = client.get(f"{ROOT}/services", headers={"If-None-Match": f'"x", W/{after["/services"]}'})
    assert weak.status_code == 304
    assert client.get(f"{ROOT}/services", headers={"If-None-Match": "*"}).status_code == 304


def test_two_processes_give_the_same_tags(client: FlaskClient, environ: dict[str, str]) -> None:
    assert tags(client) == tags(build(environ).test_client())


def test_what_is_asked_wrongly_is_told_even_to_who_has_it(client: FlaskClient) -> None:
    is_a_problem(client.get(f"{ROOT}/services?page=0", headers={"If-None-Match": "*"}), 400)


def test_where_it_stands_is_what_we_were_told_or_how_we_were_found(environ: dict[str, str]) -> None:
    told = build(environ).test_client().get(f"{ROOT}/", base_url="http://evil.example.org").get_json()
    assert told["openapi_url"] == f"https://directory.example.org{ROOT}/openapi.json"
    found = build({**environ, "PORTAL_BASE_URL": "http://127.0.0.1:5000"}).test_client()
    assert found.get(f"{ROOT}/", base_url="http://127.0.0.1:5057").get_json()["openapi_url"] == (
        f"http://127.0.0.1:5057{ROOT}/openapi.json"
    )


def test_terms_of_an_entry_find_that_entry_again(client: FlaskClient) -> None:
    for own in ids(walk(client, "services", per_page=200))[:3]:
        said = ask(client, f"services/{own}")
        assert said["attributes"]
        for each in said["attributes"]:
            term = each["taxonomy_term"]
            assert (each["link_id"], each["link_entity"], each["value"]) == (own, "service", term["code"])
            assert ask(client, f"taxonomy_terms/{term['id']}") == term
            for name, value in (("taxonomy_term_id", term["id"]), ("taxonomy_id", term["taxonomy_id"])):
                assert own in ids([ask(client, "services", per_page=200, **{name: value})])
        keys = {each["value"] for each in said["attributes"] if each["link_type"] == "need"}
        assert keys == set(said["x_cypmh"]["needs"])


def test_a_helpline_has_the_numbers_of_the_registry(client: FlaskClient, site: Flask) -> None:
    contacts, seen = site.extensions["open_referral"].helplines, 0
    for own in ids(walk(client, "services", per_page=200)):
        said = ask(client, f"services/{own}")
        known = contacts.get(said["x_cypmh"].get("helpline"))
        numbers = {phone["number"] for desk in said["contacts"] for phone in desk["phones"]}
        if known is not None:
            seen += 1
            assert {each.display for each in known.channels if each.kind in {"phone", "text"}} <= numbers
    assert seen > 5


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(ROUTES),
    query=st.dictionaries(
        st.sampled_from(sorted(COLLECTIONS["service_at_locations"].listed_by) + ["taxonomy", "x"]),
        st.text(max_size=12) | st.sampled_from(["1", "0", "QX1", "12:00", "true", "99999999999", "%", "\x00", "MO"]),
        max_size=4,
    ),
)
def test_whatever_is_asked_the_answer_is_json_and_never_our_mistake(
    client: FlaskClient, name: str, query: dict[str, str]
) -> None:
    answer = client.get(f"{ROOT}/{name}", query_string=query)
    assert answer.status_code in {200, 400}
    assert isinstance(json.loads(answer.data), dict)
