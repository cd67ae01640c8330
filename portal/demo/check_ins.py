"""What the people of the made-up history said when they were asked how they are."""

from collections.abc import Iterator
from datetime import timedelta

from portal.care.models import Spell, SpellEvent
from portal.care.stages import Event, Stage
from portal.db import Base
from portal.demo.years import Past

ANSWERED_AFTER = timedelta(days=42)
"""Two in five of those who waited longer have said once how they are."""
ANSWERS = ("better", "same", "same", "same", "better", "worse", "same", "worse", "help")


def answered(spell: Spell, past: Past) -> Iterator[Base]:
    """Yield what somebody said when they were asked how they are, where they waited long and answered."""
    seen = past.first or past.closed
    if seen is None or seen - past.decided < ANSWERED_AFTER or past.draw % 5 > 1:
        return
    yield SpellEvent(
        spell_id=spell.id,
        at=past.decided + ANSWERED_AFTER / 2,
        event=Event.SAY_HOW_THEY_ARE,
        stage=Stage.AWAITING_FIRST,
        author_id=None,
        detail=ANSWERS[past.draw // 5 % len(ANSWERS)],
        note=None,
    )
