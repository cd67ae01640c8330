"""A county's feed meets the directory: new, changed, the same, gone, back, and never at anybody's cost."""

import uuid
from typing import Any

import pytest
from sqlalchemy import select

from portal import db
from portal.audit import trail
from portal.audit.models import AuditEvent
from portal.directory import from_open_referral
from portal.directory import queries as entries
from portal.directory.models import Service
from portal.importing import bringing, comparison, queries, shapes
from portal.importing.actions import Act
from portal.importing.sources import Gathered
from portal.upkeep import actions as upkeep
from portal.upkeep import differences
from portal.upkeep.models import Proposal, ServiceVersion
from tests.importing.conftest import (
    CONTENT,
    LATER,
    MOMENT,
    NAMES,
    County,
    a_feed,
    a_service,
    an_id,
    counts,
    quiet,
)

ROOM = NAMES[0]


def test_a_first_import_adds_and_keeps_a_first_version(county: County) -> None:
    made = county.bring(a_feed())
    assert counts(made) == (5, 0, 0, 0, 0)
    assert set(county.entries()) == set(NAMES)
    assert county.count(ServiceVersion) == 5
    with db.reading(county.engine) as session:
        assert {each.source for each in session.scalars(select(ServiceVersion))} == {"feed:county"}
        assert trail.verify(session).ok
        assert entries.version(session) > 0


def test_what_was_cleaned_is_what_is_there_and_what_its_version_says(county: County) -> None:
    made = county.bring(a_feed())
    now = county.entries()
    for each in made.wanted:
        own = now[each.record.document["name"]]
        assert differences.between(each.record.document | {"x_cypmh": own["x_cypmh"]}, own) == ()
        said = own["x_cypmh"]
        assert {key: said[key] for key in each.record.document["x_cypmh"]} == each.record.document["x_cypmh"]
    with db.reading(county.engine) as session:
        for version in session.scalars(select(ServiceVersion)):
            assert version.document == now[version.document["name"]]


def test_the_same_feed_again_changes_nothing_at_all(county: County) -> None:
    county.bring(a_feed())
    before = county.everything()
    made = county.bring(list(reversed(a_feed())), moment=LATER)
    assert counts(made) == (0, 0, 5, 0, 0)
    assert county.everything() == before


