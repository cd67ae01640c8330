"""What one story compiled serves the next: statements, addresses and guides are the same in all of them.

Each story opens its database and builds the application anew. An engine that is new compiles every statement again, a
new application every address, and reads a hundred guides: together that was more than a third of the suite.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from portal import db
from portal.guides import library


def share(patch: pytest.MonkeyPatch) -> None:
    """Compile every statement, every address and the same words of a guide once in this process."""
    _share_statements(patch)
    _share_addresses(patch)
    patch.setattr(library, "parse", cache(library.parse))


def _share_statements(patch: pytest.MonkeyPatch) -> None:
    """Give all engines one memory. It goes by dialect, so two dialects of one kind have to count as the same."""
    memory: LRUCache[Any, Any] = LRUCache(4000)
    for kind in (PGDialect_psycopg, SQLiteDialect_pysqlite):
        patch.setattr(kind, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(kind, "__hash__", lambda one: hash(type(one)))

    def remembering(*said: Any, **more: Any) -> Engine:
        made = create_engine(*said, **more)
        made.update_execution_options(compiled_cache=memory)
        return made

    patch.setattr(db, "create_engine", remembering)


def _share_addresses(patch: pytest.MonkeyPatch) -> None:
    """Keep the function that builds an address: it is told its rule with every call, and holds none."""
    compiled: dict[Any, Callable[..., tuple[str, str]]] = {}
    compile_builder = Rule._compile_builder

    def builder(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        if rule.defaults:
            return compile_builder(rule, append_unknown)
        key = (tuple(rule._trace), append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    patch.setattr(Rule, "_compile_builder", builder)
