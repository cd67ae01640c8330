"""`portal report-card make`: count a year and keep what may be told of it, for a person to approve."""

import json
from collections import Counter

import click


@click.group("report-card", help="The annual report card.")
def report_card() -> None:
    """Gather the commands of the report card."""


@report_card.command("make", help="Count a year. Nobody reads it before a person has approved it.")
@click.option("--year", type=int, help="The year in which it ends; otherwise the newest that is over.")
def make(year: int | None) -> None:
    """Make a card and print how many figures it tells, and how many it hides and why."""
    from portal import area, clock, config, db, sealed
    from portal.reporting.card import actions

    settings = config.from_environment()
    sealed.install(sealed.parse_keys(settings.data_keys))
    folder = settings.content / "area"
    wanted = year or actions.newest_over(folder, clock.today())
    try:
        with db.opened(settings.database_url) as engine, db.writing(engine) as session:
            made = actions.make(session, area.load(folder), folder, wanted, actor="command", moment=clock.now())
            untold = Counter(each.untold.value for each in made.figures if each.untold)
            told = {"year": wanted, "figures": len(made.figures), "untold": dict(untold)}
    except actions.NotOver:
        raise click.UsageError(f"The year {wanted} is not over.") from None
    except actions.Published:
        click.echo(f"Everybody can read the year {wanted} already: it stays as it is.", err=True)
        raise SystemExit(1) from None
    click.echo(json.dumps(told))
