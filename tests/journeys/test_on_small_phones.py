"""Every form from its start to sent on the smallest phone: without scripts, by keyboard, and in each language."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from portal.languages import LANGUAGES
from tests.journeys import looking
from tests.journeys.tales import TALES, Tale
from tests.journeys.walking import by_keyboard, walk

pytestmark = [pytest.mark.browser, pytest.mark.slow]
KINDS = ("en", "lt", "pa", "ur")
"""One with short words, one with long ones, one with letters of its own, one from right to left."""
LOOKED_AT = [(name, code) for name in TALES for code in (LANGUAGES if name == "young-person" else KINDS)]


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """Open the smallest phone that people still have."""
    context = chromium.new_context(viewport=looking.SIZE)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.fixture
def plain(chromium: Browser) -> Iterator[Page]:
    """Open the same phone without scripts."""
    context = chromium.new_context(viewport=looking.SIZE, java_script_enabled=False)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("tale", TALES.values(), ids=TALES)
def test_without_scripts_from_the_start_to_sent(plain: Page, wexlow: str, tale: Tale) -> None:
    wrong: list[str] = []
    walk(plain, wexlow, tale, visit=lambda page: wrong.extend(looking.seen(page)))
    assert plain.locator("[data-reference]").is_visible()
    assert not wrong


@pytest.mark.slow
@pytest.mark.parametrize("tale", TALES.values(), ids=TALES)
def test_by_keyboard_alone_from_the_start_to_sent(phone: Page, wexlow: str, tale: Tale) -> None:
    names = walk(phone, wexlow, tale, answer=by_keyboard)
    assert "check" in names
    assert phone.locator("[data-reference]").is_visible()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "code"), LOOKED_AT)
def test_every_page_is_fit_to_be_seen_in_every_language(phone: Page, wexlow: str, name: str, code: str) -> None:
    tale, wrong = TALES[name], list[str]()
    root = "" if code == "en" else f"/{code}"
    walk(phone, wexlow + root, tale, visit=lambda page: wrong.extend(looking.searched(page, code)))
    assert phone.locator("[data-reference]").is_visible()
    assert not wrong
