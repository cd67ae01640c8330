"""What is kept opens only with its codes; what is erased is gone from the table at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal import db, sealed
from portal.passport import actions, codes, queries
from portal.passport.queries import Page
from portal.sealed import SealError
from tests.passport.conftest import MONDAY, WORDS, Drawer

NEVER_KEPT = (b"kingfisher", b"Mina")


def test_no_word_and_no_code_lies_in_the_table(drawer: Drawer) -> None:
    drawn = drawer.keep()
    lying = drawer.bytes()
    assert not [each for each in (*NEVER_KEPT, drawn.own.encode(), drawn.shown.encode()) if each in lying]
    assert "ہاتھ".encode() not in lying


def test_our_own_keys_open_nothing_without_a_code(drawer: Drawer) -> None:
    drawer.keep()
    (row,) = drawer.rows()
    for column in ("own_sealed", "shown_sealed"):
        with pytest.raises(SealError):
            sealed.ring().open(getattr(row, column), queries.place(column, row))


def test_each_code_opens_its_own_copy_and_staff_learn_no_code(drawer: Drawer) -> None:
    drawn = drawer.keep()
    with db.reading(drawer.engine) as session:
        mine, theirs = queries.own(session, drawn.own, MONDAY), queries.shown(session, drawn.shown, MONDAY)
        assert mine
        assert theirs
        assert mine.words == theirs.words == WORDS
        assert (mine.codes, theirs.codes) == (drawn, None)
        assert queries.own(session, drawn.shown, MONDAY) is None
        assert queries.shown(session, drawn.own, MONDAY) is None


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.dictionaries(st.sampled_from(("helps", "people")), st.text(min_size=1, max_size=60), min_size=1))
def test_whatever_was_written_comes_back_as_it_was(drawer: Drawer, words: dict[str, str]) -> None:
    drawn = drawer.keep(words, drawn=codes.draw())
    with db.reading(drawer.engine) as session:
        found = queries.own(session, drawn.own, MONDAY)
        assert found
        assert found.words == words


def test_pressing_twice_keeps_one_page_with_the_newer_words(drawer: Drawer) -> None:
    drawer.keep()
    drawer.keep({"helps": "Tea."}, at=MONDAY + timedelta(days=30))
    (row,) = drawer.rows()
    assert row.expires_at == MONDAY + timedelta(days=30) + actions.KEPT_FOR
    assert [tag for tag, _who, _what in drawer.trail()] == ["passport:kept", "passport:changed"]


def only_hides(session: Session, page: Page) -> None:
    """Plant a fault: the code stops working, and the words stay."""
    page.row.own_digest = page.row.shown_digest = b"0" * 32
    session.flush()


@pytest.mark.parametrize(("erase", "gone"), [(actions.erase, True), (only_hides, False)])
def test_erasing_takes_the_sealed_bytes_out_of_the_table(
    drawer: Drawer, erase: Callable[[Session, Page], None], gone: bool
) -> None:
    drawn = drawer.keep()
    (row,) = drawer.rows()
    with db.writing(drawer.engine) as session:
        found = queries.own(session, drawn.own, MONDAY)
        assert found
        erase(session, found)
    left = drawer.bytes()
    assert (row.own_sealed not in left and row.shown_sealed not in left and not left) is gone


def test_after_a_year_no_code_opens_it_and_the_worker_erases_it(drawer: Drawer) -> None:
    drawn, later = drawer.keep(), MONDAY + timedelta(days=40)
    young = drawer.keep(at=later, drawn=codes.draw())
    year = MONDAY + actions.KEPT_FOR
    with db.writing(drawer.engine) as session:
        assert queries.own(session, drawn.own, year) is queries.shown(session, drawn.shown, year) is None
        assert queries.own(session, drawn.own, year - timedelta(seconds=1))
        assert actions.erase_expired(session, year) == 1
        assert queries.own(session, young.own, year)
    assert len(drawer.rows()) == 1
    assert drawer.trail()[-1][:2] == ("passport:erased", "worker")
