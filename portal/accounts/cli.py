"""`portal staff`: take somebody on, close an account, list who is here."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from portal.accounts.permissions import OF_AN_ORGANIZATION, Role

LONGEST_WORKPLACE, LISTED = 160, 40


@click.group("staff", help="Staff accounts.")
def staff() -> None:
    """Gather the commands about staff."""


@staff.command("add", help="Take somebody on. Prints a password, once; the first sign-in sets up the second factor.")
@click.argument("email")
@click.option("--name", required=True, help="How colleagues see this person.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option(
    "--workplace",
    "--organization",
    "workplace",
    default="",
    help="Where they work, by name. A service partner's is an organisation of the directory (its id will do, too), and "
    "its entries and cases are theirs. A school or GP contact's is kept as it is written.",
)
def add(email: str, name: str, role: str, workplace: str) -> None:
    """Add an account and print its generated password."""
    from email_validator import EmailNotValidError, validate_email

    from portal import clock, db
    from portal.accounts import actions, passwords

    try:
        address = validate_email(email, check_deliverability=False).normalized
    except EmailNotValidError as wrong:
        raise click.UsageError(f"{email} is not an e-mail address: {wrong}") from wrong
    if not name.strip() or len(name.strip()) > 120:
        raise click.UsageError("A name has 1 to 120 letters.")
    password = passwords.new_password()
    try:
        with _session(db.writing) as session:
            whose = _whose(session, Role(role), workplace.strip())
            said = (address, name.strip(), Role(role), password)
            user = actions.add_staff(session, *said, actor="command", moment=clock.now(), **whose)
            shown = _shown(user) | {"password": password}
    except actions.AlreadyHere:
        click.echo(f"Somebody with the address {email} is here already.", err=True)
        raise SystemExit(1) from None
    click.echo(json.dumps(shown, ensure_ascii=False))


def _whose(session: Any, role: Role, workplace: str) -> dict[str, Any]:
    """Return where somebody belongs. Only people from outside belong anywhere, and a partner to one we know."""
    from portal.accounts import queries

    if workplace and role not in OF_AN_ORGANIZATION:
        raise click.UsageError("Only a service partner and a school or GP contact have a --workplace.")
    if role is not Role.SERVICE_PARTNER:
        if len(workplace) > LONGEST_WORKPLACE:
            raise click.UsageError(f"A --workplace has {LONGEST_WORKPLACE} letters at most.")
        return {"workplace": workplace or None}
    own = queries.organization(session, workplace) if workplace else None
    if own is None:
        wrong = f"No one organisation is called {workplace!r}." if workplace else "A service partner has a --workplace."
        raise click.UsageError(f"{wrong} {_known(queries.organization_names(session))}")
    return {"organization_id": own}


def _known(names: Sequence[str]) -> str:
    """Say which organisations there are to choose from."""
    if not names:
        return "The directory has no organisations yet."
    more = f"\n  and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return "The directory knows:\n  " + "\n  ".join(names[:LISTED]) + more


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
        "workplace": user.workplace,
        "added_at": user.added_at.isoformat(),
        "disabled_at": user.disabled_at.isoformat() if user.disabled_at else None,
        "fictional": user.fictional,
    }
