"""Settings: read once from the environment, frozen, and complete before anything starts."""

import base64
import ipaddress
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PROJECT = Path(__file__).resolve().parent.parent
LONGEST_BODY = 1024 * 1024
NOT_TOLD = "http://127.0.0.1:5000"
"""Where we think we stand when nobody has said so."""


class SettingsError(Exception):
    """Say in one line which setting is missing or wrong."""


@dataclass(frozen=True)
class Oidc:
    """Where staff may sign in through their organisation, and how we are known there."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True)
class Settings:
    """Everything the environment decides. Secrets never appear in its representation."""

    env: str
    secret_key: str = field(repr=False)
    data_keys: str = field(repr=False)
    database_url: str = field(repr=False)
    content: Path
    instance: Path
    base_url: str
    smtp_url: str = field(repr=False)
    notify_key: str = field(repr=False)
    notify_quiet_key: str = field(repr=False)
    """The key of the Notify service whose name says nothing. Without it no quiet message goes through Notify."""
    oidc: Oidc | None
    """Without it nothing anywhere tells that there is such a way in."""
    trusted_proxies: int
    log_level: str

    @property
    def production(self) -> bool:
        """Tell whether real people may use this installation."""
        return self.env == "production"

    @property
    def secure_cookies(self) -> bool:
        """Tell whether browsers reach us over TLS, so that cookies may refuse anything else."""
        return self.production or self.base_url.startswith("https://")


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings. Raises SettingsError with one line that says what is missing."""
    env = environ.get("PORTAL_ENV", "demo")
    if env not in {"demo", "production"}:
        raise SettingsError(f"PORTAL_ENV is {env!r}: say demo or production.")
    instance = Path(environ.get("PORTAL_INSTANCE") or PROJECT / "instance").resolve()
    secret_key, data_keys = environ.get("PORTAL_SECRET_KEY", ""), environ.get("PORTAL_DATA_KEYS", "")
    if not (secret_key and data_keys):
        if env == "production":
            raise SettingsError("PORTAL_SECRET_KEY and PORTAL_DATA_KEYS must be set in production.")
        kept = _kept_secrets(instance)
        secret_key, data_keys = secret_key or kept["secret_key"], data_keys or kept["data_keys"]
    return Settings(
        env=env,
        secret_key=secret_key,
        data_keys=data_keys,
        database_url=environ.get("PORTAL_DATABASE_URL") or f"sqlite:///{instance / 'portal.db'}",
        content=Path(environ.get("PORTAL_CONTENT") or PROJECT / "content").resolve(),
        instance=instance,
        base_url=environ.get("PORTAL_BASE_URL", NOT_TOLD).rstrip("/"),
        smtp_url=environ.get("PORTAL_SMTP_URL", ""),
        notify_key=environ.get("PORTAL_NOTIFY_KEY", ""),
        notify_quiet_key=environ.get("PORTAL_NOTIFY_QUIET_KEY", ""),
        oidc=_oidc(environ, env),
        trusted_proxies=_whole_number(environ, "PORTAL_TRUSTED_PROXIES"),
        log_level=environ.get("PORTAL_LOG_LEVEL", "INFO").upper(),
    )


def is_safe_way(address: str) -> bool:
    """Tell whether what we send to an address can be read by nobody on the way: TLS, or this very machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(host)))


def _is_this_machine(host: str) -> bool:
    """Tell whether a host is a loopback."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def flask_options(settings: Settings) -> dict[str, Any]:
    """Return what Flask itself must be told."""
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "fd",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "MAX_CONTENT_LENGTH": LONGEST_BODY,
        "MAX_FORM_MEMORY_SIZE": LONGEST_BODY,
        "MAX_FORM_PARTS": 500,
        "TRAP_HTTP_EXCEPTIONS": False,
    }


def _oidc(environ: Mapping[str, str], env: str) -> Oidc | None:
    """Read how staff sign in through their organisation: all three settings or none."""
    names = ("PORTAL_OIDC_ISSUER", "PORTAL_OIDC_CLIENT_ID", "PORTAL_OIDC_CLIENT_SECRET")
    issuer, client_id, client_secret = (environ.get(name, "").strip() for name in names)
    missing = [name for name in names if not environ.get(name, "").strip()]
    if len(missing) == len(names):
        return None
    if missing:
        raise SettingsError(f"{' and '.join(missing)} must be set too: all three PORTAL_OIDC_ settings, or none.")
    if not is_safe_way(issuer):
        raise SettingsError("PORTAL_OIDC_ISSUER must begin with https: (http: only on this machine).")
    if env == "production" and not environ.get("PORTAL_BASE_URL"):
        raise SettingsError("PORTAL_BASE_URL must be set with PORTAL_OIDC_ISSUER: people are sent back to it.")
    return Oidc(issuer, client_id, client_secret)


def _whole_number(environ: Mapping[str, str], name: str) -> int:
    """Read a setting that counts something."""
    value = environ.get(name, "0")
    if not value.isdecimal():
        raise SettingsError(f"{name} is {value!r}: give a whole number.")
    return int(value)


def _kept_secrets(instance: Path) -> dict[str, str]:
    """Return the demonstration's own secrets, made once and kept, so that a restart can still read the data."""
    path = instance / "demo-secrets.json"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        made = {"secret_key": secrets.token_urlsafe(48), "data_keys": f"1:{_new_key()},index:{_new_key()}"}
        draft = instance / f".demo-secrets.{secrets.token_hex(8)}"
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(made))
        try:
            # A link fails when the name exists: of several processes that start at once, one wins whole.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    kept: dict[str, str] = json.loads(path.read_text())
    return kept


def _new_key() -> str:
    """Make 256 random bits in text form."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
