"""Ways out, all of one shape: a mail server, a folder that catches letters and texts, GOV.UK Notify (`notify`).

Every attempt at a message carries the same id. A folder keeps one file for it, and Notify is asked for it before a
second try. A mail server can do neither: after a worker died between the server's "accepted" and our mark, the same
letter goes again with the same Message-ID. Most mailboxes show it once; none has to. The other choice would be a
letter that never arrives, and nobody who knows.
"""

import os
import smtplib
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formataddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from portal.notifications.leave import Way
from portal.notifications.messages import Words

TIMEOUT_SECONDS = 12
"""For each of at most twelve steps of a send: all of them together end before the lease does (outbox)."""


class NoWayOut(Exception):
    """There is nothing to send this with; it stays in sight until there is."""


class Refused(Exception):
    """Whoever carries it will not take this message as it is, however often it is tried."""


@dataclass(frozen=True)
class Envelope:
    """One message as it leaves: an id for all its attempts, where it goes, and what it says."""

    id: str
    way: Way
    to: tuple[str, ...]
    words: Words
    quiet: bool = False
    """Neither the sender nor the words say who we are."""
    again: bool = False
    """An earlier attempt may have reached them."""


@dataclass(frozen=True)
class Senders:
    """Whom a message says it is from: the name and address everybody knows, and those that say nothing."""

    open: tuple[str, str]
    quiet: tuple[str, str]

    def of(self, envelope: Envelope) -> tuple[str, str]:
        """Return the name and the address that one message may show."""
        return self.quiet if envelope.quiet else self.open


Channel = Callable[[Envelope], None]


def by_way(channels: Mapping[Way, Channel]) -> Channel:
    """Return a channel that sends each message on its own way. One without a channel fails, and stays in sight."""

    def send(envelope: Envelope) -> None:
        if envelope.way not in channels:
            raise NoWayOut(envelope.way.value)
        channels[envelope.way](envelope)

    return send


def letter(envelope: Envelope, senders: Senders) -> EmailMessage:
    """Write an e-mail whose id is the same on every attempt, so that a receiver can tell a repeat."""
    mail = EmailMessage()
    mail["Subject"], mail["To"] = envelope.words.subject, ", ".join(envelope.to)
    mail["From"] = formataddr(senders.of(envelope))
    # A domain that is nobody's: ours would say who writes.
    mail["Message-ID"] = f"<{envelope.id}@message.invalid>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(envelope.words.body)
    return mail


def text(envelope: Envelope, senders: Senders) -> str:
    """Write down a text as it would show on a phone."""
    return f"To: {', '.join(envelope.to)}\nFrom: {senders.of(envelope)[0]}\n\n{envelope.words.body}\n"


def folder(path: Path, senders: Senders) -> Channel:
    """Return a channel that catches letters and texts in a folder: the post room of demonstration and tests."""

    def send(envelope: Envelope) -> None:
        path.mkdir(parents=True, exist_ok=True)
        if envelope.way is Way.TEXT:
            kept, ending = text(envelope, senders).encode(), "txt"
        else:
            kept, ending = letter(envelope, senders).as_bytes(), "eml"
        # Whole or not at all, and under one name: a second attempt finds its place taken by the same letter.
        draft = path / f".{envelope.id}.{os.getpid()}"
        draft.write_bytes(kept)
        draft.replace(path / f"{envelope.id}.{ending}")

    return send


def smtp(url: str, senders: Senders) -> Channel:
    """Return a channel to a mail server: smtp://user:password@host:25 or smtps://…"""
    parts = urlsplit(url)
    server = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP

    def send(envelope: Envelope) -> None:
        with server(parts.hostname or "localhost", parts.port or 0, timeout=TIMEOUT_SECONDS) as connection:
            if parts.username:
                if parts.scheme == "smtp":
                    # A password never travels in the clear: a server without TLS is refused, and the message waits.
                    connection.starttls(context=ssl.create_default_context())
                connection.login(unquote(parts.username), unquote(parts.password or ""))
            connection.send_message(letter(envelope, senders))

    return send
