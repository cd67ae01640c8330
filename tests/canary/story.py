"""One day at the front door: everybody writes, comes back, sends, says more; the desk reads, decides and tells."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from portal import db
from portal.referrals import drafts
from portal.referrals.models import Referral
from tests.canary.people import Person, Sight
from tests.staff import code_now, give_apps

STARTS = {
    "young-person": ("/refer/young-person/", "Start", "senses"),
    "parent-carer": ("/refer/parent-carer/", "Start", "life"),
    "professional": ("/refer/professional/", "Start a referral", "form"),
    "advice": ("/advice", "Ask a question", ""),
    "friend": ("/refer/friend/", "Start", "thoughts"),
}
"""Where each begins, with which button, and on which page they stop, save, leave and go on at another device."""
LATER = ("Save and come back later", "Save for now")
ONWARD = ("Keep going", "Check and send", "Continue")
PASSWORD = "a long secret of the desk"
PUBLIC = (
    *("/", "/help-now", "/guides", "/services", "/services?q=sleep", "/thrive", "/thrive/professionals"),
    *("/waiting-times", "/named-contacts", "/named-contacts/bellcast-foundry-school"),
    *(
        "/thrive/gaps",
        "/thrive/gaps.csv",
        "/thrive/gaps.json",
        "/shortlist",
        "/shortlist/pack",
        "/refer",
        "/privacy",
    ),
    *("/healthz", "/readyz", "/api/open-referral/", "/api/open-referral/services", "/api/open-referral/openapi.json"),
    *("/api/open-referral/organizations", "/api/open-referral/service_at_locations", "/problem", "/cookies"),
    *("/api/open-referral/taxonomies", "/api/open-referral/taxonomy_terms"),
)
EDITORS = (
    *("/staff/directory", "/staff/directory/table", "/staff/directory/table.csv", "/staff/directory/proposals"),
    *("/staff/directory/feeds", "/staff/directory/problems"),
)


@dataclass
class Day:
    """What there is to see of a day, wherever it was left."""

    site: Flask
    seen: list[Sight] = field(default_factory=list)
    secrets: dict[str, tuple[str, str]] = field(default_factory=dict)
    wrote: dict[str, set[str]] = field(default_factory=dict)
    log: str = ""
    letters: list[bytes] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    rows: dict[str, list[Any]] = field(default_factory=dict)

    def sit(self, who: str) -> Person:
        """Put somebody at a browser that has never been here."""
        person = Person(who, self.site, self.seen)
        person.wrote = self.wrote.setdefault(who, set())
        return person

    def referral(self, who: str) -> uuid.UUID:
        """Return what somebody has sent."""
        with db.reading(self.site.extensions["portal"]["engine"]) as session:
            return session.scalars(select(Referral.id).where(Referral.reference == self.secrets[who][0])).one()


def come_in(day: Day, door: Person, who: str) -> Person:
    """Give a password and the code of an app."""
    give_apps(day.site.extensions["portal"]["engine"])
    return door.press("Sign in", email=f"{who}@example.org", password=PASSWORD).press("Sign in", code=code_now())


def ask_for_help(day: Day, who: str) -> None:
    """Fill in a whole form, on two devices, and send it."""
    start, button, stop = STARTS[who]
    person = day.sit(who).open(start).press(button)
    home = f"/refer/{who}/"
    for _ in range(60):
        page = person.at.partition("?")[0].rpartition("/")[2]
        if page == "check":
            break
        if page == "help":
            person.open(home + "next")
        elif page == stop:
            stop, person = "", _on_another_device(day, person)
        else:
            person.press(next((words for words in ONWARD if person.has(words)), ONWARD[0]))
            assert person.status == 200, (who, person.at, person.status, person.complaints)
    for page in ("contact", "you"):
        person.open(home + page).open(home + "check")
    person.press("Send")
    assert "/sent" in person.at, (who, person.at)
    day.secrets[who] = (person.marked("reference"), person.marked("code"))
    person.open(start)


def _on_another_device(day: Day, person: Person) -> Person:
    """Save what was written, leave this browser, and go on at another one."""
    person.press(next(words for words in LATER if person.has(words))).open(f"/refer/{person.who}/come-back")
    person.press("Show me my code")
    code = person.marked("return-code")
    assert code, (person.who, person.at)
    person.leave()
    library = day.sit(person.who).open("/refer/resume")
    assert library.press("Open my answers").status == 422
    library.press("Open my answers", code=code)
    assert library.status == 200, (person.who, library.at)
    return library


OWN_PAGE = (
    (("It's got worse", "It has got worse for them", "It is more urgent now"), "Send it to the team"),
    (("how you may reach", "how to reach you"), "Send it to the team"),
    (("I don't want this any more", "Withdraw this referral", "I don't need an answer any more"), "Ask to stop"),
)
"""What can be done on one's own page, in every voice's words, and the button of the page it opens."""


def say_more(day: Day, who: str) -> None:
    """Open one's own page with both secrets, and use everything that stands on it."""
    reference, code = day.secrets[who]
    person = day.sit(who).open("/my-referral").press("Show me")
    assert person.status == 422
    person.press("Show me", reference=reference, code=code)
    assert person.status == (200 if code else 422), who
    for names, send_it in OWN_PAGE if code else ():
        open_it = next(words for words in names if person.has(words))
        person.press(open_it)
        too_much = {
            box: person.canary.says(box) + "x" * 100_001 for box in ("story", "code_word", "referrer_best_time")
        }
        assert person.press(send_it, **too_much).status == 422
        person.press(send_it)
        assert person.status == 200, (who, open_it, person.at, person.status, person.complaints)
        person.open("/my-referral").press("Show me", reference=reference, code=code)
    if code:
        _say_how_they_are(person)


