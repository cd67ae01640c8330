"""Amina looks where her form is; whoever guesses learns nothing, and a friend is told nothing."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from portal import db
from portal.area import Area
from portal.languages import format_when
from portal.referrals import queries, status
from portal.referrals.lifecycle import Status
from portal.referrals.models import Referral
from portal.referrals.voices import Voice, tells_back
from portal.sealed import KeyRing
from portal.web.slowing import FOR_ONE
from tests.browser import Browser, walk
from tests.referrals.owners import AMINA, only_referral


def test_her_page_says_yes_with_a_date_and_the_first_button_is_for_when_it_is_worse(amina: Browser) -> None:
    main = amina.page[amina.page.index("<main") :]
    assert "Yes, you are on our list. We have had your form since" in main
    assert "It's got worse" in main[main.index("<button") :].split("</button>")[0]


def test_a_worried_friend_has_no_page_whatever_became_of_it(site: Flask, amina: Browser, engine: Engine) -> None:
    found = only_referral(engine)
    assert [voice for voice in Voice if not tells_back(voice)] == [Voice.FRIEND]
    pages = set()
    for state in Status:
        with db.writing(engine) as session:
            row = session.scalars(select(Referral)).one()
            row.voice, row.status, row.band, row.band_rank = Voice.FRIEND, state, "NOW", 0
        friend = Browser(site.test_client()).open("/my-referral").send(reference=found.reference, code=found.code)
        pages.add((friend.status, re.sub(r'value="[^"]*"|nonce="[^"]*"', "", friend.page)))
    assert len(pages) == 1, "the page depends on nothing that happened"
    status, page = pages.pop()
    assert (status, "find a form with that reference" in page, "on our list" in page) == (422, True, False)


def work(engine: Engine, monkeypatch: pytest.MonkeyPatch, site: Flask, reference: str, code: str) -> tuple[Any, ...]:
    """Count what is done for one try: statements, values opened and sealed, comparisons."""
    done: list[str] = []

    def statement(_connection: Any, _cursor: Any, text: str, *_rest: Any) -> None:
        done.append(text.split("WHERE")[0])

    real_open, real_seal, real_compare = KeyRing.open, KeyRing.seal, queries.hmac.compare_digest
    with monkeypatch.context() as patched, db.reading(engine) as session:
        patched.setattr(KeyRing, "open", lambda *args: (done.append("open"), real_open(*args))[1])
        patched.setattr(KeyRing, "seal", lambda *args: (done.append("seal"), real_seal(*args))[1])
        patched.setattr(queries.hmac, "compare_digest", lambda *args: (done.append("compare"), real_compare(*args))[1])
        event.listen(session.get_bind().engine, "before_cursor_execute", statement)
        try:
            assert queries.by_reference_and_code(session, reference, code) is None
        finally:
            event.remove(session.get_bind().engine, "before_cursor_execute", statement)
    return tuple(part for part in done if not part.startswith("PRAGMA"))


def test_an_unknown_reference_is_the_same_work_as_a_wrong_code(
    amina: Browser, site: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = only_referral(engine)
    tries = [(found.reference, "000-000"), (found.reference, ""), ("FD-0000-0000-0000-0", found.code or "")]
    tries += [("FD-0000-0000-0000-9", "000-000"), ("rubbish", "ہیلو"), ("", "")]
    works = {work(engine, monkeypatch, site, *one) for one in tries}
    assert len(works) == 1
    assert {"open", "seal", "compare"} <= set(works.pop())


def test_a_look_up_that_stops_early_would_be_noticed(
    amina: Browser, site: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = only_referral(engine)

    def early(session: Session, reference: str, code: str) -> Referral | None:
        row = session.scalars(select(Referral).where(Referral.reference == reference)).one_or_none()
        return row if row and queries.hmac.compare_digest(row.code or "", code) else None

    monkeypatch.setattr(queries, "by_reference_and_code", early)
    works = {work(engine, monkeypatch, site, one, "000-000") for one in (found.reference, "FD-0000-0000-0000-0")}
    assert len(works) == 2


def test_guessing_the_code_of_one_reference_is_slowed_and_help_is_not(
    amina: Browser, site: Flask, engine: Engine
) -> None:
    found, brother = only_referral(engine), Browser(site.test_client())
    seen = [
        brother.open("/my-referral").send(reference=found.reference, code=f"000-{number:03}").status
        for number in range(int(FOR_ONE.at_once) + 2)
    ]
    assert (seen[0], seen[-1]) == (422, 429)
    assert "999" in brother.page
    assert brother.open("/help-now").status == 200
    assert walk(Browser(site.test_client()), AMINA).reference
    # Her page that is open already goes on as if nothing had happened.
    assert amina.press("It's got worse").press("Send it to the team", story="help").status == 200


def test_no_cookie_opens_it_and_none_is_written_for_it(amina: Browser, site: Flask) -> None:
    assert amina.open("/my-referral").page.count("Your reference")
    assert {cookie.key for cookie in amina.client._cookies.values()} <= {"fd", "left"}
    with site.test_request_context():
        opened = site.session_interface.get_signing_serializer(site)
        assert opened is not None
        held = next(cookie.value for cookie in amina.client._cookies.values() if cookie.key == "fd")
        assert set(opened.loads(held)) == {"csrf_token"}


@pytest.mark.parametrize("band", ["U2H", "U48", "SOON", "ROUTINE"])
def test_every_band_with_a_promise_tells_its_date(here: Area, band: str) -> None:
    now = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    by = here.clocks.contact_by(band, now)
    sent = status.OwnView(Status.AWAITING_FIRST, now, by, None)
    told = status.outlook(sent, here.clocks.bands[band], now)
    assert told["contact_by"] == by
    assert any(format_when(by) in step["text"] for step in told["steps"])
    assert status.outlook(sent, here.clocks.bands[band], by + timedelta(minutes=1))["contact_by"] is None


def test_at_once_has_no_date_to_wait_for(here: Area) -> None:
    now = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    sent = status.OwnView(Status.RECEIVED, now, here.clocks.contact_by("NOW", now) + timedelta(hours=1), None)
    assert status.outlook(sent, here.clocks.bands["NOW"], now)["contact_by"] is None


def test_who_is_seen_soon_reads_the_date_on_every_page(site: Flask, engine: Engine) -> None:
    phone = walk(Browser(site.test_client()), AMINA | {"thoughts": {"sui_thoughts": "passive"}})
    found = only_referral(engine)
    assert found.told_band == "SOON"
    by = f"We aim for {format_when(found.told_contact_by)}"
    assert by in phone.page
    assert by in Browser(site.test_client()).open("/my-referral").send(reference=found.reference, code=found.code).page
