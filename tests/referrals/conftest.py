"""What the tests of referrals share."""

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool

from portal import schema
from tests.browser import Browser, walk
from tests.referrals.owners import AMINA


@pytest.fixture(scope="module")
def fresh_memory() -> Engine:
    """Open a database in memory, for properties that are tried many times and always rolled back."""
    made = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    schema.metadata().create_all(made)
    return made


@pytest.fixture
def amina(site: Flask) -> Browser:
    """Amina, who has sent her form and has opened her own page on another device."""
    phone = walk(Browser(site.test_client()), AMINA)
    later = Browser(site.test_client())
    return later.open("/my-referral").send(reference=phone.reference, code=phone.code)
