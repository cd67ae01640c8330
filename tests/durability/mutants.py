"""Servers with one guarantee taken away. If the kill test does not notice, it proves nothing.

python -m tests.durability.mutants answer-first run --port 5000
"""

import secrets
import sys
import threading
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from flask import Flask, Response, g, has_request_context, request
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal import cli, db
from portal.notifications import outbox
from portal.referrals import actions

GAP_SECONDS = 0.15
Finish = Callable[[Response], Response]


def around_the_commit(change: Callable[[Finish, Engine], Finish]) -> None:
    """Put something else in place of the rule that commits before the answer leaves."""
    install = db.install

    def installed(app: Flask, engine: Engine) -> None:
        install(app, engine)
        finishers = app.after_request_funcs[None]
        finishers[-1] = change(finishers[-1], engine)  # type: ignore[arg-type,call-overload]

    db.install = installed


def answer_first() -> None:
    """Say thank you, and commit a moment later."""

    def change(end: Finish, _engine: Engine) -> Finish:
        def late(response: Response) -> Response:
            current = db._current.get()
            if current is None or request.method != "POST" or not request.path.endswith("/check"):
                return end(response)
            db._current.set(None)
            threading.Thread(target=commit, args=(current,)).start()
            return response

        return late

    def commit(current: Session) -> None:
        time.sleep(GAP_SECONDS)
        current.commit()
        current.close()

    around_the_commit(change)


def no_key() -> None:
    """Take every sending for a new one."""

    def submit(session: Session, draft: Any, _known: Any, *judged: Any) -> Any:
        sent = select(actions.Referral.id).where(actions.Referral.submission_key == draft.key_digest)
        key = secrets.token_bytes(32) if session.scalars(sent).first() else draft.key_digest
        copy: Any = SimpleNamespace(key_digest=key, voice=draft.voice, language=draft.language)
        return actions._receive(session, copy, draft.answers, *judged)

    actions.submit = submit


def two_transactions() -> None:
    """Commit the referral, and write its message in a transaction of its own afterwards."""
    enqueue = outbox.enqueue

    def remember(session: Session, *arguments: Any, **values: Any) -> Any:
        if not has_request_context():
            return enqueue(session, *arguments, **values)
        g.setdefault("later", []).append((arguments, values))
        return None

    def change(end: Finish, engine: Engine) -> Finish:
        def then_tell(response: Response) -> Response:
            response = end(response)
            for arguments, values in g.pop("later", []):
                time.sleep(GAP_SECONDS)
                with db.writing(engine) as own:
                    enqueue(own, *arguments, **values)
            return response

        return then_tell

    outbox.enqueue = remember
    around_the_commit(change)


MUTANTS = {"answer-first": answer_first, "no-key": no_key, "two-transactions": two_transactions}

if __name__ == "__main__":
    MUTANTS[sys.argv.pop(1)]()
    cli.main()
