"""What to watch for, what makes it easier, how near the goals are, and every other answer, as FHIR R4. Pure."""

from collections.abc import Iterable, Iterator
from typing import Any

from portal.reporting.fhir import codes, people
from portal.reporting.fhir.codes import concept, known
from portal.reporting.fhir.shapes import ONE_VOICE, VERY_RESTRICTED, Resource, instant, link, resource, said_by
from portal.reporting.fhir.told import NUMBERS, OWN_WORDS, PLAN, REACHING, Account, Scored, Told

ONLY_OK = "ok"


def flags(told: Told, account: Account) -> Iterator[Resource]:
    """Yield what the rules flagged, that contact is not simple, and what makes it easier to talk."""
    for name in account.flags:
        yield _flag(told, account, "safety", concept("flag", name))
    guarded = [name for name in codes.WAYS if account.said.get(name) not in (None, "", ONLY_OK)]
    if guarded or account.said.get("unsafe_contact") not in (None, "no"):
        code = concept("flag", "safe-contact", "Ask before you ring, write or call: see how to reach them")
        code["coding"] += [codes.coding("way", f"{name}:{account.said[name]}") for name in guarded]
        yield _flag(told, account, "contact", code)
    for name in codes.NEEDS:
        if account.said.get(name):
            yield _flag(told, account, "admin", concept("need", name))


def _flag(told: Told, account: Account, category: str, code: dict[str, Any]) -> Resource:
    """Return one flag: coded, with not a word that anybody wrote."""
    said = {
        "status": "active",
        "category": [known("flag-category", category)],
        "code": code,
        "subject": link("Patient", told.id),
        "period": {"start": instant(account.received_at)},
        "author": people.asker(told, account) if category != "safety" else link("Organization", told.team.id),
    }
    own = f"{account.id}|{category}|{code['coding'][0]['code']}"
    return resource("Flag", own, said, ONE_VOICE, fictional=told.fictional)


def goals(told: Told, account: Account) -> Iterator[Resource]:
    """Yield each goal in their own words, and how near it was each time they said."""
    for at, goal in enumerate(account.goals):
        own = f"{account.id}|{at}"
        said = {
            "lifecycleStatus": "proposed",
            "description": {"text": goal.words},
            "subject": link("Patient", told.id),
            "startDate": account.received_at.date().isoformat(),
            "expressedBy": people.asker(told, account),
        }
        yield resource("Goal", own, said, ONE_VOICE, fictional=told.fictional)
        yield from _scores(told, account, goal, "goal-score", focus=[link("Goal", own)])


def measured(told: Told, account: Account) -> Iterator[Resource]:
    """Yield each measure as it was answered, and what a professional measured."""
    for one in account.measured:
        yield from _scores(told, account, one, one.name)
    for name in codes.MEASURED_BY_OTHERS:
        if account.said.get(name):
            said = _observed(told, account, name, instant(account.received_at))
            said["valueString"] = str(account.said[name])
            yield resource("Observation", f"{account.id}|{name}", said, fictional=told.fictional)


def _scores(
    told: Told, account: Account, scored: Scored, code: str, focus: Iterable[dict[str, str]] = ()
) -> Iterator[Resource]:
    """Yield each score; one that could not be worked out says that it is missing."""
    for moment, score in scored.scores:
        said = _observed(told, account, code, instant(moment)) | {"focus": list(focus)}
        if score is None:
            said["dataAbsentReason"] = known("data-absent-reason", "not-performed")
        else:
            said["valueInteger"] = score
        own = f"{account.id}|{scored.name}|{instant(moment)}"
        yield resource("Observation", own, said, ONE_VOICE, fictional=told.fictional)


def _observed(told: Told, account: Account, code: str, moment: str) -> dict[str, Any]:
    """Return what every observation says."""
    return {
        "status": "final",
        "code": concept("measure", code),
        "subject": link("Patient", told.id),
        "effectiveDateTime": moment,
        "performer": [people.asker(told, account)],
    }


def answers(told: Told, account: Account) -> Iterator[Resource]:
    """Yield every answer that has no other home; how to reach whom stands apart, under the narrowest label."""
    elsewhere = {*OWN_WORDS, *PLAN, *REACHING, *(NUMBERS if told.fictional else ())}
    others = [name for name in account.said if name not in elsewhere]
    reach = [name for name in REACHING if name in account.said]
    for kind, names, labels in (
        ("answers", others, said_by(account.voice)),
        ("how-to-reach", reach, (VERY_RESTRICTED, ONE_VOICE)),
    ):
        if not names:
            continue
        said = {
            "questionnaire": f"{codes.OURS}/questions/{kind}",
            "status": "completed",
            "basedOn": [link("ServiceRequest", account.id)],
            "subject": link("Patient", told.id),
            "authored": instant(account.received_at),
            "item": [{"linkId": name, "answer": list(_values(account.said[name]))} for name in names],
        }
        own = f"{account.id}|{kind}"
        yield resource("QuestionnaireResponse", own, said, *labels, fictional=told.fictional)


def _values(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the answers to one question, each of its own type."""
    for one in value if isinstance(value, list | tuple) else [value]:
        if isinstance(one, bool):
            yield {"valueBoolean": one}
        elif isinstance(one, int):
            yield {"valueInteger": one}
        else:
            yield {"valueString": str(one)}
