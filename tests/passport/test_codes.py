"""Two codes: each is read however it is typed, and neither is ever taken for the other."""

import random

from hypothesis import given
from hypothesis import strategies as st

from portal.passport import codes


@given(seed=st.integers(), gap=st.sampled_from(["-", " ", ""]), small=st.booleans())
def test_a_code_is_read_however_it_is_typed_and_only_as_what_it_is(seed: int, gap: str, small: bool) -> None:
    drawn = codes.draw(random.Random(seed).choice)
    for code, kind, other in ((drawn.own, codes.OWN, codes.SHOWN), (drawn.shown, codes.SHOWN, codes.OWN)):
        typed = code.replace("-", gap)
        typed = typed.lower() if small else typed
        assert codes.read(typed, kind) == code
        assert codes.read(typed, other) == ""
    assert drawn.own.removeprefix(codes.OWN) != drawn.shown.removeprefix(codes.SHOWN)


def test_tries_at_codes_that_begin_alike_are_counted_together_and_each_kind_by_itself() -> None:
    begins = {codes.counted_as(f"MINE-7K3M-{n}", codes.OWN) for n in range(5)}
    assert begins == {codes.counted_as("7k3m", codes.OWN)}
    assert not begins & {codes.counted_as("SHOW-7K3M-1", codes.SHOWN)}
