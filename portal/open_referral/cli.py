"""`portal directory export`: the whole Open Referral UK feed as files."""

import json
from pathlib import Path

import click


@click.command("export", help="Write the whole Open Referral UK 3.0 feed into a folder.")
@click.option(
    "--dir", "folder", required=True, type=click.Path(file_okay=False, path_type=Path), help="A new or empty folder."
)
def export(folder: Path) -> None:
    """Write the feed as files and print how many of each there are."""
    from portal import config, db
    from portal.open_referral import edition, files

    settings = config.from_environment()
    current = edition.read(settings.content, drafts=not settings.production)
    with db.opened(settings.database_url) as engine, db.reading(engine) as session:
        try:
            counts = files.export(session, current, folder, settings.base_url, _tell)
        except ValueError as wrong:
            raise click.UsageError(str(wrong)) from wrong
        except RuntimeError as wrong:
            raise click.ClickException(str(wrong)) from wrong
    click.echo(json.dumps({"dir": str(folder), **counts}, indent=1))


def _tell(name: str, done: int) -> None:
    """Say how far it is."""
    click.echo(f"{name}: {done}", err=True)
