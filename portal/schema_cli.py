"""`portal db`: bring the tables up to date, and check them."""

import click


@click.group("db", help="The database's tables.")
def database() -> None:
    """Gather the commands of the tables."""


@database.command("upgrade", help="Bring the database up to date.")
def upgrade() -> None:
    """Run every migration that is missing."""
    from portal import config, schema, schema_head

    schema.upgrade(config.from_environment())
    click.echo(f"The database is at {schema_head.head()}.", err=True)


@database.command("check", help="Exit 1 unless migrations are at head and the tables equal the models.")
def check() -> None:
    """Compare the database with the migrations and the models."""
    from portal import config, db, schema, schema_head

    with db.opened(config.from_environment().database_url) as engine:
        with db.reading(engine) as session:
            current = schema_head.is_current(session)
        found = schema.differences(engine) if current else []
    if not current:
        click.echo(f"The database is not at {schema_head.head()}: run portal db upgrade.")
    for difference in found:
        click.echo(f"Differs from the models: {difference}")
    raise SystemExit(0 if current and not found else 1)
