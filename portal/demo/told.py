"""What the people of the made-up history wrote: one of the stories, as the one who wrote for them would tell it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from portal.demo.backgrounds import Backgrounds, background
from portal.demo.cast import reached
from portal.demo.people import Name, People, Said, Story
from portal.demo.years import Past
from portal.referrals import facts
from portal.referrals.forms import FORMS, fields_of
from portal.referrals.voices import Voice
from portal.triage.outcome import Outcome

ANY = "any"
Pages = dict[str, dict[str, Said]]
QUOTED = {
    Voice.PARENT_CARER: "This is what I was told at home: “{story}”",
    Voice.PROFESSIONAL: "They came to me and said: “{story}”",
    Voice.FRIEND: "My friend said this to me: “{story}”",
}
WRITERS: Mapping[Voice, Mapping[str, Said]] = {
    Voice.YOUNG_PERSON: {},
    Voice.PARENT_CARER: {"relationship": "Their parent", "yp_consent": "yes"},
    Voice.PROFESSIONAL: {"referrer_role": "School nurse", "yp_consent": "yes"},
    Voice.FRIEND: {"relationship": "A friend"},
}
"""What somebody who writes for another adds. They are not named here."""


@dataclass(frozen=True)
class Told:
    """One story in one voice, and what the rules say of it."""

    pages: Pages
    language: str
    age: int
    outcome: Outcome
    story: Story


class Shelf:
    """Every story as it would be told, judged once: ten thousand people tell a hundred stories."""

    def __init__(
        self,
        people: People,
        judgement: facts.Judgement,
        telling: Mapping[int, str] | None = None,
        backgrounds: Backgrounds | None = None,
    ) -> None:
        """`telling` says who tells which story; everybody else tells one that fits."""
        self.people, self.judgement, self.telling = people, judgement, telling or {}
        self.backgrounds = backgrounds or {}
        self.by_id = {story.id: story for story in people.stories}
        self.judged: dict[tuple[str, Voice], Outcome] = {}
        self.by_band: dict[tuple[Any, str], list[Story]] = {}
        for story in people.stories:
            pathway = self._outcome(story, Voice.YOUNG_PERSON).pathways
            for name in (ANY, *(pathway or ("",))):
                self.by_band.setdefault((story.band, name), []).append(story)

    def take(self, past: Past) -> Told:
        """Return what one of them wrote: a story as urgent, of the same kind of help where there is one."""
        rng = Random(past.draw)  # noqa: S311 (a cast, not a secret)
        pool = self.by_band.get((past.band, past.pathway)) or self.by_band[past.band, ANY]
        story = self.by_id[self.telling[past.number]] if past.number in self.telling else rng.choice(pool)
        fitting = [name for name in self.people.names if story.who in ("", name.who)]
        called = Name(story.name, story.address, story.who) if story.name else rng.choice(fitting)
        return Told(
            _pages(
                story,
                past.voice,
                {
                    **background(self.backgrounds, past.draw),
                    **story.answers,
                    **reached(story, past.number, called),
                    **self._home(past),
                },
            ),
            story.language,
            int(story.answers["age"]),
            self._outcome(story, past.voice),
            story,
        )

    def _home(self, past: Past) -> dict[str, Said]:
        """Say where one of them lives, where they told us."""
        homes = self.people.postcodes
        postcode = homes[past.draw % len(homes)] if homes else ""
        return {"postcode": postcode} if postcode else {}

    def _outcome(self, story: Story, voice: Voice) -> Outcome:
        """Judge a story as one voice tells it, once."""
        if (story.id, voice) not in self.judged:
            pages = _pages(story, voice, {**story.answers, "name": "x", "phone": "x"})
            self.judged[story.id, voice] = facts.judge(pages, story.language, self.judgement)
        return self.judged[story.id, voice]


def _pages(story: Story, voice: Voice, said: Mapping[str, Said]) -> Pages:
    """Put what was said on the pages of one voice's form."""
    answers = {**said, **WRITERS[voice]}
    if voice in QUOTED:
        answers["story"] = QUOTED[voice].format(story=said["story"])
    return {page: given for page, given in on_pages(voice, answers).items() if given}


def on_pages(voice: Voice, answers: Mapping[str, Said]) -> Pages:
    """Put answers on the pages of one voice's form."""
    return {page: {name: answers[name] for name in names if name in answers} for page, names in _fields(voice).items()}


@cache
def _fields(voice: Voice) -> dict[str, tuple[str, ...]]:
    """Return which fields stand on which page of one voice's referral."""
    return {page: tuple(fields_of(form)) for page, form in FORMS[voice].items() if page != "advice"}
