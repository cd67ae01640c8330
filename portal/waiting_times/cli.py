"""`portal waits`: how long people wait on a list, from a file. Needs no database and no settings."""

import json
from datetime import datetime
from typing import IO

import click

PRINTED = (
    "n",
    "seen",
    "waiting",
    "median_days",
    "p85_days",
    "typical_days",
    "upper_days",
    "clearance_days",
    "mean_seen_days",
    "max_days",
)


@click.group("waits", help="Waiting times: what can honestly be said about a list.")
def waits() -> None:
    """Gather the commands of waiting times."""


@waits.command("estimate", help="Read a list's history (CSV: received,ended,seen) and print its figures on a day.")
@click.argument("file", type=click.File(mode="rb"))
@click.option("--as-of", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The day the figures are for.")
def estimate(file: IO[bytes], as_of: datetime) -> None:
    """Print one list's figures; null is "not reached". Only what was known on that day counts."""
    from portal.waiting_times import estimates, histories

    try:
        stays = histories.read(file.read())
    except histories.HistoryError as error:
        raise click.UsageError(str(error)) from error
    figures = estimates.estimate(stays, as_of.date())
    click.echo(json.dumps({name: getattr(figures, name) for name in PRINTED}, indent=1))
