"""Six questions to one address: every answer travels in the body of a request, and nothing anywhere keeps it."""

import json
import re
from html import unescape
from pathlib import Path

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from portal import assembly, config, db, schema
from portal.directory import thrive_views
from portal.directory import views as directory
from portal.directory.index import Index
from portal.guides import views as guides
from portal.helplines import views as helplines
from portal.languages import LANGUAGES
from portal.signposting import questions, views
from portal.web import logs

CANARY = "zanzibarcanary"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
WALK = ({"who": "me"}, {"age": "14"}, {"need": ["sleep"], "words": CANARY}, {"now": "some"}, {"how": ["text"]}, {})


@pytest.fixture
def database_url(seeded_file: Path) -> str:
    """Read these pages from the one loaded directory; nothing here writes."""
    return f"sqlite:///{seeded_file}"


@pytest.fixture
def site(settings: config.Settings, shelf: Index, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Build the shell with the rooms that these pages need, and the index that stands ready."""
    monkeypatch.setattr(views, "current_index", lambda: shelf)
    built = assembly.shell(settings)
    for room in (helplines, guides, directory, thrive_views, views):
        if hasattr(room, "install"):
            room.install(built)
        built.register_blueprint(room.bp)
    return built


def main(answer: TestResponse) -> str:
    return unescape(answer.text.partition("<main")[2].partition("</main>")[0])


def carried(answer: TestResponse) -> dict[str, list[str]]:
    """Return what the page's form carries on."""
    found: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(answer.text):
        found.setdefault(name, []).append(unescape(value))
    return found


def send(client: FlaskClient, answer: TestResponse, root: str = "", **said: object) -> TestResponse:
    return client.post(f"{root}/find-help", data=carried(answer) | {"go": "on"} | said)


def walk(client: FlaskClient, *steps: dict[str, object], root: str = "") -> TestResponse:
    """Answer one page after the other, going on where help comes first."""
    answer = client.get(f"{root}/find-help")
    for said in steps:
        answer = send(client, answer, root, **said)
        if 'value="calm"' in answer.text:
            answer = send(client, answer, root, go="calm")
    return answer


def test_amina_answers_six_questions_and_gets_five_services_at_most(client: FlaskClient) -> None:
    steps = [
        {"who": "me"},
        {"age": "14"},
        {"need": ["self_harm"]},
        {"now": "hard"},
        {"how": ["text"], "private": "yes"},
    ]
    shown = main(walk(client, *steps, {}))
    assert "This could help" in shown
    assert "Because you said “Hurting yourself”, and you can text or chat with them." in shown
    assert 1 <= len(re.findall(r'class="fd-card__why"', shown)) <= 5
    assert 'href="/services?need=self_harm&mode=text&age=14"' in shown
    assert "/guides/safer-coping" in shown
    assert "We do not tell your parents" in shown
    assert shown.index("If you need someone now") < shown.index("Tidemark")


def test_every_page_says_where_it_is_and_has_a_way_back_and_a_way_round(client: FlaskClient) -> None:
    answer = client.get("/find-help")
    for at, page in enumerate(questions.PAGES, 1):
        shown = main(answer)
        assert f"{at} of 6" in shown
        assert "Go back" in shown
        assert "You can leave any question empty" in shown
        if page.key != "where":
            assert "I'd rather not say" in shown
            assert "I'm not sure" in shown
        answer = send(client, answer)
    assert "How to ask" in main(answer)


def test_back_keeps_what_was_typed_also_on_the_page_one_comes_from(client: FlaskClient) -> None:
    at_what = walk(client, {"who": "me"}, {"age": "14"})
    back = send(client, at_what, go="back", need=["sleep"], words="half a sen")
    assert 'name="age"' in back.text
    assert 'value="14"' in back.text
    again = send(client, back, age="15")
    assert "half a sen" in again.text
    assert re.search(r'value="sleep"[^>]*checked', again.text)


def test_one_answer_can_be_changed_from_the_result(client: FlaskClient) -> None:
    found = walk(client, {"who": "me"}, {"age": "14"}, {"need": ["sleep"]}, {"now": "some"}, {}, {})
    changing = send(client, found, go="what")
    assert re.search(r'value="sleep"[^>]*checked', changing.text)
    assert "See what could help" in changing.text
    changed = send(client, changing, need=["anger"])
    assert "Because you said “Anger and big feelings”" in main(changed)


@pytest.mark.parametrize(
    "said",
    [{"at": "now", "now": "not_safe"}, {"at": "what", "words": "i want to die"}, {"at": "what", "need": "crisis"}],
)
def test_danger_leads_to_help_at_once_and_may_go_on(client: FlaskClient, said: dict[str, str]) -> None:
    first = client.post("/find-help", data={"who": "me", "go": "on"} | said)
    shown = main(first)
    assert "Thank you for telling us" in shown
    assert shown.index('href="tel:999"') < shown.index("Keep going")
    onward = send(client, first, go="calm")
    assert f"{4 if said['at'] == 'what' else 5} of 6" in main(onward)
    rest = {"at": "where", "go": "on"}
    found = client.post("/find-help", data=carried(onward) | rest)
    result = main(found)
    assert result.index('class="fd-danger"') < result.index("<h1>")


def test_help_comes_first_only_once_for_one_answer(client: FlaskClient) -> None:
    said = {"at": "how", "go": "on", "now": "not_safe", "how": "text"}
    assert "Where are you?" in main(client.post("/find-help", data=said))


def test_nothing_said_is_kept_or_told_anywhere(
    client: FlaskClient, site: Flask, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Follow a canary through the whole walk: addresses, headers, cookies, logs and rows."""
    logs.configure("INFO")
    monkeypatch.setattr(logs, "log", logs.structlog.get_logger())
    answer = client.get("/find-help")
    for said in WALK:
        answer = send(client, answer, **said)
        assert answer.status_code == 200
        assert answer.request.path == "/find-help"
        assert not answer.request.query_string
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in answer.headers
        assert CANARY not in json.dumps(dict(answer.headers))
        links = re.findall(r'(?:href|src|action)="([^"]*)"', answer.text)
        assert not [link for link in links if CANARY in link]
    assert CANARY in answer.text
    assert not client._cookies
    out = capfd.readouterr()
    assert CANARY not in out.out + out.err
    assert not rows_with(site.extensions["portal"]["engine"], CANARY)


def rows_with(engine: Engine, words: str) -> list[str]:
    with db.reading(engine) as session:
        return [
            table.name
            for table in schema.metadata().sorted_tables
            for row in session.execute(select(table))
            if words in str(row)
        ]


def test_a_canary_in_a_log_line_would_be_noticed(capfd: pytest.CaptureFixture[str]) -> None:
    print(CANARY)
    assert CANARY in capfd.readouterr().out


def test_after_leaving_a_page_from_before_gives_a_blank_one(client: FlaskClient) -> None:
    asked = walk(client, {"who": "me"}, {"age": "14"})
    client.set_cookie("left", "1")
    resent = send(client, asked, need=["self_harm"])
    assert resent.status_code == 303
    assert resent.headers["Location"] == "/find-help"
    fresh = client.get("/find-help")
    assert "2 of 6" in main(send(client, fresh, who="me"))


WRONG = {
    "age": ({"at": "age", "age": "fourteen"}, "Please write a whole number, like 14.", 'value="fourteen"'),
    "age 40": ({"at": "age", "age": "40"}, "The services here are for people up to 25.", 'value="40"'),
    "needs": ({"at": "what", "need": ["sleep", "anger", "school", "eating"]}, "Please choose 3 at most", "checked"),
    "words": ({"at": "what", "words": "a" * 501}, "This is 1 letter too long.", "a" * 501),
    "place": ({"at": "where", "near": "Atlantis"}, "We don't know that place.", 'value="Atlantis"'),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_makes_no_sense_is_said_kindly_and_loses_nothing(client: FlaskClient, name: str) -> None:
    said, words, kept = WRONG[name]
    answer = client.post("/find-help", data={"go": "on", "now": "hard"} | said)
    assert answer.status_code == 422
    assert words in main(answer)
    assert kept in answer.text
    assert carried(answer)["now"] == ["hard"]


ODD = ({}, {"at": "zzz"}, {"go": "zzz"}, {"who": "zzz"}, {"need": "zzz", "at": "what"}, {"age": "\u0661\u0664"},
       {"at": "where", "age": "x" * 500, "band": "zzz", "need": ["a"] * 50, "how": "zzz", "access": "zzz", "now": "zzz",
        "near": "\x00\u202e", "words": "\x00" * 90})  # fmt: skip


@pytest.mark.parametrize("number", range(len(ODD)))
def test_no_answer_breaks_a_page(client: FlaskClient, number: int) -> None:
    assert client.post("/find-help", data=ODD[number]).status_code in {200, 422}


def test_the_markup_of_every_step_is_valid(client: FlaskClient) -> None:
    said = {"who": "me", "need": "self_harm", "now": "hard", "age": "14"}
    steps = [{"at": page.key, "go": page.key} for page in questions.PAGES]
    for step in (*steps, {"at": "where", "go": "on"}, {"at": "what", "need": "crisis"}, {"at": "age", "age": "x"}):
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(client.post("/find-help", data=said | step).text)
        # A&E may be written so; the parser is stricter than the standard.
        allowed = {"expected-doctype-but-got-start-tag", "expected-named-entity"}
        assert not {error for _at, error, _values in parser.errors} - allowed, step


@pytest.mark.parametrize("code", LANGUAGES)
def test_it_works_in_every_language(client: FlaskClient, code: str) -> None:
    root = "" if code == "en" else f"/{code}"
    found = walk(client, {"who": "me"}, {"age": "15"}, {"need": ["low_mood"]}, {"now": "some"}, {}, {}, root=root)
    assert f'lang="{code}"' in found.text
    assert f'action="{root}/find-help"' in found.text
    assert "Millfields Counselling Circle" in found.text


def test_a_gp_reads_how_to_refer_and_a_father_reads_a_parents_words(client: FlaskClient) -> None:
    gp = main(walk(client, {"who": "gp"}, {"age": "16"}, {"words": "eating disorder"}, {"now": "hard"}, {}, {}))
    assert "Services for the young person you work with" in gp
    assert "How to refer:" in gp
    assert "/thrive/professionals" in gp
    father = main(walk(client, {"who": "child"}, {"age": "9"}, {"need": ["school"]}, {"now": "hard"}, {}, {}))
    assert "as a parent or carer" in father
    assert "How to refer:" not in father


def test_a_friend_may_keep_it_from_their_parents_and_a_gp_is_not_asked(client: FlaskClient) -> None:
    assert "Without telling their parents" in main(client.post("/find-help", data={"at": "now", "who": "friend"}))
    assert 'name="private"' not in main(client.post("/find-help", data={"at": "now", "who": "gp"}))


def test_deaf_people_get_numbers_they_can_use(client: FlaskClient) -> None:
    deaf = client.post("/find-help", data={"at": "where", "go": "on", "access": "bsl", "now": "not_safe"})
    assert main(deaf).count("fd-call") > main(client.post("/find-help", data={"at": "where", "now": "not_safe"})).count(
        "fd-call"
    )


def test_words_nobody_understands_are_owned_up_to_and_the_team_is_offered(client: FlaskClient) -> None:
    shown = main(client.post("/find-help", data={"at": "where", "age": "14", "words": "xqzzv blorp", "now": "some"}))
    assert "We could not match your own words to a service." in shown
    assert 'href="/refer"' in shown


def test_nobody_for_this_person_is_no_dead_end(
    client: FlaskClient, site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "suggest", lambda _shelf, asked: views.Suggestion(views.level(asked), (), True, asked))
    shown = main(client.post("/find-help", data={"at": "where", "age": "14", "now": "some"}))
    assert "That is our gap, not your fault." in shown
    assert 'href="/refer"' in shown
    assert "/guides/" in shown


def test_places_are_never_in_the_link_to_the_list(client: FlaskClient) -> None:
    shown = main(client.post("/find-help", data={"at": "where", "near": "QX2 1AB", "need": "sleep", "now": "some"}))
    links = re.findall(r'href="(/services\?[^"]*)"', shown)
    assert links == ["/services?need=sleep"]
