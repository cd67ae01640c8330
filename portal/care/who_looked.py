"""Who looked at somebody's record, as its own page says it: roles and days, never a name, never a time of day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.accounts.outward import ROLES, SOMEBODY
from portal.clock import london
from portal.referrals.readings import Reading, Why
from portal.referrals.voices import Voice


@dataclass(frozen=True)
class Look:
    """One kind of reader on one day."""

    day: date
    who: Any
    is_glass: bool


def told(readings: Iterable[Reading], voice: Voice) -> list[Look]:
    """Return who looked on which day, each once, the latest first.

    The young person reads of every look. Any other voice reads only of looks at its own record: a look through
    another one would say that somebody else has told us, too.
    """
    own = (each for each in readings if voice is Voice.YOUNG_PERSON or not each.through_another)
    looks = {(london(each.at).date(), each.role, each.why is Why.GLASS): None for each in own}
    return [Look(day, ROLES.get(role, SOMEBODY) if role else SOMEBODY, glass) for day, role, glass in looks]
