"""What the tests of referrals share."""

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool

from portal import schema


@pytest.fixture(scope="module")
def fresh_memory() -> Engine:
    """Open a database in memory, for properties that are tried many times and always rolled back."""
    made = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    schema.metadata().create_all(made)
    return made
