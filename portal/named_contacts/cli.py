"""`portal named-contacts`: which schools and practices somebody has to ask who is named there today."""

import json
from pathlib import Path

import click


@click.group("named-contacts", help="Who is named for each school and practice.")
def named_contacts() -> None:
    """Gather the commands of the named contacts."""


@named_contacts.command("check", help="Print the places that somebody has to ask. Exit 1 when there are any.")
@click.option("--content", type=click.Path(path_type=Path, exists=True, file_okay=False), help="The content folder.")
def check(content: Path | None) -> None:
    """Print the places whose names have lapsed, or where a name is missing."""
    from portal import area, clock, config
    from portal.named_contacts import examining, registry

    folder = (content or config.from_environment().content) / "area"
    try:
        fictional = area.load(folder).fictional
    except area.AreaError as wrong:
        raise click.ClickException(str(wrong)) from wrong
    known, today = registry.load(folder, fictional=fictional), clock.today()
    rows = [
        {
            "kind": place.kind,
            "code": place.code,
            "name": place.name,
            "ask": list(examining.to_ask(known.of(place), today)),
            "checked_on": (day := known.of(place).checked_on) and day.isoformat(),
        }
        for place in known.to_check(today)
    ]
    click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
    for line, problem in known.problems:
        click.echo(f"{examining.FILE}:{line}: {problem}", err=True)
    click.echo(f"{len(rows)} places need to be asked, {len(known.problems)} problems.", err=True)
    raise SystemExit(1 if rows or known.problems else 0)
