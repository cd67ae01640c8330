"""The page of one service: its order, what is honest when nobody knows, and what to try when it is closed."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from portal import languages
from portal.directory import checking, others, page, telling
from portal.directory.checking import Desk
from portal.directory.documents import BY_PROVIDER, Document, Site, Wait, fingerprint
from portal.directory.hours import Year
from portal.directory.index import Index
from tests.directory.conftest import MONDAY, NOON, a_service, an_index

YEAR = Year(frozenset(), (date(2020, 1, 1), date(2030, 12, 31)))
DESK = Desk("Wexlow directory team", "directory@example.org")
ORDER = ("who", "how", "wait", "when", "cost", "access", "languages", "checked")


def told(service: Document, *more: Document) -> page.Page:
    return page.page(service, an_index(service, *more), NOON, YEAR, DESK)


def text(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_every_service_answers_the_same_questions_in_the_same_order(client: FlaskClient, wexlow: Index) -> None:
    for number, service in enumerate(wexlow.documents):
        shown = text(client, f"{('', '/pl', '/ur')[number % 3]}/services/{service.slug}")
        assert tuple(re.findall(r'<section class="fd-topic" id="(\w+)">', shown)) == ORDER
        assert shown.index('id="checked"') < shown.index('id="contact"')


@pytest.mark.parametrize(
    ("low", "high", "years", "words"),
    [
        (0, 18, (0, 1), "From birth to the age of 18 months"),
        (None, 18, (None, 1), "From birth to the age of 18 months"),
        (6, None, (0, 4), "From 6 months to 4 years old"),
        (6, 23, (0, 1), "From 6 months to 23 months old"),
        (1, None, (0, None), "From the age of 1 month"),
        (None, 20, (1, 1), "From 1 year to 20 months old"),
    ],
)
def test_ages_of_babies_are_told_in_months(
    low: int | None, high: int | None, years: tuple[int | None, int | None], words: str
) -> None:
    baby = a_service(minimum_age_months=low, maximum_age_months=high, minimum_age=years[0], maximum_age=years[1])
    assert telling.ages(baby) == words


def test_a_way_in_that_is_not_yours_says_so() -> None:
    assert told(a_service(routes=("gp", "school"))).not_yourself
    assert not told(a_service(routes=("self", "gp"))).not_yourself
    assert not told(a_service(routes=())).not_yourself


def wait(count: int = 40, ago: int = 10) -> Wait:
    return Wait(MONDAY - timedelta(days=ago), 32, 86, count, "reported_by_provider")


def test_a_wait_comes_with_its_date_its_people_and_its_source_or_not_at_all() -> None:
    known = told(a_service(wait=wait()))
    assert known.wait == "Half wait up to 5 weeks, most up to 13 weeks."
    assert known.wait_small.startswith("The service told us this, about 40 people, on 13 November 2026.")
    for unknown in (None, wait(count=9), wait(ago=121), wait(ago=-1)):
        shown = told(a_service(wait=unknown))
        assert shown.wait.startswith("We don't know yet.")
        assert shown.wait_small == ""
    assert told(a_service(wait=wait(), paused=True)).wait == "It is closed for now, so nobody is being seen there."
    assert told(a_service(terms={"access": ("drop_in",)})).wait.startswith("You can just turn up")
    for kind in ({"crisis": True}, {"terms": {"provider_type": ("digital",)}}):
        assert told(a_service(**kind)).wait.startswith("We don't know yet")


def test_a_week_of_equal_days_is_one_line(client: FlaskClient) -> None:
    shown = text(client, "/services/nightlamp-sleep")
    assert shown.count("all day and all night") == 1
    assert "<dt>Every day</dt>" in shown
    assert "<dt>Every day</dt>" not in text(client, "/services/camhs-ashmere")


@pytest.mark.parametrize(
    ("assured_by", "words"),
    [
        (BY_PROVIDER, "Last checked on 23 November 2026 by A charity, who run it."),
        (fingerprint("Directory@Example.org "), "Last checked on 23 November 2026 by the Wexlow directory team."),
        (
            fingerprint("somebody@else.example"),
            "Last checked on 23 November 2026. We don't know by which organisation.",
        ),
        ("", "Last checked on 23 November 2026. We don't know by which organisation."),
    ],
)
def test_who_checked_it_is_an_organisation_or_unknown(assured_by: str, words: str) -> None:
    assert checking.words(a_service(assured_by=assured_by), DESK, MONDAY) == words


def test_an_area_without_a_directory_team_claims_none() -> None:
    nobody = a_service(assured_by=fingerprint(""))
    assert checking.by(nobody, Desk()) == ""
    assert checking.by(a_service(assured_by=fingerprint("a@b.example")), Desk("A team", "")) == ""


def test_what_nobody_checked_for_long_says_check_before_you_go() -> None:
    assert checking.warning(a_service(assured=MONDAY - timedelta(days=366)), MONDAY).endswith("Check before you go.")
    assert checking.warning(a_service(assured=None), MONDAY).endswith("Get in touch before you go.")
    assert checking.warning(a_service(assured=MONDAY - timedelta(days=365)), MONDAY) == ""


def test_no_address_of_whoever_checked_is_in_a_document_or_on_a_page(client: FlaskClient, wexlow: Index) -> None:
    for service in wexlow.documents:
        assert "directory@example.org" not in repr(service)
    assert "directory@example.org" not in client.get("/services/camhs-ashmere").text


def test_what_makes_it_easier_is_sorted_by_kind_and_nothing_is_dropped() -> None:
    carried = ("self_referral", "wheelchair", "bsl", "hovercraft")
    index = an_index(a_service(terms={"access": carried}))
    known = {**index.terms["access"], "hovercraft": index.terms["access"]["bsl"]}
    index = replace(index, terms={**index.terms, "access": known})
    shown = page.page(index.documents[0], index, NOON, YEAR, DESK).access
    assert shown == (("Getting in", ("wheelchair",)), ("Talking and writing", ("bsl",)), ("And more", ("bsl",)))


def test_a_closed_service_offers_what_it_names_unless_that_is_closed_too() -> None:
    closed = a_service("closed", paused=True, alternatives=("shut", "open-one"))
    shut, fine = a_service("shut", paused=True), a_service("open-one")
    assert [each.slug for each in told(closed, shut, fine).others] == ["open-one"]


def test_a_closed_service_that_names_nothing_offers_what_fits_the_same_people() -> None:
    needs = {"need": ("anxiety", "sleep")}
    closed = a_service("closed", paused=True, terms=needs)
    best = a_service("best", terms=needs)
    second = a_service("second", terms={"need": ("sleep",)})
    wrong = [
        a_service("too-old", terms=needs, minimum_age=16),
        a_service("too-young", terms=needs, maximum_age=12),
        a_service("elsewhere", terms={"need": ("crisis",)}),
        a_service("also-shut", terms=needs, paused=True),
        a_service("one-school", terms=needs, catchment="school"),
        a_service("deaf-only", terms={**needs, "cohort": ("deaf",)}),
        a_service("stale", terms=needs, assured=MONDAY - timedelta(days=600)),
    ]
    assert [each.slug for each in told(closed, *wrong, second, best).others] == ["best", "second"]
    assert others.instead(replace(best, paused=False), an_index(best, second)) == ()


def test_every_closed_service_of_wexlow_has_a_reason_a_date_and_somewhere_else(
    client: FlaskClient, wexlow: Index
) -> None:
    closed = [each for each in wexlow.documents if each.paused]
    assert closed
    for service in closed:
        shown = text(client, f"/services/{service.slug}")
        assert service.alert in shown
        assert "It should open again on" in shown
        assert "You could try these instead:" in shown


def test_an_app_is_never_shown_without_its_check() -> None:
    app = a_service(terms={"provider_type": ("digital",)})
    assert telling.assurance(app, MONDAY) == "Nobody has checked this app for safety yet."
    assert telling.assurance(replace(app, assurance={"expires_on": "soon"}), MONDAY).startswith("We don't know")
    assert telling.assurance(replace(app, assurance={"note": "well"}), MONDAY).startswith("We don't know")
    assert telling.assurance(a_service(), MONDAY) == ""


def test_every_app_of_wexlow_shows_its_check_on_card_and_page(client: FlaskClient, wexlow: Index) -> None:
    apps = [each for each in wexlow.documents if telling.is_app(each)]
    assert len(apps) == 8
    for app in apps:
        assert "safety" in text(client, f"/services/{app.slug}").partition("<section")[0]
    shown = text(client, "/services?q=nightlamp")
    assert "The safety check of this app ran out on" in shown


def test_a_number_of_the_registry_says_when_nobody_has_tried_it(client: FlaskClient) -> None:
    assert "Nobody has tried this number lately to check it." in text(client, "/services/wexlow-crisis-line")


def test_the_page_sets_no_cookie_and_says_the_same_to_everybody(client: FlaskClient) -> None:
    first = client.get("/services/camhs-ashmere")
    assert "Set-Cookie" not in first.headers
    assert "Cookie" not in first.headers.get("Vary", "")
    bare = [re.sub(r'nonce="[^"]+"', "", client.get("/services/camhs-ashmere").text) for _ in range(2)]
    assert bare[0] == bare[1]


def test_the_address_on_the_page_is_ours_whatever_host_a_request_claims(client: FlaskClient) -> None:
    shown = client.get("/services/camhs-ashmere", headers={"Host": "evil.example"}).text
    assert "evil.example" not in shown
    assert "http://localhost/services/camhs-ashmere" in shown


def test_the_machines_part_can_be_read_back(client: FlaskClient, wexlow: Index) -> None:
    for service in wexlow.documents[::7]:
        shown = client.get(f"/services/{service.slug}").text
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', shown, re.DOTALL)
        assert found
        assert json.loads(found[1])["name"] == service.name


@pytest.mark.parametrize("code", languages.LANGUAGES)
def test_a_hidden_place_has_no_line_of_its_own(code: str) -> None:
    hidden = a_service(sites=(Site("", (), None, (), hidden=True),))
    with languages.using(code):
        assert told(hidden).card.where
