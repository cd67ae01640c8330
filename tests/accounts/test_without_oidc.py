"""Where no organisation has a sign-in of its own, nothing anywhere tells that there could be one."""

import importlib
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from portal import create_app
from portal.config import Oidc, Settings, SettingsError

SOMEWHERE = Oidc("https://sign-in.example", "front-door", "secret")


@pytest.mark.parametrize("path", ["/staff/sign-in/oidc", "/staff/sign-in/oidc/back?state=x&code=y"])
def test_its_pages_do_not_exist(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_door_says_nothing_of_it(client: FlaskClient) -> None:
    page = client.get("/staff/sign-in").text.casefold()
    assert "oidc" not in page
    assert "organisation" not in page


def test_a_client_that_is_missing_is_named_in_one_line(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    load = importlib.import_module

    def without(name: str, package: str | None = None) -> object:
        if name == "portal.accounts.issuer":
            raise ModuleNotFoundError(name)
        return load(name, package)

    monkeypatch.setattr("portal.accounts.oidc.staff_views.importlib.import_module", without)
    with pytest.raises(SettingsError, match="install the extra `production`") as refused:
        create_app(replace(settings, oidc=SOMEWHERE))
    assert "\n" not in str(refused.value)
