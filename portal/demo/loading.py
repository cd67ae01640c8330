"""Bringing the made-up people in: in parts, each whole or absent, so that a start after a power cut completes it."""

import sys
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

import click
from sqlalchemy import Engine, update
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
from portal.demo import cast, desk, marks, people
from portal.demo.cast import Case
from portal.demo.marks import Plan, Refused
from portal.demo.people import Colleague, Ending, Said
from portal.directory import actions as directory
from portal.notifications.models import Delivery, OutboxMessage
from portal.referrals import actions as referrals
from portal.referrals import drafts, facts, journeys
from portal.referrals import queries as known
from portal.referrals.forms import FORMS, fields_of
from portal.referrals.models import Referral
from portal.referrals.voices import Voice
from portal.screening import actions as screening
from portal.screening import deciding, letters
from portal.screening.outcomes import Decision, Told

SENT_AFTER = timedelta(seconds=3)


def welcome(settings: Settings, address: str) -> None:
    """Fill an empty database, finish one that was left half full, and print where to go and how to sign in."""
    sealed.install(sealed.parse_keys(settings.data_keys))
    engine = db.engine_for(settings.database_url)
    folder = settings.content / "area" / "demo"
    with db.reading(engine) as session:
        plan = marks.wanted(session)
    if plan and folder.is_dir():
        try:
            load(engine, settings, plan.cases, plan.seed)
        except Refused as refused:
            click.echo(str(refused), err=True)
    click.echo(f"Front Door is at {address}")
    lines = sign_ins(engine, people.colleagues(folder) if folder.is_dir() else ())
    if lines:
        click.echo(f"Everybody in it is made up. Staff sign in at {address}/staff/sign-in as:")
    for line in lines:
        click.echo(line)
    if lines:
        click.echo("After the password the page shows the code that this person's app would show.")
    # Processes that start after this one must not share its connections.
    engine.dispose()


def sign_ins(engine: Engine, team: tuple[Colleague, ...]) -> list[str]:
    """Write one line for each demonstration account that is open: role, e-mail, password."""
    with db.reading(engine) as session:
        here = {user.email for user in staff.everybody(session) if user.fictional and not user.disabled_at}
    shown = [one for one in team if staff.casefolded(one.email) in here]
    return [f"  {ROLE_NAMES[one.role]:<21} {one.email:<32} {one.password}" for one in shown]


def load(engine: Engine, settings: Settings, cases: int = Plan.cases, seed: int = Plan.seed) -> dict[str, int]:
    """Bring in the staff, the directory and so many cases, and return how much is here now. Raises Refused.

    What is here already stays as it is, so a second call changes nothing and one after an interruption completes it.
    """
    folder = settings.content / "area"
    here = area.load(folder)
    if settings.production:
        raise Refused("This is production: the demonstration stays away.")
    if not here.fictional:
        raise Refused(f"{here.name} is not marked as made up: the demonstration stays away.")
    team = people.colleagues(folder / "demo")
    with db.writing(engine) as session:
        marks.refuse_strangers(session)
        ids = {one: _take_on(session, one, clock.now()) for one in team}
        _note(session, marks.BEGUN, cases, seed)
    with db.writing(engine) as session:
        if not marks.counts(session)["services"]:
            directory.load_seed(session, folder, clock.today())
        desk.tie(session, team)
        desk.lay_out(session, folder / "demo", clock.now())
    played = cast.compose(people.read(folder / "demo"), cases, seed, here.clocks, clock.now())
    clinicians = [own for one, own in ids.items() if may(one.role, Permission.SCREEN_REFERRAL)]
    book = letters.load(settings.content, here.service_name)
    _play_all(engine, here, facts.load(folder / "triage"), book, clinicians, played)
    with db.writing(engine) as session:
        _note(session, marks.FINISHED, cases, seed)
        return marks.counts(session)


def _note(session: Session, part: str, cases: int, seed: int) -> None:
    """Write into the trail how far loading has come."""
    detail = {"part": part, "cases": cases, "seed": seed}
    trail.record(session, Tag.DEMO_LOADED, actor="command", detail=detail)


def _take_on(session: Session, one: Colleague, moment: datetime) -> uuid.UUID:
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
    return user.id


def _play_all(
    engine: Engine,
    here: Area,
    judgement: facts.Judgement,
    book: letters.Book,
    ids: list[uuid.UUID],
    cases: list[Case],
) -> None:
    """Play every case that is not here yet, each in a transaction of its own."""
    with click.progressbar(cases, label="Bringing in made-up people", file=sys.stderr) as shown:
        for case in shown:
            with db.writing(engine) as session:
                if known.by_key(session, key(case.number)) is None:
                    _play(session, case, here, judgement, book, ids)


def _decide(
    session: Session, referral: Referral, at: datetime, end: Ending, by: uuid.UUID, here: Area, book: letters.Book
) -> None:
    """Let one clinician decide, as the desk's form does."""
    decision = Decision(
        end.outcome, end.rationale, end.next_step, Told(("young_person",)), frozenset({referral.id}), end.band
    )
    made = (session, referral.id, referral.version, decision)
    deciding.decide(*made, by=by, here=here.clocks, book=book, moment=at)


def key(number: int) -> str:
    """Return the draft's key of one case: always the same, so that it never comes in twice."""
    return f"demonstration-{number}"


def _play(
    session: Session,
    case: Case,
    here: Area,
    judgement: facts.Judgement,
    book: letters.Book,
    ids: list[uuid.UUID],
) -> None:
    """Let one young person write and send, and one clinician read and decide, through the doors that all use."""
    language, moment = case.story.language, case.arrived
    draft = drafts.start(session, key(case.number), Voice.YOUNG_PERSON, language, moment)
    for page in journeys.YOUNG_PERSON:
        drafts.save(session, draft, page.key, said_on(page.key, case.answers), language, moment)
    referral = referrals.submit(session, draft, None, judgement, here, moment)
    _date_messages(session, referral, moment)
    by = ids[case.draw % len(ids)]
    if case.claimed:
        screening.claim(session, referral.id, referral.version, by=by, here=here.clocks, moment=case.claimed)
    if case.decided and case.story.ending:
        end = case.story.ending
        _decide(session, referral, case.decided, end, by, here, book)
        _date_messages(session, referral, case.decided)


def said_on(page: str, answers: Mapping[str, Said]) -> dict[str, Said]:
    """Return what was said on one page."""
    return {name: answers[name] for name in fields_of(FORMS[Voice.YOUNG_PERSON][page]) if name in answers}


def _date_messages(session: Session, referral: Referral, moment: datetime) -> None:
    """Date what was just put into the outbox, and mark it as sent: nobody should be woken by made-up history."""
    due = (OutboxMessage.referral_id == referral.id, OutboxMessage.status == Delivery.DUE)
    sent = {"status": Delivery.SENT, "sent_at": moment + SENT_AFTER, "attempts": 1}
    session.execute(update(OutboxMessage).where(*due).values(created_at=moment, due_at=moment, **sent))
