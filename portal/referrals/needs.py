"""Whether anything is needed to talk with us or to come: yes or no, and never what. Pure."""

from collections.abc import Collection, Iterable

from portal.referrals import facts
from portal.triage.facts import UNANSWERED

TICKED = ("interpreter", "needs_bsl", "needs_easy_read", "needs_large_print", "needs_step_free", "needs_quiet")
WRITTEN = ("interpreter_language", "interpreter_not", "access_needs")
FLAGS = frozenset({"interpreter", "reasonable_adjustments"})
"""What the rules find by themselves, as in words of a language that nobody here reads."""


def are_said(versions: Iterable[facts.Answers], flags: Collection[str]) -> bool:
    """Tell whether any sending, or any rule, says that something is needed. What was said once stays."""
    given = [facts.said(version) for version in versions]
    ticked = any(each.get(name) not in (None, "", "no", UNANSWERED) for each in given for name in TICKED)
    written = any(str(each.get(name) or "").strip() for each in given for name in WRITTEN)
    return ticked or written or not FLAGS.isdisjoint(flags)
