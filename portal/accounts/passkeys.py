"""Passkeys: a device signs what we ask it to, for this site alone, once."""

import ipaddress
import json
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlsplit

import webauthn
from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session
from webauthn.helpers import base64url_to_bytes, options_to_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import PublicKeyCredentialDescriptor

from portal.accounts import factors
from portal.accounts.models import Passkey, StaffSession, StaffUser
from portal.audit import trail
from portal.audit.tags import Tag

LONGEST_NAME = 60


class NotValid(Exception):
    """What the device sent is not the answer to what it was asked."""


@dataclass(frozen=True)
class Site:
    """Where passkeys are made for: a device signs for this address and for no other."""

    host: str
    origin: str


def site(address: str) -> Site | None:
    """Return the site at an address; a bare number has no passkeys, browsers refuse it."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return Site(host, f"{parts.scheme}://{parts.netloc}") if host else None
    return None


def ask_for_new(session: Session, here: Site, service: str, user_id: uuid.UUID, session_id: uuid.UUID) -> str:
    """Return what a browser needs to make a passkey, and remember what must be signed."""
    user = session.get_one(StaffUser, user_id)
    options = webauthn.generate_registration_options(
        rp_id=here.host,
        rp_name=service,
        user_name=user.email,
        user_id=user.id.bytes,
        user_display_name=user.name,
        challenge=_challenge(session, session_id),
        exclude_credentials=_known(session, user_id),
    )
    return options_to_json(options)


def ask(session: Session, here: Site, user_id: uuid.UUID, session_id: uuid.UUID) -> str:
    """Return what a browser needs to use a passkey, and remember what must be signed."""
    options = webauthn.generate_authentication_options(
        rp_id=here.host, challenge=_challenge(session, session_id), allow_credentials=_known(session, user_id)
    )
    return options_to_json(options)


def add(
    session: Session,
    here: Site,
    user_id: uuid.UUID,
    session_id: uuid.UUID,
    sent: str,
    name: str,
    *,
    moment: datetime,
) -> None:
    """Keep a new passkey. Raises NotValid."""
    try:
        made = webauthn.verify_registration_response(
            credential=_read(sent),
            expected_challenge=_take_challenge(session, session_id),
            expected_rp_id=here.host,
            expected_origin=here.origin,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as wrong:
        raise NotValid from wrong
    if session.scalar(select(Passkey.id).where(Passkey.credential_id == made.credential_id)):
        raise NotValid
    key = Passkey(
        user_id=user_id,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        uses=made.sign_count,
        name=name.strip()[:LONGEST_NAME] or "Passkey",
        added_at=moment,
    )
    session.add(key)
    session.flush()
    who = f"staff:{user_id}"
    trail.record(session, Tag.FACTOR_ADDED, actor=who, subject=who, detail={"kind": "passkey"})


def accept(
    session: Session, here: Site, user_id: uuid.UUID, session_id: uuid.UUID, sent: str, *, moment: datetime
) -> bool:
    """Tell whether a device of this person's signed what it was asked; the question is used up either way."""
    challenge = _take_challenge(session, session_id)
    try:
        answer = _read(sent)
        own = (Passkey.user_id == user_id, Passkey.credential_id == base64url_to_bytes(answer["rawId"]))
        key = session.scalars(select(Passkey).where(*own)).one_or_none()
        if key is None:
            return False
        signed = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=here.host,
            expected_origin=here.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.uses,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return False
    key.uses, key.last_used_at = signed.new_sign_count, moment
    session.flush()
    return True


def remove(session: Session, user_id: uuid.UUID, passkey_id: uuid.UUID) -> bool:
    """Take a passkey of one's own away, and tell whether there was one; the last second factor stays."""
    own = session.scalars(select(Passkey).where(Passkey.user_id == user_id, Passkey.id == passkey_id)).one_or_none()
    last = not factors.has_app(session, user_id) and len(factors.passkeys(session, user_id)) < 2
    if own is None or last:
        return False
    session.delete(own)
    session.flush()
    who = f"staff:{user_id}"
    trail.record(session, Tag.FACTOR_REMOVED, actor=who, subject=who, detail={"kind": "passkey"})
    return True


def _known(session: Session, user_id: uuid.UUID) -> list[PublicKeyCredentialDescriptor]:
    """Name the keys somebody has already."""
    return [PublicKeyCredentialDescriptor(id=key.credential_id) for key in factors.passkeys(session, user_id)]


def _challenge(session: Session, session_id: uuid.UUID) -> bytes:
    """Make something to sign that was never signed before, and keep it with the stay."""
    made = secrets.token_bytes(32)
    session.execute(update(StaffSession).where(StaffSession.id == session_id).values(challenge=made))
    session.flush()
    return made


def _take_challenge(session: Session, session_id: uuid.UUID) -> bytes:
    """Return what was asked and forget it, so that an answer counts once."""
    asked = session.scalar(select(StaffSession.challenge).where(StaffSession.id == session_id).with_for_update())
    change = update(StaffSession).where(StaffSession.id == session_id, StaffSession.challenge.is_not(None))
    taken = cast(CursorResult[Any], session.execute(change.values(challenge=None))).rowcount
    # Bytes that nobody was asked to sign: with no question, no answer is right.
    return asked if asked and taken else secrets.token_bytes(32)


def _read(sent: str) -> dict[str, Any]:
    """Read what the browser sent. Raises ValueError."""
    answer = json.loads(sent)
    if not isinstance(answer, dict):
        raise ValueError("not an object")
    return answer
