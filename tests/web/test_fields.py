"""Fields as people meet them: what they typed comes back, and what is wrong is said kindly and in the right place."""

from datetime import date

import html5lib
import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms.validators import Optional

from portal import languages
from portal.languages import lazy
from portal.web import fields, widgets
from portal.web.forms import PortalForm

YES_NO = [fields.choice("yes", lazy("Yes")), fields.choice("no", lazy("No"), hint="h"), fields.choice("x", "Not sure")]


class Question(PortalForm):
    """One question with something under an answer."""

    safe_now = fields.RadioField(
        lazy("Are you safe?"),
        [fields.asked(lazy("Choose the closest one."))],
        choices=YES_NO,
        render_kw={"heading": True, "reveals": {"no": ["who", "words"]}},
    )
    who = fields.TextField("Who is with you?", [fields.AtMost(10)])
    words = fields.TextAreaField("Say more", [fields.AtMost(50)])


class About(PortalForm):
    """A little of everything."""

    name = fields.TextField("Name", [fields.asked("Tell us a name.")], render_kw={"autocomplete": "given-name"})
    dob = fields.DateField("Born", [Optional(), fields.in_the_past("That is not a birthday yet.")])
    age = fields.NumberField("Age", [fields.between(0, 25, "We help people up to 25.")])
    low = fields.TickField("Feeling low", description="Most days")
    worry = fields.TickField("Worrying")
    fits = fields.TickGroup("What fits?", [fields.any_ticked("Choose one.")], render_kw={"boxes": ["low", "worry"]})
    ways = fields.CheckboxesField("Ways", choices=[fields.choice("text", "Text"), fields.choice("call", "Call")])
    tongue = fields.SelectField("Language", choices=[fields.choice("en", "English"), fields.choice("ur", "اردو")])
    secret = fields.PasswordField("Password")


def fill(form: type[PortalForm], **typed: object) -> PortalForm:
    """Fill in a form as a browser would send it; underscores before a part of a date are hyphens."""
    data: MultiDict[str, object] = MultiDict()
    for name, value in typed.items():
        for one in value if isinstance(value, list) else [value]:
            data.add(name.replace("dob_", "dob-"), one)
    return form(formdata=data, meta={"csrf": False})


def boxes(html: str) -> dict[str, list[str]]:
    """Return the values of every named box of some HTML, by name; a box that is not ticked counts as empty."""
    found: dict[str, list[str]] = {}
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    for box in (element for element in tree.iter() if element.tag in {"input", "textarea", "select"}):
        if box.tag == "textarea":
            value = box.text or ""
        elif box.get("type") in {"radio", "checkbox"}:
            value = box.get("value") if box.get("checked") is not None else ""
        else:
            value = box.get("value") or ""
        found.setdefault(box.get("name"), []).append(value)
    return found


def test_the_name_in_the_page_is_exactly_the_fields_name(on_a_page: Flask) -> None:
    assert set(boxes(fields.widgets.render_all(fill(Question)))) == {"safe_now", "who", "words"}


def test_what_amina_typed_comes_back_to_the_letter(on_a_page: Flask) -> None:
    form = fill(Question, safe_now="no", who="my dad & 'brother' <3", words="line one\nline two\n\n  three 😔")
    shown = boxes(fields.widgets.render_all(form))
    assert shown["safe_now"] == ["", "no", ""]
    assert shown["who"] == ["my dad & 'brother' <3"]
    assert shown["words"] == ["line one\nline two\n\n  three 😔"]


@given(st.text(max_size=80))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_any_story_survives_being_shown_and_sent_again(on_a_page: Flask, story: str) -> None:
    first = fill(Question, words=story)
    shown = boxes(fields.widgets.render_all(first))["words"][0]
    assert fill(Question, words=shown).words.data == first.words.data


def test_a_question_without_an_answer_says_so_kindly(on_a_page: Flask) -> None:
    form = fill(Question)
    assert not form.validate()
    assert form.errors == {"safe_now": ["Choose the closest one."]}


