"""Children, young people and young adults read their own words on the pages that are hardest to answer."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.tales import AMINA
from tests.journeys.walking import name_of, walk

pytestmark = [pytest.mark.browser]
CHILD = {
    "thoughts": ("Do you think about wanting to die?", "You are not in trouble."),
    "home": ("Is anyone hurting you or scaring you?", "makes me keep a bad secret"),
    "contact": ("It can be the number of a grown-up you trust.", "Does your mum, dad or carer know"),
}
YOUNG_PERSON = {
    "thoughts": ("Do you have thoughts about ending your life?",),
    "home": ("Is anyone hurting you or making you feel unsafe?", "I am having sex, or someone wants me to"),
    "contact": (),
}
YOUNG_ADULT = {
    "thoughts": ("Do you have thoughts about ending your life?",),
    "home": (
        "Is anyone hurting you or making you feel unsafe?",
        "It can be a partner, too.",
        "My family may force me to marry",
    ),
    "contact": ("You do not need their permission.", "Like a partner, friend or tutor."),
}
WORDS = {"9": CHILD, "14": YOUNG_PERSON, "19": YOUNG_ADULT}


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("years", WORDS)
def test_everybody_reads_the_words_for_their_age(phone: Page, wexlow: str, years: str) -> None:
    read: dict[str, str] = {}

    def listen(page: Page) -> None:
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        read[name_of(page)] = page.inner_text("main")

    answers = {"age": {"age": years}, "thoughts": {"sui_thoughts": "none"}}
    walk(phone, wexlow, AMINA, answers=answers, stop="contact", visit=listen)
    for page, words in WORDS[years].items():
        assert not [each for each in words if each not in read[page]], page
        others = {each for other in WORDS.values() for each in other[page]} - set(words)
        assert not [each for each in others if each in read[page]], page
