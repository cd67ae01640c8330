"""`portal triage`: assess answers, check told stories, scan words. Needs the content folder and nothing else."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import click

from portal.config import PROJECT

FREE_TEXT = "story"
LANGUAGE = "lang"

_Command = Callable[..., None]


def _content(command: _Command) -> _Command:
    """Add the option that names the content folder."""
    folder = click.Path(path_type=Path, exists=True, file_okay=False)
    return click.option(
        "--content", envvar="PORTAL_CONTENT", default=PROJECT / "content", type=folder, help="The content folder."
    )(command)


@click.group("triage", help="How soon: the rules and the words of this area.")
def triage() -> None:
    """Gather the commands of triage."""


@triage.command("assess", help='Read {"answers": {field: value}}, or a list of them, and print what comes out.')
@click.argument("file", type=click.File(encoding="utf-8", errors="replace"))
@_content
def assess(file: IO[str], content: Path) -> None:
    """Print an outcome for each set of answers. A free text under `story` (language under `lang`) is scanned."""
    given = _json(file)
    many = given if isinstance(given, list) else [given]
    if not all(isinstance(each, dict) and isinstance(each.get("answers"), dict) for each in many):
        raise click.UsageError('expected {"answers": {field: value}}, or a list of these')
    decide = _decider(content)
    outcomes = [decide(each["answers"]) for each in many]
    click.echo(json.dumps(outcomes if isinstance(given, list) else outcomes[0], ensure_ascii=False, indent=1))


@triage.command("check", help="Check the rules against told stories. Exit 1 when a story comes out wrong.")
@click.argument("file", type=click.File(encoding="utf-8"))
@_content
def check(file: IO[str], content: Path) -> None:
    """Print one line per mismatch."""
    from portal.triage.vignettes import mismatches

    told, ruleset = _json(file), _loaded(content)[0]
    try:
        wrong = list(mismatches(told, ruleset))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise click.UsageError(f"not a file of stories: {error!r}") from error
    for line in wrong:
        click.echo(line)
    click.echo(f"{len(told['vignettes'])} stories, {len(wrong)} mismatches.", err=True)
    raise SystemExit(1 if wrong else 0)


@triage.command("scan", help="Print what the word lists find in each line.")
@click.argument("file", type=click.File(mode="rb"))
@click.option("--lang", required=True, help="The code of the language the lines are in.")
@_content
def scan(file: IO[bytes], lang: str, content: Path) -> None:
    """Print one JSON object per line; positions count the characters of that line."""
    from portal.triage.text_scan import scan as scan_line

    lists = _loaded(content)[1]
    # Only the line feed ends a line: other separators are characters of the text, and positions count them.
    for line in file:
        text = line.decode("utf-8", errors="replace").removesuffix("\n").removesuffix("\r")
        click.echo(json.dumps(scan_line(text, lang, lists).as_dict(), ensure_ascii=False))


def _decider(content: Path) -> Callable[[dict[str, Any]], dict[str, Any]]:
    from portal.triage.rules import assess as decide
    from portal.triage.text_scan import with_text

    ruleset, lists = _loaded(content)

    def outcome(answers: dict[str, Any]) -> dict[str, Any]:
        story, language = answers.get(FREE_TEXT), answers.get(LANGUAGE)
        if isinstance(story, str):
            answers = with_text(answers, story, language if isinstance(language, str) else "en", lists)
        return decide(answers, ruleset).as_dict()

    return outcome


def _loaded(content: Path) -> tuple[Any, Any]:
    from portal.triage import documents, rules, words

    folder = content / "area" / "triage"
    try:
        return rules.load(folder / "ruleset.yaml"), words.load_all(folder / "words")
    except documents.DocumentError as error:
        raise click.UsageError(str(error)) from error


def _json(file: IO[str]) -> Any:
    try:
        return json.load(file)
    except (ValueError, RecursionError) as error:
        raise click.UsageError(f"this is not JSON: {error}") from error
