"""Every address, with who may reach it. One that is not on this list does not exist yet."""

import re
import tomllib
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine, func, select

from portal import db, routing, schema

TABLE = Path(__file__).with_name("routes.toml")


def test_every_route_is_on_the_list_with_its_audience_and_permission(site: Flask) -> None:
    listed = tomllib.loads(TABLE.read_text())["route"]
    found = {(row["rule"], method): row for row in routing.table(site) for method in row["methods"]}
    expected = {(row["rule"], method): row for row in listed for method in row["methods"]}
    assert set(found) == set(expected)
    for key, row in found.items():
        assert (row["audience"], row["permission"] or "") == (expected[key]["audience"], expected[key]["permission"]), (
            key
        )


def test_staff_pages_are_closed_unless_they_say_otherwise(site: Flask) -> None:
    stranger = site.test_client()
    for row in routing.table(site):
        if row["audience"] == "staff" and "sign-in" not in row["rule"]:
            path = re.sub(r"<uuid:\w+>", "00000000-0000-4000-8000-000000000000", row["rule"])
            path = re.sub(r"<int:\w+>", "1", path)
            for method in row["methods"]:
                answer = stranger.open(path, method=method)
                assert answer.status_code in {303, 403}, (row["rule"], method)


def rows(engine: Engine) -> dict[str, int]:
    with db.reading(engine) as session:
        tables = schema.metadata().sorted_tables
        return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_a_write_without_a_token_changes_nothing(site: Flask, engine: Engine) -> None:
    """Leaving is the one write that asks for no token: nothing may hold somebody back."""
    stranger, before = site.test_client(), rows(engine)
    for row in routing.table(site):
        if "POST" in row["methods"] and row["audience"] == "public" and row["rule"] != "/exit":
            answer = stranger.post(
                row["rule"].replace("<page>", "worry").replace("<who>", "young-person"),
                data={"story": "words", "reference": "FD"},
            )
            assert answer.status_code < 500, row["rule"]
            assert rows(engine) == before, row["rule"]


def test_a_write_from_another_site_is_refused(site: Flask) -> None:
    answer = site.test_client().post("/exit", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
