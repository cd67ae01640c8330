"""Lists of made-up people, for stories and for hypothesis."""

from datetime import date, timedelta

from hypothesis import strategies as st

from portal.waiting_times.estimates import Stay

TODAY = date(2026, 6, 30)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def seen(received: int, waited: int) -> Stay:
    """Somebody received so many days ago who was seen after so many."""
    return Stay(ago(received), ago(received) + timedelta(days=waited), True)


def left(received: int, waited: int) -> Stay:
    return Stay(ago(received), ago(received) + timedelta(days=waited), False)


def waiting(received: int) -> Stay:
    return Stay(ago(received))


@st.composite
def stays(draw: st.DrawFn, most: int = 300) -> Stay:
    """Anybody: also received or ended after today, or gone before the window."""
    received = draw(st.integers(-20, most))
    kind = draw(st.sampled_from([seen, seen, left, waiting]))
    return waiting(received) if kind is waiting else kind(received, draw(st.integers(0, most)))


any_list = st.lists(stays(), max_size=25)
"""Up to 25 people over ten months; the window is six."""
