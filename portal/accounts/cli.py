"""`portal staff`: take somebody on, close an account, list who is here."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from portal.accounts.permissions import Role


@click.group("staff", help="Staff accounts.")
def staff() -> None:
    """Gather the commands about staff."""


@staff.command("add", help="Take somebody on. Prints a password, once; the first sign-in sets up the second factor.")
@click.argument("email")
@click.option("--name", required=True, help="How colleagues see this person.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--organization", help="Whose entries are theirs, by name or id: for a service partner.")
def add(email: str, name: str, role: str, organization: str | None) -> None:
    """Add an account and print its generated password."""
    from email_validator import EmailNotValidError, validate_email

    from portal import clock, db
    from portal.accounts import actions, passwords, queries

    try:
        address = validate_email(email, check_deliverability=False).normalized
    except EmailNotValidError as wrong:
        raise click.UsageError(f"{email} is not an e-mail address: {wrong}") from wrong
    if not name.strip() or len(name.strip()) > 120:
        raise click.UsageError("A name has 1 to 120 letters.")
    if (role == Role.SERVICE_PARTNER) != bool(organization):
        raise click.UsageError("A service partner, and nobody else, belongs to an --organization.")
    password = passwords.new_password()
    try:
        with _session(db.writing) as session:
            own = queries.organization(session, organization) if organization else None
            if organization and own is None:
                raise click.UsageError(f"No one organisation of the directory is called {organization!r}.")
            user = actions.add_staff(
                session,
                address,
                name.strip(),
                Role(role),
                password,
                actor="command",
                moment=clock.now(),
                organization_id=own,
            )
            shown = _shown(user) | {"password": password}
    except actions.AlreadyHere:
        click.echo(f"Somebody with the address {email} is here already.", err=True)
        raise SystemExit(1) from None
    click.echo(json.dumps(shown, ensure_ascii=False))


@staff.command("disable", help="Close an account and end its sessions at once.")
@click.argument("email")
def disable(email: str) -> None:
    """Disable an account."""
    from portal import clock, db
    from portal.accounts import actions

    try:
        with _session(db.writing) as session:
            shown = _shown(actions.disable_staff(session, email, actor="command", moment=clock.now()))
    except actions.NotHere:
        click.echo(f"Nobody here has the address {email}.", err=True)
        raise SystemExit(1) from None
    click.echo(json.dumps(shown, ensure_ascii=False))


@staff.command("list", help="Print every account as JSON.")
def listing() -> None:
    """Print who works here and who did."""
    from portal import db
    from portal.accounts import queries

    with _session(db.reading) as session:
        rows = [_shown(user) for user in queries.everybody(session)]
    click.echo(json.dumps(rows, ensure_ascii=False, indent=1))


@contextmanager
def _session(way: Callable[[Any], Any]) -> Iterator[Any]:
    """Open the environment's database for reading or writing, and close it after."""
    from portal import config, db

    with db.opened(config.from_environment().database_url) as engine, way(engine) as session:
        yield session


def _shown(user: Any) -> dict[str, Any]:
    """Show one account, without anything secret."""
    return {
        "id": str(user.id),
        "email": user.email,
        "name": user.name,
        "role": user.role.value,
        "organization_id": str(user.organization_id) if user.organization_id else None,
        "added_at": user.added_at.isoformat(),
        "disabled_at": user.disabled_at.isoformat() if user.disabled_at else None,
        "fictional": user.fictional,
    }
