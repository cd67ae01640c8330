"""Small comforts of a form in a real browser, and that nothing depends on them."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import render_template_string
from playwright.sync_api import Browser, Page

from portal.web import fields
from portal.web.forms import PortalForm

pytestmark = pytest.mark.browser

PAGE = """{% extends "layouts/public.html" %}{% from "components/forms.html" import form_body %}
{% block content %}<h1>About you</h1>{{ form_body(form, "Keep going") }}{% endblock %}"""


class About(PortalForm):
    """A question that reveals another, a list with an exclusive answer, and a story with a limit."""

    safe_now = fields.RadioField(
        "Are you safe?",
        [fields.asked("Choose the closest one.")],
        choices=[fields.choice("yes", "Yes"), fields.choice("no", "No")],
        render_kw={"reveals": {"no": ["who"]}},
    )
    who = fields.TextField("Who is with you?")
    low = fields.TickField("Feeling low")
    none_of = fields.TickField("None of these", render_kw={"exclusive": True})
    fits = fields.TickGroup("What fits?", render_kw={"boxes": ["low", "none_of"]})
    story = fields.TextAreaField("What is going on?", [fields.AtMost(20)])


def show() -> str:
    """Show the form, checked when it was sent."""
    form = About()
    form.validate_on_submit()
    return render_template_string(PAGE, form=form)


@pytest.fixture
def stage(stages: Callable) -> object:
    """Run a site that is only this form."""
    return stages({"/": show})


def open_form(chromium: Browser, stage: object, path: str = "/", **options: object) -> Page:
    """Open the form in a browser of its own."""
    page = chromium.new_context(**options).new_page()
    page.goto(stage.url + path)
    return page


@pytest.mark.parametrize("scripts", [True, False])
def test_an_answer_reveals_its_question_with_scripts_and_without(
    chromium: Browser, stage: object, scripts: bool
) -> None:
    page = open_form(chromium, stage, java_script_enabled=scripts)
    assert not page.is_visible("#who")
    page.check("input[value=no]")
    assert page.is_visible("#who")
    page.check("input[value=yes]")
    assert not page.is_visible("#who")
    page.context.close()


def test_what_needs_another_look_gets_the_focus_and_leads_to_its_question(chromium: Browser, stage: object) -> None:
    page = open_form(chromium, stage)
    page.click("text=Keep going")
    page.wait_for_selector(".nhsuk-error-summary:focus")
    page.click(".nhsuk-error-summary a")
    assert page.evaluate("document.activeElement.id") == "safe_now"
    assert page.locator("legend", has_text="Are you safe?").bounding_box()["y"] >= 0
    page.context.close()


def test_the_count_speaks_of_what_is_left_and_never_cuts_anything_off(chromium: Browser, stage: object) -> None:
    page = open_form(chromium, stage)
    count = page.locator(".nhsuk-character-count__message")
    assert count.inner_text() == "You can write up to 20 letters"
    page.fill("#story", "i feel sad 😔😔😔")
    assert count.inner_text() == "You can write 6 more letters"
    page.fill("#story", "i feel so very sad today")
    assert count.inner_text() == "That is 4 letters too long"
    assert page.input_value("#story") == "i feel so very sad today"
    page.context.close()


def test_none_of_these_unticks_the_others_and_they_untick_it(chromium: Browser, stage: object) -> None:
    page = open_form(chromium, stage)
    page.check("#low")
    page.check("#none_of")
    assert not page.is_checked("#low")
    page.check("#low")
    assert not page.is_checked("#none_of")
    page.context.close()


@pytest.mark.parametrize("path", ["/", "/ur/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_form_has_no_barrier_that_a_machine_can_find(
    chromium: Browser, stage: object, path: str, scheme: str
) -> None:
    page = open_form(chromium, stage, path, color_scheme=scheme, bypass_csp=True)
    page.click("button:has-text('Keep going')")
    page.wait_for_selector(".nhsuk-error-summary:focus")
    found = [rule["id"] for rule in Axe().run(page).response["violations"]]
    assert found == []
    page.context.close()


@pytest.mark.parametrize("path", ["/", "/ur/"])
@pytest.mark.parametrize(("width", "height"), [(320, 225), (320, 640), (1280, 900)])
def test_no_page_scrolls_sideways(chromium: Browser, stage: object, path: str, width: int, height: int) -> None:
    page = open_form(chromium, stage, path, viewport={"width": width, "height": height})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_the_policy_of_the_page_is_never_broken(chromium: Browser, stage: object) -> None:
    page = chromium.new_context().new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(stage.url + "/")
    page.fill("#story", "hello")
    page.click("text=Keep going")
    page.wait_for_selector(".nhsuk-error-summary:focus")
    assert said == []
    page.context.close()
