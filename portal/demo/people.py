"""Who lives in the demonstration: its staff and its young people, as the area's files tell them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.accounts.permissions import Role
from portal.referrals.voices import Voice
from portal.screening.outcomes import Outcome
from portal.triage.outcome import Band

Said = str | int


@dataclass(frozen=True)
class Colleague:
    """One member of the team, with a password that everybody may know."""

    name: str
    email: str
    role: Role
    password: str
    organization: str
    """Whose entries are theirs, for somebody of a service outside; empty for the team."""
    workplace: str = ""
    """Where they work, for a contact of a school or a practice."""


@dataclass(frozen=True)
class Ending:
    """What a clinician decided about a story."""

    outcome: Outcome
    rationale: str
    next_step: str
    band: Band | None


@dataclass(frozen=True)
class Story:
    """One young person's own words and answers."""

    id: str
    band: Band
    """How urgent the area's rules find it; a test compares the two."""
    language: str
    reach: str
    """How they can be reached: phone, email, both, person or none."""
    answers: Mapping[str, Said]
    """By field name, without how to reach them."""
    who: str
    """`he` or `she` where the words about them say so."""
    name: str
    address: str
    anonymous: bool
    ending: Ending | None


@dataclass(frozen=True)
class Voiced:
    """What a second person said about the young person of a story."""

    story: str
    """Whose story it is about, by id."""
    voice: Voice
    language: str
    band: Band
    """How urgent the area's rules find this voice alone; a test compares the two."""
    hours_after: float
    """How long after the young person wrote."""
    answers: Mapping[str, Said]
    """By field name, with how to reach whoever wrote it."""


@dataclass(frozen=True)
class Name:
    """What somebody is called, how an address would write it, and the word the others use for them."""

    name: str
    address: str
    who: str


@dataclass(frozen=True)
class People:
    """Everybody who may write."""

    shares: Mapping[Band, int]
    waiting: Mapping[Band, int]
    names: tuple[Name, ...]
    stories: tuple[Story, ...]
    voices: tuple[Voiced, ...]
    postcodes: tuple[str, ...] = ()
    """Where those of the past live; an empty one is a home that nobody told."""


def colleagues(folder: Path) -> tuple[Colleague, ...]:
    """Read the team from `content/area/demo/`."""
    said = _read(folder / "staff.toml")["staff"]
    return tuple(
        Colleague(
            one["name"],
            one["email"],
            Role(one["role"]),
            one["password"],
            one.get("organization", ""),
            one.get("workplace", ""),
        )
        for one in said
    )


def read(folder: Path) -> People:
    """Read the young people from `content/area/demo/`."""
    said = _read(folder / "people.toml")
    told = _read(folder / "voices.toml")
    files = [_read(path) for path in sorted(folder.glob("stories-*.toml"))]
    return People(
        shares={Band(band): share for band, share in said["bands"].items()},
        waiting={Band(band): most for band, most in said["waiting"].items()},
        names=tuple(Name(name, name.casefold(), who) for who, names in said["names"].items() for name in names),
        stories=tuple(_story(one, file["language"], said["usual"]) for file in files for one in file["stories"]),
        voices=tuple(_voiced(one, told["usual"][one["voice"]]) for one in told["voices"]),
        postcodes=tuple(said["postcodes"]),
    )


def _read(path: Path) -> dict[str, Any]:
    """Read one file."""
    return tomllib.loads(path.read_text("utf-8"))


def _story(said: dict[str, Any], language: str, usual: Mapping[str, Said]) -> Story:
    """Gather one story; what it leaves empty was left open, whatever is usual."""
    told = {"story": said["story"], "age": said["age"]}
    return Story(
        id=said["id"],
        band=Band(said["band"]),
        language=language,
        reach=said["reach"],
        answers=_answers(told, usual, said["answers"]),
        who=said.get("who", ""),
        name=said.get("name", ""),
        address=said.get("address", ""),
        anonymous=said.get("anonymous", False),
        ending=_ending(said["decision"]) if "decision" in said else None,
    )


def _voiced(said: dict[str, Any], usual: Mapping[str, Said]) -> Voiced:
    """Gather what one second person said."""
    return Voiced(
        said["story"],
        Voice(said["voice"]),
        said["language"],
        Band(said["band"]),
        said["hours_after"],
        _answers(usual, said["answers"]),
    )


def _answers(*said: Mapping[str, Said]) -> dict[str, Said]:
    """Lay answers over each other, and drop what the last one leaves open."""
    laid = {name: value for one in said for name, value in one.items()}
    return {name: value for name, value in laid.items() if value != ""}


def _ending(said: dict[str, str]) -> Ending:
    """Gather one decision."""
    band = Band(said["band"]) if "band" in said else None
    return Ending(Outcome(said["outcome"]), said["rationale"], said.get("next_step", ""), band)
