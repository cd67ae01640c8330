"""The local area, from `content/area/`: its name, its routes when the team is away, the times it has promised."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from portal.clock import Calendar, bank_holidays, london

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DURATION = re.compile(
    r"P(?:(?P<working>\d+)WD|(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?)"
)


class AreaError(Exception):
    """Say in one line what the area's files lack."""


@dataclass(frozen=True)
class Promise:
    """A length of time as an area promises it: real time, or working days."""

    length: timedelta = timedelta()
    working_days: int = 0


@dataclass(frozen=True)
class BandClock:
    """How soon a person in one band is contacted, and whether the on-call route is woken for them."""

    contact_within: Promise
    limit: Promise | None
    alert_out_of_hours: bool
    pathways: Mapping[str, Promise]
    counted_in: str = "calendar_days"
    """`wall_clock`, `working_days` or `calendar_days`."""
    second_contact_within: Promise | None = None
    """From the first receipt, as everything else."""


@dataclass(frozen=True)
class NoContact:
    """What is tried when somebody in one band cannot be reached. Nothing of it ever closes anything."""

    tries: int
    ways: int
    """On how many different ways, at least."""
    over: timedelta
    """Over how long a time, at least."""
    first_by: tuple[str, ...]
    """The ways the tries are made on; empty: any that is safe."""
    then: tuple[str, ...]
    """What comes after the tries, in order."""
    tell: bool
    """Each try that reaches nobody is told to whoever may be told."""


@dataclass(frozen=True)
class Escalation:
    """Who is told when half of an urgent clock is over and nobody has the referral in hand, and how far apart."""

    rungs: tuple[str, ...]
    minutes_between: int


@dataclass(frozen=True)
class Clocks:
    """The area's times: when the team works, when a person is screened, how soon each band is contacted."""

    calendar: Calendar
    same_day_before: time
    same_day_by: time
    otherwise_by: time
    bands: Mapping[str, BandClock]
    version: str
    status: str
    claim: timedelta
    tasks: Mapping[str, Promise]
    """Within how long staff do what is no emergency, by its kind."""
    no_contact: Mapping[str, NoContact]
    """What is tried when nobody is reached, by band."""
    check_ins: Mapping[str, Promise]
    """How often somebody who waits is asked how they are, by band."""
    update_every: Promise
    accept_within: Promise
    """Within how long another organisation says whether it takes somebody over."""
    return_ticket_months: int
    joined_within: Promise
    """Within how long a case that opens again goes on where it stood."""
    listed: tuple[str, ...]
    """Pathways that name a list of people who wait, the one that decides first."""

    def update_by(self, since: datetime) -> datetime:
        """Return when somebody is told next that they still wait: so many days on the wall in London."""
        return (london(since) + self.update_every.length).astimezone(since.tzinfo)

    def by(self, length: Promise, since: datetime) -> datetime:
        """Return when a length of time that began at this moment is over."""
        return self._kept(length, since)

    def task_by(self, kind: str, opened: datetime) -> datetime:
        """Return by when a task of this kind is to be done."""
        return self._kept(self.tasks[kind], opened)

    def screen_by(self, received: datetime) -> datetime:
        """Return by when a clinician will have read what came in at this moment."""
        arrived = london(received)
        day, by = arrived.date(), self.same_day_by
        if not self.calendar.works_on(day) or arrived.time() >= self.same_day_before:
            day, by = self.calendar.next_working_day(day), self.otherwise_by
        return datetime.combine(day, by, arrived.tzinfo).astimezone(received.tzinfo)

    def contact_by(self, band: str, received: datetime, pathways: tuple[str, ...] = ()) -> datetime:
        """Return by when somebody must have been in contact. The soonest promise that applies wins."""
        clock = self.bands[band]
        promises = [clock.contact_within, *(clock.pathways[name] for name in pathways if name in clock.pathways)]
        return min(self._kept(promise, received) for promise in promises)

    def _kept(self, promise: Promise, received: datetime) -> datetime:
        """Return the moment a promise runs out."""
        if promise.working_days:
            return self.calendar.add_working_days(received, promise.working_days)
        return received + promise.length


@dataclass(frozen=True)
class Post:
    """How the area writes to people: who a quiet message is from, and its templates at GOV.UK Notify."""

    quiet_name: str
    quiet_email: str
    notify_templates: Mapping[str, str]
    """By name: email, text, quiet_email, quiet_text. Each holds nothing but ((subject)) and ((body))."""


@dataclass(frozen=True)
class Area:
    """The place this portal serves."""

    id: str
    name: str
    fictional: bool
    service_name: str
    strapline: str
    places: tuple[str, ...]
    nhs_logo: bool
    exit_to: str
    up_to_age: int
    team_name: str
    team_contact: str
    team_email: str
    out_of_hours_name: str
    out_of_hours_contact: str
    """Empty when the area has no route out of hours: then the portal takes no referrals."""
    on_call_email: str
    safeguarding_label: str
    safeguarding_contact: str
    safeguarding_email: str
    team_leads_email: str
    """Both are empty when the area names nobody: then the team's own address has to do."""
    post: Post
    thrive_credit: str
    directory_team: str
    directory_email: str
    """What the people who keep the directory sign their checks with; never shown."""
    answer_reports_within: Promise
    """By when somebody who says that an entry is wrong has an answer."""
    half_clock: Escalation
    clocks: Clocks


