"""Settings are read once, are complete, and never tell a secret."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from portal import config, sealed

SECRETS = {"PORTAL_SECRET_KEY": "kept-to-ourselves", "PORTAL_DATA_KEYS": "1:also-kept"}


def test_a_fresh_machine_needs_no_setting_at_all(tmp_path: Path) -> None:
    found = config.from_environment({"PORTAL_INSTANCE": str(tmp_path)})
    assert not found.production
    assert found.database_url == f"sqlite:///{tmp_path / 'portal.db'}"
    sealed.parse_keys(found.data_keys)


def test_the_demonstration_keeps_its_secrets_so_that_a_restart_can_read_its_data(tmp_path: Path) -> None:
    first, second = (config.from_environment({"PORTAL_INSTANCE": str(tmp_path)}) for _ in range(2))
    assert (first.secret_key, first.data_keys) == (second.secret_key, second.data_keys)
    assert stat.S_IMODE((tmp_path / "demo-secrets.json").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["demo-secrets.json"]


def test_processes_that_start_at_once_agree_on_the_secrets(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as several:
        started = several.map(lambda _: config.from_environment({"PORTAL_INSTANCE": str(tmp_path)}), range(32))
    assert len({found.data_keys for found in started}) == 1


def test_a_secret_that_is_given_wins_over_the_kept_one(tmp_path: Path) -> None:
    found = config.from_environment({"PORTAL_INSTANCE": str(tmp_path), "PORTAL_SECRET_KEY": "given"})
    assert found.secret_key == "given"
    assert found.data_keys == json.loads((tmp_path / "demo-secrets.json").read_text())["data_keys"]


@pytest.mark.parametrize("missing", SECRETS)
def test_production_does_not_start_without_its_secrets(missing: str, tmp_path: Path) -> None:
    environ = SECRETS | {"PORTAL_ENV": "production", "PORTAL_INSTANCE": str(tmp_path)}
    del environ[missing]
    with pytest.raises(config.SettingsError, match=missing) as refused:
        config.from_environment(environ)
    assert "\n" not in str(refused.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "value"), [("PORTAL_ENV", "staging"), ("PORTAL_TRUSTED_PROXIES", "one"), ("PORTAL_TRUSTED_PROXIES", "-1")]
)
def test_a_setting_that_cannot_be_read_is_named(name: str, value: str) -> None:
    with pytest.raises(config.SettingsError, match=name):
        config.from_environment(SECRETS | {name: value})


OIDC = {
    "PORTAL_OIDC_ISSUER": "https://sign-in.example/",
    "PORTAL_OIDC_CLIENT_ID": "front-door",
    "PORTAL_OIDC_CLIENT_SECRET": "kept-as-well",
}


def test_signing_in_through_an_organisation_takes_all_three_settings_or_none() -> None:
    assert config.from_environment(SECRETS).oidc is None
    found = config.from_environment(SECRETS | OIDC)
    assert found.oidc == config.Oidc(*OIDC.values())
    assert "kept-as-well" not in repr(found)
    for name in OIDC:
        for some in (OIDC | {name: " "}, {name: OIDC[name]}):
            with pytest.raises(config.SettingsError, match="all three PORTAL_OIDC_ settings, or none"):
                config.from_environment(SECRETS | some)


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://sign-in.example", True),
        ("http://127.0.0.1:8080/realm", True),
        ("http://[::1]/", True),
        ("http://localhost", True),
        ("http://sign-in.example", False),
        ("http://127.0.0.1.sign-in.example", False),
        ("http://localhost@sign-in.example", False),
        ("ftp://127.0.0.1", False),
        ("https://", False),
        ("https://[", False),
        ("sign-in.example", False),
    ],
)
def test_an_issuer_is_asked_over_tls_or_on_this_machine(address: str, safe: bool) -> None:
    environ = SECRETS | OIDC | {"PORTAL_OIDC_ISSUER": address}
    if safe:
        assert config.from_environment(environ).oidc
        return
    with pytest.raises(config.SettingsError, match="PORTAL_OIDC_ISSUER must begin with https"):
        config.from_environment(environ)


def test_production_knows_where_an_issuer_sends_people_back_to() -> None:
    environ = SECRETS | OIDC | {"PORTAL_ENV": "production"}
    with pytest.raises(config.SettingsError, match="PORTAL_BASE_URL"):
        config.from_environment(environ)
    assert config.from_environment(environ | {"PORTAL_BASE_URL": "https://front-door.example"}).oidc


def test_settings_neither_change_nor_tell_their_secrets() -> None:
    found = config.from_environment(
        SECRETS | {"PORTAL_DATABASE_URL": "postgresql://u:pass@db/x", "PORTAL_SMTP_URL": "smtp://u:word@mail"}
    )
    for secret in ("kept-to-ourselves", "also-kept", "pass@", "word@"):
        assert secret not in repr(found)
    with pytest.raises(FrozenInstanceError):
        found.env = "production"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("environ", "secure"),
    [
        ({}, False),
        ({"PORTAL_BASE_URL": "https://front-door.example.org/"}, True),
        ({"PORTAL_ENV": "production", "PORTAL_BASE_URL": "http://behind-a-proxy"}, True),
    ],
)
def test_cookies_refuse_plain_connections_wherever_tls_is_to_be_had(environ: dict[str, str], secure: bool) -> None:
    assert config.from_environment(SECRETS | environ).secure_cookies is secure


def test_an_empty_setting_is_the_same_as_none() -> None:
    given = dict.fromkeys(("PORTAL_INSTANCE", "PORTAL_CONTENT", "PORTAL_DATABASE_URL", "PORTAL_SMTP_URL"), "")
    assert config.from_environment(SECRETS | given) == config.from_environment(SECRETS)
