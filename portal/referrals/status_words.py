"""How each status is told to whoever asks where it is: for oneself or one's child, at work, and about a question."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.languages import lazy as _l
from portal.referrals.lifecycle import Move, Status


@dataclass(frozen=True)
class Telling:
    """How one status is told: how far along the line of steps it is, and what it means."""

    steps_done: int
    headline: Any
    meaning: Any


@dataclass(frozen=True)
class Words:
    """One line of steps, and what each status means on it."""

    steps: tuple[Any, ...]
    tellings: Mapping[Status, Telling]


OWN = Words(
    (_l("We've got it"), _l("A person reads it"), _l("We decide together what helps"), _l("You hear from us")),
    {
        Status.RECEIVED: Telling(
            1,
            _l("It is safe with us, waiting to be read"),
            _l("A trained person reads every form. Nobody is skipped."),
        ),
        Status.IN_SCREENING: Telling(
            1,
            _l("A person is reading it now"),
            _l("Someone from the team has your form open and is thinking about it."),
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
    },
)
AT_WORK = Words(
    (
        _l("We have your referral"),
        _l("A person reads it"),
        _l("We decide with the young person what helps"),
        _l("We are in touch"),
    ),
    {
        Status.RECEIVED: Telling(
            1,
            _l("Your referral is waiting to be read"),
            _l("A trained person reads every word. None is sent back for a gap."),
        ),
        Status.IN_SCREENING: Telling(
            1, _l("A person is reading it now"), _l("Someone from the team has your referral open.")
        ),
        Status.INFO_REQUESTED: Telling(
            2,
            _l("We would like to know a bit more"),
            _l("The young person keeps their place. We ask you, or we ask them in a way that is safe."),
        ),
        Status.AWAITING_FIRST: Telling(
            3,
            _l("The team can help"),
            _l("We plan the first step with the young person, in the ways that are safe for them."),
        ),
        Status.CLOSED: Telling(
            4,
            _l("We found something that should help more than we can"),
            _l("Read the next step below. You can refer them again at any time."),
        ),
    },
)
ADVICE = Words(
    (_l("We have your question"), _l("A person reads it"), _l("We think it through"), _l("You hear from us")),
    {
        Status.RECEIVED: Telling(
            1, _l("Your question is waiting to be read"), _l("A trained person reads every question.")
        ),
        Status.IN_SCREENING: Telling(
            1, _l("A person is reading it now"), _l("Someone from the team has your question open.")
        ),
        Status.INFO_REQUESTED: Telling(
            2, _l("We would like to know a bit more"), _l("We call or write to you, in the way you gave us.")
        ),
        Status.AWAITING_FIRST: Telling(
            3, _l("We want to talk it through with you"), _l("Someone from the team gets in touch with you.")
        ),
        Status.CLOSED: Telling(
            4, _l("Your question is closed"), _l("Read what we said below. You can ask again at any time.")
        ),
    },
)
ENDINGS: Mapping[Move, Telling] = {
    Move.ADVISE: Telling(4, _l("We have written down some advice"), _l("Read it below. You can always come back.")),
    Move.END_TRIES: Telling(
        4, _l("We tried to reach you, and could not"), _l("Nothing you told us is lost. You can always come back.")
    ),
}
"""How an ending is told that is no other team's help."""
CARE_STEPS = (_l("We've got it, and we can help"), _l("The first meeting"), _l("The second meeting"), _l("The help"))
CARE: Mapping[str, Telling] = {
    "awaiting_first": Telling(
        1, _l("Waiting for the first meeting"), _l("Nobody has forgotten this. We get in touch in a way that is safe.")
    ),
    "first_contact": Telling(
        2, _l("The first meeting has happened"), _l("Next we look for a time for the second meeting.")
    ),
    "awaiting_second": Telling(
        2, _l("Waiting for the second meeting"), _l("The first meeting has happened. The second one comes next.")
    ),
    "second_contact": Telling(3, _l("We have met twice"), _l("Next we agree together what helps, and begin with it.")),
    "in_help": Telling(3, _l("Help has started"), _l("You can still tell us here when something changes.")),
    "closed": Telling(4, _l("The help has come to its end"), _l("Read the next step below. You can always come back.")),
}
"""How far care has come, by the word that care writes where this voice may know it."""
BY_JOURNEY: Mapping[str, Words] = {"professional": AT_WORK, "advice": ADVICE}
"""By the slug of a journey; everybody else reads OWN."""
