"""`portal content`: check every page before it is published."""

import json
from dataclasses import asdict
from pathlib import Path

import click


@click.group("content", help="The guides and the words about them.")
def content() -> None:
    """Gather the commands of the guides."""


@content.command("seen", help="Record that the translator of FILES has seen today's English. Exit 1 if they differ.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--card", default="", help="The contact, where FILE is helplines.toml.")
@click.option("--language", default="", help="The language of the card.")
def seen(files: tuple[Path, ...], card: str, language: str) -> None:
    """Write today's marks into translations; a file whose numbers, names or links differ is left alone."""
    from portal.guides import seen

    faults = {file: seen.record(file, card, language) for file in files}
    for file, said in faults.items():
        for fault in said:
            click.echo(f"{file}: {fault}", err=True)
    refused = sum(map(bool, faults.values()))
    click.echo(f"{len(files) - refused} recorded, {refused} refused.", err=True)
    raise SystemExit(1 if refused else 0)


@content.command("check", help="Check every page and message in every language. Exit 1 when one may not go out.")
@click.option(
    "--content", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False), help="The content folder."
)
def check(folder: Path | None) -> None:
    """Print how many pages there are, how current each language is, and every problem."""
    from portal import clock, config
    from portal.guides import publishing
    from portal.guides.page import Problem
    from portal.named_contacts import examining
    from portal.notifications import wording

    content = folder or config.from_environment().content
    report = publishing.examine(content, clock.today())
    # A message has no line of its own to point at: what is wrong with it is wrong with the whole file.
    messages = [Problem(file, 1, rule, message) for file, rule, message in wording.problems(content)]
    named = examining.examine(content, clock.today())
    contacts = [Problem(examining.FILE, line, "named-contacts", message) for line, message in named.problems]
    problems = [asdict(problem) for problem in (*report.problems, *messages, *contacts)]
    found = {"pages": report.pages, "languages": report.languages, "texts": report.texts, "problems": problems}
    click.echo(json.dumps(found, indent=1, ensure_ascii=False))
    for line in (*report.stale, *named.notes):
        click.echo(line, err=True)
    click.echo(f"{report.pages} pages, {len(problems)} problems, {len(report.stale)} stale blocks.", err=True)
    raise SystemExit(1 if problems else 0)
