"""Referrals that may be about one person: suggested with reasons, never made one by the machine. Pure."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.referrals import identity
from portal.referrals.identity import Key

WEIGHTS = {Key.NHS_NUMBER: 100, Key.DOB_NAME_PLACE: 60, Key.PHONE_DOB: 50, Key.EMAIL_DOB: 50}
REASONS = {
    Key.NHS_NUMBER: "the same NHS number",
    Key.DOB_NAME_PLACE: "the same date of birth and part of town, and surnames that sound alike",
    Key.PHONE_DOB: "the same date of birth and phone number",
    Key.EMAIL_DOB: "the same date of birth and email address",
}


@dataclass(frozen=True)
class Card:
    """What tells people apart."""

    referral_id: uuid.UUID
    keys: frozenset[tuple[Key, str]]
    first_name: str = ""


@dataclass(frozen=True)
class Alike:
    """A referral that may be about the same person, how much speaks for it, and what against."""

    referral_id: uuid.UUID
    score: int
    because: tuple[str, ...]
    against: tuple[str, ...] = ()


def card(referral_id: uuid.UUID, versions: Iterable[Mapping[str, Mapping[str, Any]]]) -> Card:
    """Make the card of a referral from all that was ever sent with it."""
    sent = list(versions)
    said = [page for version in sent for page in version.values()]
    names = [str(page[name]) for name in ("legal_name", "name") for page in said if page.get(name)]
    first = names[0].split()[0].casefold() if names and names[0].split() else ""
    return Card(referral_id, identity.keys(sent), first)


def compare(mine: Card, theirs: Card) -> Alike | None:
    """Say what speaks for two referrals being about one person, and what against; None when nothing speaks for it."""
    shared = {kind for kind, _value in mine.keys & theirs.keys}
    if not shared:
        return None
    kinds = [kind for kind in Key if kind in shared]
    return Alike(
        theirs.referral_id,
        sum(WEIGHTS[kind] for kind in kinds),
        tuple(REASONS[kind] for kind in kinds),
        tuple(_against(mine, theirs, shared)),
    )


def _against(mine: Card, theirs: Card, shared: set[Key]) -> Iterable[str]:
    """Yield what makes it likely that two people are meant: brothers and sisters share almost everything."""
    if mine.first_name and theirs.first_name and mine.first_name != theirs.first_name:
        yield "may be twins: first names differ"
    numbers = [{value for kind, value in each.keys if kind is Key.NHS_NUMBER} for each in (mine, theirs)]
    if all(numbers) and Key.NHS_NUMBER not in shared:
        yield "their NHS numbers differ"


def suggestions(mine: Card, others: Iterable[Card]) -> list[Alike]:
    """Return who may be meant again, the likeliest first."""
    found = [alike for other in others if (alike := compare(mine, other)) is not None]
    return sorted(found, key=lambda alike: (len(alike.against), -alike.score, str(alike.referral_id)))
