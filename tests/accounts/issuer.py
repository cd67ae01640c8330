"""A made-up organisation with a sign-in of its own: it hands out codes, and real signed tokens for them."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey
from werkzeug.test import TestResponse

from portal import clock
from portal.config import Oidc

START = "/staff/sign-in/oidc"
CLIENT_ID, CLIENT_SECRET = "front-door", "only for these stories"
KEY = ECKey.generate_key("P-256", {"kid": "one"})
STRANGERS_KEY = ECKey.generate_key("P-256", {"kid": "one"})


@dataclass
class FakeIssuer:
    """What it knows, what it was asked, and how its next word is spoilt."""

    url: str = ""
    email: object = "priya@example.org"
    claims: dict[str, Any] = field(default_factory=dict)
    """Said over what is usual; a None is left out."""
    key: Any = field(default_factory=lambda: KEY)
    alg: str = "ES256"
    document: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def known(self) -> Oidc:
        """What we are told about it."""
        return Oidc(self.url, CLIENT_ID, CLIENT_SECRET)

    def sign_in(self, address: str) -> str:
        """Let somebody sign in at the address they were sent to, and return the one they are sent back to."""
        wanted = dict(parse_qsl(urlsplit(address).query))
        code = f"code-{len(self.codes)}"
        self.codes[code] = wanted
        return f"{urlsplit(wanted['redirect_uri']).path}?code={code}&state={wanted['state']}"

    def discovery(self) -> dict[str, Any]:
        """Say what it is."""
        places = {"authorization_endpoint": "/ask", "token_endpoint": "/token", "jwks_uri": "/keys"}
        return {"issuer": self.url} | {name: self.url + path for name, path in places.items()} | self.document

    def redeem(self, form: dict[str, str], who: str) -> dict[str, Any] | None:
        """Give a token for a code: once, to us, and only to the browser that asked."""
        wanted = self.codes.pop(form.get("code", ""), None)
        secret = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        digest = sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if wanted is None or who != f"Basic {secret}" or wanted["code_challenge"] != challenge:
            return None
        if wanted["redirect_uri"] != form.get("redirect_uri"):
            return None
        return {"access_token": "a", "token_type": "Bearer", "id_token": self.token(wanted["nonce"])}

    def token(self, nonce: str) -> str:
        """Sign what it says about whoever signed in."""
        now = int(clock.now().timestamp())
        usual = {"iss": self.url, "aud": CLIENT_ID, "sub": "7", "iat": now, "exp": now + 300, "nonce": nonce}
        usual |= {"email": self.email, "email_verified": True, "auth_time": now, "amr": ["pwd", "otp"]}
        said = {name: value for name, value in (usual | self.claims).items() if value is not None}
        if self.alg == "none":
            parts = (base64.urlsafe_b64encode(json.dumps(one).encode()).decode() for one in ({"alg": "none"}, said))
            return ".".join(part.rstrip("=") for part in parts) + "."
        return str(jwt.encode({"alg": self.alg, "kid": "one"}, said, self.key))


def our_secret() -> OctKey:
    """Return a key that we hold ourselves, and that must never sign what an issuer says."""
    return OctKey.import_key(CLIENT_SECRET.ljust(32, "."))


class Handler(BaseHTTPRequestHandler):
    """Answer as the issuer does."""

    fake: FakeIssuer

    def do_GET(self) -> None:
        self.fake.asked.append(self.path)
        documents = {"/.well-known/openid-configuration": self.fake.discovery(), "/keys": keys()}
        self.answer(documents.get(self.path))

    def do_POST(self) -> None:
        self.fake.asked.append(self.path)
        form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self.answer(self.fake.redeem(form, self.headers["Authorization"]))

    def answer(self, said: dict[str, Any] | None) -> None:
        body = json.dumps(said if said is not None else {"error": "invalid_grant"}).encode()
        self.send_response(200 if said is not None else 400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


def keys() -> dict[str, Any]:
    """Show the public half of what it signs with."""
    return {"keys": [KEY.as_dict(private=False)]}


@contextmanager
def answering() -> Iterator[FakeIssuer]:
    """Let an issuer answer on this machine."""
    fake = FakeIssuer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"fake": fake}))
    fake.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()


def unsigned(value: str, *_keys: object, **_named: object) -> SimpleNamespace:
    """Read a token without looking at who signed it."""
    head, body = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in value.split(".")[:2])
    return SimpleNamespace(header=head, claims=body)


def go(browser: FlaskClient, wanted: str = "") -> str:
    """Press the button, and return where the browser is sent."""
    answer = browser.get(START + (f"?next={wanted}" if wanted else ""))
    assert answer.status_code == 303
    return str(answer.location)


def come(browser: FlaskClient, there: FakeIssuer, wanted: str = "") -> TestResponse:
    """Press the button, sign in there, and come back."""
    return browser.get(there.sign_in(go(browser, wanted)))


SPOILT: dict[str, Callable[[FakeIssuer], object]] = {
    "wrong nonce": lambda there: there.claims.update(nonce="another browser's"),
    "no nonce": lambda there: there.claims.update(nonce=None),
    "another audience": lambda there: there.claims.update(aud="somebody-else"),
    "two audiences, not given to us": lambda there: there.claims.update(aud=["front-door", "x"], azp="x"),
    "another issuer": lambda there: there.claims.update(iss="https://elsewhere.example"),
    "over": lambda there: there.claims.update(exp=int(clock.now().timestamp()) - 120),
    "never over": lambda there: there.claims.update(exp=None),
    "another's key": lambda there: setattr(there, "key", STRANGERS_KEY),
    "unsigned": lambda there: setattr(there, "alg", "none"),
    "signed with a secret": lambda there: vars(there).update(alg="HS256", key=our_secret()),
}
NOBODY: dict[str, Callable[[FakeIssuer], object]] = {
    "not verified": lambda there: there.claims.update(email_verified=False),
    "a text that says true": lambda there: there.claims.update(email_verified="true"),
    "no word about it": lambda there: there.claims.update(email_verified=None),
    "no address": lambda there: there.claims.update(email=None),
    "unknown": lambda there: setattr(there, "email", "stranger@example.org"),
    "closed": lambda there: setattr(there, "email", "tom@example.org"),
}
