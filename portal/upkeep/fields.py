"""The fields of an entry that people can change: their names, how they are typed, who may propose them. Pure."""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.upkeep import differences


class Kind(enum.Enum):
    """How a field is typed and read."""

    LINE = "one line"
    TEXT = "several lines"
    NUMBER = "a whole number"
    DAY = "a date"
    YES_NO = "yes or no"
    CHOICE = "one of a few"
    CHOICES = "some of a few"
    WORDS = "words of a taxonomy"
    LANGUAGES = "languages"
    SLUGS = "other services"
    HOURS = "opening hours"
    PLACES = "places"
    PHONES = "phones"
    COSTS = "costs"
    SHOWN = "something that is shown and not typed"


@dataclass(frozen=True)
class Field:
    """One field of the form."""

    path: str
    label: str
    kind: Kind
    section: str
    help: str = ""
    partner: bool = True
    """Whether somebody of the service itself may propose it."""
    taxonomy: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    most: int = 300
    """Letters of a line or text; the largest of a number."""
    needed: bool = False

    @property
    def name(self) -> str:
        """What the field is called in a form, a table's heading and an address."""
        return self.path.removeprefix("x_cypmh/")


WHAT, WHO, IN, WHERE, REACH, COST, STATE, DESK = (
    "What it is",
    "Who it is for",
    "How to get in",
    "When and where",
    "Contact",
    "Cost and languages",
    "Open, paused or closed",
    "For the directory team",
)
ROUTES = (
    ("self", "Young people themselves"),
    ("parent", "A parent or carer"),
    ("gp", "A GP"),
    ("school", "A school or college"),
    ("professional", "Another professional"),
)
STATUSES = (
    ("active", "Open"),
    ("temporarily closed", "Paused for a while"),
    ("inactive", "Not listed for now"),
    ("defunct", "Closed for good"),
)
CATCHMENTS = (
    ("residents", "People who live here"),
    ("wards", "People of some wards"),
    ("gp", "People with a GP here"),
    ("school", "Pupils of one school"),
    ("schools", "Pupils of some schools"),
    ("national", "Everybody in the country"),
)
X = "x_cypmh/"

