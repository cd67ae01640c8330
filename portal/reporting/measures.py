"""What is measured, as a table: the words beside every number. How each is counted stands in `marks`. Pure.

A measure of promises counts people in the month in which their time ran out, also those who were never seen: counting
only who was seen would praise a list that nobody leaves. Whoever changes what a measure counts gives it a new version.
"""

import enum
from dataclasses import dataclass

MINUS_LEFT = "left before the time ran out; helped in another way when it was read; came back with a return ticket"
TICKETS = "came back with a return ticket (a new clock, counted apart)"
OWNERS = (
    "head of the front door",
    "clinical lead for urgent care",
    "head of community teams",
    "lead for participation",
)
DOOR, URGENT, TEAMS, VOICE = OWNERS


class Kind(enum.StrEnum):
    """What a measure's figures are."""

    SHARE = "share"
    """How many in 100."""
    WAIT = "wait"
    """Days, from the first receipt."""


@dataclass(frozen=True)
class Measure:
    """One line of the scorecard."""

    id: str
    version: str
    name: str
    kind: Kind
    owner: str
    numerator: str
    denominator: str
    exclusions: str
    why: str
    target: float | None = None
    """In 100, or in days: at least so many, or with `fewer_is_better` at most."""
    fewer_is_better: bool = False

    @property
    def unit(self) -> str:
        """Say what its figure counts."""
        return "%" if self.kind is Kind.SHARE else "days"


def _promise(id_: str, name: str, owner: str, who: str, done: str, why: str, target: float | None) -> Measure:
    """Write a line about a promise that was kept in time, or not."""
    return Measure(
        id_, "1.0", name, Kind.SHARE, owner, f"of these: {done}", f"{who} whose time ran out", MINUS_LEFT, why, target
    )


def _wait(id_: str, name: str, owner: str, until: str, why: str) -> Measure:
    """Write a line about the waits that ended with a milestone."""
    numerator = f"days from the first receipt by anybody to {until}, added up; chosen delays are not taken off"
    return Measure(
        id_,
        "1.0",
        name,
        Kind.WAIT,
        owner,
        numerator,
        f"people for whom that was reached; whoever still waits is not in it: see who is still waiting ({until})",
        TICKETS,
        why,
        fewer_is_better=True,
    )


MEASURES: tuple[Measure, ...] = (
    Measure(
        "screened_same_day",
        "1.0",
        "Read by a clinician the same working day",
        Kind.SHARE,
        DOOR,
        "of these: a clinician had decided what comes next by that time; asking for more is no decision",
        "people whose time to be read ran out: 17:00 on the day for what came before 16:00 on a working day, otherwise "
        "noon on the next working day (the area's clocks, `[screening]`)",
        "another voice of somebody already counted; asked to stop before anybody had read it",
        "Somebody in danger should not lie unread overnight.",
        100,
    ),
    _promise(
        "contact_2h",
        "In contact within 2 hours",
        URGENT,
        "people in the bands “now” and “2 hours”",
        "a real contact within 2 hours on the clock, day or night",
        "They told us that they are in danger now.",
        100,
    ),
    _promise(
        "contact_24h",
        "In contact within 24 hours",
        URGENT,
        "people in the band “24 to 48 hours”",
        "a real contact within 24 hours on the clock: the aim",
        "A day is long when things are this bad.",
        None,
    ),
    _promise(
        "contact_48h",
        "In contact within 48 hours",
        URGENT,
        "people in the band “24 to 48 hours”",
        "a real contact within 48 hours on the clock: the limit",
        "Two days is the longest anybody with urgent needs should wait.",
        100,
    ),
    _promise(
        "contact_soon",
        "In contact within 5 working days",
        TEAMS,
        "people in the band “soon”",
        "a real contact before the team closes on the fifth working day after the one on which it could first see it "
        "(what comes while the team is closed, on the next working day)",
        "Soon has to mean something that can be counted.",
        None,
    ),
    _promise(
        "first_4w",
        "First contact within 4 weeks",
        TEAMS,
        "people in the band “routine”",
        "a first contact within 28 days of the first receipt",
        "Four weeks is where the area wants to be.",
        None,
    ),
    _promise(
        "first_18w",
        "First contact within 18 weeks",
        TEAMS,
        "people in the band “routine”",
        "a first contact within 126 days of the first receipt, chosen delays not taken off",
        "85 in 100 is the promise to every young person who is not in danger.",
        85,
    ),
    _promise(
        "first_18w_adjusted",
        "First contact within 18 weeks, less delays that families chose",
        TEAMS,
        "people in the band “routine”, each delay that the young person or family chose added to their time,",
        "a first contact within that time",
        "Beside the line above, never instead of it: it shows how much of the wait families chose.",
        85,
    ),
    _promise(
        "second_18w",
        "Second appointment within 18 weeks",
        TEAMS,
        "people in the band “routine” who were seen a first time and were not closed before a second",
        "a second attended contact within 126 days of the first receipt",
        "A first talk with nothing after it is a hidden wait.",
        None,
    ),
    _wait(
        "wait_screened",
        "From asking for help to being read",
        DOOR,
        "a clinician's decision",
        "How long a cry for help lies unread.",
    ),
    _wait(
        "wait_first",
        "From asking for help to the first contact",
        TEAMS,
        "the first contact",
        "What a young person would call “how long I waited”.",
    ),
    _wait(
        "wait_second",
        "From asking for help to the second appointment",
        TEAMS,
        "the second contact",
        "The wait that is hidden when only first contacts count.",
    ),
    _wait(
        "wait_help",
        "From asking for help to help itself",
        TEAMS,
        "the day on which a clinician says that help has started",
        "Assessments are not yet help.",
    ),
    Measure(
        "accepted",
        "1.0",
        "Taken on after reading",
        Kind.SHARE,
        DOOR,
        "of these: taken on for a first contact",
        "people about whom a clinician decided",
        "another voice of somebody already counted; asked to stop before anybody had read it",
        "Whoever is not taken on must be helped by somebody else, and should not have been sent in vain.",
    ),
    Measure(
        "not_brought",
        "1.0",
        "Was not brought",
        Kind.SHARE,
        TEAMS,
        "of these: the young person was not brought, or did not come",
        "appointments that were kept or to which nobody came, by the day of the appointment",
        "appointments that either side called off or moved",
        "Children do not miss appointments: somebody did not, or could not, bring them.",
        fewer_is_better=True,
    ),
    Measure(
        "updates_on_time",
        "1.0",
        "Told on time that they are still on the list",
        Kind.SHARE,
        VOICE,
        "of these: an update was written by the end of the day on which it was due",
        "updates that were due, every 4 weeks since care was opened or since the last update, while care is open",
        "updates not yet due when care was closed",
        "Silence is what families find hardest.",
        95,
    ),
    Measure(
        "left_waiting",
        "1.0",
        "Left before a first contact",
        Kind.SHARE,
        TEAMS,
        "of these: care was closed before any contact",
        "people taken on whose wait for a first contact ended, by a contact or by leaving",
        TICKETS,
        "A list gets shorter, too, when people give up.",
        fewer_is_better=True,
    ),
)
BY_ID = {measure.id: measure for measure in MEASURES}
AGES_OF_WAIT = ((0, 28), (28, 84), (84, 126), (126, 182), (182, 365), (365, None))
"""From so many days to under so many: who is still waiting, by how long already."""
