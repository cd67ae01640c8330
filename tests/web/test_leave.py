"""Leaving in a hurry: the page is blank at once, and Back brings nothing back."""

from collections.abc import Callable

import pytest
from flask import render_template_string
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

SECRET = "i told nobody else about this"
PAGE = '{% extends "layouts/public.html" %}{% block content %}<h1>Question</h1><textarea name="story">' + SECRET
PAGE += '</textarea><p><a href="/two">Next</a></p>{% endblock %}'


@pytest.fixture
def stage(stages: Callable) -> object:
    """Run a site of two pages that hold what somebody wrote."""
    return stages({path: lambda: render_template_string(PAGE) for path in ("/", "/two")})


def visit(chromium: Browser, stage: object, **options: object) -> Page:
    """Walk from the first page to the second, as somebody in the middle of a form would."""
    page = chromium.new_context(**options).new_page()
    page.goto(stage.url + "/")
    page.click("text=Next")
    page.wait_for_url("**/two")
    return page


def test_the_button_blanks_forgets_and_leaves(chromium: Browser, stage: object) -> None:
    page = visit(chromium, stage)
    page.click("text=Leave this site")
    page.wait_for_url("**/weather")
    assert "POST /exit" in stage.asked
    page.context.close()


def test_the_page_is_blank_before_the_next_one_is_there(chromium: Browser, stage: object) -> None:
    page = visit(chromium, stage)
    page.route("**/weather", lambda route: route.fulfill(status=204))
    seen = page.evaluate(
        """() => {
          const start = performance.now();
          document.querySelector("[data-leave-form] button").click();
          const blank = getComputedStyle(document.documentElement).display === "none";
          return {blank, took: performance.now() - start, title: document.title.trim()};
        }"""
    )
    assert seen["blank"]
    assert seen["title"] == ""
    assert seen["took"] < 50
    page.context.close()


def test_back_again_and_again_shows_nothing(chromium: Browser, stage: object) -> None:
    page = visit(chromium, stage)
    page.click("text=Leave this site")
    page.wait_for_url("**/weather")
    for _ in range(3):
        page.evaluate("setTimeout(() => history.back())")
        page.wait_for_timeout(500)
        assert SECRET not in page.inner_text("body")
        assert not page.is_visible("textarea")
    page.context.close()


def test_somebody_who_comes_again_on_purpose_is_welcome(chromium: Browser, stage: object) -> None:
    page = visit(chromium, stage)
    page.click("text=Leave this site")
    page.wait_for_url("**/weather")
    page.goto(stage.url + "/")
    assert page.is_visible("text=Question")
    page.context.close()


def test_three_shifts_leave(chromium: Browser, stage: object) -> None:
    page = visit(chromium, stage)
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/weather")
    page.context.close()


def test_writing_in_capitals_does_not_leave(chromium: Browser, stage: object) -> None:
    page = visit(chromium, stage)
    page.focus("textarea")
    for letter in "HELP ME":
        page.keyboard.press(f"Shift+{letter}" if letter != " " else "Space")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.keyboard.type("a")
    page.keyboard.press("Shift")
    page.wait_for_timeout(200)
    assert page.url.endswith("/two")
    page.context.close()


def test_a_phones_keyboard_never_leaves(chromium: Browser, stage: object) -> None:
    page = visit(chromium, stage, has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740})
    for _ in range(4):
        page.keyboard.press("Shift")
    page.wait_for_timeout(200)
    assert page.url.endswith("/two")
    page.context.close()


def test_without_scripts_the_button_still_leaves(chromium: Browser, stage: object) -> None:
    page = visit(chromium, stage, java_script_enabled=False)
    page.click("text=Leave this site")
    page.wait_for_url("**/weather")
    assert "POST /exit" in stage.asked
    page.context.close()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_help_and_the_way_out_are_in_sight_wherever_one_has_scrolled_to(
    chromium: Browser, stage: object, width: int
) -> None:
    page = visit(chromium, stage, viewport={"width": width, "height": 640})
    page.evaluate("document.querySelector('main').style.minHeight = '3000px'; scrollTo(0, 1200)")
    for words in ("Need help now?", "Leave this site"):
        box = page.locator(".fd-quick").get_by_text(words).bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 640
        assert box["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_the_check_on_back_would_notice_a_page_that_stays(chromium: Browser, stage: object) -> None:
    page = visit(chromium, stage)
    page.goto(stage.url + "/weather")
    page.evaluate("setTimeout(() => history.back())")
    page.wait_for_url("**/two")
    assert page.is_visible("textarea")
    page.context.close()
