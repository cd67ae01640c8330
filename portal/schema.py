"""The tables: bring a database up to date, and compare it with the models."""

from typing import Any

from alembic import autogenerate, command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, MetaData

from portal import db, schema_head
from portal.accounts import models as accounts
from portal.audit import models as audit
from portal.care import models as care
from portal.config import Settings
from portal.directory import models as directory
from portal.directory import postcodes
from portal.feedback import models as feedback
from portal.importing import models as importing
from portal.learning import models as learning
from portal.notifications import models as notifications
from portal.passport import models as passport
from portal.problems import models as problems
from portal.referrals import case_models as cases
from portal.referrals import models as referrals
from portal.reporting.card import models as report_cards
from portal.screening import models as screening
from portal.taking_out import models as taking_out
from portal.upkeep import models as upkeep
from portal.waiting_times import models as waiting_times

ROOMS_WITH_TABLES = (
    audit,
    notifications,
    accounts,
    directory,
    postcodes,
    problems,
    upkeep,
    importing,
    referrals,
    cases,
    screening,
    care,
    feedback,
    report_cards,
    taking_out,
    waiting_times,
    passport,
    learning,
)


def metadata() -> MetaData:
    """Return every table of every room."""
    return db.Base.metadata


def alembic_config(engine: Engine) -> Config:
    """Return what Alembic needs to know; no file of settings stands beside the code."""
    config = Config()
    config.set_main_option("script_location", str(schema_head.MIGRATIONS))
    config.attributes["engine"] = engine
    return config


def upgrade(settings: Settings) -> None:
    """Bring the database up to date. Refuses a server that may forget what it acknowledged."""
    settings.instance.mkdir(parents=True, exist_ok=True)
    with db.opened(settings.database_url) as engine:
        db.check_durability(engine)
        with db.reading(engine) as session:
            current = schema_head.is_current(session)
        if not current:
            command.upgrade(alembic_config(engine), "head")


def differences(engine: Engine) -> list[Any]:
    """Return what the models say and the database does not, or the other way round."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(autogenerate.compare_metadata(context, metadata()))
