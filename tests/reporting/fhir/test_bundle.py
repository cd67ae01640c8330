"""A case as FHIR R4: valid, whole, labelled, and read back without loss, whoever spoke and whatever is missing."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from fhirclient.models.bundle import Bundle
from fhirclient.models.fhirabstractbase import FHIRValidationError
from hypothesis import given, settings

from portal.reporting.fhir import asking, codes, shapes, watching
from portal.reporting.fhir.bundle import bundle
from portal.reporting.fhir.shapes import instant
from portal.reporting.fhir.told import PLAN, REACHING, Told
from tests.reporting.fhir import reading
from tests.reporting.fhir.cases import NHS_NUMBER, cases, four_voices

TRIES = settings(max_examples=25, deadline=None)
CLOSED_LISTS = {
    ("ServiceRequest", "status"): {"draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"},
    ("ServiceRequest", "priority"): {"routine", "urgent", "asap", "stat"},
    ("Task", "status"): {
        *("draft", "requested", "received", "accepted", "rejected", "ready", "cancelled", "in-progress"),
        *("on-hold", "failed", "completed", "entered-in-error"),
    },
    ("Consent", "status"): {"draft", "proposed", "active", "rejected", "inactive", "entered-in-error"},
    ("Appointment", "status"): {
        *("proposed", "pending", "booked", "arrived", "fulfilled", "cancelled", "noshow", "entered-in-error"),
        *("checked-in", "waitlist"),
    },
    ("Goal", "lifecycleStatus"): {"proposed", "planned", "accepted", "active", "on-hold", "completed", "cancelled"},
    ("Patient", "gender"): {"male", "female", "other", "unknown"},
    ("Flag", "status"): {"active", "inactive", "entered-in-error"},
}
"""What R4 itself allows where it allows only its own words."""


def valid(made: dict[str, Any]) -> bool:
    """Read it with a library made from R4 (4.0.1), and hold its closed lists and its addresses beside it."""
    written = json.loads(json.dumps(made))
    # The library is lenient with null, which R4 has no room for: what it writes again must be what it read.
    assert Bundle(written, strict=True).as_json() == written
    addresses = [each["fullUrl"] for each in made["entry"]]
    assert len(set(addresses)) == len(addresses)
    assert set(reading.references(made)) <= set(addresses)
    for each in made["entry"]:
        kind = each["resource"]["resourceType"]
        for (name, field), words in CLOSED_LISTS.items():
            assert kind != name or each["resource"].get(field, next(iter(words))) in words
    return True


@TRIES
@given(cases())
def test_every_case_is_valid_r4(told: Told) -> None:
    assert valid(bundle(told))


def r4(told: Told) -> None:
    valid(bundle(told))


def test_ways_to_reach_somebody_are_valid_each() -> None:
    told = four_voices()
    reached = {"phone": "07700 900123", "email": "keira@example.org"}
    accounts = tuple(replace(one, said={**one.said, **reached}) for one in told.accounts)
    made = bundle(replace(told, accounts=accounts))
    assert valid(made)
    patient = next(each["resource"] for each in made["entry"] if each["resource"]["resourceType"] == "Patient")
    assert {each["value"] for each in patient["telecom"]} == set(reached.values())


def test_an_invalid_bundle_would_be_noticed() -> None:
    task = {"resourceType": "Task", "id": "a", "meta": {"security": []}, "intent": "order"}
    with pytest.raises(FHIRValidationError):
        valid({"resourceType": "Bundle", "type": "collection", "entry": [{"fullUrl": "urn:uuid:a", "resource": task}]})


def read_back(told: Told) -> None:
    made = bundle(told)
    hidden = {"nhs_number", "nhs_number_check"} if told.fictional else set()
    for account, voice in zip(told.accounts, reading.voices(made), strict=True):
        plans = {name: value for name, value in account.said.items() if name in PLAN}
        said = {name: value for name, value in account.said.items() if name not in {*hidden, *plans}}
        assert voice["said"] == said
        for name in ("reference", "voice", "band", "status", "ended_by"):
            assert voice[name] == getattr(account, name)
        assert voice["pathways"] == list(account.pathways)
    notes = [note["text"] for plan in reading.of_kind(made, "CarePlan") for note in plan["note"]]
    assert notes == [
        one.said[name] for one in told.accounts for name in ("safety_plan", "made_safer") if name in one.said
    ]
    assert reading.decisions(made) == [(one.outcome, one.state, one.rationale, one.next_step) for one in told.decided]
    assert reading.meetings(made) == [(instant(one.at), one.way, one.fate, one.place) for one in told.meetings]
    scores: dict[str, list[int | None]] = {}
    for one in (goal for account in told.accounts for goal in account.goals):
        scores.setdefault(one.words, []).extend(score for _moment, score in one.scores)
    assert {words: sorted(found) for words, found in reading.goals(made).items()} == {
        words: sorted(score for score in found if score is not None) for words, found in scores.items()
    }


@TRIES
@given(cases())
def test_read_back_it_says_what_it_was_made_from(told: Told) -> None:
    read_back(told)


def labelled(told: Told) -> None:
    """Hold that everything is restricted, and how to reach somebody stands under the narrowest label alone."""
    wide: list[str] = []
    for entry in bundle(told)["entry"]:
        own = reading.labels(entry["resource"])
        assert own & {"R", "V"}
        if "V" not in own and entry["resource"]["resourceType"] not in ("Patient", "Organization"):
            wide += reading.strings(entry["resource"])
    for account in told.accounts:
        for name in REACHING:
            text = f"CANARY-{name}-{account.id}"
            if account.said.get(name) == text:
                assert not [each for each in wide if text in each]


def with_canaries(told: Told) -> Told:
    """Write something unmistakable into every box that says how to reach somebody."""
    accounts = [
        type(one)(
            **{
                **vars(one),
                "said": {
                    name: f"CANARY-{name}-{one.id}" if name in REACHING and name not in codes.CONSENTS else value
                    for name, value in one.said.items()
                    if name not in codes.WAYS
                },
            }
        )
        for one in told.accounts
    ]
    return type(told)(**{**vars(told), "accounts": tuple(accounts)})


def of_friends(told: Told) -> None:
    """Hold that nothing a friend is called, or wrote, stands where more people may look."""
    theirs = [
        str(one.said[name])
        for one in told.accounts
        for name in ("referrer_name", "story")
        if one.voice == "friend" and one.said.get(name)
    ]
    wide = [each["resource"] for each in bundle(told)["entry"] if "V" not in reading.labels(each["resource"])]
    assert not set(theirs) & {text for each in wide for text in reading.strings(each)}


def test_a_friend_cannot_be_found_by_whoever_may_see_only_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    told = four_voices()
    friend = replace(told.accounts[-1], said={"referrer_name": "Zoe", "story": "I saw her cry."})
    told = replace(told, accounts=(*told.accounts[:-1], friend))
    of_friends(told)
    monkeypatch.setattr(shapes, "BY_VOICE", {})
    with pytest.raises(AssertionError):
        of_friends(told)


@TRIES
@given(cases().map(with_canaries))
def test_how_to_reach_somebody_never_leaves_the_narrowest_label(told: Told) -> None:
    labelled(told)


@TRIES
@given(cases(fictional=True))
def test_nobody_made_up_has_an_nhs_number_and_every_resource_is_marked(told: Told) -> None:
    made = bundle(told)
    assert NHS_NUMBER not in json.dumps(made)
    assert "nhs.uk" not in json.dumps(made)
    for meta in [made["meta"], *(each["resource"]["meta"] for each in made["entry"])]:
        assert shapes.WATERMARK in meta["tag"]


@TRIES
@given(cases(fictional=False))
def test_a_real_number_is_one_only_if_it_checks_out(told: Told) -> None:
    [patient] = reading.of_kind(bundle(told), "Patient")
    for each in patient.get("identifier", []):
        assert (each["system"] == codes.NHS_NUMBER) == (each["value"] == NHS_NUMBER)
    assert "watermark" not in json.dumps(bundle(told))


@TRIES
@given(cases())
def test_a_way_that_anybody_called_unsafe_is_no_way_to_reach_the_patient(told: Told) -> None:
    [patient] = reading.of_kind(bundle(told), "Patient")
    systems = {each["system"] for each in patient.get("telecom", [])}
    for one in told.accounts:
        assert one.said.get("unsafe_contact") in (None, "no") or not systems
        assert one.said.get("contact_phone") != "not_ok" or "phone" not in systems


@TRIES
@given(cases())
def test_only_a_plain_yes_permits(told: Told) -> None:
    for one in reading.of_kind(bundle(told), "Consent"):
        answer = one["provision"]["code"][0]["coding"][0]["code"]
        assert (one["provision"]["type"] == "permit") == (answer == "yes")


@TRIES
@given(cases())
def test_there_is_a_plan_only_where_somebody_told_of_one(told: Told) -> None:
    having = [one for one in told.accounts if one.said.get("safety_plan") or one.said.get("made_safer")]
    assert len(reading.of_kind(bundle(told), "CarePlan")) == len(having)


FAULTS: dict[str, tuple[Any, str, Any, Callable[[Told], None]]] = {
    "a band under another name": (codes, "PRIORITY", dict.fromkeys(codes.PRIORITY, "soon"), r4),
    "how to reach them among the other answers": (watching, "REACHING", (), labelled),
    "words lost from the story": (asking, "OWN_WORDS", ("story",), read_back),
}


@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_fault_would_be_noticed(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place, name, worse, check = FAULTS[fault]
    told = with_canaries(four_voices()) if check is labelled else four_voices()
    check(told)
    monkeypatch.setattr(place, name, worse)
    with pytest.raises((AssertionError, FHIRValidationError)):
        check(told)