def test_an_answer_that_was_never_offered_is_refused(on_a_page: Flask) -> None:
    form = fill(Question, safe_now="maybe")
    assert not form.validate()
    assert "Please choose one of the answers here." in form.errors["safe_now"]
    assert not fill(About, ways=["text", "pigeon"]).validate()
    assert "ways" in _errors(About, ways=["text", "pigeon"])


def test_a_text_that_is_too_long_is_kept_whole_and_says_by_how_much(on_a_page: Flask) -> None:
    form = fill(Question, safe_now="yes", who="twelve chars")
    assert not form.validate()
    assert form.errors == {"who": ["This is 2 letters too long."]}
    assert form.who.data == "twelve chars"


def _errors(form: type[PortalForm], **typed: object) -> dict[str, list[str]]:
    filled = fill(form, **typed)
    filled.validate()
    return dict(filled.errors)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"dob_day": "27"}, "Please add the month and the year."),
        ({"dob_day": "27", "dob_month": "3"}, "Please add the year."),
        ({"dob_day": "31", "dob_month": "2", "dob_year": "2011"}, "We cannot find that date."),
        ({"dob_day": "3", "dob_month": "2", "dob_year": "11"}, "The year needs 4 numbers"),
        ({"dob_day": "3", "dob_month": "2", "dob_year": "2999"}, "That is not a birthday yet."),
        ({"dob_day": "3", "dob_month": "2", "dob_year": "1800"}, "That is not a birthday yet."),
    ],
)
def test_a_date_that_cannot_be_is_said_in_one_sentence(on_a_page: Flask, typed: dict[str, str], said: str) -> None:
    assert [said in error for error in _errors(About, **typed)["dob"]] == [True]


def test_a_date_comes_back_as_it_was_typed_and_only_the_wrong_box_is_marked(on_a_page: Flask) -> None:
    form = fill(About, dob_day="27", dob_month="Mrach", dob_year="2011")
    form.validate()
    html = form.dob()
    shown = boxes(html)
    assert (shown["dob-day"], shown["dob-month"], shown["dob-year"]) == (["27"], ["Mrach"], ["2011"])
    assert html.count("nhsuk-input--error") == 1
    assert form.dob.first_box == "dob-month"


def test_no_date_is_an_answer_when_none_is_asked_for(on_a_page: Flask) -> None:
    assert "dob" not in _errors(About, name="Amina")
    assert fill(About).dob.data is None


def test_a_date_known_already_is_shown_in_its_boxes(on_a_page: Flask) -> None:
    for known in (date(2012, 5, 6), "2012-05-06"):
        form = About(formdata=None, data={"dob": known}, meta={"csrf": False})
        assert form.dob.data == date(2012, 5, 6)
        assert boxes(form.dob())["dob-month"] == ["5"]


def test_a_number_that_is_none_comes_back_with_a_kind_sentence(on_a_page: Flask) -> None:
    form = fill(About, name="Amina", age="fourteen")
    form.validate()
    assert form.errors["age"] == ["Please write a whole number, like 14."]
    assert boxes(form.age())["age"] == ["fourteen"]
    assert fill(About, age="۱۴").age.data == 14
    assert _errors(About, age="77")["age"] == ["We help people up to 25."]
    assert fill(About, age="").age.data is None


def test_each_box_of_a_group_has_its_own_name_and_says_yes(on_a_page: Flask) -> None:
    form = fill(About, name="Amina", low="yes")
    assert (form.low.data, form.worry.data) == ("yes", None)
    assert "fits" not in _errors(About, name="Amina", low="yes")
    shown = boxes(fields.widgets.render_all(form))
    assert shown["low"] == ["yes"]
    assert shown["worry"] == [""]


def test_a_tick_with_a_value_nobody_offered_is_no_tick(on_a_page: Flask) -> None:
    assert fill(About, low="on").low.data is None


