"""What ends at the desk: a decision that takes two clinicians, care that a person closes, a record taken out."""

import re

from tests.canary.people import Person
from tests.canary.story import Day, come_in

DECISION = re.compile(r'href="(/staff/second-opinions/[0-9a-f-]{36})"')
LETTER = re.compile(r'href="(/staff/referrals/[0-9a-f-]{36}/letters?/[0-9a-f-]{36})"')


def end_what_can_end(day: Day) -> None:
    """End one referral with a letter and before two, end another one's care, and take the first one's record out."""
    _end_before_two(day, "young-person")
    _close_care(day, "professional")
    _take_out(day, "young-person")


def _at_the_desk(day: Day, who: str) -> Person:
    """Put somebody of the staff at a browser of their own."""
    return come_in(day, day.sit("staff").open("/staff/sign-in"), who)


def _end_before_two(day: Day, who: str) -> None:
    """Send somebody elsewhere: one clinician writes, sees the letter, and another one reads it all and agrees."""
    page = f"/staff/referrals/{day.referral(who)}"
    priya = _at_the_desk(day, "priya").open(page).press("Take it in hand")
    said = {"outcome": "signpost", "told": "nobody", "band": "", "partner": ""}
    said["read"] = re.findall(r'name="read"[^>]*value="([^"]+)"', priya.page)[0]
    assert priya.press("Record this decision", **said).status == 200, priya.complaints
    assert priya.press("Put it before a second clinician").status == 200, priya.complaints
    sena = _at_the_desk(day, "sena").open("/staff/second-opinions")
    sena.open(DECISION.findall(sena.page)[0]).press("I have read it all, and I agree")
    assert sena.status == 200, sena.complaints
    sena.open(page)
    assert sena.open(LETTER.findall(sena.page)[0]).status == 200
    reference, code = day.secrets[who]
    own = day.sit(who).open("/my-referral").press("Show me", reference=reference, code=code)
    assert "Your letter from us" in own.page
    own.press("Tell us what you think").press("Send it")
    assert own.status == 200, own.complaints


def _close_care(day: Day, who: str) -> None:
    """Close somebody's care, with a reason and a next step: so much was said that it takes two."""
    page = f"/staff/referrals/{day.referral(who)}/care"
    clinician = _at_the_desk(day, "priya").open(page).press("Ask a second clinician to close care")
    assert clinician.status == 200, clinician.complaints
    assert not clinician.open(page).has("close care"), "nobody is their own second"
    second = _at_the_desk(day, "sena").open(page).press("Agree, and close care")
    assert second.status == 200, second.complaints
    assert not second.open(page).has("close care")


def _take_out(day: Day, who: str) -> None:
    """Take a record out, as a page and as data."""
    page = f"/staff/referrals/{day.referral(who)}/take-out"
    lead = _at_the_desk(day, "lena")
    assert lead.open(page).press("Take it out", kind="").status == 422
    for kind in ("page", "data"):
        assert lead.open(page).press("Take it out", kind=kind, looked="yes").status == 200
        assert dict(day.seen[-1].headers)["Content-Disposition"].startswith('attachment; filename="record.'), kind
