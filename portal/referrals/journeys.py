"""The journeys as tables one can read: who tells us, which pages there are, in which order, at which address."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.referrals.voices import Voice
from portal.web.journey import Page

SAFETY: tuple[Page, ...] = (
    Page("safe"),
    Page("thoughts"),
    Page("self-harm"),
    Page("home"),
    Page("senses"),
    Page("eating"),
)
"""About staying safe, in the order in which young people and their parents are asked."""

YOUNG_PERSON: tuple[Page, ...] = (
    Page("age"),
    Page("worry"),
    *SAFETY,
    Page("life"),
    Page("hopes"),
    Page("contact"),
)
"""Eleven pages and one to check the answers: twelve at most. Age comes first, because it chooses the words."""

PARENT_CARER: tuple[Page, ...] = (
    Page("worry"),
    Page("child"),
    Page("you"),
    *SAFETY,
    Page("others"),
    Page("life"),
    Page("places"),
    Page("support"),
    Page("wishes"),
    Page("knows"),
    Page("contact"),
    Page("identity"),
)
"""Seventeen questions and one page to check the answers: eighteen screens at most."""

PROFESSIONAL: tuple[Page, ...] = (
    Page("summary"),
    Page("you"),
    Page("child"),
    Page("safety"),
    Page("risk"),
    Page("eating"),
    Page("consent"),
    Page("contact"),
    Page("life"),
    Page("places"),
    Page("support"),
    Page("wishes"),
    Page("identity"),
)
"""Sections of one long page: the address of each leads to its place on it."""

ADVICE: tuple[Page, ...] = (Page("advice"),)
"""A professional's question instead of a referral."""

FRIEND: tuple[Page, ...] = (Page("worry"), Page("who"), Page("safe"), Page("thoughts"), Page("you"))


@dataclass(frozen=True)
class Journey:
    """One voice's way through its questions."""

    voice: Voice
    slug: str
    """How its addresses begin, after /refer/."""
    pages: tuple[Page, ...]
    safety: frozenset[str]
    """Pages whose words, where a translation is a draft, stand beside the English ones, or give way to them."""
    before_risk: str
    """The first page of the safety questions: it says what happens with the answers, and when a person reads them."""


JOURNEYS: tuple[Journey, ...] = (
    Journey(
        Voice.YOUNG_PERSON,
        "young-person",
        YOUNG_PERSON,
        safety=frozenset(page.key for page in SAFETY),
        before_risk="safe",
    ),
    Journey(
        Voice.PARENT_CARER,
        "parent-carer",
        PARENT_CARER,
        safety=frozenset({*(page.key for page in SAFETY), "others"}),
        before_risk="safe",
    ),
    Journey(
        Voice.PROFESSIONAL,
        "professional",
        PROFESSIONAL,
        safety=frozenset({"safety", "risk", "eating"}),
        before_risk="safety",
    ),
    Journey(Voice.PROFESSIONAL, "advice", ADVICE, safety=frozenset({"advice"}), before_risk=""),
    Journey(Voice.FRIEND, "friend", FRIEND, safety=frozenset({"safe", "thoughts"}), before_risk="safe"),
)
BY_SLUG: Mapping[str, Journey] = {journey.slug: journey for journey in JOURNEYS}
BY_VOICE: Mapping[Voice, Journey] = {journey.voice: journey for journey in reversed(JOURNEYS)}
"""Every voice's own journey: the first, where a voice has several."""
