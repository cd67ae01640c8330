"""What makes it possible for somebody to read us, hear us and come to us, in words for staff. Pure."""

from collections.abc import Iterable
from textwrap import shorten

from portal.referrals import facts

NEEDS: dict[str, str] = {
    "needs_bsl": "BSL, lipreading or hearing loop",
    "needs_easy_read": "Easy Read",
    "needs_large_print": "Large print, audio or screen reader",
    "needs_step_free": "Step-free",
    "needs_quiet": "Quiet room or extra time",
}
ALSO = "Also needs: {words}"
LETTERS = 80
"""How much of what somebody wrote about their needs a banner shows; the whole stands among their own words."""


def said(versions: Iterable[facts.Answers]) -> tuple[str, ...]:
    """Say what they need, for every row, page and letter about them.

    A need that was said once stays: leaving a box empty later takes nothing away.
    """
    given = [facts.said(version) for version in versions]
    ticked = [need for name, need in NEEDS.items() if any(each.get(name) for each in given)]
    written = dict.fromkeys(" ".join(str(each.get("access_needs") or "").split()) for each in given)
    shown = (shorten(text, LETTERS, placeholder=" …") for text in written if text)
    return (*ticked, *(ALSO.format(words=text) for text in shown))