FIELDS: tuple[Field, ...] = (
    Field("name", "Name", Kind.LINE, WHAT, "The name people know it by.", most=200, needed=True),
    Field(f"{X}summary", "In one line", Kind.LINE, WHAT, "What the card shows: who it helps, and how.", most=300),
    Field("description", "What it does", Kind.TEXT, WHAT, "Short sentences. Speak to the young person.", most=4000),
    Field(f"{X}needs", "What it helps with", Kind.WORDS, WHAT, "", taxonomy="need"),
    Field(f"{X}thrive", "THRIVE grouping", Kind.WORDS, WHAT, taxonomy="thrive", partner=False),
    Field(f"{X}provider_type", "Kind of provider", Kind.WORDS, WHAT, taxonomy="provider_type", partner=False),
    Field("minimum_age", "From age", Kind.NUMBER, WHO, "Whole years. Empty when you don't know.", most=25),
    Field("maximum_age", "To age", Kind.NUMBER, WHO, "25 lasts until the day before the 26th birthday.", most=25),
    Field(f"{X}minimum_age_months", "From age in months", Kind.NUMBER, WHO, "For babies, below 24 months.", most=23),
    Field(f"{X}maximum_age_months", "To age in months", Kind.NUMBER, WHO, "For babies, below 24 months.", most=23),
    Field(f"{X}eligibility", "Who can come", Kind.TEXT, WHO, most=2000),
    Field(f"{X}cohorts", "Made with these people in mind", Kind.WORDS, WHO, taxonomy="cohort"),
    Field(f"{X}catchment", "Where people must live or belong", Kind.SHOWN, WHO, partner=False),
    Field(f"{X}routes", "Who can ask", Kind.CHOICES, IN, choices=ROUTES),
    Field(f"{X}self_refer_from_age", "Young people can ask from age", Kind.NUMBER, IN, most=25),
    Field(f"{X}how_to_get_in", "How to get in", Kind.TEXT, IN, "What to do first, step by step.", most=2000),
    Field(f"{X}what_happens_next", "What happens then", Kind.TEXT, IN, most=2000),
    Field(f"{X}via_front_door", "Our own form is the way in", Kind.YES_NO, IN, partner=False),
    Field("schedules", "Opening hours", Kind.HOURS, WHERE, "A line for each time. Empty lines are left out."),
    Field("service_at_locations", "Places", Kind.PLACES, WHERE, "Where people go. Empty lines are left out."),
    Field(f"{X}setting", "Kind of place", Kind.WORDS, WHERE, taxonomy="setting"),
    Field(f"{X}mode", "How you can meet", Kind.WORDS, WHERE, taxonomy="mode"),
    Field(f"{X}access", "Access and comfort", Kind.WORDS, WHERE, taxonomy="access"),
    Field("service_areas", "The area in words", Kind.SHOWN, WHERE, partner=False),
    Field("contacts", "Phones", Kind.PHONES, REACH, "Numbers that somebody answers, or that take texts."),
    Field("email", "E-mail", Kind.LINE, REACH, "One that somebody reads, not a person's own.", most=254),
    Field("url", "Web page", Kind.LINE, REACH, "Begins with https://", most=500),
    Field(f"{X}cost", "What it costs", Kind.WORDS, COST, taxonomy="cost"),
    Field("cost_options", "Costs in detail", Kind.COSTS, COST),
    Field(f"{X}languages", "Help in these languages", Kind.LANGUAGES, COST),
    Field(f"{X}first_contact_languages", "First contact in these languages", Kind.LANGUAGES, COST),
    Field("status", "State", Kind.CHOICE, STATE, choices=STATUSES, needed=True),
    Field(
        "alert",
        "What a reader has to know first",
        Kind.TEXT,
        STATE,
        "For a pause: why, and what to do meanwhile.",
        most=500,
    ),
    Field(f"{X}closed_until", "Closed until", Kind.DAY, STATE, "Empty when you don't know."),
    Field(f"{X}alternatives", "What to try meanwhile", Kind.SLUGS, STATE, "One address of a service a line."),
    Field(f"{X}owner", "Role that keeps this entry true", Kind.LINE, DESK, "A role, not a person's name.", most=120),
    Field("accreditations", "Accreditations", Kind.TEXT, DESK, most=1000),
    Field(f"{X}mhst", "The NHS school team visits", Kind.YES_NO, DESK, partner=False),
    Field(f"{X}crisis", "Crisis service", Kind.SHOWN, DESK, partner=False),
    Field(f"{X}helpline", "Helpline of the registry", Kind.SHOWN, DESK, partner=False),
    Field(f"{X}assurance", "Check of an app", Kind.SHOWN, DESK, partner=False),
)
BY_PATH: Mapping[str, Field] = {field.path: field for field in FIELDS}
SECTIONS = tuple(dict.fromkeys(field.section for field in FIELDS))
TYPED = tuple(field for field in FIELDS if field.kind is not Kind.SHOWN)
OTHERS = {
    "": "The whole entry",
    "organization": "Who runs it",
    "organization/name": "Name of who runs it",
    "organization/description": "Who runs it, in words",
    "organization/email": "E-mail of who runs it",
    "organization/website": "Web page of who runs it",
    "organization/organization_identifiers": "A number by which others know who runs it",
    f"{X}waits": "How long people wait",
    f"{X}slug": "Address",
    "assured_date": "Last checked",
    "assurer_email": "Who checked",
}
"""Names of what no form changes but a feed may."""
NEVER = frozenset({"id", f"{X}slug", "organization/id"})
"""What no proposal changes: others hold on to it."""
KEPT = frozenset({"assured_date", "assurer_email", f"{X}waits"})
"""Facts about a day, which a return to an older version does not bring back."""


def root(path: str) -> str:
    """Return the field of the table, or of the others, that a path belongs to."""
    way = differences.parts(path)
    for length in range(len(way), 0, -1):
        found = "/".join(way[:length])
        if found in BY_PATH or found in OTHERS:
            return found
    return path


def label(path: str) -> str:
    """Return what people call the field a path belongs to."""
    own = root(path)
    return (
        BY_PATH[own].label if own in BY_PATH else OTHERS.get(own, own.rpartition("/")[2].replace("_", " ").capitalize())
    )


def may_propose(path: str, *, partner: bool, staff: bool = True) -> bool:
    """Tell whether a path may be in a proposal of a partner, of the directory's own staff, or of a feed."""
    own = root(path)
    if path in NEVER or (own == "organization" and partner):
        return False
    if partner:
        return own in BY_PATH and BY_PATH[own].partner and BY_PATH[own].kind is not Kind.SHOWN
    return own in BY_PATH or not staff


def of_section(section: str, *, partner: bool) -> Iterator[Field]:
    """Yield the fields of a section that somebody can type."""
    return (each for each in TYPED if each.section == section and (each.partner or not partner))
