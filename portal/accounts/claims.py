"""What an organisation says about somebody who signed in there. Pure: whose address it is, and what they showed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

SECOND = {
    "mfa": "more than one factor, the organisation does not say which",
    "otp": "a code that counts once",
    "hwk": "a key in a device of its own",
    "swk": "a key in the computer",
    "sc": "a smart card",
    "fido": "a passkey",
}
"""Words of `amr` (RFC 8176) that say as much as a second factor of ours. Codes by text or phone are not among them."""
FRESH = timedelta(minutes=10)
"""How lately it must have been shown there: a stay that begins here counts as fresh for grave things."""
LEEWAY = timedelta(minutes=1)
"""How far two clocks may be apart."""


@dataclass(frozen=True)
class Vouched:
    """Somebody an organisation knows: their address, if it was verified there, and whether they gave two factors."""

    email: str | None
    second: bool


def vouched(claims: Mapping[str, Any], moment: datetime) -> Vouched:
    """Read what was said about somebody."""
    return Vouched(_email(claims), _second(claims, moment))


def _email(claims: Mapping[str, Any]) -> str | None:
    """Return an address that is said to be theirs: only the word true says so, not a text that looks like it."""
    email = claims.get("email")
    return email if isinstance(email, str) and email.strip() and claims.get("email_verified") is True else None


def _second(claims: Mapping[str, Any], moment: datetime) -> bool:
    """Tell whether they gave a second factor there, just now."""
    ways, at = claims.get("amr"), claims.get("auth_time")
    if not isinstance(ways, list) or not isinstance(at, int | float) or isinstance(at, bool):
        return False
    age = moment.timestamp() - at
    fresh = -LEEWAY.total_seconds() <= age <= (FRESH + LEEWAY).total_seconds()
    return fresh and any(isinstance(way, str) and way in SECOND for way in ways)
