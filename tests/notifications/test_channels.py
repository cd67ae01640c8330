"""However a message travels, it is the same letter with the same id."""

import email
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from email.policy import default
from pathlib import Path

import pytest

from portal.notifications import channels
from portal.notifications.channels import Envelope, Senders
from portal.notifications.leave import Way
from portal.notifications.messages import Words

MESSAGE_ID = "00000000-0000-4000-8000-000000000007"
WORDS = Words("Front Door: please open the queue now", "A new referral should not wait.\n")
SENDERS = Senders(("Wexlow Front Door", "front-door@example.org"), ("FD Team", "fd-team@example.org"))
ENVELOPE = Envelope(MESSAGE_ID, Way.EMAIL, ("on-call@example.org",), WORDS)


class MailServer(socketserver.StreamRequestHandler):
    """The smallest mail server there can be: it takes one letter and keeps it."""

    letters: list[bytes]

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().strip().upper():
            if line == b"DATA":
                self.say("354 go on")
                self.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            self.say("221 goodbye" if line == b"QUIT" else "250 well")
            if line == b"QUIT":
                return

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


@pytest.fixture
def mail_server() -> Iterator[tuple[str, list[bytes]]]:
    """Run a mail server on this machine."""
    letters: list[bytes] = []
    handler = type("Handler", (MailServer,), {"letters": letters})
    with socketserver.TCPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"smtp://127.0.0.1:{server.server_address[1]}", letters
        server.shutdown()
        thread.join()


def check(raw: bytes) -> None:
    """Read a letter as its receiver does."""
    letter = email.message_from_bytes(raw, policy=default)
    assert letter["Message-ID"] == f"<{MESSAGE_ID}@message.invalid>"
    assert (letter["To"], letter["From"]) == ("on-call@example.org", "Wexlow Front Door <front-door@example.org>")
    assert letter["Subject"] == WORDS.subject
    assert letter.get_content().replace("\r\n", "\n") == WORDS.body  # type: ignore[attr-defined]


def test_a_folder_keeps_one_letter_however_often_it_is_sent(tmp_path: Path) -> None:
    send = channels.folder(tmp_path / "post", SENDERS)
    for _attempt in range(2):
        send(ENVELOPE)
    [kept] = (tmp_path / "post").iterdir()
    check(kept.read_bytes())


def test_a_mail_server_gets_the_same_letter(mail_server: tuple[str, list[bytes]]) -> None:
    url, letters = mail_server
    channels.smtp(url, SENDERS)(ENVELOPE)
    check(letters[0])


def test_a_mail_server_that_is_not_there_is_a_failure_and_not_a_silence() -> None:
    send = channels.smtp("smtp://127.0.0.1:1", SENDERS)
    with pytest.raises(OSError, match="refused"):
        send(ENVELOPE)


def test_a_subject_cannot_smuggle_a_second_header() -> None:
    with pytest.raises(ValueError, match="linefeed"):
        channels.letter(replace(ENVELOPE, to=("a@example.org\nBcc: b@example.org",)), SENDERS)


@pytest.mark.parametrize("way", [Way.EMAIL, Way.TEXT])
def test_a_quiet_message_says_nowhere_who_we_are(tmp_path: Path, way: Way) -> None:
    quiet = replace(ENVELOPE, way=way, quiet=True, words=Words("Hello", "Hello."))
    channels.folder(tmp_path, SENDERS)(quiet)
    [kept] = tmp_path.iterdir()
    assert b"front" not in kept.read_bytes().lower()
    assert b"FD Team" in kept.read_bytes()


def test_a_way_that_nothing_is_set_up_for_is_a_failure_and_not_a_silence() -> None:
    with pytest.raises(channels.NoWayOut):
        channels.by_way({Way.EMAIL: lambda _envelope: None})(replace(ENVELOPE, way=Way.TEXT))
