"""`portal audit`: check the trail."""

import json

import click


@click.group("audit", help="The audit trail.")
def audit() -> None:
    """Gather the commands of the trail."""


@audit.command("verify", help="Check every event of the trail. Exit 1 when one was changed, added or taken away.")
def verify() -> None:
    """Print how many events there are and where the chain first breaks."""
    from portal import config, db
    from portal.audit import trail

    with db.opened(config.from_environment().database_url) as engine, db.reading(engine) as session:
        verdict = trail.verify(session)
    click.echo(json.dumps({"events": verdict.events, "ok": verdict.ok, "first_break": verdict.first_break}))
    raise SystemExit(0 if verdict.ok else 1)
