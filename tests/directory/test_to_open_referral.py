"""There and back: what is written as Open Referral reads back into the same rows, and nothing is lost."""

import copy
import uuid
from typing import Any

import pytest
from sqlalchemy import Engine, select

from portal import db
from portal.directory import from_open_referral, queries, to_open_referral
from portal.directory.from_open_referral import TermIds
from portal.directory.taxonomy import TaxonomyTerm
from tests.directory.test_seed import SERVICES


def plain(row: Any) -> Any:
    """Show a row and all it owns as values, so that two can be compared."""
    if isinstance(row, list):
        return [plain(each) for each in row]
    if not hasattr(row, "__mapper__"):
        return row
    columns = {name: getattr(row, name) for name in [each.key for each in row.__mapper__.column_attrs]}
    owned = {
        each.key: plain(getattr(row, each.key))
        for each in row.__mapper__.relationships
        if each.key not in {"term", "taxonomy"}
    }
    return columns | owned


def known_terms(session: Any) -> TermIds:
    return {(term.taxonomy.key, term.key): term.id for term in session.scalars(select(TaxonomyTerm))}


def test_every_service_of_wexlow_survives_the_way_there_and_back(filled: Engine) -> None:
    with db.reading(filled) as session:
        terms = known_terms(session)
        for row in queries.in_use(session):
            again = from_open_referral.service(to_open_referral.service(row), terms, fictional=row.fictional)
            assert plain(again) == plain(row)


def unordered(name: str, value: Any) -> Any:
    """Languages have no order; everything else a service lists has."""
    return sorted(value) if "languages" in name else value


DATED = from_open_referral.DATED | {"waits", "assurance"}


def test_what_the_seed_says_is_what_is_written(filled: Engine) -> None:
    """Apart from what rows do not keep: the words on a button beside a number."""
    said = {each["id"]: each for each in SERVICES}
    with db.reading(filled) as session:
        for row in queries.in_use(session):
            written, first = to_open_referral.service(row), said[str(row.id)]
            for name in ("name", "description", "minimum_age", "maximum_age", "status"):
                assert written[name] == first[name]
            assert written["organization"] | first["organization"] == written["organization"]
            more = {name: unordered(name, value) for name, value in first["x_cypmh"].items() if name not in DATED}
            assert {name: unordered(name, written["x_cypmh"].get(name)) for name in more} == more


@pytest.mark.parametrize("lost", ["eligibility", "routes", "catchment", "needs"])
def test_a_field_that_went_missing_would_be_noticed(filled: Engine, lost: str) -> None:
    with db.reading(filled) as session:
        terms = known_terms(session)
        row = next(each for each in queries.in_use(session) if each.slug == "ashmere-youth-counselling")
        row.catchment_wards = ["Harbour"]
        said = copy.deepcopy(to_open_referral.service(row))
        del said["x_cypmh"][lost]
        assert plain(from_open_referral.service(said, terms, fictional=True)) != plain(row)
        session.rollback()


def test_a_hidden_address_is_written_for_editors_and_marked(filled: Engine) -> None:
    with db.reading(filled) as session:
        places = [
            place["location"]
            for row in queries.in_use(session)
            for place in to_open_referral.service(row)["service_at_locations"]
        ]
    hidden = [each for each in places if each.get("x_cypmh", {}).get("address_hidden")]
    assert len(hidden) == 2
    assert all(uuid.UUID(each["id"]) and each["addresses"] for each in hidden)
