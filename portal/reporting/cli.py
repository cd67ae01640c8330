"""`portal waits publish`: make the figures of a day, for a person to approve."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta

import click


@click.command("publish", help="Make the figures of a day and print them. Nobody reads them before they are approved.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day the figures are for; otherwise yesterday, at its end."
)
def publish(as_of: datetime | None) -> None:
    """Make an edition, and print what it tells, what it hides and why, and who was left out."""
    from portal import area, clock, config, db, sealed
    from portal.reporting import making
    from portal.waiting_times import lists

    settings = config.from_environment()
    sealed.install(sealed.parse_keys(settings.data_keys))
    folder, today = settings.content / "area", clock.today()
    day = as_of.date() if as_of else today - timedelta(days=1)
    engine = db.engine_for(settings.database_url)
    try:
        here = area.load(folder).clocks
        made = making.make(engine, lists.load(folder), here, day, today=today, actor="command", moment=clock.now())
    except making.NotOver:
        raise click.UsageError(f"{day} is not over. Figures are for a whole day: say an earlier one.") from None
    finally:
        engine.dispose()
    click.echo(json.dumps(asdict(made), indent=1, default=str))
