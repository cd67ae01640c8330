"""What somebody says who comes back with a ticket: what stays is taken from before, what is about safety is asked anew.

It reads what it is given and nothing else, and nothing of it makes anything less urgent.
"""

from collections.abc import Collection, Sequence
from typing import Any

from portal.referrals import facts, status
from portal.referrals.facts import FREE_TEXT, IDENTIFIERS

THEN = frozenset({"story", "got_worse", "wants_to_withdraw", "contact_changed", "how_now"})
"""What was true of that time only: what is different now is asked, and the earlier words stand in the same case."""
STAYS = frozenset({*FREE_TEXT, *IDENTIFIERS}) - THEN
"""Names, and words that can only raise: these are kept, even where they stand beside questions about safety."""


def carried(versions: Sequence[facts.Answers], asked: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return what is taken from before: everything but what is asked again. Every no to being reached stays a no."""
    noes = dict(status.noes(versions))
    gone = (THEN | (set(asked) - STAYS)) - noes.keys()
    pages = facts.without_open(facts.together(versions))
    return {
        page: {name: noes.get(name, value) for name, value in given.items() if name not in gone}
        for page, given in pages.items()
    }


def laid_over(before: facts.Answers, now: facts.Answers) -> dict[str, dict[str, Any]]:
    """Lay what is said now over what stays, page by page."""
    return {page: {**before.get(page, {}), **now.get(page, {})} for page in (*before, *now)}
