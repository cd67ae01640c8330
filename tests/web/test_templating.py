"""Templates and layouts: nothing undefined, nothing unescaped, and help and the way out on every public page."""

import re

import html5lib
import pytest
from flask import Flask, render_template, render_template_string
from jinja2 import UndefinedError

from portal import languages
from portal.web import templating
from portal.web.nhs import component

PUBLIC = '{% extends "layouts/public.html" %}{% block content %}<h1>Hello</h1>{% endblock %}'
STAFF = '{% extends "layouts/staff.html" %}{% block content %}<h1>Queue</h1>{% endblock %}'


def elements(html: str, tag: str) -> list:
    return [element for element in html5lib.parse(html, namespaceHTMLElements=False).iter() if element.tag == tag]


def test_a_name_nobody_defined_is_an_error_and_never_an_empty_page(on_a_page: Flask) -> None:
    with pytest.raises(UndefinedError):
        render_template_string("{{ refferal.id }}")


def test_what_a_stranger_writes_is_shown_and_never_run(on_a_page: Flask) -> None:
    attack = "<script>alert(1)</script>"
    html = render_template_string("{{ x }}{{ _('Hello %(x)s', x=x) }}{{ component('hint', {'text': x}) }}", x=attack)
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 3


def test_sentences_are_said_in_the_readers_language(on_a_page: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    class Spoken:
        def gettext(self, message: str) -> str:
            return f"[{message}]"

        def ngettext(self, one: str, many: str, number: int) -> str:
            return f"[{one if number == 1 else many}]"

    monkeypatch.setattr(languages, "catalogue", lambda code: Spoken())
    said = "{{ _('Hi %(n)s', n='<b>') }} {{ ngettext('%(num)s day in %(w)s', '%(num)s days in %(w)s', 2, w='May') }}"
    assert render_template_string(said) == "[Hi &lt;b&gt;] [2 days in May]"


def test_a_lazy_sentence_in_a_component_is_said_out_loud(on_a_page: Flask) -> None:
    html = component("radios", {"name": "x", "items": [{"value": "y", "text": languages.lazy("Yes")}]})
    assert "Yes" in html
    assert "object at" not in html


def test_a_page_in_another_language_keeps_its_place(on_a_page: Flask) -> None:
    hrefs = {link["code"]: link["href"] for link in templating.language_links()}
    assert hrefs["en"] == "/refer/young-person/safe?from=home"
    assert hrefs["ur"] == "/ur/refer/young-person/safe?from=home"


def test_away_from_any_page_the_languages_lead_to_the_first_one(shell: Flask) -> None:
    with shell.app_context():
        assert {link["href"] for link in templating.language_links()} == {"/", "/lt/", "/pa/", "/pl/", "/ro/", "/ur/"}


def test_every_public_page_has_help_and_the_way_out_without_scripts(on_a_page: Flask) -> None:
    html = render_template_string(PUBLIC)
    leave = [form for form in elements(html, "form") if form.get("action") == "/exit"]
    assert [form.get("method") for form in leave] == ["post"]
    assert [button.get("type") for form in leave for button in form.iter("button")] == ["submit"]
    assert [link.get("href") for link in elements(html, "a")].count("/help-now") == 2
    assert "tel:08081570123" in html


def test_the_title_of_a_page_is_neutral_unless_a_page_says_otherwise(on_a_page: Flask) -> None:
    (title,) = elements(render_template_string(PUBLIC), "title")
    assert title.text == "Wexlow Front Door"


def test_pages_have_no_inline_script_or_style_and_nothing_from_elsewhere(on_a_page: Flask) -> None:
    html = render_template_string(PUBLIC)
    for script in elements(html, "script"):
        assert script.get("src").startswith("/static/js/")
        assert script.get("nonce")
        assert not script.text
    assert not elements(html, "style")
    assert all(not element.get("style") for element in html5lib.parse(html, namespaceHTMLElements=False).iter())
    for link in elements(html, "link"):
        assert link.get("href").startswith("/static/")


def test_urdu_gets_the_mirrored_sheet_and_the_others_the_plain_one(on_a_page: Flask) -> None:
    sheets = {}
    for code in languages.LANGUAGES:
        with languages.using(code):
            html = render_template_string(PUBLIC)
        sheets[code] = "portal-rtl" in html
        (root,) = elements(html, "html")
        assert (root.get("lang"), root.get("dir")) == (code, languages.LANGUAGES[code].direction)
    assert sheets == {code: code == "ur" for code in languages.LANGUAGES}


@pytest.mark.parametrize(("code", "own"), [("en", None), ("pl", None), ("ur", "arabic"), ("pa", "gurmukhi")])
def test_only_a_language_with_its_own_letters_asks_for_a_font(on_a_page: Flask, code: str, own: str | None) -> None:
    with languages.using(code):
        html = render_template_string(PUBLIC)
    asked = re.findall(r"css/(arabic|gurmukhi)\.[0-9a-f]{12}\.css", html)
    assert asked == ([own] if own else [])


def test_an_area_that_does_not_exist_says_so_on_every_page(on_a_page: Flask) -> None:
    assert "Fictional example area" in render_template_string(PUBLIC)
    assert "every person here is made up" in render_template_string(STAFF)


def test_a_real_area_does_not_say_it_is_made_up(on_a_page: Flask) -> None:
    real = type("Real", (), {"name": "A", "service_name": "A Front Door", "fictional": False})()
    assert "Fictional" not in render_template_string(PUBLIC, area=real)


def test_the_staff_bar_names_who_is_signed_in_and_lets_them_out(on_a_page: Flask) -> None:
    priya = type("User", (), {"is_authenticated": True, "name": "Priya Nair"})()
    html = render_template_string(STAFF, current_user=priya, may_do=lambda _permission: False)
    assert "Priya Nair" in html
    assert [form.get("action") for form in elements(html, "form")] == ["/staff/sign-out"]
    assert [field.get("name") for field in elements(html, "input")] == ["csrf_token"]


def test_before_signing_in_the_staff_bar_is_empty(on_a_page: Flask) -> None:
    assert not elements(render_template_string(STAFF), "form")


def test_an_error_page_says_what_happened_what_is_safe_and_who_to_call(on_a_page: Flask) -> None:
    trouble = {"title": "It broke", "what_happened": "Our mistake.", "what_to_do": "Try again."}
    safe, typed = "Your words are safe.", "everything i wrote"
    html = render_template("errors/page.html", status=500, trouble=trouble, your_words=safe, typed=[typed])
    for said in (*trouble.values(), safe, typed, "Call <bdi>999</bdi>", "0808 157 0123"):
        assert said in html


def test_every_page_parses_without_an_error(on_a_page: Flask) -> None:
    for page in (PUBLIC, STAFF):
        html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(render_template_string(page))


@pytest.mark.parametrize(
    ("code", "name", "shown"),
    [
        ("ur", "Wexlow Crisis Line (مقامی)", '<bdi dir="rtl">Wexlow Crisis Line (مقامی)</bdi>'),
        ("ur", "Shout", "<bdi>Shout</bdi>"),
        ("ur", "<b>ہ", '<bdi dir="rtl">&lt;b&gt;ہ</bdi>'),
        ("en", "Hope (امید)", "<bdi>Hope (امید)</bdi>"),
    ],
)
def test_an_urdu_name_that_begins_in_latin_letters_still_reads_from_the_right(code: str, name: str, shown: str) -> None:
    with languages.using(code):
        assert templating.isolated(name) == shown