def load(folder: Path) -> Area:
    """Read the area from `content/area/`. Raises AreaError."""
    try:
        said = tomllib.loads((folder / "area.toml").read_text("utf-8"))
        times = tomllib.loads((folder / "clocks.toml").read_text("utf-8"))
        waits = tomllib.loads((folder / "waits.toml").read_text("utf-8"))
        return _area(said, _clocks(times, waits))
    except KeyError as missing:
        raise AreaError(f"The area's files in {folder.name}/ lack {missing}.") from missing
    except OSError as gone:
        raise AreaError(f"The area's files in {folder.name}/ cannot be read: {gone.strerror}.") from gone
    except (IndexError, TypeError, ValueError) as wrong:
        raise AreaError(f"The area's files in {folder.name}/ do not read well: {wrong}.") from wrong


def _area(said: dict[str, Any], clocks: Clocks) -> Area:
    """Gather what the area says of itself."""
    away, keepers = said.get("out_of_hours", {}), said.get("directory", {})
    return Area(
        id=said["id"],
        name=said["name"],
        fictional=said["fictional"],
        service_name=said["service_name"],
        strapline=said["strapline"],
        places=tuple(said["places"]),
        nhs_logo=said["nhs_logo"],
        exit_to=said["exit_to"],
        up_to_age=said["ages"]["up_to"],
        team_name=said["team"]["name"],
        team_contact=said["team"]["contact"],
        team_email=said["team"]["email"],
        out_of_hours_name=away.get("name", ""),
        out_of_hours_contact=away.get("contact", ""),
        on_call_email=said.get("on_call", {}).get("email", ""),
        safeguarding_label=said["safeguarding"]["label"],
        safeguarding_contact=said["safeguarding"]["contact"],
        safeguarding_email=said["safeguarding"].get("email", ""),
        team_leads_email=said.get("escalation", {}).get("team_leads", ""),
        post=_post(said["messages"]),
        thrive_credit=said["credits"]["thrive"],
        directory_team=keepers.get("team", ""),
        directory_email=keepers.get("email", ""),
        answer_reports_within=promise(keepers.get("answer_reports_within", "P5WD")),
        half_clock=Escalation(
            tuple(said["escalation"]["half_clock"]), int(said["escalation"]["minutes_between_rungs"])
        ),
        clocks=clocks,
    )


def _post(said: dict[str, Any]) -> Post:
    """Gather how the area writes to people."""
    return Post(said["quiet_name"], said["quiet_email"], said.get("notify", {}))


def _clocks(times: dict[str, Any], waits: dict[str, Any]) -> Clocks:
    """Gather the area's times."""
    hours = {
        WEEKDAYS.index(day): (time.fromisoformat(span[0]), time.fromisoformat(span[1]))
        for day, span in times["team_hours"].items()
    }
    closed = frozenset(date.fromisoformat(str(day)) for day in times["holidays"]["also_closed"])
    screening = times["screening"]
    return Clocks(
        calendar=Calendar(hours, bank_holidays() | closed),
        same_day_before=time.fromisoformat(screening["same_day_before"]),
        same_day_by=time.fromisoformat(screening["same_day_by"]),
        otherwise_by=time.fromisoformat(screening["otherwise_by"]),
        bands={band: _band(said) for band, said in times["bands"].items()},
        version=times["version"],
        status=times["status"],
        claim=promise(times["limits"]["claim_held_for"]).length,
        tasks={kind: promise(length) for kind, length in times["tasks"].items()},
        no_contact={band: _no_contact(said) for band, said in times["no_contact"].items()},
        check_ins={band: promise(length) for band, length in times["check_ins"].items()},
        update_every=promise(times["updates"]["then_every"]),
        accept_within=promise(times["limits"]["transfer_accepted_within"]),
        return_ticket_months=months(times["limits"]["return_ticket"]),
        joined_within=promise(times["limits"]["spell_joined_within"]),
        listed=tuple(way for each in waits["lists"] for way in each["pathways"] if way),
    )


def _no_contact(said: dict[str, Any]) -> NoContact:
    """Gather what is tried in one band."""
    return NoContact(
        tries=said["tries"],
        ways=said["different_ways"],
        over=promise(said["over"]).length,
        first_by=tuple(said.get("by", ())),
        then=tuple(said["then"]),
        tell=said["tell_after_each"],
    )


def _band(said: dict[str, Any]) -> BandClock:
    """Gather the clock of one band."""
    return BandClock(
        contact_within=promise(said["contact_within"]),
        limit=promise(said["limit"]) if "limit" in said else None,
        alert_out_of_hours=said.get("alert_out_of_hours", False),
        pathways={name: promise(length) for name, length in said.get("pathways", {}).items()},
        counted_in=said["counted_in"],
        second_contact_within=promise(said["second_contact_within"]) if "second_contact_within" in said else None,
    )


def promise(text: str) -> Promise:
    """Read a promise such as PT2H, P28D or P5WD (working days)."""
    found = DURATION.fullmatch(text)
    if not found or text in {"P", "PT"}:
        raise ValueError(f"{text!r} is not a length of time")
    part = {name: int(value or 0) for name, value in found.groupdict().items()}
    working = part.pop("working")
    return Promise(timedelta(**part), working)


def months(text: str) -> int:
    """Read a number of months such as P12M."""
    found = re.fullmatch(r"P(\d+)M", text)
    if not found:
        raise ValueError(f"{text!r} is not a number of months")
    return int(found[1])
