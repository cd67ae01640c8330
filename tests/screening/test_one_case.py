"""Twins, a late sister, and three voices on one child: written in the real forms, joined and parted by real hands."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal import db
from portal.referrals import cases, status_views
from portal.referrals.models import Referral
from tests.browser import Browser, walk
from tests.screening.test_case_views import Desk, Seat, monday, press, reads

__all__ = ["monday"]
HOME = {"dob": "31 3 2012", "postcode": "QX2 1AB"}
AMINA, BILAL, ZARA = {"legal_name": "Amina Khan"}, {"legal_name": "Bilal Khan"}, {"legal_name": "Zara Khan"}
WORDS = {
    "young-person": "The nights are long and I count the tiles.",
    "parent-carer": "She sleeps well and sings in the choir.",
    "professional": "She has stopped coming to maths.",
}
SAFE = {"safe_now": "yes", "sui_thoughts": "none", "sui_plan": "no", "sui_intent": "no", "self_harm": "none"}
PARTS = tuple(WORDS)


class Sent:
    """What somebody has sent, and the way back to their own page."""

    def __init__(self, site: Flask, browser: Browser) -> None:
        self.site, self.reference, self.code = site, browser.reference, browser.code

    def own_page(self) -> Browser:
        """Open it at another device, with both secrets."""
        return Browser(self.site.test_client()).open("/my-referral").send(reference=self.reference, code=self.code)


@pytest.fixture
def young(site: Flask) -> Callable[..., Sent]:
    """Let a young person fill in the form."""

    def fill(story: str = WORDS["young-person"], **said: str) -> Sent:
        about = HOME | AMINA | said
        pages = {
            "worry": {"story": story},
            "age": {"age": about.pop("age", "14"), **about},
            "safe": {"safe_now": "yes"},
            "thoughts": SAFE | {"self_harm": ""},
            "self-harm": {"self_harm": said.get("self_harm", "none")},
            "contact": {"phone": "07700 900123", "unsafe_contact": "no"},
        }
        return Sent(site, walk(Browser(site.test_client()), pages))

    return fill


@pytest.fixture
def mother(site: Flask) -> Callable[..., Sent]:
    """Let her mother fill in hers."""

    def fill(**said: str) -> Sent:
        pages = {
            "worry": {"story": WORDS["parent-carer"]},
            "child": {"age": "14", **HOME, **AMINA, **said},
            "safe": {"safe_now": "yes"},
            "thoughts": {"sui_thoughts": "none"},
            "self-harm": {"self_harm": "none"},
            "contact": {"referrer_phone": "07700 900456", "unsafe_contact": "no"},
        }
        return Sent(site, walk(Browser(site.test_client()), pages, home="/refer/parent-carer/"))

    return fill


@pytest.fixture
def school(site: Flask) -> Callable[..., Sent]:
    """Let a teacher fill in the long page."""

    def fill(**said: str) -> Sent:
        browser = Browser(site.test_client()).open("/refer/professional/").send()
        mark = re.search(r'name="form_id" value="(\w*)"', browser.page)
        assert mark
        told = {"story": WORDS["professional"], "referrer_phone": "01632 960123", **SAFE, **HOME, **AMINA, **said}
        browser.send(form_id=mark[1], go="check", **told)
        if browser.at.endswith("/help"):
            browser.open("/refer/professional/next")
        return Sent(site, browser.send())

    return fill


@pytest.fixture
def three(young: Any, mother: Any, school: Any) -> dict[str, Sent]:
    """Amina harms herself every week, her mother knows of nothing, and her school has heard of a plan."""
    return {
        "young-person": young(self_harm="weekly"),
        "parent-carer": mother(),
        "professional": school(sui_thoughts="active", sui_plan="yes"),
    }


def found(desk: Desk, sent: Sent) -> Referral:
    with db.reading(desk.engine) as session:
        one = session.scalars(select(Referral).where(Referral.reference == sent.reference)).one()
        _ = one.history, one.amendments
        return one


def join(desk: Desk, who: Any, one: Sent, *others: Sent) -> None:
    """Choose each of them among those that the page suggests."""
    for other in others:
        sent = {"join-other": str(found(desk, other).id), "join-reason": "The same child: I asked"}
        assert press(who, found(desk, one), "join", **sent).status_code == 303


def telling(page: Browser) -> str:
    """Return what an own page tells, without what is another one each time."""
    main = page.page[page.page.index("<main") : page.page.index("</main>")].replace(page.token, "")
    return re.sub(r'value="[\w=.-]{60,}"', "", main)


def test_twins_are_suggested_with_a_warning_and_nobody_joins_them(desk: Desk, seat: Seat, young: Any) -> None:
    one, other = young(**AMINA), young("I cannot stop washing.", **BILAL)
    assert found(desk, one).case_id != found(desk, other).case_id
    priya = seat("priya")
    for mine, theirs in ((one, "I cannot stop washing."), (other, WORDS["young-person"])):
        page = reads(priya, found(desk, mine))
        assert "May be twins: first names differ" in page
        assert theirs not in page, "a suggestion tells nothing of what the other one wrote"
    queue = priya.open("/staff/queue").text
    assert all(str(found(desk, each).id) in queue for each in (one, other)), "both wait, each for themselves"


def test_twins_joined_by_mistake_are_parted_and_each_has_kept_their_own(desk: Desk, seat: Seat, young: Any) -> None:
    one, other, tom = young(**AMINA), young("I cannot stop washing.", **BILAL), seat("tom")
    join(desk, tom, one, other)
    assert "I cannot stop washing." in reads(tom, found(desk, one))
    assert press(tom, found(desk, other), "part", **{"part-reason": "Her brother"}).status_code == 303
    assert "I cannot stop washing." not in reads(tom, found(desk, one))
    assert WORDS["young-person"] not in reads(tom, found(desk, other))
    assert "Somebody has parted them before." in reads(tom, found(desk, one))


def test_a_sister_who_comes_years_later_is_suggested_to_nobody(desk: Desk, seat: Seat, young: Any) -> None:
    older, late = young(**AMINA), young("I am new here.", **ZARA, dob="5 1 2019", age="7")
    for each in (older, late):
        assert "None that may be the same person" in reads(seat("priya"), found(desk, each))
    assert found(desk, older).case_id != found(desk, late).case_id


def test_three_voices_wait_apart_until_a_clinician_joins_them(desk: Desk, seat: Seat, three: dict[str, Sent]) -> None:
    rows = {who: found(desk, sent) for who, sent in three.items()}
    assert len({row.case_id for row in rows.values()}) == 3
    assert rows["professional"].band == "U2H"
    assert "2 that may be the same person" in reads(seat("priya"), rows["young-person"])
    join(desk, seat("priya"), three["young-person"], three["parent-carer"], three["professional"])
    now = [found(desk, sent) for sent in three.values()]
    assert len({row.case_id for row in now}) == 1
    assert {row.band for row in now} == {"U2H"}, "the most urgent voice speaks for all"


@pytest.mark.parametrize("whose", PARTS)
def test_each_record_shows_all_three_side_by_side_and_where_they_differ(
    desk: Desk, seat: Seat, three: dict[str, Sent], whose: str
) -> None:
    priya = seat("priya")
    join(desk, priya, three["young-person"], three["parent-carer"], three["professional"])
    page = reads(priya, found(desk, three[whose]))
    assert all(words in page for words in WORDS.values())
    beside = page[page.index("What each voice says") :]
    lines = [line for line in re.findall(r"<tr.*?</tr>", beside) if "They differ" in line]
    asked = [re.sub(r"<[^>]+>", " ", line) for line in lines]
    assert any("most weeks" in line and "No" in line for line in asked), "self-harm: hers is not her mother's"
    assert any("think about ending" in line for line in asked)


@pytest.fixture
def somebody_sees_the_others(desk: Desk, seat: Seat, three: dict[str, Sent]) -> Callable[[], list[str]]:
    """Return a way to see whose own page has changed, or shows words of another, once they are one case."""

    def look() -> list[str]:
        before = {who: telling(sent.own_page()) for who, sent in three.items()}
        join(desk, seat("priya"), three["young-person"], three["parent-carer"], three["professional"])
        three["professional"].own_page().press("It has got worse for them").press(
            "Send it to the team", taken_something="yes"
        )
        assert {found(desk, sent).band for sent in three.values()} == {"NOW"}
        after = {who: telling(three[who].own_page()) for who in PARTS[:2]}
        others = {who: [words for each, words in WORDS.items() if each != who] for who in PARTS}
        return [who for who in after if after[who] != before[who] or any(each in after[who] for each in others[who])]

    return look


def test_no_own_page_shows_that_the_others_are_there(somebody_sees_the_others: Callable[[], list[str]]) -> None:
    assert not somebody_sees_the_others()


def test_an_own_page_that_spoke_for_the_case_would_be_noticed(
    somebody_sees_the_others: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet = cases.raising.raise_to
    monkeypatch.setattr(cases.raising, "raise_to", lambda *said, told=True: quiet(*said, told=True))
    assert somebody_sees_the_others()


def test_an_own_page_with_another_voices_words_would_be_noticed(
    somebody_sees_the_others: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = status_views.render_template

    def all_of_the_case(names: Any, **shown: Any) -> str:
        voices = shown["referral"].case.referrals if "referral" in shown else []
        return honest(names, **shown).replace("</main>", f"{[voice.answers for voice in voices]}</main>")

    monkeypatch.setattr(status_views, "render_template", all_of_the_case)
    assert somebody_sees_the_others()


def test_what_the_desk_writes_to_one_is_read_by_that_one_alone(desk: Desk, seat: Seat, three: dict[str, Sent]) -> None:
    priya, hers = seat("priya"), three["young-person"]
    join(desk, priya, hers, three["parent-carer"], three["professional"])
    assert priya.press(found(desk, hers), "claim").status_code == 303
    asked = {
        "outcome": "more_needed",
        "rationale": "To ring her",
        "ask": "When is a good time, and shall we ask for Mina?",
    }
    assert priya.decide(found(desk, hers), **asked).status_code == 303
    assert "shall we ask for Mina?" in hers.own_page().page
    for who in PARTS[1:]:
        assert "Mina" not in three[who].own_page().page
    assert "To ring her" not in hers.own_page().page


def test_parted_again_each_is_alone_no_less_urgent_and_no_longer_moved_by_the_others(
    desk: Desk, seat: Seat, three: dict[str, Sent]
) -> None:
    priya, teacher = seat("priya"), three["professional"]
    join(desk, priya, three["young-person"], three["parent-carer"], teacher)
    assert press(priya, found(desk, teacher), "part", **{"part-reason": "Another Amina"}).status_code == 303
    hers, theirs = reads(priya, found(desk, three["young-person"])), reads(priya, found(desk, teacher))
    assert WORDS["professional"] not in hers
    assert WORDS["parent-carer"] in hers, "her mother stays beside her"
    assert WORDS["professional"] in theirs
    assert not [words for who, words in WORDS.items() if who != "professional" and words in theirs]
    assert {found(desk, sent).band for sent in three.values()} == {"U2H"}, "parting lowers nothing"
    teacher.own_page().press("It has got worse for them").press("Send it to the team", taken_something="yes")
    assert [found(desk, three[who]).band for who in PARTS] == ["U2H", "U2H", "NOW"]
    assert "Nothing speaks against telling parents" not in hers, "what was known may belong to somebody else"
