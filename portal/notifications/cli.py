"""`portal notifications`: look at the outbox, and try again."""

import json
from typing import Any

import click


@click.group("notifications", help="Messages that wait, were sent, or could not be sent.")
def notifications() -> None:
    """Gather the commands of the outbox."""


@notifications.command("list", help="Print every message as JSON.")
def listing() -> None:
    """Print the outbox, oldest message first."""
    from portal import config, db
    from portal.notifications import outbox

    with db.opened(config.from_environment().database_url) as engine, db.reading(engine) as session:
        rows = [_row(message) for message in outbox.listing(session)]
    click.echo(json.dumps(rows, indent=1))


def _row(message: Any) -> dict[str, Any]:
    """Show one message without its words."""
    return {
        "id": str(message.id),
        "kind": message.kind.value,
        "audience": message.audience.value,
        "referral_id": str(message.referral_id) if message.referral_id else None,
        "reference": message.reference,
        "status": message.status.value,
        "attempts": message.attempts,
        "created_at": message.created_at.isoformat(),
        "sent_at": message.sent_at.isoformat() if message.sent_at else None,
        "trouble": message.trouble,
    }


@notifications.command("retry", help="Try messages again that had been given up.")
def retry() -> None:
    """Make dead messages due and print how many."""
    from portal import config, db
    from portal.notifications import outbox

    with db.opened(config.from_environment().database_url) as engine, db.writing(engine) as session:
        click.echo(json.dumps({"revived": outbox.revive(session)}))
