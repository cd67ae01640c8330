"""Codes that an app shows: six digits that change every half minute (RFC 6238). Pure."""

import hmac
from datetime import datetime

import pyotp

DIGITS = 6
STEP_SECONDS = 30
DRIFT = (0, -1, 1)
"""Half minutes that a phone's clock may be away from ours."""


def new_key() -> str:
    """Make what an app and we will share: 160 random bits in base 32."""
    return pyotp.random_base32()


def address(key: str, email: str, service: str) -> str:
    """Return what the app reads from the picture."""
    return pyotp.TOTP(key).provisioning_uri(name=email, issuer_name=service)


def current(key: str, moment: datetime) -> str:
    """Return the code that an app with this key shows now."""
    return pyotp.TOTP(key).generate_otp(_step(moment))


def step_of(key: str, code: str, moment: datetime) -> int | None:
    """Return the half minute that a code belongs to, or None when it is wrong or too old."""
    made = pyotp.TOTP(key)
    steps = [_step(moment) + drift for drift in DRIFT]
    right = [step for step in steps if hmac.compare_digest(made.generate_otp(step).encode(), code.encode())]
    return right[0] if right else None


def _step(moment: datetime) -> int:
    """Count the half minutes since 1970."""
    return int(moment.timestamp()) // STEP_SECONDS
