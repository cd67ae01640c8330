"""How old Amina is comes first, and however she writes it she goes on."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal.referrals.facts import said
from tests.browser import Browser, walk
from tests.referrals.owners import AMINA, only_referral


@pytest.fixture
def amina(client: FlaskClient) -> Browser:
    return Browser(client)


@pytest.mark.parametrize(
    ("typed", "years"), [("12½", 12), ("twelve", 12), ("15y", 15), ("12 and a half", 12), ("old enough", None)]
)
def test_however_she_writes_her_age_she_goes_on(amina: Browser, engine: Engine, typed: str, years: int | None) -> None:
    walk(amina, AMINA | {"age": {"age": typed}}, stop="check")
    assert typed in amina.page, "she reads what she wrote"
    assert f'value="{typed}"' in amina.open("/refer/young-person/age").page
    amina.open("/refer/young-person/check").send()
    assert only_referral(engine).age == years
    assert said(only_referral(engine).answers or {})["age_said"] == typed


def test_how_old_she_is_comes_first_so_the_next_words_are_for_her(amina: Browser) -> None:
    amina.open("/refer/young-person/").send()
    assert amina.at.endswith("/age")
    for frightening in ("EHCP", "excluded", "ethnic"):
        assert frightening not in amina.page
    amina.send(age="9")
    assert "What makes you sad, worried or cross?" in amina.page
    walk(amina, AMINA | {"age": {"age": "9"}}, stop="hopes")
    for grown_up in ("ethnic", "Your gender", "Who you are", "faith", "disability"):
        assert grown_up not in amina.page
