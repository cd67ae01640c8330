"""What must be true before real people may use an installation. Each lack stops the start with one line."""

from collections.abc import Iterator

from flask import Flask
from sqlalchemy import Engine, exists, select

from portal import db
from portal.accounts.models import StaffUser
from portal.area import Area
from portal.config import SettingsError
from portal.named_contacts.registry import Registry
from portal.referrals.models import Referral
from portal.triage.rules import Ruleset


def refuse_unsafe_start(app: Flask) -> None:
    """Stop a production start that would be unsafe. Raises SettingsError with one line."""
    portal = app.extensions["portal"]
    if portal["settings"].production:
        named = app.extensions["named_contacts"]
        for lack in lacks(portal["area"], app.extensions["judgement"].ruleset, portal["engine"], named):
            raise SettingsError(lack)


def lacks(here: Area, ruleset: Ruleset, engine: Engine, named: Registry) -> Iterator[str]:
    """Yield what stands in the way, the gravest first."""
    if not ruleset.approved:
        yield "The triage rules are not clinically approved: record the approval in content/area/triage/ruleset.yaml."
    if not here.out_of_hours_contact or not here.on_call_email:
        yield "The area has no route out of hours: fill in [out_of_hours] and [on_call] in content/area/area.toml."
    if here.fictional:
        yield "The area is fictional: replace content/ with your own."
    if named.made_up:
        yield "Named contacts are made up: write your own into content/area/named-contacts.csv."
    if holds_made_up_people(engine):
        yield "The database holds demonstration data: use another one, or run portal demo clear."


def holds_made_up_people(engine: Engine) -> bool:
    """Tell whether anybody in the database is made up. A database that is away is not a reason to refuse help."""
    try:
        with db.reading(engine) as session:
            kinds = (Referral, StaffUser)
            return any(session.scalar(select(exists().where(kind.fictional))) for kind in kinds)
    except Exception as error:
        if db.is_unavailable(error):
            return False
        raise
