"""Ways out: SMTP where the area has it, a folder of letters where it has not."""

import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

from portal.notifications.messages import Words

Channel = Callable[[str, str, Words], None]
TIMEOUT_SECONDS = 15


def letter(to: str, sender: str, message_id: str, words: Words) -> EmailMessage:
    """Write an e-mail whose id is the same on every attempt, so that a receiver can tell a repeat."""
    mail = EmailMessage()
    mail["Subject"], mail["To"], mail["From"] = words.subject, to, sender
    mail["Message-ID"] = f"<{message_id}@front-door.invalid>"
    mail.set_content(words.body)
    return mail


def folder(path: Path, sender: str) -> Channel:
    """Return a channel that keeps letters in a folder: the demonstration's post room."""

    def send(to: str, message_id: str, words: Words) -> None:
        path.mkdir(parents=True, exist_ok=True)
        (path / f"{message_id}.eml").write_bytes(letter(to, sender, message_id, words).as_bytes())

    return send


def smtp(url: str, sender: str) -> Channel:
    """Return a channel to a mail server: smtp://user:password@host:25 or smtps://…"""
    parts = urlsplit(url)
    server = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP

    def send(to: str, message_id: str, words: Words) -> None:
        with server(parts.hostname or "localhost", parts.port or 0, timeout=TIMEOUT_SECONDS) as connection:
            if parts.username:
                if parts.scheme == "smtp":
                    # A password never travels in the clear: a server without TLS is refused, and the message waits.
                    connection.starttls(context=ssl.create_default_context())
                connection.login(unquote(parts.username), unquote(parts.password or ""))
            connection.send_message(letter(to, sender, message_id, words))

    return send
