"""`portal export`: records for other systems, and one case as FHIR R4."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
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
    with opened() as (session, settings):
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


@contextmanager
def opened() -> Iterator[tuple[Any, Any]]:
    """Open the database of the environment for one act, with the keys that open what is sealed."""
    from portal import config, db, sealed

    settings = config.from_environment()
    sealed.install(sealed.parse_keys(settings.data_keys))
    with db.opened(settings.database_url) as engine, db.writing(engine) as session:
        yield session, settings