def test_a_fault_in_the_digest_would_be_noticed(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: were a later moment part of what is compared, an unchanged feed would look changed."""
    county.bring(a_feed())
    honest = comparison.digest
    monkeypatch.setattr(comparison, "digest", lambda said: honest(said) + "x")
    assert counts(county.look(a_feed(), moment=LATER)) != (0, 0, 5, 0, 0)


def test_a_new_date_of_saving_alone_is_no_change(county: County) -> None:
    county.bring(a_feed())
    again = [a_service(name, last_modified="2026-11-20T08:00:00Z") for name in NAMES]
    assert counts(county.look(again)) == (0, 0, 5, 0, 0)


def test_a_dry_run_says_the_same_and_writes_nothing(county: County) -> None:
    before = county.everything()
    looked = county.look(a_feed())
    assert county.everything() == before
    assert counts(looked) == counts(county.bring(a_feed()))


def changed(**changes: Any) -> list[Any]:
    return [a_service(ROOM, **changes), *map(a_service, NAMES[1:])]


def test_a_change_is_taken_over_field_by_field_and_leaves_a_version(county: County) -> None:
    county.bring(a_feed())
    made = county.bring(changed(maximum_age=25), moment=LATER)
    assert counts(made) == (0, 1, 4, 0, 0)
    assert [(one.path, one.before, one.after) for one in made.wanted[0].takes] == [("maximum_age", 18, 25)]
    assert county.entries()[ROOM]["maximum_age"] == 25
    assert county.count(ServiceVersion) == 6


def test_each_field_says_which_feed_it_came_from_and_when(county: County) -> None:
    county.bring(a_feed())
    county.bring(changed(maximum_age=25), moment=LATER)
    with db.reading(county.engine) as session:
        found = queries.provenance(session, uuid.UUID(an_id(ROOM)))
    assert found is not None
    name, fields, gone = found
    assert name == "county"
    assert gone is None
    assert fields["maximum_age"] == LATER.isoformat()
    assert fields["name"] == fields["x_cypmh/needs"] == MOMENT.isoformat()


def edit(county: County, **changes: Any) -> None:
    """An editor changes an entry by hand."""
    said = county.entries()[ROOM]
    with db.writing(county.engine) as session:
        upkeep.take_over(session, said | changes, author=None, source="staff", reason="Rang them", moment=MOMENT)


def test_what_an_editor_wrote_is_not_overwritten_but_suggested(county: County) -> None:
    county.bring(a_feed())
    edit(county, description="What Dee wrote.")
    made = county.bring(changed(description="What the county wrote.", maximum_age=25), moment=LATER)
    now = county.entries()[ROOM]
    assert (now["description"], now["maximum_age"]) == ("What Dee wrote.", 25)
    assert [one.path for one in made.wanted[0].suggests] == ["description"]
    with db.reading(county.engine) as session:
        waiting = session.scalars(select(Proposal)).one()
        assert [(one.path, one.after) for one in waiting.fields] == [("description", "What the county wrote.")]
    before = county.everything()
    again = county.bring(changed(description="What the county wrote.", maximum_age=25), moment=LATER)
    assert counts(again) == (0, 0, 5, 0, 0)
    assert county.everything() == before


def test_an_editors_word_stays_while_the_feed_says_nothing_new(county: County) -> None:
    county.bring(a_feed())
    edit(county, description="What Dee wrote.")
    assert counts(county.bring(a_feed(), moment=LATER)) == (0, 0, 5, 0, 0)
    assert county.entries()[ROOM]["description"] == "What Dee wrote."


def test_a_fault_that_forgets_what_the_feed_said_would_be_noticed(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: without the feed's last word to compare with, Dee's would be overwritten."""
    county.bring(a_feed())
    edit(county, description="What Dee wrote.")
    honest = comparison.sides
    monkeypatch.setattr(comparison, "sides", lambda theirs, _base, now: honest(theirs, now, now))
    county.bring(changed(description="What the county wrote."), moment=LATER)
    assert county.entries()[ROOM]["description"] == "What the county wrote."


def test_what_is_gone_is_flagged_stays_and_comes_back(county: County) -> None:
    county.bring(a_feed())
    made = county.bring([a_service(name) for name in NAMES[1:]], moment=LATER)
    assert counts(made) == (0, 0, 4, 1, 0)
    assert ROOM in county.entries()
    with db.reading(county.engine) as session:
        record = queries.record(session, uuid.UUID(an_id(ROOM)))
        assert record is not None
        assert record.vanished_at == LATER
    before = county.everything()
    again = county.bring([a_service(name) for name in NAMES[1:]], moment=LATER)
    assert (len(again.vanished), [each.name for each in again.missing]) == (0, [ROOM])
    assert county.everything() == before
    back = county.bring(a_feed(), moment=LATER)
    assert counts(back) == (0, 0, 5, 0, 0)
    assert back.returned == 1
    with db.reading(county.engine) as session:
        record = queries.record(session, uuid.UUID(an_id(ROOM)))
        assert record is not None
        assert record.vanished_at is None


def test_a_record_that_is_set_aside_has_not_vanished(county: County) -> None:
    county.bring(a_feed())
    made = county.bring(changed(organization=None), moment=LATER)
    assert counts(made) == (0, 0, 4, 0, 1)
    assert county.entries()[ROOM]["organization"]["name"] == "Harbour Trust"


@pytest.mark.parametrize("services", [[], [None, 7], [a_service(name="")]])
def test_an_empty_feed_is_refused(county: County, services: Any) -> None:
    county.bring(a_feed())
    assert "nothing in this feed" in county.look(services).refused


def test_a_feed_that_shrank_a_lot_is_refused_unless_it_is_meant(county: County) -> None:
    county.bring(a_feed())
    shrunk = [a_service(ROOM)]
    assert "more likely broken" in county.look(shrunk).refused
    assert counts(county.bring(shrunk, force=True)) == (0, 0, 1, 4, 0)
    assert set(county.entries()) == set(NAMES)


def test_one_page_of_many_makes_nothing_vanish(county: County) -> None:
    county.bring(a_feed())
    assert county.look([a_service(ROOM)]).vanished
    page = Gathered("county", shapes.records([a_service(ROOM)]), partial=True)
    looked = bringing.look(county.engine, CONTENT, page, "page.json", MOMENT, quiet, force=False)
    assert looked.vanished == []
    assert looked.refused == ""


def test_of_two_records_with_one_id_the_newer_stays_whatever_the_order(county: County) -> None:
    old, new = a_service(ROOM, maximum_age=16, last_modified="2020-01-01"), a_service(ROOM)
    for services in ([old, new], [new, old]):
        made = county.look(services)
        assert counts(made) == (1, 0, 0, 0, 1)
        assert made.wanted[0].record.document["maximum_age"] == 18
        assert made.quarantined[0].reasons == (comparison.TWICE,)


def test_every_record_is_counted_once(county: County) -> None:
    county.bring(a_feed())
    services = [
        *changed(maximum_age=20),
        None,
        a_service("New one"),
        a_service(ROOM),
        a_service("No owner", organization=3),
    ]
    made = county.look(services)
    new, other, same, _gone, aside = counts(made)
    assert new + other + same + aside == len(services)


def test_a_review_puts_everything_into_the_queue_and_changes_no_entry(county: County) -> None:
    made = county.bring(a_feed(), review=True)
    assert counts(made) == (5, 0, 0, 0, 0)
    assert county.entries() == {}
    assert county.count(Proposal) == 5
    before = county.everything()
    assert counts(county.bring(a_feed(), review=True, moment=LATER)) == (0, 0, 5, 0, 0)
    assert county.everything() == before


def test_one_bad_record_does_not_stop_the_rest(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = from_open_referral.service

    def breaks(said: Any, terms: Any, *, fictional: bool) -> Service:
        if said["name"] == ROOM:
            raise ValueError("broken")
        return honest(said, terms, fictional=fictional)

    monkeypatch.setattr(from_open_referral, "service", breaks)
    made = county.bring(a_feed())
    assert counts(made) == (4, 0, 0, 0, 1)
    assert set(county.entries()) == set(NAMES[1:])


def test_an_import_that_was_cut_short_goes_on_where_it_stopped(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bringing, "AT_ONCE", 2)
    parts: list[int] = []

    def breaks(items: Any, doing: str, _count: int) -> Any:
        for each in items:
            parts.append(1)
            if doing == "Taking over" and len(parts) == 4:
                raise KeyboardInterrupt
            yield each

    with pytest.raises(KeyboardInterrupt):
        bringing.bring_in(county.engine, county.look(a_feed()), Act(None, MOMENT), breaks)
    assert len(county.entries()) == 2
    assert counts(county.bring(a_feed(), moment=LATER)) == (3, 0, 2, 0, 0)
    assert set(county.entries()) == set(NAMES)


def test_the_trail_holds_no_word_of_anybody(county: County) -> None:
    county.bring(a_feed())
    county.bring(changed(description="New words."), moment=LATER)
    with db.reading(county.engine) as session:
        told = " ".join(str(each.detail) for each in session.scalars(select(AuditEvent)))
    assert "Harbour" not in told
    assert "words" not in told
