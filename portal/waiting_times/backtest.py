"""Did the figures keep their word? A past figure against what people received after it went on to live. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from portal.waiting_times import survival
from portal.waiting_times.estimates import QUEUE, Stay, estimate
from portal.waiting_times.survival import End, Span

NEW = 28
"""Days after a figure's day in which people are received who would have read it."""


@dataclass(frozen=True)
class Month:
    """One figure and what became of it."""

    as_of: date
    upper_days: float | None
    """What was promised; None: not reached, so nothing was."""
    new: int
    """People received in the four weeks after that day."""
    covered: float | None
    """The share (0 to 1) of them seen within `upper`; None: nothing was promised, nobody came, or not known yet."""


def backtest(stays: Sequence[Stay], months: Iterable[date], known_until: date) -> list[Month]:
    """Judge the figure of each given day by who came in the four weeks after it, with a history known until a day.

    A month is judged only when the last of them could have waited `upper` in full: judged earlier, the quick ones would
    count and the slow ones not. Who left is censored, by the same curve (`survival.curve`).
    """
    return [_judged(stays, as_of, known_until) for as_of in months]


def coverage(months: Iterable[Month]) -> float | None:
    """Return the share covered over all judged months, weighed by how many people came; None if none was judged."""
    judged = [(month.covered, month.new) for month in months if month.covered is not None]
    return sum(share * new for share, new in judged) / sum(new for _, new in judged) if judged else None


def _judged(stays: Sequence[Stay], as_of: date, known_until: date) -> Month:
    """Return one month: its figure from what was known that day, its judgement from what is known now."""
    upper = estimate(stays, as_of, QUEUE).upper_days
    day, now = as_of.toordinal(), known_until.toordinal()
    new = [_lived(stay, now) for stay in stays if day < stay.received.toordinal() <= min(day + NEW, now)]
    if upper is None or not new or day + NEW + upper > now:
        return Month(as_of, upper, len(new), None)
    return Month(as_of, upper, len(new), 1 - still_waiting(new, upper))


def still_waiting(spans: Iterable[Span], days: float) -> float:
    """Return the share (0 to 1) not seen within so many days."""
    within = [step.survival for step in survival.curve(spans) if step.day <= days]
    return within[-1] if within else 1.0


def _lived(stay: Stay, now: int) -> Span:
    """Return one person's whole wait, watched from the first day."""
    began = stay.received.toordinal()
    if stay.ended is None or stay.ended.toordinal() > now:
        return Span(-1, now - began, End.WAITING)
    return Span(-1, stay.ended.toordinal() - began, End.SEEN if stay.seen else End.LEFT)
