"""When the people of the made-up care were told that they are still on the list."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from portal.area import Clocks
from portal.care.models import Spell, SpellEvent
from portal.care.stages import Event, Stage
from portal.db import Base
from portal.demo.years import Past

LATE = 0.04
"""How many updates came a day or two late."""


def written(spell: Spell, past: Past, here: Clocks, now: datetime) -> Iterator[Base]:
    """Yield every update that was written, and let the next be due when it would be."""
    rng, since, end = Random(f"updates-{past.draw}"), past.decided, past.closed or now  # noqa: S311 (a cast)
    steps = ((past.helped, Stage.IN_HELP), (past.second, Stage.SECOND_CONTACT), (past.first, Stage.FIRST_CONTACT))
    while (due := here.update_by(since)) < end:
        late = due + timedelta(days=rng.uniform(1, 3)) if rng.random() < LATE else due
        since = late if late < end else due
        stage = next((stage for at, stage in steps if at is not None and at <= since), Stage.AWAITING_FIRST)
        yield SpellEvent(spell_id=spell.id, at=since, event=Event.UPDATE, stage=stage, detail="", note_sealed=None)
    if spell.update_due_at is not None:
        spell.update_due_at = due
