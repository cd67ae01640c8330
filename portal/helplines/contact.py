"""What a crisis contact is: ways to reach it, words in each language, and when it was last checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

SOURCE = "en"
SCHEMES = {
    "phone": "tel:",
    "relay": "tel:",
    "text": "sms:",
    "sms-999": "sms:",
    "email": "mailto:",
    "web": "",
    "chat": "",
    "video": "",
}


@dataclass(frozen=True)
class Channel:
    """One way to reach a contact."""

    kind: str
    value: str
    display: str

    @property
    def href(self) -> str:
        """Return where a link to it goes: tel:, sms:, mailto: or https:."""
        return SCHEMES[self.kind] + self.value


@dataclass(frozen=True)
class Words:
    """What one language says about a contact."""

    name: str
    purpose: str
    who_for: str
    hours: str
    cost: str
    what_happens: str


@dataclass(frozen=True)
class Contact:
    """One contact as the registry holds it."""

    id: str
    place: str
    order: int
    audience: str
    age_min: int | None
    age_max: int | None
    local: bool
    always_open: bool
    owner: str
    source: str
    languages: tuple[str, ...]
    channels: tuple[Channel, ...]
    words: Mapping[str, Words]
    current: frozenset[str]
    """Languages whose words were made from today's English."""
    checked: frozenset[str]
    """Languages whose words people stand for."""
    verified_on: date | None
    verify_every_days: int

    def needs_check(self, on: date) -> bool:
        """Tell whether nobody has checked this contact, or not lately enough."""
        return self.verified_on is None or on > self.verified_on + timedelta(days=self.verify_every_days)

    def keeps_up(self, language: str) -> bool:
        """Tell whether the words in a language still match the English ones."""
        return language == SOURCE or language in self.current

    def is_draft(self, language: str) -> bool:
        """Tell whether nobody has checked the words in a language. Every card is about danger."""
        return language != SOURCE and language not in self.checked


@dataclass(frozen=True)
class Card:
    """One contact as one reader sees it: in their language where that is current, otherwise in English."""

    contact: Contact
    words: Words
    lang: str
    draft: bool
    """Whether no person has checked the words: then the English stands beside them."""

    @property
    def id(self) -> str:
        """Return the registry's name for it."""
        return self.contact.id

    @property
    def name(self) -> str:
        """Return who answers."""
        return self.words.name

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Return the ways to reach it, the main one first."""
        return self.contact.channels

    @property
    def display(self) -> str:
        """Return the main number as people read it."""
        return self.channels[0].display

    @property
    def href(self) -> str:
        """Return where the main number's link goes."""
        return self.channels[0].href

    @property
    def english(self) -> Words | None:
        """Return the English words to show beside a draft translation."""
        return self.contact.words[SOURCE] if self.draft else None
