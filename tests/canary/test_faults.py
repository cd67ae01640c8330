"""Every fault that could let a canary out is planted once, and the sensor for it must notice."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import redirect, session

from portal.audit import trail
from portal.notifications import delivery, outbox, wording
from portal.referrals import actions, changing_views, sending_views, status_views, views
from portal.sealed import KeyRing
from portal.web import headers, logs
from tests.canary.planted import CANARIES
from tests.canary.sensors import SENSORS
from tests.canary.story import Day

ZEPHANDRA, FATHER = CANARIES["young-person"], CANARIES["parent-carer"]
Patch = pytest.MonkeyPatch


def around(patch: Patch, place: Any, name: str, before: Callable[..., Any]) -> None:
    """Let something more happen before a function does its work."""
    does = getattr(place, name)

    def both(*said: Any, **more: Any) -> Any:
        before(*said, **more)
        return does(*said, **more)

    patch.setattr(place, name, both)


def instead(patch: Patch, place: Any, name: str, after: Callable[[Any], Any]) -> None:
    """Change what a function returns."""
    does = getattr(place, name)
    patch.setattr(place, name, lambda *said, **more: after(does(*said, **more)))


def story_in_the_log(patch: Patch) -> None:
    around(patch, actions, "submit", lambda _session, draft, *_more: logs.log.info(str(draft.answers)))


def error_text_in_the_log(patch: Patch) -> None:
    around(patch, logs, "failure", lambda error: logs.log.error(str(error)))


def name_in_the_title(patch: Patch) -> None:
    instead(patch, views, "render_template", lambda page: page.replace("<title>", f"<title>{ZEPHANDRA.name}: "))


def story_in_an_address(patch: Patch) -> None:
    patch.setattr(
        views, "go", lambda journey, page: redirect(f"/refer/{journey.slug}/{page}?phone={ZEPHANDRA.phone}", 303)
    )


def number_in_a_link(patch: Patch) -> None:
    link = f'<a href="tel:{ZEPHANDRA.phone.replace(" ", "")}">'
    instead(patch, sending_views, "render_template", lambda page: page + link)


def story_in_the_cookie(patch: Patch) -> None:
    around(patch, views, "_keep", lambda *said: session.update(last=ZEPHANDRA.sentence))


def name_in_a_header(patch: Patch) -> None:
    patch.setitem(headers.ALWAYS, "X-Who", ZEPHANDRA.name)


def name_in_a_subject(patch: Patch) -> None:
    instead(patch, wording.Wording, "words", lambda words: replace(words, subject=f"About {ZEPHANDRA.name}"))


def story_in_a_letter(patch: Patch) -> None:
    instead(patch, wording.Wording, "words", lambda words: replace(words, body=words.body + ZEPHANDRA.sentence))


def answer_to_her_own_address(patch: Patch) -> None:
    instead(patch, delivery, "_envelope", lambda envelope: replace(envelope, to=(ZEPHANDRA.email,)))


def name_in_the_outbox(patch: Patch) -> None:
    put = outbox.enqueue
    patch.setattr(outbox, "enqueue", lambda *said, **more: put(*said, **more | {"reference": ZEPHANDRA.name}))


def postcode_in_the_trail(patch: Patch) -> None:
    record = trail.record
    patch.setattr(trail, "record", lambda *said, **more: record(*said, **more | {"detail": {"at": ZEPHANDRA.postcode}}))


def unsealed(column: str) -> Callable[[Patch], None]:
    """Keep one column as it is."""

    def plant(patch: Patch) -> None:
        seal, unseal = KeyRing.seal, KeyRing.open
        patch.setattr(KeyRing, "seal", lambda me, plain, at: plain if at.startswith(column) else seal(me, plain, at))
        patch.setattr(KeyRing, "open", lambda me, held, at: held if at.startswith(column) else unseal(me, held, at))

    return plant


def pages_that_may_be_kept(patch: Patch) -> None:
    patch.setattr(headers, "PERSONAL", ("/staff",))


def words_of_another_voice(patch: Patch) -> None:
    instead(patch, status_views, "render_template", lambda page: page + FATHER.sentence)


def words_for_the_desk(patch: Patch) -> None:
    instead(patch, status_views, "render_template", lambda page: page + CANARIES["staff"].says("rationale"))


def her_number_on_her_own_page(patch: Patch) -> None:
    """Whoever finds the two secrets must not find where she can be reached."""
    instead(patch, changing_views, "render_template", lambda page: page + ZEPHANDRA.phone)


FAULTS: tuple[tuple[str, Callable[[Patch], None]], ...] = (
    ("log", story_in_the_log),
    ("log", error_text_in_the_log),
    ("titles", name_in_the_title),
    ("addresses", story_in_an_address),
    ("addresses", number_in_a_link),
    ("cookies", story_in_the_cookie),
    ("headers", name_in_a_header),
    ("letters", name_in_a_subject),
    ("letters", story_in_a_letter),
    ("letters", answer_to_her_own_address),
    ("rows", name_in_the_outbox),
    ("rows", postcode_in_the_trail),
    ("rows", unsealed("referrals.answers_sealed")),
    ("rows", unsealed("amendments.answers_sealed")),
    ("files", unsealed("referrals.answers_sealed")),
    ("files", unsealed("drafts.answers_sealed")),  # its rows are gone by the evening, its bytes must not be there
    ("kept copies", pages_that_may_be_kept),
    ("pages", words_of_another_voice),
    ("pages", words_for_the_desk),
    ("pages", her_number_on_her_own_page),
)


@pytest.mark.slow
@pytest.mark.parametrize(("sensor", "plant"), FAULTS, ids=lambda each: getattr(each, "__qualname__", each))
def test_a_fault_is_noticed(
    sensor: str, plant: Callable[[Patch], None], one_young_person: Callable[[], Day], monkeypatch: Patch
) -> None:
    plant(monkeypatch)
    assert list(SENSORS[sensor](one_young_person()))


@pytest.mark.slow
def test_without_a_fault_nothing_is_noticed(one_young_person: Callable[[], Day]) -> None:
    day = one_young_person()
    assert not [found for sensor in SENSORS.values() for found in sensor(day)]
