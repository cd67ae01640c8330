"""`portal directory import`: bring in a feed from a file, a folder or an address."""

import json
import sys
from pathlib import Path
from typing import Any

import click


@click.command(
    "import", help="Bring in services from a file, a folder or an address: Open Referral UK 1.x or 3.0, or CSV."
)
@click.argument("source")
@click.option("--dry-run", is_flag=True, help="Print what would happen, and change nothing.")
@click.option("--as", "name", help="What to call the feed; otherwise the source's own name.")
@click.option("--review", is_flag=True, help="Put every difference into the editors' queue instead of taking it over.")
@click.option(
    "--mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="TOML: which column is what."
)
@click.option("--force", is_flag=True, help="Also when much of the feed has vanished.")
@click.option("--plain-http", is_flag=True, help="Also fetch an address that begins with http://.")
def bring_in(
    source: str, dry_run: bool, name: str | None, review: bool, mapping: Path | None, force: bool, plain_http: bool
) -> None:
    """Read, clean, compare, and take over unless it is a dry run."""
    from portal import config, db, sealed
    from portal.importing import comparison

    settings = config.from_environment()
    sealed.install(sealed.parse_keys(settings.data_keys))
    called = comparison.feed_name(name if name is not None else _own_name(source))
    if not called:
        raise click.UsageError("A feed needs a name: say --as NAME.")
    gathered = _gathered(source, called, mapping, plain_http)
    with db.opened(settings.database_url) as engine:
        if name is None:
            gathered = _under_its_name(engine, gathered)
        _carry_out(engine, settings.content, source, gathered, dry_run=dry_run, review=review, force=force)


def _gathered(source: str, name: str, mapping: Path | None, plain_http: bool) -> Any:
    """Read a source: exit 2 for what is no source, and 1, with an empty answer, for what is no feed."""
    from portal.importing import publishers, sources, spreadsheets
    from portal.importing.fetching import Failed, Fetcher
    from portal.importing.hosts import Refused

    try:
        mapped = spreadsheets.mapping(mapping.read_text("utf-8")) if mapping else None
    except (spreadsheets.MappingError, UnicodeDecodeError) as wrong:
        raise click.UsageError(str(wrong)) from wrong
    if "://" not in source and not Path(source).exists():
        raise click.UsageError(f"There is no file or folder {source!r}.")
    try:
        if "://" in source:
            return publishers.gather(Fetcher(plain_http=plain_http), source, name, mapped, _tell)
        return sources.gather(Path(source), name, mapped)
    except Refused as no:
        raise click.UsageError(str(no)) from no
    except (Failed, sources.Unreadable) as wrong:
        _say(_nothing(name, str(wrong)))
        raise click.ClickException(str(wrong)) from wrong


def _under_its_name(engine: Any, gathered: Any) -> Any:
    """Recognise a feed whose file was renamed by the ids in it."""
    from dataclasses import replace

    from portal import db
    from portal.importing import comparison

    with db.reading(engine) as session:
        name = comparison.adopted(session, gathered.records, gathered.name)
    if name != gathered.name:
        click.echo(f"These are the services of the feed “{name}”. If it is another one, name it with --as.", err=True)
    return replace(gathered, name=name)


def _carry_out(
    engine: Any, content: Path, source: str, gathered: Any, *, dry_run: bool, review: bool, force: bool
) -> None:
    """Compare, take over unless it is a dry run or something speaks against it, and print what was done."""
    from portal import clock
    from portal.importing import bringing, telling
    from portal.importing.actions import Act

    moment = clock.now()
    made = bringing.look(engine, content, gathered, source, moment, _shown, force=force)
    for line in telling.lines(made):
        click.echo(line, err=True)
    if not (dry_run or made.refused):
        bringing.set_up(engine, content)
        act = Act(None, moment, review=review, fictional=gathered.fictional)
        bringing.bring_in(engine, made, act, _shown)
    click.echo(f"{'Would be: ' if dry_run else ''}{telling.summary(made)}", err=True)
    _say(telling.answer(made) | {"dry_run": dry_run, "changes": telling.changes(made)})
    if made.refused:
        raise click.ClickException(made.refused)


def _own_name(source: str) -> str:
    """Name a feed after where it lies."""
    from urllib.parse import urlsplit

    if "://" in source:
        try:
            parts = urlsplit(source)
            return f"{parts.hostname or ''}{parts.path}".rstrip("/").removesuffix("/services")
        except ValueError:
            return "feed"
    path = Path(source)
    return (path.resolve() if path.name in {"", ".", ".."} else path).stem


def _nothing(name: str, sentence: str) -> dict[str, Any]:
    """Answer for a source that is no feed."""
    counts = dict.fromkeys(("added", "changed", "unchanged", "vanished"), 0)
    return counts | {"quarantined": [], "feed": name, "refused": sentence}


def _say(answer: dict[str, Any]) -> None:
    click.echo(json.dumps(answer, indent=1, ensure_ascii=False))


def _shown(items: Any, doing: str, count: int) -> Any:
    """Show how far it has come, on a terminal only."""
    if not sys.stderr.isatty() or count < 50:
        yield from items
        return
    with click.progressbar(items, length=count, label=doing, file=sys.stderr) as bar:
        yield from bar


def _tell(done: int, total: int) -> None:
    """Tell how much has been fetched."""
    if sys.stderr.isatty() or done % 50 == 0 or done == total:
        click.echo(f"Fetched {done} of {total}", err=True)
