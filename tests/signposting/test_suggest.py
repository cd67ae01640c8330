"""What never and always holds of suggestions, whatever is said, and what would be noticed if it did not."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.directory.documents import Document
from portal.directory.index import Index, build
from portal.directory.telling import WAYS_IN as EVERY_WAY_IN
from portal.signposting import asked as asking
from portal.signposting import fitting, suggest, telling
from portal.signposting.asked import Asked, Level, level
from portal.signposting.questions import MEETS
from portal.signposting.suggest import Suggestion
from tests.directory.conftest import MONDAY, a_service, names

NEEDS = ("anxiety", "sleep", "self_harm", "crisis", "bereavement", "parenting")
THRIVE = ("thriving", "getting_advice", "getting_help", "getting_more_help", "getting_risk_support")
COHORTS = ("deaf", "refugee", "parent_carer")
MODES = ("in_person", "phone", "text", "video", "online", "group")
TERMS = {
    "need": names(*NEEDS), "thrive": names(*THRIVE), "cohort": names(*COHORTS), "mode": names(*MODES),
    "access": names("bsl", "wheelchair", "drop_in"),
}  # fmt: skip


def some(values: tuple[str, ...], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


@st.composite
def services(draw: st.DrawFn, number: int = 0) -> Document:
    low, wide = draw(st.integers(0, 25)), draw(st.integers(0, 25))
    terms = {"need": some(NEEDS), "thrive": some(THRIVE), "cohort": some(COHORTS, 1), "mode": some(MODES)}
    needs = {name: draw(words) for name, words in terms.items()} | {"access": draw(some(("bsl", "wheelchair")))}
    return a_service(
        f"service-{number}",
        minimum_age=draw(st.sampled_from([None, low])),
        maximum_age=draw(st.sampled_from([None, min(25, low + wide)])),
        paused=draw(st.sampled_from([False, False, False, True])),
        crisis=draw(st.sampled_from([False, False, True])),
        routes=draw(some(tuple(EVERY_WAY_IN), 5)),
        self_from=draw(st.sampled_from([None, 11, 16])),
        catchment=draw(st.sampled_from(["residents", "national", "schools", "school"])),
        wards=draw(st.sampled_from([(), (), ("North",), ("South",)])),
        assured=draw(st.sampled_from([MONDAY, MONDAY, MONDAY.replace(year=2024)])),
        terms=needs,
    )


@st.composite
def shelves(draw: st.DrawFn) -> Index:
    return build([draw(services(number)) for number in range(draw(st.integers(0, 9)))], TERMS, MONDAY)


@st.composite
def answers(draw: st.DrawFn) -> Asked:
    return Asked(
        who=draw(st.sampled_from(["", "me", "child", "friend", "school", "gp", "worker"])),
        ages=draw(st.sampled_from([(), (0,), (9,), (14,), (16, 17), (22,), (25,)])),
        needs=draw(some(NEEDS)),
        now=draw(st.sampled_from(["", "not_sure", "prefer_not", "looking", "some", "hard", "not_safe"])),
        how=draw(some(tuple(MEETS), 2)),
        access=draw(some(("bsl", "wheelchair"), 1)),
        private=draw(st.booleans()),
        ward=draw(st.sampled_from(["", "North"])),
        cohorts=frozenset(draw(some(COHORTS, 1))),
        danger=draw(st.booleans()),
    )


def wrong(shelf: Index, asked: Asked, found: Suggestion) -> list[str]:
    """Say everything about a suggestion that must never be."""
    chosen = [(pick, shelf.documents[pick.number]) for pick in found.picks]
    faults = ["more than five"] if len(chosen) > 5 else []
    faults += ["one twice"] if len({pick.number for pick in found.picks}) != len(chosen) else []
    faults += ["a closed door first"] if chosen and chosen[0][1].paused else []
    faults += ["crisis without help first"] if any(s.crisis for _, s in chosen) and not found.level else []
    faults += ["less help than was called for"] if found.level < level(replace(asked, now="")) and not asked.now else []
    for pick, service in chosen:
        faults += [f"{service.slug}: {fault}" for fault in unfit(shelf, asked, pick.number)]
        faults += [f"{service.slug}: {fault}" for fault in untrue(asked, pick, service)]
    return faults


def unfit(shelf: Index, asked: Asked, number: int) -> list[str]:
    """Say why a service should not be there at all, from its document alone."""
    each = shelf.documents[number]
    low, high = each.minimum_age or 0, 200 if each.maximum_age is None else each.maximum_age
    faults = ["not of this age"] if any(not low <= age <= high for age in asked.ages) else []
    faults += ["not checked for too long"] if each.assured and (MONDAY - each.assured).days > 548 else []
    faults += ["for one school"] if each.catchment == "school" else []
    faults += ["for others"] if asked.ward and each.wards and asked.ward not in each.wards else []
    alone = "self" in each.routes and not (each.self_from and asked.ages and min(asked.ages) < each.self_from)
    return faults + (["parents would know"] if asked.private and not alone else [])


def untrue(asked: Asked, pick: fitting.Pick, service: Document) -> list[str]:
    """Say what a reason claims that the document does not bear out."""
    faults = ["a need"] if set(pick.needs) - set(service.terms["need"]) or set(pick.needs) - set(asked.needs) else []
    faults += ["a way"] if pick.how and not set(MEETS[pick.how]) & set(service.terms["mode"]) else []
    faults += ["a way in"] if pick.route and pick.route not in service.routes else []
    faults += ["crisis"] if pick.crisis != service.crisis else []
    faults += ["access"] if set(pick.access) - set(service.terms["access"]) else []
    faults += ["silence"] if asked.how and not pick.how and "how" not in pick.left_out else []
    return faults


@given(shelves(), answers())
@settings(max_examples=100, deadline=None)
def test_what_never_happens_never_happens(shelf: Index, asked: Asked) -> None:
    found = suggest.suggest(shelf, asked)
    assert not wrong(shelf, asked, found)
    assert suggest.suggest(shelf, asked) == found
    for pick in found.picks:
        assert telling.why(pick, asked, shelf).startswith("Because ")


@given(answers())
def test_what_is_missing_never_lowers_the_urgency(asked: Asked) -> None:
    silent = level(replace(asked, now=""))
    assert all(level(replace(asked, now=calm)) <= silent for calm in ("looking", "some", "hard", "not_sure"))
    for less in ({"who": ""}, {"ages": ()}, {"how": ()}, {"access": ()}, {"ward": ""}, {"private": False}):
        assert level(replace(asked, **less)) >= level(asked)  # type: ignore[arg-type]
    for now in ("not_safe", "hard"):
        assert level(replace(asked, now=now)) >= Level.SOON
    assert level(replace(asked, danger=True)) is Level.NOW


@given(shelves(), answers())
@settings(max_examples=30, deadline=None)
def test_the_order_on_the_shelf_does_not_matter(shelf: Index, asked: Asked) -> None:
    turned = build(shelf.documents[::-1], TERMS, MONDAY)
    slugs = [shelf.documents[pick.number].slug for pick in suggest.suggest(shelf, asked).picks]
    assert [turned.documents[pick.number].slug for pick in suggest.suggest(turned, asked).picks] == slugs


def test_the_need_comes_before_how_and_how_before_the_distance() -> None:
    far = {"mode": ("text",), "need": ("sleep",), "access": ()}
    shelf = build(
        [
            a_service("does-all", terms=far),
            a_service("only-the-need", terms=far | {"mode": ("phone",)}),
            a_service("only-the-way", terms=far | {"need": ("parenting",)}),
        ],
        TERMS,
        MONDAY,
    )
    found = suggest.suggest(shelf, Asked(who="me", ages=(14,), needs=("sleep",), how=("text",)))
    assert [shelf.documents[pick.number].slug for pick in found.picks] == ["does-all", "only-the-need"]
    assert found.nearly[0].left_out == ("how",)


def test_nothing_that_fits_is_no_dead_end_and_nothing_at_all_is_no_lie() -> None:
    lonely = build([a_service("one", terms={"need": ("parenting",), "mode": ("phone",), "access": ()})], TERMS, MONDAY)
    found = suggest.suggest(lonely, Asked(who="me", ages=(14,), needs=("sleep",), how=("text",)))
    assert found.picks[0].left_out == ("how", "need")
    assert not suggest.suggest(lonely, Asked(who="me", ages=(9,), needs=("sleep",))).picks


FAULTS: dict[str, tuple[Any, str, Any]] = {
    "ages forgotten": (suggest, "_takes", lambda shelf, _ages: shelf.listed),
    "unchecked ones offered": (suggest, "_takes", lambda shelf, _ages: (1 << len(shelf.documents)) - 1),
    "parents told": (suggest, "open_to", lambda *_: True),
    "too many": (suggest, "MOST", 7),
    "closed doors first": (suggest, "_choose", lambda ordered, _shelf: ordered[:5]),
    "help not first": (suggest, "level", lambda _asked: Level.CALM),
    "a reason made up": (suggest, "pick_of", lambda *told: replace(fitting.pick_of(*told), how="text")),
    "a way in made up": (fitting, "_alone", lambda _service, _asked: True),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_would_be_noticed(fault: str, monkeypatch: pytest.MonkeyPatch, wide: list[Any]) -> None:
    monkeypatch.setattr(*FAULTS[fault])
    assert any(wrong(shelf, asked, suggest.suggest(shelf, asked)) for shelf, asked in wide)


@pytest.fixture(scope="module")
def wide() -> list[Any]:
    """Make one shelf with many kinds of services, and people who ask for many things."""
    kinds = [
        {"paused": True, "name": "A"}, {}, {"minimum_age": 18, "maximum_age": 25}, {"routes": ("parent",)},
        {"crisis": True, "terms": {"need": ("crisis", "self_harm"), "mode": ("text",), "access": ()}},
        {"assured": MONDAY.replace(year=2024)}, {"catchment": "school"}, {"wards": ("South",)}, {"self_from": 16},
        *({"name": f"Z{number}"} for number in range(6)),
    ]  # fmt: skip
    usual = {"need": ("sleep",), "mode": ("phone",), "access": (), "thrive": (), "cohort": ()}
    shelf = build([a_service(f"s{at}", **({"terms": usual} | kind)) for at, kind in enumerate(kinds)], TERMS, MONDAY)
    people = [
        Asked(who="me", ages=(14,), needs=("sleep",), now="hard", private=True, ward="North"),
        Asked(who="me", ages=(14,), needs=("self_harm", "anxiety"), now="not_safe"),
        Asked(who="me", ages=(22,), needs=("anxiety",)),
        Asked(),
    ]
    assert not [fault for asked in people for fault in wrong(shelf, asked, suggest.suggest(shelf, asked))]
    return [(shelf, asked) for asked in people]


def test_silence_about_safety_is_no_all_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plant the opposite: a level that takes silence for calm."""
    monkeypatch.setattr(asking, "HURTING", "")
    calm = replace(Asked(), now="looking", needs=("self_harm",))
    assert asking.level(calm) is Level.CALM
    monkeypatch.undo()
    assert asking.level(calm) is Level.SOON
    assert asking.level(Asked()) is Level.SOON
