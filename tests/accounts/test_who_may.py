"""Every permission is tried by every role: the table that people read, and what really happens."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from portal import clock, db
from portal.accounts import access, actions, permissions
from portal.accounts.permissions import ROLES, Permission, Role, may
from tests.staff import seat, take_on

TABLE = Path(__file__).with_name("who_may.txt")
NOWHERE = "00000000-0000-0000-0000-000000000007"


def written() -> str:
    """Write the table as a person reads it: a row for each permission, a column for each role."""
    wide = max(len(one.name) for one in Permission)
    heads = [f"{'':<{wide}}  " + "  ".join(f"{n:>2}" for n in range(1, len(Role) + 1))]
    rows = [
        f"{one.name.lower():<{wide}}  " + "  ".join(" x" if may(role, one) else " ." for role in Role)
        for one in Permission
    ]
    names = [f"{n:>2}  {role.value.replace('_', ' ')}" for n, role in enumerate(Role, start=1)]
    return "\n".join([*names, "", *heads, *rows]) + "\n"


def routes(site: Flask) -> Iterator[tuple[str, str, str]]:
    """Yield every staff page: its endpoint, and a way to ask for it."""
    for rule in site.url_map.iter_rules():
        if rule.rule.startswith("/staff"):
            path = re.sub(r"<uuid:\w+>", NOWHERE, rule.rule)
            path = re.sub(r"<int:\w+>", "1", path)
            path = re.sub(r"<\w+>", "x", path)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule.endpoint, method, path


def wrongly_answered(site: Flask, engine: Engine, role: Role) -> list[str]:
    """Try every page as one role, and name those that open although they must not, or the other way about."""
    wrong = []
    for endpoint, method, path in routes(site):
        view = site.view_functions[endpoint]
        answer = seat(site, engine, role).open(path, method=method)
        door = getattr(view, "open_to_strangers", False) or getattr(view, "halfway", False)
        allowed = door or (permission_of(view) in ROLES_AS_READ[role])
        if (answer.status_code != 403) is not allowed or answer.status_code >= 500:
            wrong.append(f"{role} {method} {path}: {answer.status_code}")
    return wrong


def permission_of(view: object) -> str:
    declared: Permission | None = getattr(view, "permission", None)
    return declared.name.lower() if declared else ""


def read(table: str) -> dict[Role, frozenset[str]]:
    """Read the table again."""
    rows = [line.split() for line in table.split("\n\n")[1].splitlines()[1:]]
    return {role: frozenset(row[0] for row in rows if row[1 + n] == "x") for n, role in enumerate(Role)}


ROLES_AS_READ = read(TABLE.read_text())


def test_the_table_that_people_read_is_the_one_that_counts() -> None:
    assert TABLE.read_text() == written()


def test_a_cell_that_is_swapped_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(permissions.ROLES, Role.COMMISSIONER, ROLES[Role.COMMISSIONER] | {Permission.READ_REFERRAL})
    assert TABLE.read_text() != written()


@pytest.mark.slow
@pytest.mark.parametrize("role", Role)
def test_every_page_opens_for_those_whose_role_says_so_and_for_nobody_else(
    site: Flask, engine: Engine, role: Role
) -> None:
    assert wrongly_answered(site, engine, role) == []


def test_a_role_that_is_given_too_much_would_be_noticed(
    site: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = ROLES[Role.CONTENT_EDITOR] | {Permission.SEE_QUEUE}
    monkeypatch.setitem(permissions.ROLES, Role.CONTENT_EDITOR, more)
    found = wrongly_answered(site, engine, Role.CONTENT_EDITOR)
    assert any("/staff/queue" in each for each in found)


def test_a_guard_that_forgets_to_ask_would_be_noticed(
    site: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "may", lambda role, permission: True)
    assert wrongly_answered(site, engine, Role.COMMISSIONER)


def test_a_password_alone_opens_no_page_of_the_desk(site: Flask, engine: Engine) -> None:
    assert opened_by_a_password(site, engine) == []


def test_a_guard_that_lets_a_password_in_would_be_noticed(
    site: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = actions.begin
    monkeypatch.setattr(
        actions, "begin", lambda session, who, moment: actions.sign_in(session, who, "x" * 40, moment=moment)
    )
    assert opened_by_a_password(site, engine)
    assert honest is not actions.begin


def opened_by_a_password(site: Flask, engine: Engine) -> list[str]:
    """Name the pages that open to somebody who has given their password and nothing else."""
    lead = take_on(engine, Role.TEAM_LEAD)
    found = []
    for endpoint, method, path in routes(site):
        view = site.view_functions[endpoint]
        if getattr(view, "open_to_strangers", False) or getattr(view, "halfway", False):
            continue
        with db.writing(engine) as session:
            token = actions.begin(session, lead, moment=clock.now())
        browser = site.test_client()
        browser.set_cookie("fd_staff", token, path="/staff")
        answer = browser.open(path, method=method)
        led_away = answer.status_code == 303 and answer.location.startswith("/staff/sign-in")
        if not (led_away if method == "GET" else answer.status_code == 403):
            found.append(f"{method} {path}: {answer.status_code}")
    return found
