"""GOV.UK Notify: e-mails and texts through its API, each asked for by its reference before a second try.

Only an installation with a key loads this file: the client is in the extra `production`. Notify shows the name of its
service as the sender of every e-mail, so what may not say who we are goes through a second service with a name that
says nothing. Without that second key it is not sent at all, and stays in sight.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from notifications_python_client.errors import HTTPError
from notifications_python_client.notifications import NotificationsAPIClient

from portal.notifications.channels import TIMEOUT_SECONDS, Channel, Envelope, NoWayOut, Refused
from portal.notifications.leave import Way

API = "https://api.notifications.service.gov.uk"
REFUSED = 400
"""Notify's word for an address or a template it cannot use. A wrong key, a limit or a timeout can be put right."""
# Its warnings quote what the server said, and that can quote an address.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Account:
    """One service at Notify: its key, and for each way the template that holds nothing but ((subject)) and ((body))."""

    key: str
    templates: Mapping[Way, str]


def notify(openly: Account, quietly: Account | None, base_url: str = API) -> Channel:
    """Return a channel to Notify."""
    clients = {
        quiet: (NotificationsAPIClient(account.key, base_url=base_url, timeout=TIMEOUT_SECONDS), account)
        for quiet, account in ((False, openly), (True, quietly))
        if account is not None
    }

    def send(envelope: Envelope) -> None:
        if envelope.quiet not in clients:
            raise NoWayOut("quiet")
        client, account = clients[envelope.quiet]
        troubles: list[HTTPError] = []
        for number, to in enumerate(envelope.to):
            reference = envelope.id if not number else f"{envelope.id}-{number}"
            try:
                if not (envelope.again and _has(client, reference)):
                    _hand_over(client, account.templates[envelope.way], envelope, to, reference)
            except HTTPError as trouble:  # one wrong address must not keep an alert from everybody after it
                troubles.append(trouble)
        _raise(troubles)

    return send


def _raise(troubles: list[HTTPError]) -> None:
    """Raise what went wrong: what may pass with time before what Notify will never take."""
    for trouble in troubles:
        if trouble.status_code != REFUSED:
            raise trouble
    if troubles:
        raise Refused("notify") from None


def _has(client: NotificationsAPIClient, reference: str) -> bool:
    """Tell whether Notify has taken a message with this reference."""
    return bool(client.get_all_notifications(reference=reference)["notifications"])


def _hand_over(client: NotificationsAPIClient, template: str, envelope: Envelope, to: str, reference: str) -> None:
    """Give one message to Notify."""
    if envelope.way is Way.TEXT:
        said = {"body": envelope.words.body}
        client.send_sms_notification(to, template, personalisation=said, reference=reference)
        return
    said = {"subject": envelope.words.subject, "body": envelope.words.body}
    client.send_email_notification(to, template, personalisation=said, reference=reference)
