"""An NHS number proves its form and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.referrals import nhs_numbers


@pytest.mark.parametrize("typed", ["9990000018", "999 000 0018", "999-000-0018", "٩٩٩٠٠٠٠٠١٨"])
def test_a_made_up_number_of_the_right_form_is_known_in_any_spelling(typed: str) -> None:
    assert nhs_numbers.is_well_formed(typed)


@pytest.mark.parametrize("typed", ["", "9990000019", "999000001", "99900000188", "9999999999", "0000000000", "not yet"])
def test_another_is_not(typed: str) -> None:
    assert not nhs_numbers.is_well_formed(typed)


@given(st.text())
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    assert nhs_numbers.is_well_formed(typed) in (True, False)


@given(st.text("0123456789", min_size=9, max_size=9))
def test_at_most_one_last_digit_fits(nine: str) -> None:
    fitting = [last for last in "0123456789" if nhs_numbers.is_well_formed(nine + last)]
    assert len(fitting) <= 1
