"""`portal directory`: search it, and see its gaps. `portal places`: teach it where postcodes are."""

import functools
import json
import sys
from pathlib import Path
from typing import Any

import click

STEP = 50
"""Services between two moves of the progress bar."""


@click.group("directory", help="The directory of local services.")
def directory() -> None:
    """Gather the commands of the directory."""


@directory.command("search", help="Find services the way the public page does.")
@click.argument("query")
@click.option("--lang", default="en", show_default=True, help="The language of the words in the answer.")
@click.option("--age", type=int, help="The young person's age in whole years.")
@click.option("--near", help="A postcode, a part of one, or a town.")
@click.option("--need", multiple=True, help="An id of the taxonomy of needs.")
@click.option("--thrive", multiple=True, help="An id of the THRIVE groupings.")
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="How many results to print.")
def search(
    query: str, lang: str, age: int | None, near: str | None, need: tuple[str, ...], thrive: tuple[str, ...], limit: int
) -> None:
    """Print what a search finds."""
    from portal import clock, config, db, languages
    from portal.directory import postcodes, reasons, reference
    from portal.directory.wanted import Wanted

    if lang not in languages.LANGUAGES:
        raise click.UsageError(f"We do not speak {lang!r}: choose one of {', '.join(languages.LANGUAGES)}.")
    settings = config.from_environment()
    tables = reference.load(settings.content)
    with db.opened(settings.database_url) as engine:
        place = postcodes.with_the_nation(tables.places, engine).find(near or "")
    if near and place is None:
        click.echo(f"Nobody here knows where {near!r} is; searching without it.", err=True)
    found_index = _index(settings)
    for name, values in (("need", need), ("thrive", thrive)):
        _refuse_unknown(name, values, found_index)
    wanted = Wanted(q=query, age=age, near=place, chosen={"need": need, "thrive": thrive})
    with languages.using(lang):
        found = reference.ask(tables, found_index, wanted, lang, clock.now()).found
        results = [_result(hit, found_index, reasons.why(hit, found, found_index)) for hit in found.first(limit)]
    answer = {"query": query, "corrected": found.corrected, "relaxed": list(found.relaxed), "total": found.total}
    click.echo(json.dumps({**answer, "results": results}, indent=1, ensure_ascii=False))


def _refuse_unknown(name: str, values: tuple[str, ...], found_index: Any) -> None:
    """Say which words of a taxonomy there are, where an unknown one was given."""
    known = found_index.terms.get(name, {}).keys() | found_index.bits[name].keys()
    for value in values:
        if value not in known:
            raise click.UsageError(f"There is no {name} {value!r}: choose from {', '.join(sorted(known))}.")


def _result(hit: Any, found_index: Any, why: list[str]) -> dict[str, Any]:
    """Return one result as plain values."""
    service = found_index.documents[hit.number]
    away = None if hit.distance_km is None else round(hit.distance_km, 1)
    return {"id": service.id, "slug": service.slug, "name": service.name, "distance_km": away, "why": why}


@directory.command(
    "gaps", help="Print the THRIVE map: how many services there are, for whom, and where there are none."
)
@click.option("--by", type=click.Choice(["cohort", "need", "age", "area"]), default="cohort", show_default=True)
@click.option(
    "--digital",
    type=click.Choice(["with", "without", "only"]),
    default="with",
    show_default=True,
    help="With services that are only online, without them, or only those.",
)
@click.option("--format", "shape", type=click.Choice(["json", "csv"]), default="json", show_default=True)
def gaps(by: str, digital: str, shape: str) -> None:
    """Print the map, its gaps and what is planned."""
    from portal import clock, config
    from portal.directory import gap_export, gap_plans, reference, thrive_map

    settings = config.from_environment()
    try:
        plans = gap_plans.load(settings.content / "area")
    except gap_plans.PlansError as wrong:
        raise click.ClickException(str(wrong)) from wrong
    drawn = thrive_map.draw(_index(settings), reference.load(settings.content).places.wards)
    values = gap_export.as_values(drawn, plans, by, digital, clock.today())
    if shape == "csv":
        click.echo(gap_export.as_csv(values), nl=False)
    else:
        click.echo(json.dumps(values, indent=1, ensure_ascii=False))


@click.group("places", help="Where postcodes are.")
def places() -> None:
    """Gather the commands about places."""


@places.command("load", help="Load a national list: ONSPD, NSPL or Code-Point Open; a CSV, a folder or the ZIP.")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
def load(file: Path) -> None:
    """Load the middles of all districts and sectors of a list, in the place of those loaded before."""
    from portal import config, db
    from portal.directory import postcode_files, postcodes

    with click.progressbar(length=postcode_files.size(file), label="Reading", file=sys.stderr) as bar:
        try:
            gathered = postcode_files.read(file, bar.update)
        except postcode_files.UnknownList as wrong:
            raise click.ClickException(str(wrong)) from wrong
    found = gathered.centroids()
    with db.opened(config.from_environment().database_url) as engine, db.writing(engine) as session:
        postcodes.load(session, found)
    sectors = sum(" " in each.code for each in found)
    counts = {"source": gathered.source, "postcodes": gathered.postcodes, "skipped": gathered.skipped}
    click.echo(json.dumps({**counts, "outcodes": len(found) - sectors, "sectors": sectors}))


@directory.command("index", help="Make the search index as a file, so that the web pages need not.")
def make_index() -> None:
    """Make the index, and say how far it is."""
    from portal import config

    found = _index(config.from_environment(), progress=True)
    click.echo(json.dumps({"services": len(found.documents), "on": found.built_on.isoformat()}))


def _index(settings: Any, *, progress: bool = False) -> Any:
    """Return the index of the database as it is now, from its file when that is current."""
    from portal import clock, db, kept
    from portal.directory import index_file, queries

    kept.install(settings.instance / "kept")
    with db.opened(settings.database_url) as engine:
        if not progress:
            return index_file.renewed(engine, clock.today(), wait=True)
        with db.reading(engine) as session:
            length = queries.count_in_use(session)
        drawn: Any = click.progressbar
        with drawn(length=length, label="Services", file=sys.stderr) as bar:
            # Not at every service: drawing the bar would take longer than the work.
            move = functools.partial(_move, bar)
            return index_file.renewed(engine, clock.today(), wait=True, progress=move)


def _move(bar: Any, done: int) -> None:
    """Move a progress bar."""
    if done % STEP == 0 or done == bar.length:
        bar.update(done - bar.pos)
