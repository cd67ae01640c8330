"""What the worker does, and how often: messages, care, alerts, reminders, waits, tidying up."""

import importlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal import area, clock, config, db, sealed
from portal.accounts import queries
from portal.care import rounds
from portal.learning import rounds as training
from portal.learning import signing_up
from portal.learning import telling as learners
from portal.notifications import channels, delivery, outbox, wording
from portal.notifications.leave import BY_MACHINE, OUTSIDE, Way
from portal.notifications.messages import Audience
from portal.notifications.models import OutboxMessage
from portal.passport import actions as passports
from portal.referrals import drafts, marking, reaching, telling
from portal.reporting import making
from portal.screening import alerts
from portal.upkeep import ladder, reminding
from portal.waiting_times import lists
from portal.web import logs

TICK_SECONDS = 1.0


@dataclass(frozen=True)
class Bench:
    """What lies ready for every duty."""

    engine: Engine
    here: area.Area
    steps: ladder.Ladder
    room: delivery.PostRoom
    waits: lists.Lists


def _send(bench: Bench) -> None:
    """Send what is due."""
    delivery.deliver_due(bench.engine, bench.room)


def _beat(bench: Bench) -> None:
    """Show a sign of life."""
    with db.writing(bench.engine) as session:
        outbox.beat(session)


def _sweep(bench: Bench) -> None:
    """Forget drafts that have grown old and who came to training long ago, and erase passports whose year is over."""
    with db.writing(bench.engine) as session:
        signing_up.forget(session, clock.now())
        drafts.forget_expired(session, clock.now())
        passports.erase_expired(session, clock.now())


def _remind(bench: Bench) -> None:
    """Remind people of entries that nobody has checked."""
    with db.writing(bench.engine) as session:
        reminding.remind(session, bench.steps, clock.now())


def _remind_learners(bench: Bench) -> None:
    """Remind people of their training the day before."""
    training.remind(bench.engine, clock.now())


def _warn(bench: Bench) -> None:
    """Tell people that half of an urgent clock is over."""
    with db.writing(bench.engine) as session:
        alerts.tell(session, bench.here, clock.now())


def _look_after(bench: Bench) -> None:
    """Ask and tell those who wait, and find what has come too late."""
    rounds.go(bench.engine, bench.here.clocks, clock.now())


def _mark(bench: Bench) -> None:
    """Mark what the queue cannot read by itself, where it came in before there were marks."""
    marking.catch_up(bench.engine, bench.here.clocks.calendar)


def _publish(bench: Bench) -> None:
    """Make the month's figures of waits, for a person to approve."""
    making.make_due(bench.engine, bench.waits, bench.here.clocks, today=clock.today(), moment=clock.now())


Duty = tuple[Callable[[Bench], None], float]
DUTIES: tuple[Duty, ...] = (
    (_warn, 20.0),
    (_remind, 3600.0),
    (_remind_learners, 300.0),
    (_look_after, 60.0),
    (_mark, 60.0),
    (_send, TICK_SECONDS),
    (_beat, 10.0),
    (_sweep, 600.0),
    (_publish, 3600.0),
)
"""Each duty with the seconds after which it comes round again, the one that cannot wait first."""


def work(once: bool = False) -> None:
    """Do every duty when its time comes, until told to stop; with `once`, do each one time."""
    settings = config.from_environment()
    logs.configure(settings.log_level)
    sealed.install(sealed.parse_keys(settings.data_keys))
    here = area.load(settings.content / "area")
    telling.install(here.clocks)
    steps = ladder.load(settings.content)
    room, waits = post_room(settings, here, steps), lists.load(settings.content / "area")
    bench = Bench(db.engine_for(settings.database_url), here, steps, room, waits)
    if once:
        for duty, _pause in DUTIES:
            duty(bench)
        return
    _go_round(bench)


def post_room(settings: config.Settings, here: area.Area, steps: ladder.Ladder) -> delivery.PostRoom:
    """Furnish the post room: the ways out, and whom each message reaches at the moment it leaves."""
    desks = {
        Audience.DUTY_DESK: here.team_email,
        Audience.ON_CALL: here.on_call_email,
        Audience.DIRECTORY_DESK: steps.desk_email,
        Audience.DIRECTORY_TEAM: steps.team_email,
        Audience.TEAM_LEADS: here.team_leads_email or here.team_email,
        Audience.SAFEGUARDING_DESK: here.safeguarding_email or here.team_email,
    }

    def find(session: Session, message: OutboxMessage) -> delivery.Reached:
        if message.audience in OUTSIDE:
            return reaching.reach(session, message)
        if message.audience is Audience.LEARNER:
            return learners.reach(session, message)
        if message.audience is not Audience.PARTNER:
            return delivery.Reached((desks[message.audience],))
        # Without anybody there it fails, is tried again, and ends in sight.
        to = queries.addresses_of(session, message.organization_id) if message.organization_id else ()
        if not to:
            raise channels.NoWayOut(message.audience.value)
        return delivery.Reached(to)

    words = wording.load(settings.content, drafts=not settings.production)
    return delivery.PostRoom(_ways_out(settings, here), find, words, settings.base_url)


def _ways_out(settings: config.Settings, here: area.Area) -> channels.Channel:
    """Return what this installation sends with; the demonstration catches everything in a folder."""
    senders = channels.Senders((here.service_name, here.team_email), (here.post.quiet_name, here.post.quiet_email))
    ways: dict[Way, channels.Channel] = {}
    if not settings.production:
        caught = channels.folder(settings.instance / "post", senders)
        ways = {Way.EMAIL: caught, Way.TEXT: caught}
    if settings.notify_key:
        ways |= dict.fromkeys(BY_MACHINE, _notify(settings, here.post.notify_templates))
    if settings.smtp_url:
        ways[Way.EMAIL] = channels.smtp(settings.smtp_url, senders)
    return channels.by_way(ways)


def _notify(settings: config.Settings, templates: Mapping[str, str]) -> channels.Channel:
    """Return the way out through GOV.UK Notify, whose client only an installation with a key has."""
    notify = importlib.import_module("portal.notifications.notify")
    opened = notify.Account(settings.notify_key, {way: templates.get(way.value, "") for way in BY_MACHINE})
    quiet = {way: templates.get(f"quiet_{way.value}", "") for way in BY_MACHINE}
    quietly = notify.Account(settings.notify_quiet_key, quiet) if settings.notify_quiet_key else None
    channel: channels.Channel = notify.notify(opened, quietly)
    return channel


def _go_round(bench: Bench, duties: Sequence[Duty] = DUTIES) -> None:
    """Do each duty when its time comes. A duty that fails is logged and comes round again."""
    next_time = dict.fromkeys(range(len(duties)), 0.0)
    while True:
        for own, (duty, pause) in enumerate(duties):
            if time.monotonic() >= next_time[own]:
                next_time[own] = time.monotonic() + pause
                try:
                    duty(bench)
                except Exception as error:  # the worker outlives a lost database and picks up where it was
                    logs.failure(error)
        time.sleep(TICK_SECONDS / 4)
