"""The `portal` command: a table of contents. Each feature's commands live in its own cli file and load when called."""

import gc
import importlib
import json
import sys
from typing import Any

import click

COMMANDS = {
    "audit": "portal.audit.cli:audit",
    "content": "portal.guides.cli:content",
    "db": "portal.schema_cli:database",
    "demo": "portal.demo.cli:demo",
    "directory": "portal.directory.cli:directory",
    "directory export": "portal.open_referral.cli:export",
    "directory import": "portal.importing.cli:bring_in",
    "export": "portal.reporting.fhir.cli:export",
    "export mhsds": "portal.reporting.mhsds.cli:mhsds",
    "helplines": "portal.helplines.cli:helplines",
    "named-contacts": "portal.named_contacts.cli:named_contacts",
    "notifications": "portal.notifications.cli:notifications",
    "places": "portal.directory.cli:places",
    "report-card": "portal.reporting.card.cli:report_card",
    "reports": "portal.reporting.cli:reports",
    "staff": "portal.accounts.cli:staff",
    "triage": "portal.triage.cli:triage",
    "waits": "portal.waiting_times.cli:waits",
    "waits publish": "portal.reporting.cli:publish",
}
"""Two words: a command that a higher floor adds to a room's group."""
WRITES_ROWS = frozenset({"staff"})
"""Whose rows point at rows of higher floors: SQLAlchemy must know those tables, and a room cannot import upwards."""


class Contents(click.Group):
    """A group whose commands are imported only when somebody calls them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every command's name."""
        return sorted({*super().list_commands(ctx), *(name for name in COMMANDS if " " not in name)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command, with those that higher floors add to it."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        if cmd_name in WRITES_ROWS:
            importlib.import_module("portal.schema")
        command = _imported(COMMANDS[cmd_name])
        for name, place in COMMANDS.items():
            if name.startswith(f"{cmd_name} ") and isinstance(command, click.Group):
                command.add_command(_imported(place))
        return command


def _imported(place: str) -> click.Command:
    """Import a command from where it lives."""
    module, name = place.split(":")
    command: click.Command = getattr(importlib.import_module(module), name)
    return command


@click.group(cls=Contents, help="Front Door: run it, look after it, ask it.")
def portal() -> None:
    """Gather every command."""


def _address(command: Any) -> Any:
    """Add the options that say where to listen."""
    command = click.option(
        "--port", type=click.IntRange(1, 65535), default=5000, show_default=True, help="The port to listen on."
    )(command)
    return click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")(command)


@portal.command("serve", help="Serve the web pages (the database must be up to date).")
@_address
def serve(host: str, port: int) -> None:
    """Start the web server."""
    gc.disable()  # nothing made while starting is rubbish, and looking for some takes a sixth of the time
    from portal import serving

    _refuse_taken_port(host, port)
    serving.serve(host, port)


@portal.command("worker", help="Send messages and tidy up.")
@click.option("--once", is_flag=True, help="Do one round and stop.")
def worker(once: bool) -> None:
    """Start the worker."""
    from portal import working

    working.work(once)


@portal.command("run", hidden=True, help="Everything that `python3 run.py` does.")
@_address
def run(host: str, port: int) -> None:
    """Bring the database up to date, fill an empty one with the demonstration, serve and work."""
    gc.disable()  # as above
    from portal import config, serving

    _refuse_taken_port(host, port)
    settings = config.from_environment()
    if not serving.is_up_to_date(settings):
        from portal import schema  # the machinery of migrations would slow down every start

        schema.upgrade(settings)
    aside = []
    if not settings.production:
        from portal.demo import loading

        plan = loading.welcome(settings, f"http://{host}:{port}")
        if plan:
            aside.append(serving.start_aside(lambda: loading.complete_aside(settings, plan)))
    aside.append(serving.start_worker())
    try:
        serving.serve(host, port)
    finally:
        for child in aside:
            serving.stop_aside(child)


def _refuse_taken_port(host: str, port: int) -> None:
    """Say in one line that somebody else is listening. A server that was just killed gets a moment to be gone."""
    from portal import serving

    if not serving.wait_for_port(host, port):
        raise click.ClickException(f"Port {port} on {host} is taken. Stop what uses it, or choose another: --port 5001")


@portal.command("routes", help="Print every address with who may reach it.")
def routes() -> None:
    """Print the table of routes."""
    from portal import create_app, routing

    click.echo(json.dumps(routing.table(create_app()), indent=1))


def main() -> None:
    """Run one command. Wrong settings are told in one line."""
    try:
        portal(prog_name="portal")
    except Exception as wrong:
        line = in_one_line(wrong)
        if line is None:
            raise
        click.echo(f"portal: {line}", err=True)
        sys.exit(2)


def in_one_line(wrong: Exception) -> str | None:
    """Tell what somebody can put right in one line; None for what is our own mistake."""
    from portal.area import AreaError
    from portal.config import SettingsError

    if isinstance(wrong, SettingsError | AreaError | RuntimeError | ValueError | OSError | ImportError):
        return str(wrong)
    # By name: importing the library to ask would slow down the commands that need no database.
    if type(wrong).__module__.startswith("sqlalchemy"):
        kind = type(wrong).__name__
        return f"The database does not answer as it should ({kind}). Check PORTAL_DATABASE_URL, then portal db upgrade."
    return None


if __name__ == "__main__":
    main()
