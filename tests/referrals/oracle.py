"""Who may hear from us, written a second time from the domain's own rules (B4 to B6, HAZ-05) and the forms' promises.

Slow and plain on purpose: it takes the sentences of the rules one by one, and knows nothing of how the portal decides.
0 is nothing, 1 is quietly (nobody says who we are), 2 is openly.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

NOTHING, QUIETLY, OPENLY = 0, 1, 2
LEVELS = {"not_ok": NOTHING, "ok_quiet": QUIETLY, "ok": OPENLY}
YOUNG, PARENT, WORK, FRIEND = "young_person", "parent_carer", "professional", "friend"


@dataclass
class Told:
    """One thing that one account said at one moment."""

    account: int
    voice: str
    at: datetime
    field: str
    value: str


@dataclass
class Ruling:
    """What a clinician decided: about parents, and whether only the newest answers count from here on."""

    at: datetime
    parents: bool
    newest: bool = False


@dataclass
class Case:
    """Everything that is known."""

    told: list[Told]
    voices: dict[int, str]
    moments: list[datetime]
    flags: set[str] = field(default_factory=set)
    rulings: list[Ruling] = field(default_factory=list)
    changes: list[datetime] = field(default_factory=list)
    parted: bool = False

    def ever(self, name: str, *voices: str) -> set[str]:
        """Return all that was ever said in a field."""
        return {one.value for one in self.told if one.field == name and (not voices or one.voice in voices)}

    def counts(self, name: str, *voices: str) -> set[str]:
        """Return what still counts: all of it, or from a clinician's word on the newest of each account before it."""
        since = self.asked_again
        if since is None:
            return self.ever(name, *voices)
        kept = set()
        for account, voice in self.voices.items():
            said = sorted((one for one in self.told if (one.account, one.field) == (account, name)), key=lambda t: t.at)
            if voices and voice not in voices:
                continue
            old = [one.value for one in said if one.at <= since]
            kept |= {*old[-1:], *(one.value for one in said if one.at > since)}
        return kept

    @property
    def asked_again(self) -> datetime | None:
        """When a clinician last asked them anew, about the case as it is now."""
        return max((each.at for each in self.rulings if each.newest and each.at >= max(self.changes, default=each.at)),
                   default=None)  # fmt: skip


def allowed(case: Case, audience: str, way: str) -> int:
    """Say how much may reach somebody on one way."""
    rules = {"young-person": to_the_young_person, "parent": to_parents, "referrer": to_a_professional}
    return min(rules[audience](case, way))


def silent(way: str) -> int:
    """Silence is no permission: a person may ring and ask for somebody, and nothing else."""
    return QUIETLY if way == "phone" else NOTHING


def to_the_young_person(case: Case, way: str) -> Iterator[int]:
    """Only their own yes is a yes; anybody's no is a no."""
    own = case.counts(f"contact_{way}", YOUNG)
    others = case.counts(f"contact_{way}", PARENT, WORK)
    if own:
        yield from (LEVELS.get(value, silent(way)) for value in own)
    elif YOUNG not in case.voices.values() and others & {"ok", "ok_quiet"}:
        yield QUIETLY  # others may say it for a child who does not write, and never as openly
    else:
        yield silent(way)
    for value in case.counts(f"contact_{way}"):
        yield LEVELS.get(value, silent(way))
    if way == "voicemail" and "not_ok" in case.counts("contact_phone"):
        yield NOTHING
    if "none" in case.counts("contact"):
        yield NOTHING
    if case.counts("do_not_contact") and way in {"letter", "voicemail"}:
        yield QUIETLY  # whoever must not know may open it
    yield from as_safe_as_it_is(case, way)


def as_safe_as_it_is(case: Case, way: str) -> Iterator[int]:
    """Keep what the forms promise: "we will not leave messages and will not say who we are"."""
    unsafe = "yes" in case.counts("unsafe_contact") or ("safe_contact" in case.flags and case.asked_again is None)
    if unsafe and not case.counts(f"contact_{way}", YOUNG):
        yield silent(way)
    if unsafe or case.counts("unsafe_contact", YOUNG) != {"no"}:
        yield NOTHING if way in {"letter", "voicemail"} else QUIETLY


def to_parents(case: Case, way: str) -> Iterator[int]:
    """Nothing while anything speaks against it; then only by a way they gave, as openly as they called it safe."""
    last = max(case.moments + case.changes)
    rulings = sorted(case.rulings, key=lambda each: (each.at, not each.parents))
    if not (rulings and rulings[-1].parents and rulings[-1].at >= last):
        yield from (NOTHING for _why in against_parents(case))
    if "none" in case.counts("contact", PARENT):
        yield NOTHING
    gave = {"phone": "referrer_phone", "email": "referrer_email"}.get(way, "")
    yield OPENLY if case.counts(gave, PARENT) else silent(way)
    if case.counts("unsafe_contact", PARENT) != {"no"}:
        yield QUIETLY


def against_parents(case: Case) -> Iterator[str]:
    """Yield what blocks all parent messaging until a clinician decides."""
    said_no = ("yp_consent", "parents_know", "parents_ok", "other_parent_ok")
    yield from (name for name in said_no if "no" in case.ever(name))
    if "yes" in case.ever("unsafe_contact"):
        yield "unsafe"
    yield from (name for name in ("do_not_contact", "court_order") if case.ever(name))
    yield from (flag for flag in case.flags if flag == "safe_contact" or flag.startswith("safeguarding"))
    yield from ("a clinician's no" for each in case.rulings if not each.parents)
    if case.parted:
        yield "parted"
    here = set(case.voices.values())
    must = {YOUNG} if YOUNG in here else set() if PARENT in here else here
    for voice in must:
        # A friend cannot know it.
        if voice == FRIEND or case.ever("parents_know", voice) != {"yes"} or case.ever("parents_ok", voice) != {"yes"}:
            yield f"{voice} has not said yes"
    parents = [account for account, voice in case.voices.items() if voice == PARENT]
    for account in parents if len(parents) > 1 else ():
        if {one.value for one in case.told if (one.account, one.field) == (account, "other_parent_ok")} != {"yes"}:
            yield "one parent has not said that the other may be talked to"


def to_a_professional(case: Case, way: str) -> Iterator[int]:
    """By the way they gave themselves; a friend is told nothing back."""
    if WORK not in case.voices.values():
        yield NOTHING
    gave = {"phone": "referrer_phone", "email": "referrer_email"}.get(way, "")
    yield OPENLY if case.counts(gave, WORK) else silent(way)
    if case.counts("do_not_contact"):
        yield QUIETLY
