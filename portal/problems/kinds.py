"""What can be wrong with an entry, how a report goes on, and why one is closed. Pure."""

import enum

from portal.languages import lazy


class Kind(enum.StrEnum):
    """What a reader says is wrong."""

    CONTACT = "contact"
    PLACE = "place"
    HOURS = "hours"
    WAY_IN = "way_in"
    CLOSED = "closed"
    WAIT = "wait"
    WORDS = "words"
    TREATED_BADLY = "treated_badly"
    OTHER = "other"


class Status(enum.StrEnum):
    """Where a report is."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class Outcome(enum.StrEnum):
    """Why a report needs nothing more."""

    PUT_RIGHT = "put_right"
    WAS_RIGHT = "was_right"
    COULD_NOT_CHECK = "could_not_check"
    PASSED_ON = "passed_on"
    SAID_BEFORE = "said_before"
    NOT_ABOUT_THIS = "not_about_this"


KINDS = {
    Kind.CONTACT: lazy("The phone number, e-mail or website doesn't work"),
    Kind.PLACE: lazy("The address or the way there is wrong"),
    Kind.HOURS: lazy("It was closed when this page says it is open"),
    Kind.WAY_IN: lazy("They said it is not for me, or you get in another way"),
    Kind.CLOSED: lazy("It has closed, moved or has another name"),
    Kind.WAIT: lazy("The wait is longer than this page says"),
    Kind.WORDS: lazy("Something is hard to understand, or hurtful"),
    Kind.TREATED_BADLY: lazy("Something happened there that was not right"),
    Kind.OTHER: lazy("Something else, or I'm not sure"),
}
"""As a reader chooses."""
STAFF_KINDS = {
    Kind.CONTACT: "Contact does not work",
    Kind.PLACE: "Address is wrong",
    Kind.HOURS: "Closed when shown as open",
    Kind.WAY_IN: "Way in, or who it is for, is wrong",
    Kind.CLOSED: "Closed, moved or renamed",
    Kind.WAIT: "Wait is longer than shown",
    Kind.WORDS: "Hard to understand, or hurtful",
    Kind.TREATED_BADLY: "Something happened there",
    Kind.OTHER: "Something else",
}
OUTCOMES = {
    Outcome.PUT_RIGHT: lazy("We put it right. Thank you."),
    Outcome.WAS_RIGHT: lazy("We checked, and what the page says is right."),
    Outcome.COULD_NOT_CHECK: lazy("We tried, and could not find out. The page now says what we know."),
    Outcome.PASSED_ON: lazy("We passed it on to people who can look into it."),
    Outcome.SAID_BEFORE: lazy("Somebody told us before, and we are on it."),
    Outcome.NOT_ABOUT_THIS: lazy("This was not about the page, so there was nothing to change."),
}
"""As a reporter reads them."""
STAFF_OUTCOMES = {
    Outcome.PUT_RIGHT: "Put right",
    Outcome.WAS_RIGHT: "Was right already",
    Outcome.COULD_NOT_CHECK: "Could not be checked",
    Outcome.PASSED_ON: "Passed on to people who can look into it",
    Outcome.SAID_BEFORE: "Said before; the earlier report is being dealt with",
    Outcome.NOT_ABOUT_THIS: "Not about the directory",
}
READ_FIRST = frozenset({"imminent", "strong", "abuse"})
"""Lists of words after which an editor reads a report the same day, before all others."""
