"""The journeys as tables one can read: which pages there are, in which order, and what each one's address is."""

from portal.web.journey import Page

YOUNG_PERSON: tuple[Page, ...] = (
    Page("worry"),
    Page("age"),
    Page("safe"),
    Page("thoughts"),
    Page("self-harm"),
    Page("home"),
    Page("senses"),
    Page("eating"),
    Page("others"),
    Page("life"),
    Page("contact"),
)
"""Eleven questions and one page to check the answers: twelve screens at most."""

SAFETY = frozenset({"safe", "thoughts", "self-harm", "home", "senses", "eating", "others"})
"""Pages whose words, where a translation is a draft, stand beside the English ones, or give way to them."""

BEFORE_RISK = "safe"
"""The first page of the safety questions: it says what happens with the answers, and when a person reads them."""
