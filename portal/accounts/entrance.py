"""The door: one sign-in from end to end, outside the request's own transaction.

On SQLite a writing request holds the writers' lock from its first query. Checking a password takes 20 ms, so
a flood of wrong ones inside that lock would stop every referral. Here it is only held to note the result.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from portal import clock, db
from portal.accounts import actions, factors, passkeys, passwords, queries
from portal.accounts.claims import Vouched
from portal.accounts.models import StaffUser
from portal.accounts.queries import Waiting


@dataclass(frozen=True)
class Entered:
    """A step further in: the token to hold from now on."""

    token: str


Done = TypeVar("Done")


class Refused(Exception):
    """What was given opens nothing: we never say whether an address exists, or what was wrong with a code."""


class SlowDown(Exception):
    """Too many tries of this kind just now; known devices are not slowed by strangers."""


def enter(email: str, password: str, device_token: str) -> Entered:
    """Check a password, and let it wait for its second factor. Raises Refused or SlowDown."""
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
            return Entered(actions.begin(session, caller.user_id, moment=clock.now()))
        actions.refuse(session, caller, moment=clock.now())
    raise Refused


def enter_vouched(person: Vouched, device_token: str) -> Entered:
    """Let somebody in whom their organisation vouches for, as after a password. Raises Refused."""
    with db.apart() as session:
        moment, email = clock.now(), person.email
        who = queries.at_work(session, email) if email else None
        if who is None:
            # One line for an address that is unknown, closed or not verified: the trail is no list of who exists.
            actions.refuse_vouched(session, queries.account_source(email) if email else None, "account")
        elif person.second:
            return Entered(actions.sign_in(session, who, device_token, moment=moment))
        else:
            return Entered(actions.begin(session, who, moment=moment))
    raise Refused


def note_untrue() -> None:
    """Note that somebody came back with a word that no issuer of ours has signed for this sign-in."""
    with db.apart() as session:
        actions.refuse_vouched(session, None, "token")


Check = Callable[[Session, datetime], bool]
"""Uses a second factor up, and tells whether it was right."""


def by_code(who: uuid.UUID, said: str) -> Check:
    """Return the check of a code that was typed."""
    return lambda session, moment: factors.accept(session, who, said, moment=moment) is not None


def finish(waiting: Waiting, check: Check, device_token: str) -> Entered:
    """Let somebody in whose password was right. Raises Refused or SlowDown."""

    def let_in(session: Session, moment: datetime) -> Entered:
        return Entered(actions.complete(session, waiting.session_id, waiting.user_id, device_token, moment=moment))

    return _with_second(waiting.user_id, check, let_in)


def set_up(waiting: Waiting, code: str, device_token: str) -> tuple[Entered, list[str]]:
    """Set the first second factor up and let its owner in; the recovery codes are theirs to keep. Raises Refused."""
    with db.apart() as session:
        moment = clock.now()
        session.get_one(StaffUser, waiting.user_id, with_for_update=True)
        key = factors.key_offered(waiting.user_id, waiting.session_id)
        # Who has a second factor gives it: a password alone never replaces one.
        if factors.has_any(session, waiting.user_id) or not factors.set_up(
            session, waiting.user_id, key, code, moment=moment
        ):
            raise Refused
        codes = factors.new_recovery_codes(session, waiting.user_id, moment=moment)
        token = actions.complete(session, waiting.session_id, waiting.user_id, device_token, moment=moment)
    return Entered(token), codes


def by_passkey(here: passkeys.Site, who: uuid.UUID, session_id: uuid.UUID, sent: str) -> Check:
    """Return the check of what a device signed."""
    return lambda session, moment: passkeys.accept(session, here, who, session_id, sent, moment=moment)


def confirm(session_id: uuid.UUID, user_id: uuid.UUID, check: Check) -> None:
    """Take a second factor again from somebody who is in. Raises Refused or SlowDown."""

    def note(session: Session, moment: datetime) -> None:
        actions.confirm(session, session_id, user_id, moment=moment)

    _with_second(user_id, check, note)


def _with_second(user_id: uuid.UUID, check: Check, then: Callable[[Session, datetime], Done]) -> Done:
    """Do something once a second factor is right; a wrong one is kept although the request is refused."""
    with db.apart() as session:
        moment = clock.now()
        # Asked and written under one lock: guesses that come at once are counted one by one.
        session.get_one(StaffUser, user_id, with_for_update=True)
        if queries.too_many_codes(session, user_id, moment):
            raise SlowDown
        right = check(session, moment)
        if right:
            return then(session, moment)
        actions.refuse_code(session, user_id, queries.code_source(user_id), moment=moment)
    raise Refused
