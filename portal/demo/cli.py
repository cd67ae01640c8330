"""`portal demo`: bring the made-up people in, and clear them away."""

import json
from collections.abc import Callable
from typing import Any

import click


@click.group("demo", help="The demonstration: a made-up area with made-up people.")
def demo() -> None:
    """Gather the commands of the demonstration."""


@demo.command("load", help="Bring in the made-up directory, staff and referrals. What is here already stays.")
@click.option(
    "--cases",
    default=640,
    show_default=True,
    type=click.IntRange(0, 5000),
    help="How many open cases; up to 60 come without history.",
)
@click.option("--seed", default=7, show_default=True, help="Another number makes another set of people.")
def load(cases: int, seed: int) -> None:
    """Load, and print how much is here now."""
    from portal.demo import loading

    _told(lambda engine, settings: loading.load(engine, settings, cases, seed))


@demo.command("clear", help="Remove everything that is marked as made up. The trail stays.")
def clear() -> None:
    """Clear, and print how much was removed."""
    from portal.demo import clearing

    _told(lambda engine, _settings: clearing.clear(engine))


def _told(act: Callable[[Any, Any], dict[str, int]]) -> None:
    """Do one act on the database of the environment and print its counts; a refusal is one line."""
    from portal import config, db, sealed
    from portal.demo.marks import Refused

    settings = config.from_environment()
    sealed.install(sealed.parse_keys(settings.data_keys))
    try:
        with db.opened(settings.database_url) as engine:
            counts = act(engine, settings)
    except Refused as refused:
        click.echo(str(refused), err=True)
        raise SystemExit(1) from None
    click.echo(json.dumps(counts))
