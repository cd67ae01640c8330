"""The registry of crisis contacts: read from the area's file, checked, and told in each language."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from portal.helplines import cards, checks
from portal.helplines.contact import SOURCE, Card, Channel, Contact, Words
from portal.translated import blocks, claims

FILE = "helplines.toml"


class RegistryError(ValueError):
    """Name everything that is wrong with the registry, one problem a line."""


@dataclass(frozen=True)
class Registry:
    """Every contact, in the order in which they are shown."""

    contacts: Mapping[str, Contact]
    drafts_shown: bool = True
    """Whether words that nobody has checked are shown at all, with the English beside them."""

    def card(self, contact_id: str, language: str) -> Card:
        """Tell one contact in a language. Raises KeyError for an id the registry does not hold."""
        contact = self.contacts[contact_id]
        withheld = contact.is_draft(language) and not self.drafts_shown
        if withheld or language not in contact.words or not contact.keeps_up(language):
            language = SOURCE
        return Card(contact, contact.words[language], language, contact.is_draft(language))

    def cards(self, language: str, ids: Iterable[str] | None = None) -> tuple[Card, ...]:
        """Tell several contacts, or all, in a language."""
        return tuple(self.card(each, language) for each in (self.contacts if ids is None else ids))

    def placed(self, language: str, *places: str) -> tuple[Card, ...]:
        """Tell the contacts that stand in some places of the page for now, in the order of the places."""
        standing = (each.id for place in places for each in self.contacts.values() if each.place == place)
        return self.cards(language, standing)

    def crisis(self, language: str) -> tuple[Card, ...]:
        """Tell the few that fit a bar or an error page, the most urgent first."""
        return self.placed(language, "danger", "local", "urgent", "text")

    def unchecked(self, on: date) -> tuple[Contact, ...]:
        """Return the contacts that somebody has to ring or open before they can be trusted."""
        return tuple(contact for contact in self.contacts.values() if contact.needs_check(on))


def load(folder: Path, *, drafts: bool = True) -> Registry:
    """Read the registry from `content/area/`, with or without words that nobody checked. Raises RegistryError."""
    try:
        said = tomllib.loads((folder / FILE).read_text("utf-8"))
    except (OSError, ValueError) as wrong:
        raise RegistryError(f"{FILE} does not read well: {wrong}") from wrong
    return replace(read(said), drafts_shown=drafts)


def read(said: Mapping[str, Any]) -> Registry:
    """Make the registry from what its file says. Raises RegistryError with every problem found."""
    tables = said.get("contact", [])
    if found := list(checks.problems(tables)):
        raise RegistryError("\n".join(found))
    every = int(said.get("verify_every_days", 90))
    contacts = sorted((_contact(table, every) for table in tables), key=lambda each: (each.order, each.id))
    return Registry(MappingProxyType({each.id: each for each in contacts}))


def _contact(table: Mapping[str, Any], verify_every_days: int) -> Contact:
    """Make one contact from its table, which has been checked."""
    spoken = {language: table[language] for language in checks.languages(table)}
    texts = cards.texts(table)
    return Contact(
        id=table["id"],
        place=table["place"],
        order=table["order"],
        audience=table["audience"],
        age_min=table.get("age_min"),
        age_max=table.get("age_max"),
        local=bool(table.get("local", False)),
        always_open=bool(table.get("always_open", False)),
        owner=table["owner"],
        source=table["source"],
        languages=tuple(table.get("languages", (SOURCE,))),
        channels=tuple(Channel(each["kind"], each["value"], each["display"]) for each in table["channels"]),
        words={
            language: Words(**{each.name: said[each.name] for each in fields(Words)})
            for language, said in spoken.items()
        },
        current=frozenset(code for code, text in texts.items() if blocks.is_current(text, texts[SOURCE])),
        checked=frozenset(code for code, text in texts.items() if claims.is_checked(text.meta, grave=True)),
        verified_on=table.get("verified_on"),
        verify_every_days=table.get("verify_every_days", verify_every_days),
    )
