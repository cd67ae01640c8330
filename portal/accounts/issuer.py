"""The organisation's own sign-in (OpenID Connect): where to send somebody, and what it says about who came back.

Only an installation with its settings loads this file: the client is in the extra `production`.
"""

import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests.exceptions import RequestException

from portal.accounts.claims import FRESH, LEEWAY
from portal.config import Oidc, is_safe_way

TIMEOUT_SECONDS = (2, 4)
"""To be reached, and between two pieces of an answer."""
PATIENCE_SECONDS = 2.0
KNOWN_FOR = timedelta(minutes=10)
AWAY_FOR = timedelta(seconds=20)
"""How long nobody else waits for an issuer that has just not answered."""
SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Signatures only its owner can make: nothing unsigned, nothing under a secret that we hold as well."""
ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Away(Exception):
    """The issuer does not answer, or not as an issuer does."""


class NotTaken(Exception):
    """The issuer does not take this code: used already, too old, or somebody else's."""


class NotTrue(Exception):
    """What came is not a word of this issuer to us, about this sign-in."""


@dataclass(frozen=True)
class Asked:
    """What one browser must hold until it comes back."""

    state: str
    nonce: str
    verifier: str


@dataclass
class Issuer:
    """One issuer, with what it last said about itself."""

    known: Oidc
    said: dict[str, Any] = field(default_factory=dict)
    said_at: datetime | None = None
    away_at: datetime | None = None
    # However many strangers press the button, the other threads go on answering those who need help.
    lines: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(2))


def ask(issuer: Issuer, back: str, moment: datetime) -> tuple[str, Asked]:
    """Return where to send a browser, and what it must bring back. Raises Away."""
    asked = Asked(*(secrets.token_urlsafe(32) for _ in range(3)))
    said = _said(issuer, moment)
    with _client(issuer.known, back) as client:
        address, _state = client.create_authorization_url(
            said["authorization_endpoint"],
            state=asked.state,
            nonce=asked.nonce,
            code_verifier=asked.verifier,
            max_age=int(FRESH.total_seconds()),
        )
    return str(address), asked


def told(issuer: Issuer, back: str, asked: Asked, code: str, moment: datetime) -> Mapping[str, Any]:
    """Return what the issuer says about who came back with a code. Raises Away, NotTaken or NotTrue."""
    said = _said(issuer, moment)
    with _line(issuer), _client(issuer.known, back, said) as client:
        token = _redeem(client, said["token_endpoint"], asked, code)
        keys = _keys(client, said["jwks_uri"])
    return _checked(issuer.known, token, keys, asked.nonce, moment)


def _said(issuer: Issuer, moment: datetime) -> dict[str, Any]:
    """Return what the issuer says about itself, asked again every ten minutes. Raises Away."""
    if issuer.said_at is not None and moment - issuer.said_at < KNOWN_FOR:
        return issuer.said
    if issuer.away_at is not None and moment - issuer.away_at < AWAY_FOR:
        raise Away
    try:
        with _line(issuer), _client(issuer.known) as client:
            said = _get(client, issuer.known.issuer.rstrip("/") + "/.well-known/openid-configuration")
        if said.get("issuer") != issuer.known.issuer or not all(is_safe_way(str(said.get(at))) for at in ADDRESSES):
            raise Away
    except Away:
        issuer.away_at = moment
        raise
    issuer.said, issuer.said_at = said, moment
    return said


@contextmanager
def _line(issuer: Issuer) -> Iterator[None]:
    """Take one of the few lines to the issuer. Raises Away."""
    if not issuer.lines.acquire(timeout=PATIENCE_SECONDS):
        raise Away
    try:
        yield
    finally:
        issuer.lines.release()


def _client(known: Oidc, back: str = "", said: Mapping[str, Any] | None = None) -> OAuth2Session:
    """Make a client that shows who we are in the way the issuer takes."""
    taken = (said or {}).get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return OAuth2Session(
        known.client_id,
        known.client_secret,
        token_endpoint_auth_method="client_secret_basic" if "client_secret_basic" in taken else "client_secret_post",
        scope="openid email",
        redirect_uri=back,
        code_challenge_method="S256",
        default_timeout=TIMEOUT_SECONDS,
    )


def _get(client: OAuth2Session, address: str) -> dict[str, Any]:
    """Read one of the issuer's documents. Raises Away."""
    try:
        answer = client.get(address, withhold_token=True, allow_redirects=False)
        said = answer.json() if answer.status_code == 200 else None
    except (RequestException, ValueError):
        raise Away from None
    if not isinstance(said, dict):
        raise Away
    return said


def _redeem(client: OAuth2Session, address: str, asked: Asked, code: str) -> Mapping[str, Any]:
    """Give a code back for what it stands for. Raises Away or NotTaken."""
    try:
        token: Mapping[str, Any] = client.fetch_token(
            address,
            grant_type="authorization_code",
            code=code,
            code_verifier=asked.verifier,
            allow_redirects=False,
        )
    except OAuthError:
        raise NotTaken from None
    except (RequestException, ValueError, TypeError, AttributeError):
        raise Away from None
    return token


def _keys(client: OAuth2Session, address: str) -> KeySet:
    """Read the keys that the issuer signs with. Asked every time: a key it has taken back counts no longer."""
    try:
        return KeySet.import_key_set(_get(client, address))
    except (JoseError, ValueError, KeyError, TypeError):
        raise Away from None


def _checked(known: Oidc, token: Mapping[str, Any], keys: KeySet, nonce: str, moment: datetime) -> Mapping[str, Any]:
    """Return what a signed word says, if it is the issuer's, to us, of now, about this sign-in. Raises NotTrue."""
    try:
        signed = jwt.decode(str(token.get("id_token", "")), keys, algorithms=SIGNED_BY)
        claims = CodeIDToken(
            signed.claims,
            signed.header,
            {"iss": {"essential": True, "value": known.issuer}, "aud": {"essential": True, "value": known.client_id}},
            {"nonce": nonce, "client_id": known.client_id, "access_token": token.get("access_token")},
        )
        claims.validate(now=int(moment.timestamp()), leeway=int(LEEWAY.total_seconds()))
    except (JoseError, ValueError, KeyError, TypeError, AttributeError):
        raise NotTrue from None
    return dict(claims)
