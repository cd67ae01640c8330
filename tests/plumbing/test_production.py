"""A start that would be unsafe for real people does not happen, and says in one line why."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import Engine

from portal import clock, db, production
from portal.accounts import actions
from portal.accounts.permissions import Role
from portal.area import Area
from portal.config import PROJECT, Settings, SettingsError, from_environment
from portal.named_contacts import registry
from portal.referrals.facts import Judgement


def test_the_shipped_area_can_never_go_live_as_it_is(site: Flask, settings: Settings) -> None:
    site.extensions["portal"]["settings"] = replace(settings, env="production")
    with pytest.raises(SettingsError, match="not clinically approved"):
        production.refuse_unsafe_start(site)


def test_every_lack_is_named(engine: Engine, here: Area, judgement: Judgement) -> None:
    who = {"actor": "test", "moment": clock.now(), "fictional": True}
    with db.writing(engine) as session:
        actions.add_staff(session, "a@example.org", "A", Role.DUTY_CLINICIAN, "x" * 16, **who)
    named = registry.load(PROJECT / "content" / "area", fictional=False)
    found = list(production.lacks(replace(here, out_of_hours_contact=""), judgement.ruleset, engine, named))
    words = ("rules", "out of hours", "fictional", "Named contacts", "demonstration")
    assert [word in lack for word, lack in zip(words, found, strict=True)] == [True] * 5
    assert all("\n" not in lack for lack in found)


def test_a_database_that_is_away_does_not_keep_help_away(here: Area, judgement: Judgement) -> None:
    gone = db.engine_for("postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert not production.holds_made_up_people(gone)


@pytest.mark.parametrize("missing", ["PORTAL_SECRET_KEY", "PORTAL_DATA_KEYS"])
def test_production_has_no_secret_of_its_own(missing: str) -> None:
    environ = {"PORTAL_ENV": "production", "PORTAL_SECRET_KEY": "s", "PORTAL_DATA_KEYS": "k"}
    with pytest.raises(SettingsError, match="must be set"):
        from_environment({name: value for name, value in environ.items() if name != missing})
