"""What the person reads about where their referral is: one line of steps, in words written for them. Pure."""

from dataclasses import dataclass

from babel.support import LazyProxy

from portal.languages import lazy as _l
from portal.referrals.lifecycle import Status


@dataclass(frozen=True)
class Telling:
    """How one status is told: how far along the line of steps it is, and what it means."""

    steps_done: int
    headline: LazyProxy
    meaning: LazyProxy


STEPS = (
    _l("We've got it"),
    _l("A person reads it"),
    _l("We decide together what helps"),
    _l("You hear from us"),
)
TELLINGS: dict[Status, Telling] = {
    Status.RECEIVED: Telling(
        1, _l("It is safe with us, waiting to be read"), _l("A trained person reads every form. Nobody is skipped.")
    ),
    Status.IN_SCREENING: Telling(
        1, _l("A person is reading it now"), _l("Someone from the team has your form open and is thinking about it.")
    ),
    Status.INFO_REQUESTED: Telling(
        2, _l("We would like to know a bit more"), _l("You still have your place. We will try to reach you safely.")
    ),
    Status.AWAITING_FIRST: Telling(
        3, _l("We can help"), _l("We will get in touch in the way you said is safe to plan the first step.")
    ),
    Status.CLOSED: Telling(
        4,
        _l("We found something that should help more than we can"),
        _l("Read the next step below. You can always come back."),
    ),
}


def steps(status: Status, times: tuple[str, ...]) -> list[dict[str, str]]:
    """Return the line of steps as the page shows it; `times` says by when, one for each step."""
    done = TELLINGS[status].steps_done
    return [
        {
            "title": str(title),
            "text": "" if at < done else said,
            "state": "done" if at < done else "now" if at == done else "later",
        }
        for at, (title, said) in enumerate(zip(STEPS, times, strict=True))
    ]
