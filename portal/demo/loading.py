"""Bringing the made-up people in: in parts, each whole or absent, so that a start after a power cut completes it."""

import tomllib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal import area, clock, db, sealed
from portal.accounts import actions as accounts
from portal.accounts import app_codes, passwords
from portal.accounts import queries as staff
from portal.accounts.permissions import ROLE_NAMES, Permission, may
from portal.area import Area
from portal.audit import trail
from portal.audit.tags import Tag
from portal.config import Settings
from portal.demo import (
    aftercare,
    cards,
    cared,
    cast,
    desk,
    history,
    marks,
    notes,
    past,
    people,
    playing,
    second_voices,
    training,
    waits,
    years,
)
from portal.demo.cared import Ward
from portal.demo.marks import Plan, Refused
from portal.demo.people import Colleague, People
from portal.demo.told import Shelf
from portal.directory import actions as directory
from portal.referrals import facts, telling
from portal.screening import letters

A_WEEK = 60
"""How many wrote this week: all that the first pages need."""


@dataclass(frozen=True)
class House:
    """What the area's files say of the demonstration."""

    folder: Path
    here: Area
    team: tuple[Colleague, ...]
    people: People
    judgement: facts.Judgement
    book: letters.Book


def welcome(settings: Settings, address: str) -> Plan | None:
    """Open up an empty database or one that was left half full, and print where to go and how to sign in.

    Returns what is still to be completed while the pages are open already.
    """
    sealed.install(sealed.parse_keys(settings.data_keys))
    engine = db.engine_for(settings.database_url)
    folder = settings.content / "area" / "demo"
    with db.reading(engine) as session:
        plan = marks.wanted(session)
    if plan and folder.is_dir():
        try:
            open_up(engine, read_house(settings), plan.cases, plan.seed)
        except Refused as refused:
            click.echo(str(refused), err=True)
            plan = None
    click.echo(f"Front Door is at {address}")
    lines = sign_ins(engine, people.colleagues(folder) if folder.is_dir() else ())
    if lines:
        click.echo(f"Everybody in it is made up. Staff sign in at {address}/staff/sign-in as:")
    for line in lines:
        click.echo(line)
    if lines:
        click.echo("After the password the page shows the code that this person's app would show.")
    if plan:
        click.echo("Two years of made-up history come in behind; the staff pages say when they are complete.")
    # Processes that start after this one must not share its connections.
    engine.dispose()
    return plan if folder.is_dir() else None


def complete_aside(settings: Settings, plan: Plan) -> None:
    """Complete what was opened up, in a process of its own."""
    sealed.install(sealed.parse_keys(settings.data_keys))
    with db.opened(settings.database_url) as engine:
        complete(engine, read_house(settings), plan.cases, plan.seed)


def sign_ins(engine: Engine, team: tuple[Colleague, ...]) -> list[str]:
    """Write one line for each demonstration account that is open: role, e-mail, password."""
    with db.reading(engine) as session:
        here = {user.email for user in staff.everybody(session) if user.fictional and not user.disabled_at}
    shown = [one for one in team if staff.casefolded(one.email) in here]
    return [f"  {ROLE_NAMES[one.role]:<21} {one.email:<32} {one.password}" for one in shown]


def load(engine: Engine, settings: Settings, cases: int = Plan.cases, seed: int = Plan.seed) -> dict[str, int]:
    """Bring in the staff, the directory and so many open cases with their history; return how much is here now.

    Up to a week's worth of cases come alone. What is here already stays as it is, so a second call changes nothing
    and one after an interruption completes it. Raises Refused.
    """
    house = read_house(settings)
    open_up(engine, house, cases, seed)
    return complete(engine, house, cases, seed)


def open_up(engine: Engine, house: House, cases: int = Plan.cases, seed: int = Plan.seed) -> None:
    """Bring in what the first pages need: staff, directory, and who wrote this week. Raises Refused."""
    with db.writing(engine) as session:
        marks.refuse_strangers(session)
        for one in house.team:
            _take_on(session, one, clock.now())
        if marks.begun(session) is None:
            _note(session, marks.BEGUN, cases, seed)
    with db.writing(engine) as session:
        if not marks.counts(session)["services"]:
            directory.load_seed(session, house.folder, clock.today())
        desk.tie(session, house.team)
        desk.lay_out(session, house.folder / "demo", clock.now())
        waits.say(session, house.folder / "demo", clock.now())
        notes.write(session, house.folder / "demo", clock.now())
        training.bring_in(session, house.folder / "demo", clock.now())
    with db.reading(engine) as session:
        clinicians = _clinicians(session, house)
    playing.play_all(engine, house.here, house.judgement, house.book, clinicians, _week(house, cases, seed))


