from collections.abc import Callable
from typing import Any

import pytest

from portal.helplines import checks, registry
from portal.helplines.registry import RegistryError

Spoil = Callable[[dict[str, Any]], object]


def _first(said: dict[str, Any]) -> dict[str, Any]:
    first: dict[str, Any] = said["contact"][0]
    return first


FAULTS: dict[str, tuple[Spoil, str]] = {
    "the same id twice": (lambda said: _first(said).update(id="shout"), "used twice"),
    "nobody looks after it": (lambda said: _first(said).pop("owner"), "owner is missing"),
    "an order in words": (lambda said: _first(said).update(order="first"), "order is missing or"),
    "a place that the page has not": (lambda said: _first(said).update(place="top"), "place is 'top'"),
    "an audience that nobody is": (lambda said: _first(said).update(audience="all"), "audience is 'all'"),
    "a date in quotes": (lambda said: _first(said).update(verified_on="2026-11-22"), "verified_on is a date"),
    "no way to reach it": (lambda said: _first(said).update(channels=[]), "no channel"),
    "a channel of no kind": (lambda said: _first(said)["channels"][0].update(kind="fax"), "kind is 'fax'"),
    "nothing shown": (lambda said: _first(said)["channels"][0].update(display=""), "nothing to display"),
    "letters that are dialled": (lambda said: _first(said)["channels"][0].update(value="0808 O"), "digits only"),
    "one number shown and another dialled": (
        lambda said: _first(said)["channels"][0].update(display="0808 157 0301"),
        "is shown, but",
    ),
    "a page in the clear": (
        lambda said: said["contact"][4]["channels"][1].update(value="http://111.example.org"),
        "begins with https",
    ),
    "English words missing": (lambda said: _first(said)["en"].pop("what_happens"), "en says nothing about"),
    "a translation half done": (lambda said: _first(said)["ur"].update(cost=" "), "ur says nothing about cost"),
    "no line for danger to life": (
        lambda said: said["contact"].remove(next(c for c in said["contact"] if c["id"] == "emergency")),
        "No contact stands in the place for danger",
    ),
}


def test_what_is_shipped_has_no_problem(said: dict[str, Any]) -> None:
    assert list(checks.problems(said["contact"])) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_every_planted_fault_is_found_and_stops_the_reading(said: dict[str, Any], fault: str) -> None:
    spoil, message = FAULTS[fault]
    spoil(said)
    assert any(message in problem for problem in checks.problems(said["contact"]))
    with pytest.raises(RegistryError, match="."):
        registry.read(said)


def test_a_problem_names_the_contact(said: dict[str, Any]) -> None:
    _first(said).pop("owner")
    assert next(checks.problems(said["contact"])).startswith("wexlow_crisis_line: ")
