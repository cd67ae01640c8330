"""`portal waits publish`: the figures of a day, to be approved. `portal reports`: what the records add up to."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from portal.reporting.counting import Period
    from portal.reporting.ledger import Ledger
    from portal.reporting.scorecard import Card

DAY = click.DateTime(["%Y-%m-%d"])


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
    here = area.load(folder).clocks
    try:
        with db.opened(settings.database_url) as engine:
            made = making.make(engine, lists.load(folder), here, day, today=today, actor="command", moment=clock.now())
    except making.NotOver:
        raise click.UsageError(f"{day} is not over. Figures are for a whole day: say an earlier one.") from None
    click.echo(json.dumps(asdict(made), indent=1, default=str))


@click.group("reports", help="Reports: what the records add up to.")
def reports() -> None:
    """Gather the commands of reporting."""


@reports.command("scorecard", help="Print every measure of a period, with its definition and whom it leaves out.")
@click.option("--from", "first", required=True, type=DAY, help="The first day.")
@click.option("--to", "last", required=True, type=DAY, help="The last day. Days to come are left out.")
def scorecard(first: datetime, last: datetime) -> None:
    """Print the scorecard. Small numbers stand in it: it is for nobody who may only see sums."""
    from portal import area, clock, config, db, sealed
    from portal.reporting import ledger
    from portal.reporting.counting import Period
    from portal.waiting_times import lists

    if last < first:
        raise click.UsageError("--to lies before --from.")
    settings = config.from_environment()
    sealed.install(sealed.parse_keys(settings.data_keys))
    content = settings.content / "area"
    period, here, now = Period(first.date(), last.date()), area.load(content), clock.now()
    with db.opened(settings.database_url) as engine, db.reading(engine) as session:
        found = ledger.read(session, lists.load(content), here.clocks, min(period.end, now))
    click.echo(json.dumps(_told(found, period, here.clocks.version), indent=1))


def _told(found: "Ledger", period: "Period", clocks: str) -> dict[str, Any]:
    """Return the whole scorecard as it is printed."""
    from portal.reporting import scorecard as told

    return {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "data_date": found.as_of.isoformat(),
        "clocks_version": clocks,
        "suppressed": False,
        "measures": [_measure(card) for card in told.cards(found, period, suppressed=False)],
        "left_out_of_journeys": dict(found.left_out),
        "still_waiting": [vars(each) for each in told.still_waiting(found, period, suppressed=False)],
        "breaches_by_cause": told.causes(found, period, suppressed=False),
    }


def _measure(card: "Card") -> dict[str, Any]:
    """Return one measure as it is printed."""
    measure, figures = card.measure, card.figures
    return {
        "id": measure.id,
        "version": measure.version,
        "name": measure.name,
        "owner": measure.owner,
        "unit": measure.unit,
        "target": measure.target,
        "numerator": figures.numerator,
        "denominator": figures.denominator,
        "value": figures.value,
        "percentiles": dict(figures.percentiles),
        "excluded": dict(figures.excluded),
        "definition": {
            "numerator": measure.numerator,
            "denominator": measure.denominator,
            "exclusions": measure.exclusions,
        },
    }
