"""`portal export`: records for other systems. One case as FHIR, a month shaped like the national data set."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click


@click.group("export", help="Records for other systems. Whoever runs it answers for where the file goes.")
def export() -> None:
    """Gather the commands that take records out."""


@export.command("fhir", help="Print everything about one case as a FHIR R4 Bundle. The trail notes it.")
@click.argument("reference")
def fhir(reference: str) -> None:
    """Print the case that a reference belongs to, with every voice in it."""
    from portal import area, clock
    from portal.audit import trail
    from portal.audit.tags import Tag
    from portal.referrals import measures, references
    from portal.reporting.fhir import bundle, queries

    wanted = references.read_reference(reference)
    if wanted is None:
        raise click.UsageError("That cannot be a reference of ours: its last character does not fit the others.")
    with _writing() as (session, settings):
        folder = settings.content / "area"
        voices = queries.case_of(session, wanted)
        if not voices:
            click.echo("There is no referral with this reference.", err=True)
            raise SystemExit(1)
        made = bundle.bundle(queries.told(session, voices, area.load(folder), measures.load(folder), clock.now()))
        for voice in voices:
            detail = {"as": "fhir", "mapping": made["meta"]["tag"][0]["code"]}
            trail.record(session, Tag.CASE_EXPORTED, actor="command", subject=f"referral:{voice.id}", detail=detail)
    # Printed only when the trail has it.
    click.echo(json.dumps(made, ensure_ascii=False, indent=1))


@export.command("mhsds", help="Write a month's tables, shaped like the national data set, into a folder.")
@click.option("--month", required=True, type=click.DateTime(["%Y-%m"]), help="Such as 2026-10.")
@click.option(
    "--dir", "folder", required=True, type=click.Path(file_okay=False, path_type=Path), help="A new or empty folder."
)
def mhsds(month: datetime, folder: Path) -> None:
    """Write a month and print how many rows each table has, and how whole they are."""
    from portal import area, clock
    from portal.audit import trail
    from portal.audit.tags import Tag
    from portal.reporting.mhsds import writing

    wanted, moment = month.date(), clock.now()
    if writing.span(wanted)[0] > moment:
        raise click.UsageError("That month has not begun.")
    try:
        writing.refuse_used(folder.absolute())
        with _writing() as (session, settings):
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


@contextmanager
def _writing() -> Iterator[tuple[Any, Any]]:
    """Open the database of the environment for one act, with the keys that open what is sealed."""
    from portal import config, db, sealed

    settings = config.from_environment()
    sealed.install(sealed.parse_keys(settings.data_keys))
    engine = db.engine_for(settings.database_url)
    try:
        with db.writing(engine) as session:
            yield session, settings
    finally:
        engine.dispose()
