"""`portal export mhsds`: a month shaped like the national data set."""

import json
from datetime import datetime
from pathlib import Path

import click


@click.command("mhsds", help="Write a month's tables, shaped like the national data set, into a folder.")
@click.option("--month", required=True, type=click.DateTime(["%Y-%m"]), help="Such as 2026-10.")
@click.option(
    "--dir", "folder", required=True, type=click.Path(file_okay=False, path_type=Path), help="A new or empty folder."
)
def mhsds(month: datetime, folder: Path) -> None:
    """Write a month and print how many rows each table has, and how whole they are."""
    from portal import area, clock
    from portal.audit import trail
    from portal.audit.tags import Tag
    from portal.reporting.fhir.cli import opened
    from portal.reporting.mhsds import writing

    wanted, moment = month.date(), clock.now()
    if writing.span(wanted)[0] > moment:
        raise click.UsageError("That month has not begun.")
    try:
        writing.refuse_used(folder.absolute())
        with opened() as (session, settings):
            content = settings.content / "area"
            here = area.load(content)
            made = writing.make(session, here, content, wanted, moment)
            counts = {name: len(rows) for name, rows in made.month.items()}
            detail = {"as": "mhsds", "month": f"{wanted:%Y-%m}", "rows": sum(counts.values())}
            trail.record(session, Tag.MONTH_EXPORTED, actor="command", detail=detail)
            # Inside: a folder that could not be written takes its line in the trail with it.
            writing.write(made, here, content, folder, wanted, moment)
    except ValueError as wrong:
        raise click.UsageError(str(wrong)) from wrong
    except RuntimeError as wrong:
        raise click.ClickException(str(wrong)) from wrong
    click.echo(json.dumps({"dir": str(folder), "rows": counts, "filled_percent": made.average}, indent=1))