def _say_how_they_are(person: Person) -> None:
    """See who looked, say how it is with far too many words, and try a code that is none."""
    assert person.press("See who looked at it").status == 200
    # Nobody has waited for weeks on this day, so the button that opens the question is put on the page.
    person.page = person.page.replace('action="/my-referral"', 'action="/my-referral/how-are-you"')
    person.press("See where your form is")
    assert person.press("Send it to the team", story=person.canary.says("story") + "x" * 100_001).status == 422
    assert person.open("/my-referral/come-back").press("Go on").status == 422


def report_a_problem(day: Day, slug: str) -> None:
    """Say what is wrong with an entry."""
    reader = day.sit("reader").open(f"/problem/{slug}")
    reader.press("Tell the directory team", kind="hours")
    reference = reader.marked("reference")
    assert reader.open("/problem").press("Show me").status == 422
    assert reader.press("Show me", reference=reference).status == 200


def say_what_they_think(day: Day) -> None:
    """Say what a page and the site are like, and join the panel."""
    reader = day.sit("reader")
    for path in ("/feedback", "/feedback/about/sleep"):
        assert reader.open(path).press("Send it", mark="").status == 422
        assert reader.press("Send it", mark="did_not").status == 200
    assert reader.open("/feedback/panel").press("Join the panel", age_group="", only_mine="no").status == 422
    assert reader.press("Join the panel", age_group="under_16", only_mine="no").status == 200
    assert reader.open("/feedback/panel/leave").press("Leave the panel").status == 422


def read_what_they_think(day: Day) -> None:
    """Read what people say and who is on the panel."""
    editor = come_in(day, day.sit("staff").open("/staff/sign-in"), "wim")
    for path in ("/staff/feedback/panel", "/staff/feedback/notes", "/staff/feedback"):
        assert editor.open(path).status == 200
    assert editor.open(re.findall(r'href="(/staff/feedback/[0-9a-f-]{36})"', editor.page)[0]).status == 200


