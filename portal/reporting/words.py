"""What staff read of figures, in English: one row, what it said before, how it kept its word. Pure but for the rows."""

from datetime import date

from portal.reporting.editions import Pair
from portal.reporting.publishing import Checked, why_hidden
from portal.waiting_times import words as published
from portal.waiting_times.lists import Lists
from portal.waiting_times.models import Milestone, Trend, WaitEdition, WaitFigure
from portal.waiting_times.ranges import Range

PROMISED = 85
MILESTONES = {Milestone.FIRST_CONTACT: "first contact", Milestone.SECOND_CONTACT: "second contact"}
BANDS = {"ROUTINE": "routine", "SOON": "soon"}
TRENDS = {Trend.LONGER: "longer", Trend.SHORTER: "shorter", Trend.STEADY: "about the same"}


def half(row: WaitFigure) -> str:
    """Say within how long half of the people are seen."""
    told = Range(row.typical_days, row.typical_low_days, row.typical_high_days)
    return _days(told) or "not reached"


def most(row: WaitFigure) -> str:
    """Say within how long most people are seen, or that it is more than a time."""
    told = Range(row.upper_days, row.upper_low_days, row.upper_high_days)
    return _days(told) or (f"more than {row.so_far_days} days" if row.so_far_days else "not known")


def cells(row: WaitFigure) -> dict[str, str]:
    """Return what one row tells, by column."""
    if row.hidden is not None:
        return {"told": f"Not told: {why_hidden(row)['why']}."}
    covered = row.covered_percent
    return {
        "half": half(row),
        "most": most(row),
        "waiting": "not told" if row.waiting is None else str(row.waiting),
        "people": str(row.people),
        "kept": "too few to say" if covered is None else f"{covered} in 100",
        "trend": TRENDS[row.trend] if row.trend else "nobody can say",
    }


def was(pair: Pair) -> dict[str, str]:
    """Return what the row said before, for each column that says something else now."""
    if pair.before is None:
        return {}
    now, before = cells(pair.now), cells(pair.before)
    if pair.before.hidden is not None:
        return {} if pair.now.hidden is not None else {"half": "not told"}
    return {name: said for name, said in before.items() if said != now.get(name) and name in now}


def named(lists: Lists, list_id: str, band: str) -> str:
    """Name a list and a band."""
    found = lists.by_id(list_id)
    name = found.name("en") if found else list_id
    return f"{name[:1].upper()}{name[1:]}, {BANDS.get(band, band)}"


def sentence(checked: Checked) -> str:
    """Say in one sentence how the figures of one row kept their word."""
    percent = checked.percent
    if percent is None:
        return "Too few people came since to say whether the figures kept their word."
    people = f"Of about {5 * round(checked.people / 5)} people who came in the months since"
    seen = f"{people}, {percent} in 100 were seen within what they could read."
    if percent >= PROMISED:
        return f"{seen} The figures keep their word."
    return f"{seen} That is less than the {PROMISED} that “most people” means: what people read is too short."


def age(edition: WaitEdition, today: date) -> str:
    """Say how old the figures are that everybody reads."""
    days = f"They are {(today - edition.as_of).days} days old"
    return f"{days}, and that is too old." if published.is_old(edition.as_of, today) else f"{days}."


def _days(told: Range) -> str:
    """Write a figure with its range; only the range where that is wide."""
    if told.days is None:
        return ""
    if told.wide:
        return f"{told.low} to {told.high} days"
    spread = f" ({told.low} to {told.high})" if told.low is not None and told.high is not None else ""
    return f"{told.days} {'day' if told.days == 1 else 'days'}{spread}"