def test_a_group_without_a_tick_links_to_its_first_box(on_a_page: Flask) -> None:
    form = fill(About, name="Amina")
    form.validate()
    assert form.errors["fits"] == ["Choose one."]
    assert 'href="#low"' in fields.widgets.error_summary(form)


def test_a_password_never_comes_back(on_a_page: Flask) -> None:
    form = fill(About, secret="correct horse")
    assert form.secret.data == "correct horse"
    assert "correct horse" not in fields.widgets.render_all(form)


def test_every_error_links_to_a_box_that_is_there(on_a_page: Flask) -> None:
    form = fill(About, dob_day="1", age="x")
    form.validate()
    tree = html5lib.parse(fields.widgets.render_all(form), namespaceHTMLElements=False)
    ids = {element.get("id") for element in tree.iter()}
    summary = html5lib.parse(fields.widgets.error_summary(form), namespaceHTMLElements=False)
    links = [link.get("href").removeprefix("#") for link in summary.iter("a")]
    assert len(links) == 4
    assert set(links) <= ids


def test_a_form_whose_token_is_lost_says_what_to_do_and_links_nowhere(on_a_page: Flask) -> None:
    form = Question(formdata=MultiDict({"safe_now": "yes"}))
    assert not form.validate()
    summary = fields.widgets.error_summary(form)
    assert "press the button again" in summary
    assert "#csrf_token" not in summary


def test_nothing_is_summed_up_when_all_is_well(on_a_page: Flask) -> None:
    form = fill(Question, safe_now="yes")
    assert form.validate()
    assert fields.widgets.error_summary(form) == ""
    assert fields.widgets.error_prefix(form) == ""


def test_labels_and_sentences_are_said_in_the_readers_language(on_a_page: Flask) -> None:
    with languages.using("ur"):
        html = fields.widgets.render_all(fill(Question))
    assert "lazy" not in html
    assert "LazyProxy" not in html


def test_the_heading_of_a_question_page_is_its_question(on_a_page: Flask) -> None:
    tree = html5lib.parse(fields.widgets.render_all(fill(Question)), namespaceHTMLElements=False)
    (heading,) = tree.iter("h1")
    assert "".join(heading.itertext()).strip() == "Are you safe?"


def test_what_an_answer_reveals_is_drawn_once_under_that_answer(on_a_page: Flask) -> None:
    html = fields.widgets.render_all(fill(Question))
    assert html.count('name="who"') == 1
    assert html.index('value="no"') < html.index('name="who"') < html.index('value="x"')


def test_the_check_on_stories_would_notice_a_line_that_gets_lost(on_a_page: Flask) -> None:
    form = fill(Question, words="one\ntwo")
    form.words.data = (form.words.data or "").replace("\n", " ")
    assert boxes(fields.widgets.render_all(form))["words"] != ["one\ntwo"]


class Folded(PortalForm):
    """A question with more under it."""

    name = fields.TextField("Name")
    more = fields.Fold("Tell us more", render_kw={"boxes": ["nick", "ways"]})
    nick = fields.TextField("Nickname", [fields.AtMost(5)])
    ways = fields.TickGroup("Ways", render_kw={"boxes": ["text"]})
    text = fields.TickField("Text")


@pytest.mark.parametrize(
    ("typed", "stands_open"),
    [({}, False), ({"name": "Amina"}, False), ({"nick": "Mina"}, True), ({"text": "yes"}, True)],
)
def test_what_is_folded_away_opens_once_it_holds_an_answer(
    on_a_page: Flask, typed: dict[str, str], stands_open: bool
) -> None:
    html = str(fill(Folded, **typed).more())
    assert ('<details class="nhsuk-details" open' in html) is stands_open
    assert set(boxes(html)) == {"nick", "text"}


def test_what_is_folded_away_opens_on_a_mistake_and_is_drawn_once(on_a_page: Flask) -> None:
    form = fill(Folded, nick="Aminatou")
    assert not form.validate()
    assert '<details class="nhsuk-details" open' in str(form.more())
    assert str(widgets.render_all(form)).count('name="nick"') == 1
