"""The door: one sign-in from end to end, outside the request's own transaction.

On SQLite a writing request holds the writers' lock from its first query. Checking a password takes 20 ms, so
a flood of wrong ones inside that lock would stop every referral. Here it is only held to note the result.
"""

from dataclasses import dataclass

from portal import clock, db
from portal.accounts import actions, passwords, queries


@dataclass(frozen=True)
class Entered:
    """The way in is free: the token of the new stay."""

    token: str


class Refused(Exception):
    """The address and the password do not belong together, or nobody has this address: we never say which."""


class SlowDown(Exception):
    """Too many tries of this kind just now; known devices are not slowed by strangers."""


def enter(email: str, password: str, device_token: str) -> Entered:
    """Let somebody in. Raises Refused or SlowDown."""
    with db.reading(db.engine()) as session:
        caller = queries.caller(session, email, device_token, clock.now())
    if caller.too_many:
        raise SlowDown
    try:
        right = passwords.matches(caller.password_hash, password, known_device=caller.known_device)
    except passwords.TooBusy:
        raise SlowDown from None
    with db.apart() as session:
        if right and caller.user_id is not None:
            return Entered(actions.sign_in(session, caller.user_id, device_token, moment=clock.now()))
        actions.refuse(session, caller, moment=clock.now())
    raise Refused
