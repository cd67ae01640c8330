"""Through GOV.UK Notify a message goes once, under its own reference, from the service that may send it."""

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

pytest.importorskip("notifications_python_client", reason="the client is in the extra `production`")

from notifications_python_client.errors import HTTPError

from portal.notifications.channels import Channel, Envelope, NoWayOut, Refused
from portal.notifications.leave import Way
from portal.notifications.messages import Words
from portal.notifications.notify import Account, notify

ID = "00000000-0000-4000-8000-000000000007"
OPEN, QUIET = "00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"
LETTER = Envelope(ID, Way.EMAIL, ("amina@example.org",), Words("We have it", "Thank you.\n"))
TEXT = replace(LETTER, way=Way.TEXT, to=("07700900001",))


@dataclass
class Fake:
    """What a made-up Notify has taken, and how it answers whom."""

    url: str = ""
    taken: list[tuple[str, str, dict[str, object]]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)

    def references(self) -> list[object]:
        return [body["reference"] for _, _, body in self.taken]


class Handler(BaseHTTPRequestHandler):
    """Take messages and tell by their reference whether they were taken."""

    fake: Fake

    def do_GET(self) -> None:
        (reference,) = parse_qs(urlsplit(self.path).query)["reference"]
        self.fake.asked.append(reference)
        self.answer(200, {"notifications": [each for each in self.fake.references() if each == reference]})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        claims = self.headers["Authorization"].removeprefix("Bearer ").split(".")[1]
        service = json.loads(base64.urlsafe_b64decode(claims + "=="))["iss"]
        status = self.fake.answers.get(body.get("email_address") or body["phone_number"], 201)
        if status == 201:
            self.fake.taken.append((service, self.path, body))
        self.answer(status, {"errors": [{"error": "Made up", "message": "no"}]} if status != 201 else {"id": "1"})

    def answer(self, status: int, said: dict[str, object]) -> None:
        raw = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def fake() -> Iterator[Fake]:
    kept = Fake()
    with ThreadingHTTPServer(("127.0.0.1", 0), type("Here", (Handler,), {"fake": kept})) as server:
        kept.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield kept
        server.shutdown()
        thread.join()


def account(service: str) -> Account:
    return Account(f"made_up-{service}-{service}", {Way.EMAIL: f"email-{service}", Way.TEXT: f"text-{service}"})


@pytest.fixture
def channel(fake: Fake) -> Channel:
    return notify(account(OPEN), account(QUIET), fake.url)


def test_an_email_carries_its_own_reference(fake: Fake, channel: Channel) -> None:
    channel(LETTER)
    ((service, path, body),) = fake.taken
    assert (service, path) == (OPEN, "/v2/notifications/email")
    assert (body["reference"], body["template_id"]) == (ID, f"email-{OPEN}")
    assert body["personalisation"] == {"subject": "We have it", "body": "Thank you.\n"}
    assert fake.asked == []


def test_so_does_a_text(fake: Fake, channel: Channel) -> None:
    channel(TEXT)
    ((_, path, body),) = fake.taken
    assert (path, body["reference"]) == ("/v2/notifications/sms", ID)
    assert body["personalisation"] == {"body": "Thank you.\n"}


def test_after_a_crash_it_is_asked_for_before_it_goes_again(fake: Fake, channel: Channel) -> None:
    channel(LETTER)
    channel(replace(LETTER, again=True))
    assert (fake.asked, fake.references()) == ([ID], [ID])


def test_after_a_crash_before_the_send_it_goes(fake: Fake, channel: Channel) -> None:
    channel(replace(LETTER, again=True))
    assert (fake.asked, fake.references()) == ([ID], [ID])


def test_what_may_not_say_who_we_are_goes_through_the_quiet_service(fake: Fake, channel: Channel) -> None:
    channel(replace(LETTER, quiet=True))
    ((service, _, body),) = fake.taken
    assert (service, body["template_id"]) == (QUIET, f"email-{QUIET}")


def test_without_a_quiet_service_it_is_not_sent_at_all(fake: Fake) -> None:
    with pytest.raises(NoWayOut):
        notify(account(OPEN), None, fake.url)(replace(LETTER, quiet=True))
    assert fake.taken == []


def test_an_address_that_notify_cannot_use_is_refused_for_good(fake: Fake, channel: Channel) -> None:
    fake.answers["amina@example.org"] = 400
    with pytest.raises(Refused):
        channel(LETTER)


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_what_can_be_put_right_is_tried_again(fake: Fake, channel: Channel, status: int) -> None:
    fake.answers["amina@example.org"] = status
    with pytest.raises(HTTPError):
        channel(LETTER)


def test_one_wrong_address_keeps_an_alert_from_nobody_else(fake: Fake, channel: Channel) -> None:
    fake.answers |= {"gone@example.org": 400, "busy@example.org": 500}
    alert = replace(LETTER, to=("gone@example.org", "busy@example.org", "priya@example.org"))
    with pytest.raises(HTTPError):
        channel(alert)
    fake.answers.pop("busy@example.org")
    with pytest.raises(Refused):
        channel(replace(alert, again=True))
    assert fake.references() == [f"{ID}-2", f"{ID}-1"]
