"""What machines read of a service: true, complete as far as the vocabulary goes, and unable to break the page."""

import json
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.directory import structured
from portal.directory.documents import Line, Site, Wait
from portal.directory.hours import Opening, Rule
from portal.directory.index import Index
from portal.directory.recurrence import Recurrence
from tests.directory.conftest import MONDAY, a_service

HERE = "https://front-door.example/services/quiet-room"
EVERYTHING = a_service(
    description="A room to talk in.",
    terms={"provider_type": ("vcs",), "cost": ("free",), "language": ("en", "pl")},
    identifiers=(("Charity number", "0000000"),),
    area="Wexlow",
    lines=(Line("voice", "01632 960001"), Line("text", "07700 900001")),
    url="https://www.example.org/quiet",
    sites=(Site("The Loft", ("1 High Lane", "Ashmere", "QX1 1AA"), (54.0, 1.0), ()),),
    openings=(Opening(Recurrence(frozenset({0, 2})), time(9), time(17), Rule.CLOSED, valid_to=date(2027, 1, 1)),),
    wait=Wait(MONDAY, 30, 60, 50, "reported_by_provider"),
)


@pytest.mark.parametrize(
    ("who", "kind"), [("council", "GovernmentService"), ("nhs", "MedicalBusiness"), ("vcs", "Service")]
)
def test_the_type_says_who_runs_it(who: str, kind: str) -> None:
    assert structured.service(a_service(terms={"provider_type": (who,)}), HERE)["@type"] == kind


def test_everything_that_is_known_is_said() -> None:
    said = structured.service(EVERYTHING, HERE)
    assert said["@context"] == "https://schema.org"
    assert said["provider"] == {
        "@type": "Organization",
        "name": "A charity",
        "identifier": [{"@type": "PropertyValue", "propertyID": "Charity number", "value": "0000000"}],
    }
    assert said["areaServed"] == "Wexlow"
    assert said["audience"] == {"@type": "PeopleAudience", "suggestedMinAge": 11, "suggestedMaxAge": 18}
    assert said["isAccessibleForFree"] is True
    phone, text, site, place = said["availableChannel"]
    assert phone["servicePhone"]["telephone"] == "01632 960001"
    assert phone["availableLanguage"] == ["en", "pl"]
    assert text["serviceSmsNumber"]["telephone"] == "07700 900001"
    assert site["serviceUrl"] == "https://www.example.org/quiet"
    assert place["serviceLocation"]["address"]["postalCode"] == "QX1 1AA"
    assert said["hoursAvailable"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": ["https://schema.org/Monday", "https://schema.org/Wednesday"],
            "opens": "09:00",
            "closes": "17:00",
            "validThrough": "2027-01-01",
        }
    ]


def test_a_wait_is_never_marked_up() -> None:
    text = structured.embed(structured.service(EVERYTHING, HERE))
    assert not any(word in text.lower() for word in ("offer", "price", "wait", "30", "60 "))


def test_what_cannot_be_said_whole_is_not_said() -> None:
    term = Opening(Recurrence(frozenset({0})), time(9), time(10), term_only=True)
    every_second = Opening(Recurrence(frozenset({0}), every=2), time(9), time(10))
    asked_first = Opening(Recurrence(frozenset({3})), time(9), time(10), Rule.OPEN, by_appointment=True)
    night = Opening(Recurrence(frozenset({4})), time(22), time(2), Rule.OPEN)
    always = Opening(Recurrence(frozenset(range(7))), time(0), time(0), Rule.OPEN)
    said = structured.service(a_service(openings=(term, every_second, asked_first, night, always)), HERE)[
        "hoursAvailable"
    ]
    assert [(each["opens"], each["closes"]) for each in said] == [("22:00", "02:00"), ("00:00", "23:59")]
    assert "hoursAvailable" not in structured.service(a_service(openings=(night,), paused=True), HERE)


def test_what_nobody_said_is_left_out_and_not_guessed() -> None:
    said = structured.service(a_service(minimum_age=None, maximum_age=None), HERE)
    assert "isAccessibleForFree" not in said
    assert said["audience"] == {"@type": "PeopleAudience"}
    paid = structured.service(a_service(terms={"cost": ("free", "small_charge")}), HERE)
    assert paid["isAccessibleForFree"] is False
    baby = structured.service(
        a_service(minimum_age=0, minimum_age_months=6, maximum_age=1, maximum_age_months=18), HERE
    )
    assert baby["audience"] == {"@type": "PeopleAudience", "suggestedMinAge": 0.5, "suggestedMaxAge": 1.5}


def test_numbers_of_the_registry_are_given_by_the_caller() -> None:
    said = structured.service(a_service(helpline="line"), HERE, [Line("voice", "08081570000")])
    assert said["availableChannel"][0]["servicePhone"]["telephone"] == "08081570000"


def test_a_hidden_place_is_no_channel() -> None:
    hidden = Site("", (), None, (), hidden=True)
    assert "availableChannel" not in structured.service(a_service(sites=(hidden,)), HERE)


NASTY = st.text(alphabet=st.sampled_from("<>&\"'/!-\\ scriptSCRIPT\u2028\u2029\x00é\n"), max_size=60) | st.sampled_from(
    ["</script><script>alert(1)</script>", "<!--", "<!--<script>", "]]>", "\u2028", "&lt;/script&gt;"]
)


@given(NASTY, NASTY, NASTY)
def test_no_word_of_a_service_can_end_the_script_it_stands_in(name: str, words: str, area: str) -> None:
    said = structured.service(a_service(name=name, description=words, area=area), HERE)
    text = structured.embed(said)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == said


def test_plain_json_would_not_have_been_safe() -> None:
    assert "</script" in json.dumps(structured.service(a_service(name="</script>"), HERE))


def test_every_service_of_wexlow_can_be_described(wexlow: Index) -> None:
    kinds = set()
    for service in wexlow.documents:
        said = structured.service(service, HERE)
        assert json.loads(structured.embed(said)) == said
        kinds.add(said["@type"])
    assert kinds == {"GovernmentService", "MedicalBusiness", "Service"}
