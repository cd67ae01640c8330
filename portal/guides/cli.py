"""`portal content`: check every page before it is published."""

import json
from dataclasses import asdict
from pathlib import Path

import click


@click.group("content", help="The guides and the words about them.")
def content() -> None:
    """Gather the commands of the guides."""


@content.command("check", help="Check every page in every language. Exit 1 when one may not be published.")
@click.option(
    "--content", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False), help="The content folder."
)
def check(folder: Path | None) -> None:
    """Print how many pages there are, how current each language is, and every problem."""
    from portal import clock, config
    from portal.guides import publishing

    report = publishing.examine(folder or config.from_environment().content, clock.today())
    found = {
        "pages": report.pages,
        "languages": report.languages,
        "problems": [asdict(problem) for problem in report.problems],
    }
    click.echo(json.dumps(found, indent=1, ensure_ascii=False))
    click.echo(f"{report.pages} pages, {len(report.problems)} problems.", err=True)
    raise SystemExit(1 if report.problems else 0)
