"""`portal helplines`: which contacts somebody has to ring or open before they can be trusted."""

import json
from pathlib import Path

import click


@click.group("helplines", help="The registry of crisis contacts.")
def helplines() -> None:
    """Gather the commands of the registry."""


@helplines.command("check", help="Print the contacts nobody has checked lately. Exit 1 when there are any.")
@click.option("--content", type=click.Path(path_type=Path, exists=True), help="The content folder.")
def check(content: Path | None) -> None:
    """Print the contacts whose verification is missing or has lapsed."""
    from portal import clock, config
    from portal.helplines import registry
    from portal.helplines.contact import SOURCE

    folder = (content or config.from_environment().content) / "area"
    try:
        lapsed = registry.load(folder).unchecked(clock.today())
    except registry.RegistryError as wrong:
        raise click.ClickException(str(wrong)) from wrong
    rows = [
        {
            "id": contact.id,
            "name": contact.words[SOURCE].name,
            "owner": contact.owner,
            "source": contact.source,
            "verified_on": contact.verified_on and contact.verified_on.isoformat(),
        }
        for contact in lapsed
    ]
    click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
    click.echo(f"{len(lapsed)} contacts need a check.", err=True)
    raise SystemExit(1 if lapsed else 0)
