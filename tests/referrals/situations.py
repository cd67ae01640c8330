"""Who may be told what, told in situations a person can check: the table of docs/safe-contact.md.

`python -m tests.referrals.situations` prints it. A change of the table is a change of who is told: read it first.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product

from portal.notifications.leave import May, Way
from portal.notifications.messages import Audience
from portal.referrals import safe_contact
from portal.referrals.safe_contact import Account, Decided, Known
from portal.referrals.voices import Voice

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
OPEN = {f"contact_{way.value}": "ok" for way in Way}
AGREED = {"parents_know": "yes", "parents_ok": "yes"}
CALM, WARY = {"unsafe_contact": "no"}, {"unsafe_contact": "yes"}
MOTHERS = {"referrer_phone": "07700 900456", "referrer_email": "mother@example.org"}
AT_WORK = {"referrer_phone": "01632 960123", "referrer_email": "gp@example.org"}
SHOWN = (
    *((Audience.YOUNG_PERSON, way) for way in Way),
    *product((Audience.PARENT, Audience.REFERRER), (Way.PHONE, Way.EMAIL)),
)
HEAD = """# Who may be told, and how

What the portal allows towards people outside the team, by what was said. **yes**: openly. **quietly**: nobody says who
we are. **–**: not at all. A machine writes by e-mail and text only, to the voice whose own
page it is about, and asks again as each message leaves; a person rings and writes letters. Nothing in it is decided by a machine for good: a clinician may decide otherwise, and says why.

| What was said | call | text | e-mail | letter | voicemail | call parents | e-mail parents | call who referred | e-mail who referred |
|---|---|---|---|---|---|---|---|---|---|
"""  # noqa: E501 - a table of ten columns
WORDS = {May.OPENLY: "yes", May.QUIETLY: "quietly", May.NOT: "–"}


def hour(number: int) -> datetime:
    return MONDAY + timedelta(hours=number)


def account(voice: Voice, *said: dict[str, str], at: int = 0) -> Account:
    return Account(voice, tuple((hour(at + turn), {"any": each}) for turn, each in enumerate(said)))


def young(*said: dict[str, str]) -> Account:
    return account(Voice.YOUNG_PERSON, *said)


def mother(*said: dict[str, str]) -> Account:
    first, *more = said or (CALM,)
    return account(Voice.PARENT_CARER, MOTHERS | first, *more)


def gp(said: dict[str, str]) -> Account:
    return account(Voice.PROFESSIONAL, AT_WORK | said)


ALL = young(OPEN | CALM | AGREED)
NO_PARENTS = young(OPEN | CALM | {"parents_know": "no"})
UNSAID = {name: value for name, value in (OPEN | CALM | AGREED).items() if name != "contact_text"}
SITUATIONS: dict[str, Known] = {
    "She says yes to everything and her parents know": Known((ALL, mother())),
    "She says nothing about how": Known((young({}),)),
    "She says yes to everything, but not whether it is safe": Known((young(OPEN),)),
    "She says yes to everything, and that it could be unsafe": Known((young(OPEN | WARY),)),
    "She says only that it could be unsafe": Known((young(WARY),)),
    "Yes, but don't say who you are, to everything": Known((young(CALM | dict.fromkeys(OPEN, "ok_quiet")),)),
    "No to everything": Known((young(CALM | dict.fromkeys(OPEN, "not_ok")),)),
    "No to calls, yes to the rest": Known((young(OPEN | CALM | {"contact_phone": "not_ok"}),)),
    "Yes to everything, and the box that says there is no safe way": Known((young(OPEN | CALM | {"contact": "none"}),)),
    "Yes to everything, and somebody must not be told": Known((young(OPEN | CALM | {"do_not_contact": "him"}), gp({}))),
    "First no to texts, later yes": Known((young(OPEN | CALM | {"contact_text": "not_ok"}, {"contact_text": "ok"}),)),
    "First no to texts, later yes, and a clinician has asked her": Known(
        (young(OPEN | CALM | {"contact_text": "not_ok"}, {"contact_text": "ok"}),),
        decisions=(Decided(hour(5), False, newest_counts=True),),
    ),
    "The same, and then another voice was joined": Known(
        (young(OPEN | CALM | {"contact_text": "not_ok"}, {"contact_text": "ok"}), gp({})),
        decisions=(Decided(hour(5), False, newest_counts=True),),
        changed_at=(hour(6),),
    ),
    "She leaves texts open, her mother says yes to them": Known((young(UNSAID), mother(CALM | {"contact_text": "ok"}))),
    "She says yes to texts, her mother says no": Known((ALL, mother(CALM | {"contact_text": "not_ok"}))),
    "Her mother writes alone, and says yes to everything": Known((mother(OPEN | CALM),)),
    "Her mother writes alone, and does not say whether it is safe": Known((mother(OPEN),)),
    "Her mother writes alone: it could be unsafe": Known((mother(OPEN | WARY),)),
    "Her mother writes alone: there is no safe way": Known((mother(CALM | {"contact": "none"}),)),
    "Her mother writes alone: the child does not agree": Known((mother(CALM | {"yp_consent": "no"}),)),
    "Her mother writes alone: not to the other parent": Known((mother(CALM | {"other_parent_ok": "no"}),)),
    "Her mother writes alone: there is a court order": Known((mother(CALM | {"court_order": "since May"}),)),
    "Mother and father write, and do not speak of each other": Known((mother(), mother())),
    "Her parents do not know": Known((NO_PARENTS, mother())),
    "Her parents know, but may not be talked to": Known((young(OPEN | CALM | AGREED | {"parents_ok": "no"}), mother())),
    "She does not say whether her parents know": Known((young(OPEN | CALM), mother())),
    "Her parents do not know, and a clinician decides to tell them": Known(
        (NO_PARENTS, mother()), decisions=(Decided(hour(5), True),)
    ),
    "The same, and then she writes more": Known(
        (young(OPEN | CALM | {"parents_know": "no"}, *[{"story": "please not"}] * 6), mother()),
        decisions=(Decided(hour(3), True),),
    ),
    "All agree, and a clinician decides not to tell parents": Known(
        (ALL, mother()), decisions=(Decided(hour(5), False),)
    ),
    "All agree, and something was said about harm": Known((ALL, mother()), frozenset({"safeguarding"})),
    "All agree, and voices were parted": Known((ALL, mother()), changed_at=(hour(1),), parted=True),
    "A GP writes alone, and says nothing of parents": Known((gp(OPEN | CALM),)),
    "A GP writes alone: parents know and may be talked to": Known((gp(OPEN | CALM | AGREED),)),
    "A GP writes alone: there is no safe way": Known((gp(OPEN | CALM | {"contact": "none"}),)),
    "A friend writes alone, whatever they say": Known((account(Voice.FRIEND, OPEN | CALM | AGREED | MOTHERS),)),
}


def lines() -> Iterator[str]:
    """Write one line for each situation."""
    for title, known in SITUATIONS.items():
        cells = (WORDS[safe_contact.leave(known, audience, way).may] for audience, way in SHOWN)
        yield f"| {title} | {' | '.join(cells)} |"


if __name__ == "__main__":
    print(HEAD + "\n".join(lines()))
