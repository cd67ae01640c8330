"""The desk's own words for care. Pure."""

from datetime import timedelta

from portal.area import Promise
from portal.care.limits import Limit
from portal.care.models import AskedBy, Cause, Fate, MeetingWay
from portal.care.stages import Event

FRONT_DOOR = "Front door team"
MANY = 1_000
"""So many of one kind are counted: beyond that a number tells nobody anything, and takes time."""
MILESTONES = {
    "being_read": "Being read",
    "not_opened": "Accepted, care not opened",
    "awaiting_first": "Waiting for first contact",
    "first_contact": "First contact made",
    "awaiting_second": "Waiting for second contact",
    "second_contact": "Second contact made",
    "in_help": "Help started",
    "closed": "Closed",
}
ACTIONS = {
    "read": "Read it and decide",
    "open_care": "Open care",
    "offer_first": "Offer a first time to meet",
    "offer_second": "Offer a second time to meet",
    "meet": "Meet, then say what became of it",
    "wait": "Offer a time when their delay ends",
    "answer_transfer": "The other organisation answers",
    "start_help": "Agree what helps, and start it",
    "go_on": "Go on with the plan",
    "planned": "As planned",
    "second_closes": "A second clinician reads it, and closes it or gives it back",
    "none": "Nothing",
}
EVENTS = {
    Event.OPEN: "Care opened",
    Event.OFFER: "Offered a time",
    Event.KEPT: "Met",
    Event.NOT_BROUGHT: "Was not brought",
    Event.CALLED_OFF: "Called off",
    Event.NO_REPLY: "Tried, no answer: not a contact",
    Event.HELP_STARTED: "Help started",
    Event.HAND_OVER: "Offered to another organisation",
    Event.ACCEPT_TRANSFER: "Accepted by the other organisation",
    Event.DECLINE_TRANSFER: "Stayed where it was",
    Event.CHOOSE_DELAY: "They chose to wait",
    Event.END_DELAY: "Their delay ended",
    Event.PLAN: "Planned what comes next",
    Event.DISCUSS: "Discussed in the meeting",
    Event.ASK_MORE_OFTEN: "Agreed how often they are asked how they are",
    Event.CLOSE: "Closed",
    Event.ASK_TO_CLOSE: "Asked a second clinician to close it",
    Event.GIVE_BACK: "Not closed: given back",
    Event.COME_BACK: "Opened again",
    Event.ASK_HOW_THEY_ARE: "Asked how they are",
    Event.SAY_HOW_THEY_ARE: "Said how they are",
    Event.SILENCE: "Has not answered how they are",
    Event.UPDATE: "Told that they are on the list",
    Event.RAISE: "Became more urgent",
    Event.EARLIER_RECEIPT: "Somebody had told us earlier: the clock starts there",
    Event.LIMIT_PASSED: "The wait became too long",
    Event.TRANSFER_LATE: "Nobody has accepted in time",
}
WAYS = {
    MeetingWay.IN_PERSON: "In person",
    MeetingWay.VIDEO: "By video",
    MeetingWay.PHONE: "By phone",
    MeetingWay.HOME: "At home",
    MeetingWay.SCHOOL: "At school",
}
FATES = {
    Fate.KEPT: "We met",
    Fate.NOT_BROUGHT: "They were not brought",
    Fate.CANCELLED_BY_US: "We called it off",
    Fate.CANCELLED_BY_FAMILY: "They called it off",
    Fate.REARRANGED: "It was moved",
}
PURPOSES = {"assessment": "Assessment", "treatment": "Treatment", "both": "Both"}
ASKED_BY = {
    AskedBy.YOUNG_PERSON: "The young person",
    AskedBy.FAMILY: "The family",
    AskedBy.TWO_OFFERS: "They said no to two times we offered",
}
USUAL = "usual"
RHYTHMS = {"7": "Every week", "14": "Every two weeks", USUAL: "As usual, by how urgent it is"}
"""How often somebody who waits is asked how they are, by days."""
LIMITS = {Limit.FIRST_CONTACT: "First contact", Limit.SECOND_CONTACT: "Second contact"}
CAUSES = {
    Cause.CAPACITY: "Not enough people or rooms",
    Cause.COULD_NOT_CONTACT: "Could not reach them",
    Cause.INFORMATION_MISSING: "Information was missing",
    Cause.PARTNER_DELAY: "A partner was late",
    Cause.FAMILY_CHOICE: "The family's choice",
    Cause.CANCELLED_BY_US: "We called it off",
    Cause.DATA_ERROR: "Wrongly recorded",
    Cause.INTERPRETER: "No interpreter",
    Cause.PLACEMENT_MOVE: "They moved placement",
    Cause.WRONG_PATHWAY: "Wrong pathway",
}
SAID = {"better": "A bit better", "same": "About the same", "worse": "Worse", "help": "Needs help now"}


def many(number: int) -> str:
    """Say how many there are, or that there are more than anybody counts."""
    return str(number) if number <= MANY else f"{MANY:,}+"


def age(length: timedelta) -> str:
    """Say how long somebody has waited: in days at first, then in weeks."""
    days = max(length.days, 0)
    if days < 1:
        return "less than a day"
    if days < 14:
        return f"{days} day{'s' if days > 1 else ''}"
    weeks, rest = divmod(days, 7)
    return f"{weeks} weeks" + (f" {rest} day{'s' if rest > 1 else ''}" if rest else "")


def soon(promise: Promise) -> str:
    """Name a band by how soon it promises contact: never as a risk, and never as a colour."""
    if promise.working_days:
        return f"Within {promise.working_days} working days"
    if promise.length == timedelta():
        return "Now"
    hours = promise.length // timedelta(hours=1)
    return f"Within {hours} hours" if hours <= 72 else f"Within {hours // 24} days"
