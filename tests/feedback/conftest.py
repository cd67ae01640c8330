"""Amina and her father, who say what they think; Ed who writes the pages; and the desk of care behind them."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from portal import db
from portal.audit.models import AuditEvent
from portal.db import Base
from tests.browser import Browser
from tests.care.conftest import care, sit  # noqa: F401 - the cast of care says how it was, too


@pytest.fixture
def reader(site: Flask) -> Browser:
    """Open a browser that has never been here."""
    return Browser(site.test_client())


@pytest.fixture
def kept(engine: Engine) -> Callable[[type[Base]], list[Any]]:
    """Return a way to see every row of a table."""

    def rows(kind: type[Base]) -> list[Any]:
        with db.reading(engine) as session:
            return list(session.scalars(select(kind)))

    return rows


@pytest.fixture
def trailed(engine: Engine) -> Callable[[], list[tuple[str, str | None]]]:
    """Return a way to see what the trail says, and about what."""

    def lines() -> list[tuple[str, str | None]]:
        with db.reading(engine) as session:
            found = session.scalars(select(AuditEvent).order_by(AuditEvent.seq))
            return [(each.tag, each.subject) for each in found]

    return lines
