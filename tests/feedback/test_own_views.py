"""Amina says how it was. Nobody can tell that it was her, unless she says so."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from portal import clock
from portal.feedback import actions, kinds
from portal.feedback.kinds import Felt, Stage
from portal.feedback.models import Feedback
from portal.referrals.lifecycle import Move, Status
from tests.browser import Browser
from tests.care.conftest import Care
from tests.care.own_pages import at_home, ended, main

Kept = Callable[[Any], list[Any]]
Trailed = Callable[[], list[tuple[str, str | None]]]
ASKS = "How was it with us?"
HERS = "The worker was kind and it took too long"


@pytest.fixture
def amina(care: Care) -> uuid.UUID:
    return care.accepted(clock.now())


def tell(browser: Browser, **said: str) -> Browser:
    return browser.press("Tell us what you think").press("Send it", **said)


def test_nobody_is_asked_before_a_person_has_decided(care: Care, site: Flask) -> None:
    assert ASKS not in main(at_home(care, site, care.arrive(clock.now())))


def test_after_screening_she_says_how_it_was(care: Care, site: Flask, amina: uuid.UUID, kept: Kept) -> None:
    page = main(tell(at_home(care, site, amina), listened="yes", needed="partly", words=HERS))
    assert "Thank you for telling us" in page
    found = kept(Feedback)[0]
    assert (found.stage, found.listened, found.needed, found.again) == (Stage.SCREENING, Felt.YES, Felt.PARTLY, None)
    assert found.words == HERS


def test_after_care_has_ended_she_is_asked_again(care: Care, site: Flask, amina: uuid.UUID, kept: Kept) -> None:
    ended(care, amina)
    tell(at_home(care, site, amina), again="yes")
    assert kept(Feedback)[0].stage is Stage.CARE


def leads_to_her(care: Care, site: Flask, amina: uuid.UUID, kept: Kept, trailed: Trailed) -> list[str]:
    """Let her speak, and name what would lead from her words to her."""
    tell(at_home(care, site, amina), listened="no", words=HERS)
    found = kept(Feedback)[0]
    ways = [name for name in ("referral_id", "page", "who") if getattr(found, name)]
    moment = found.received_at
    ways += ["minute"] if (moment.hour, moment.minute, moment.second, moment.microsecond) != (0, 0, 0, 0) else []
    return ways + ["trail" for _tag, subject in trailed() if subject == f"feedback:{found.id}"]


def test_nothing_leads_from_her_words_to_her(
    care: Care, site: Flask, amina: uuid.UUID, kept: Kept, trailed: Trailed
) -> None:
    assert leads_to_her(care, site, amina, kept, trailed) == []
    assert ("feedback:sent", None) in [(tag, subject or None) for tag, subject in trailed()]


def test_a_link_that_slips_in_would_be_named(
    care: Care, site: Flask, amina: uuid.UUID, kept: Kept, trailed: Trailed, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = actions.send

    def careless(session: Any, said: actions.Said, moment: Any, *, urgent: bool) -> Feedback:
        linked = actions.Said(**vars(said) | {"referral_id": amina})
        return keep(session, linked, moment, urgent=urgent)

    monkeypatch.setattr(actions, "send", careless)
    assert leads_to_her(care, site, amina, kept, trailed) == ["referral_id", "minute", "trail"]


def test_she_may_have_it_linked(care: Care, site: Flask, amina: uuid.UUID, kept: Kept) -> None:
    tell(at_home(care, site, amina), listened="yes", linked="yes")
    assert kept(Feedback)[0].referral_id == amina


def test_nothing_said_is_asked_again_and_words_of_danger_bring_help(
    care: Care, site: Flask, amina: uuid.UUID, kept: Kept
) -> None:
    browser = tell(at_home(care, site, amina))
    assert browser.status == 422
    assert kept(Feedback) == []
    page = main(browser.press("Send it", words="i want to kill myself"))
    assert page.index("Are you safe right now?") < page.index("Thank you for telling us")
    assert kept(Feedback)[0].urgent


def test_sent_twice_it_is_one_and_a_stranger_is_asked_who_they_are(
    care: Care, site: Flask, amina: uuid.UUID, kept: Kept
) -> None:
    browser = at_home(care, site, amina).press("Tell us what you think")
    page = browser.page
    for _ in range(2):
        browser.at, browser.page = "/my-referral/how-was-it", page
        browser.press("Send it", again="no")
    assert len(kept(Feedback)) == 1
    assert Browser(site.test_client()).open("/my-referral/how-was-it").at == "/my-referral"


@given(st.sampled_from(Status), st.sets(st.sampled_from(Move)))
def test_never_before_somebody_has_decided_and_care_only_when_it_has_ended(status: Status, moves: set[Move]) -> None:
    found = kinds.stage(status, moves)
    assert (found is None) is (status not in {Status.AWAITING_FIRST, Status.CLOSED})
    if found is Stage.CARE:
        assert status is Status.CLOSED
        assert Move.END_CARE in moves