def complete(engine: Engine, house: House, cases: int = Plan.cases, seed: int = Plan.seed) -> dict[str, int]:
    """Bring in two years of history where it is wanted, and say that all is here."""
    with db.reading(engine) as session:
        begun = marks.begun(session) or clock.now()
        clinicians = _clinicians(session, house)
        organizations = history.organizations(session)
    if cases > A_WEEK:
        _history(engine, house, clinicians, organizations, Plan(cases, seed), begun)
        with db.writing(engine) as session:
            cards.bring_in(session, house.here, house.folder, clock.now())
        waits.publish(engine, house.folder, house.here.clocks)
    with db.writing(engine) as session:
        if marks.begun(session) is not None:
            _note(session, marks.FINISHED, cases, seed)
        return marks.counts(session)


def read_house(settings: Settings) -> House:
    """Read the area's files. Raises Refused where the demonstration has no business."""
    folder = settings.content / "area"
    here = area.load(folder)
    if settings.production:
        raise Refused("This is production: the demonstration stays away.")
    if not here.fictional:
        raise Refused(f"{here.name} is not marked as made up: the demonstration stays away.")
    telling.install(here.clocks)
    return House(
        folder,
        here,
        people.colleagues(folder / "demo"),
        people.read(folder / "demo"),
        facts.load(folder / "triage"),
        letters.load(settings.content, here.service_name),
    )


def _clinicians(session: Session, house: House) -> list[uuid.UUID]:
    """Return who of the team screens."""
    screens = (one for one in house.team if may(one.role, Permission.SCREEN_REFERRAL))
    found = (staff.by_email(session, one.email) for one in screens)
    return [user.id for user in found if user]


def _week(house: House, cases: int, seed: int) -> list[cast.Case]:
    """Return who wrote this week."""
    return cast.compose(house.people, min(cases, A_WEEK), seed, house.here.clocks, clock.now())


def _history(
    engine: Engine,
    house: House,
    clinicians: list[uuid.UUID],
    organizations: Mapping[str, uuid.UUID],
    plan: Plan,
    begun: datetime,
) -> None:
    """Bring in everybody who wrote before this week, and the second voices."""
    clocks, demo = house.here.clocks, house.folder / "demo"
    week = _week(house, plan.cases, plan.seed)
    this_week = {case.story.id: playing.key(case.number) for case in week}
    spoken_of = [this_week[voiced.story] for voiced in house.people.voices if voiced.story in this_week]
    with db.reading(engine) as session:
        open_now = marks.open_of(session, [playing.key(case.number) for case in week], spoken_of)
    said = tomllib.loads((demo / "history.toml").read_text("utf-8"))
    shape = years.read(said)
    everybody = years.compose(shape, plan.cases - open_now, plan.seed, clocks, begun)
    words = aftercare.read(demo)
    tellers = second_voices.tellers(everybody, house.people, this_week)
    ward = Ward(words, clocks, begun, organizations, cared.lots(everybody, words, clocks, begun))
    shelf = Shelf(house.people, house.judgement, tellers, said["backgrounds"])
    history.bring_in(engine, everybody, history.Press(shelf, ward, clinicians))
    keys = this_week | {story: past.key(number) for number, story in tellers.items()}
    at_desk = second_voices.Desk(house.here, house.judgement, house.book, clinicians[0], clock.now())
    second_voices.speak(engine, house.people, keys, at_desk)


def _note(session: Session, part: str, cases: int, seed: int) -> None:
    """Write into the trail how far loading has come."""
    detail = {"part": part, "cases": cases, "seed": seed}
    trail.record(session, Tag.DEMO_LOADED, actor="command", detail=detail)


def _take_on(session: Session, one: Colleague, moment: datetime) -> None:
    """Open one demonstration account, also one that was closed when the demonstration was cleared."""
    user = staff.by_email(session, one.email)
    if user is None:
        user = accounts.add_staff(
            session,
            one.email,
            one.name,
            one.role,
            one.password,
            actor="command",
            moment=moment,
            fictional=True,
            workplace=one.workplace or None,
        )
    elif user.disabled_at:
        user.disabled_at, user.password_hash = None, passwords.hashed(one.password)
        trail.record(session, Tag.STAFF_ADDED, actor="command", subject=f"staff:{user.id}")
    # Nobody has a phone for them: the page after the password shows what its app would show.
    user.app_key = user.app_key or app_codes.new_key()