def look_for_help(day: Day) -> None:
    """Ask what could help: questions whose answers are never kept."""
    reader = day.sit("reader").open("/find-help")
    for _ in range(20):
        wanted = ("See what could help", "Keep going")
        button = next((words for words in wanted if reader.has(words)), None)
        if button is None:
            return
        if "near" in reader.paper(button).written:
            assert reader.press(button).status == 422
        reader.press(button, near="Ashmere")
        assert reader.status == 200, reader.complaints


def search(day: Day) -> None:
    """Type into a search what belongs in no search."""
    reader = day.sit("reader")
    typed = urlencode({"q": reader.canary.name, "near": reader.canary.postcode})
    assert reader.open(f"/services?{typed}").status == 200
    assert reader.open(f"/named-contacts?{typed}").status == 200


def crash(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the machine fail with somebody's words in its hands."""

    def fall(*said: Any, **_more: Any) -> None:
        raise RuntimeError(f"could not keep {said}")

    person = day.sit("young-person").open("/refer/young-person/").press("Start")
    with monkeypatch.context() as patch:
        patch.setattr(drafts, "save", fall)
        assert person.press("Keep going").status == 500


def work(day: Day) -> None:
    """Screen everybody who has written: read, take, join, part, record, decide."""
    door = day.sit("staff").open("/staff/queue")
    assert door.press("Sign in").status == 403
    come_in(day, door, "priya")
    assert door.at == "/staff/queue", door.at
    door.press("Find it", q=day.secrets["advice"][0].lower())
    for who in STARTS:
        _screen(day, door, who)
    for path in ("/staff/queue", "/staff/tasks", "/staff/queue?claimed=mine", "/staff/"):
        door.open(path)


def _screen(day: Day, clinician: Person, who: str) -> None:
    """Do with one referral all that can be done with it."""
    page = f"/staff/referrals/{day.referral(who)}"
    for button, chosen in _acts(day, who):
        clinician.open(page)
        for _ in range(3):
            if not clinician.has(button):
                break
            clinician.press(button, **chosen)
            assert clinician.status == 200, (who, button, clinician.status)
            clinician.open(page)
            if button != "end the task":
                break
    before = clinician.open(page).page
    read = re.findall(r'name="read"[^>]*value="([^"]+)"', before)
    said = {
        "outcome": {"professional": "routine"}.get(who, "more_needed"),
        "told": "nobody",
        "read": read[0] if read else "",
        "band": "",
        "partner": "",
    }
    assert clinician.press("Record this decision", **said).status == 200, who
    clinician.at, clinician.page = page, before
    assert clinician.press("Record this decision", **said).status == 409, who
    clinician.open(page)


def beside(who: str) -> str:
    """Say whose account is joined to somebody's for a while."""
    return "parent-carer" if who != "parent-carer" else "young-person"


def _acts(day: Day, who: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each button of the page with what is chosen beside it."""
    yield "Take it in hand", {}
    yield "Put it back", {}
    yield "Join them", {"other": "", "reference": day.secrets[beside(who)][0]}
    yield "Take it out of this case", {}
    yield "Record what you decided", {"may_tell": "no"}
    yield "Record it", {}
    yield "end the task", {}
    yield "Take it in hand", {}


def look_after_the_directory(day: Day) -> None:
    """Read and answer what a reader said, and download what can be downloaded."""
    editor = come_in(day, day.sit("staff").open("/staff/sign-in"), "edith")
    for path in EDITORS:
        editor.open(path)
    editor.open(re.findall(r'href="(/staff/directory/problems/[0-9a-f-]{36})"', editor.page)[0])
    assert editor.status == 200


def look_around(day: Day) -> None:
    """See what anybody can see."""
    for path in PUBLIC:
        assert day.sit("stranger").open(path).status in {200, 503}, path


def look_at_one(day: Day, who: str) -> None:
    """Read one referral and take it in hand."""
    door = come_in(day, day.sit("staff").open("/staff/sign-in"), "priya")
    door.open(f"/staff/referrals/{day.referral(who)}").press("Take it in hand")
    assert door.status == 200
