"""Where one voice can be written to by a machine: by its own answers alone, and no more openly than all allows. Pure.

A text rings out loud on a phone that others may hold. Where somebody said who else sees the phone it never says who we
are, and where somebody said when it is safe a machine, which cannot read that, sends none: a person does.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from portal.notifications.leave import BY_MACHINE, Leave, May, Way, strictest
from portal.notifications.messages import Audience
from portal.referrals import facts, safe_contact
from portal.referrals.safe_contact import Known
from portal.referrals.voices import Voice

AUDIENCES: Mapping[Voice, Audience] = {voice: audience for audience, voice in safe_contact.OWN_VOICE.items()}
"""Who a voice is, when it is written to. A worried friend is nobody: they are told nothing back."""
GIVEN: Mapping[tuple[Voice, Way], str] = {
    (Voice.YOUNG_PERSON, Way.EMAIL): "email",
    (Voice.YOUNG_PERSON, Way.TEXT): "phone",
    (Voice.PARENT_CARER, Way.EMAIL): "referrer_email",
    (Voice.PARENT_CARER, Way.TEXT): "referrer_phone",
    (Voice.PROFESSIONAL, Way.EMAIL): "referrer_email",
}
"""Where each voice says how itself is reached. What a voice says of anybody else is never an address here."""
LOOKS: Mapping[Way, re.Pattern[str]] = {
    Way.EMAIL: re.compile(r"[^\s@<>,;:\"]{1,64}@[^\s@<>,;:\"]{1,190}\.[^\s@<>,;:\".]{2,}"),
    # A text does not arrive at a telephone that stands on a table.
    Way.TEXT: re.compile(r"(?:07|\+?447)\d{9}"),
}
GAPS = re.compile(r"[\s().-]")
OF_THE_PHONE = ("who_sees_phone", "contact_hours")


def address(voice: Voice, answers: Mapping[str, Mapping[str, Any]], way: Way) -> str:
    """Return the newest address a voice gave for itself on one way; nothing when it can be none."""
    said = str(facts.said(answers).get(GIVEN.get((voice, way), ""), "") or "").strip()
    said = GAPS.sub("", said) if way is Way.TEXT else said
    return said if LOOKS[way].fullmatch(said) else ""


def leave(known: Known, audience: Audience, way: Way) -> Leave:
    """Return the leave a machine has towards one reader on one way: never more than safe contact gives."""
    given = safe_contact.leave(known, audience, way)
    if way is not Way.TEXT:
        return given
    seen_by, hours = (any(_ever(known, name)) for name in OF_THE_PHONE)
    most = May.NOT if hours else May.QUIETLY if seen_by else May.OPENLY
    return replace(given, may=strictest(given.may, most))


def best(known: Known, voice: Voice, answers: Mapping[str, Mapping[str, Any]]) -> Leave | None:
    """Return the best safe way for a machine to write to a voice: openly before quietly, e-mail before text."""
    audience = AUDIENCES[voice]
    found = [leave(known, audience, way) for way in BY_MACHINE if address(voice, answers, way)]
    return max((each for each in found if each.may is not May.NOT), key=lambda each: each.may.rank, default=None)


def _ever(known: Known, name: str) -> Iterator[str]:
    """Yield everything that any voice ever said in a field."""
    for account in known.accounts:
        for _at, answers in account.versions:
            yield from (str(page[name]) for page in answers.values() if page.get(name))
