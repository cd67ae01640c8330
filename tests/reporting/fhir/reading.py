"""A reader of the Bundle, written apart from the writer: from FHIR back to plain values."""

import base64
from collections.abc import Iterator
from typing import Any

Resource = dict[str, Any]
VERY = "V"


def of_kind(bundle: Resource, kind: str) -> list[Resource]:
    return [each["resource"] for each in bundle["entry"] if each["resource"]["resourceType"] == kind]


def labels(resource: Resource) -> set[str]:
    return {label["code"] for label in resource["meta"]["security"]}


def strings(value: Any) -> Iterator[str]:
    """Yield every text in a resource, those in attachments opened."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from [base64.b64decode(each).decode()] if name == "data" else strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
    elif isinstance(value, str):
        yield value


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from [value["reference"]] if "reference" in value else []
        for each in value.values():
            yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


def original(resource: Resource, kind: str) -> str:
    """Return which code of ours something was made from."""
    codes = [each["valueCoding"] for each in resource["extension"] if each["url"].endswith("/original")]
    return next((code["code"] for code in codes if code["system"].endswith("/" + kind)), "")


def voices(bundle: Resource) -> list[Resource]:
    """Return what each voice said, with where its referral is."""
    return [_voice(bundle, each) for each in of_kind(bundle, "ServiceRequest")]


def _voice(bundle: Resource, request: Resource) -> Resource:
    mine = f"urn:uuid:{request['id']}"
    said: Resource = {}
    for form in of_kind(bundle, "QuestionnaireResponse"):
        if form["basedOn"][0]["reference"] == mine:
            said |= {item["linkId"]: _answer(item["answer"]) for item in form["item"]}
    for document in of_kind(bundle, "DocumentReference"):
        if document["context"]["related"][0]["reference"] == mine:
            said |= {
                one["attachment"]["title"]: base64.b64decode(one["attachment"]["data"]).decode()
                for one in document["content"]
            }
    return {
        "reference": request["identifier"][0]["value"],
        "voice": request["category"][0]["coding"][0]["code"],
        "band": original(request, "band"),
        "status": original(request, "status"),
        "ended_by": original(request, "move"),
        "pathways": [each["coding"][0]["code"] for each in request.get("reasonCode", [])],
        "said": said,
    }


def _answer(answers: list[Resource]) -> Any:
    values = [value for answer in answers for value in answer.values()]
    return values[0] if len(values) == 1 else values


def decisions(bundle: Resource) -> list[tuple[str, str, str, str]]:
    """Return each decision: outcome, state, why, and the words for the young person."""
    return [
        (
            task["businessStatus"]["coding"][0]["code"],
            original(task, "decision-state"),
            task.get("statusReason", {}).get("text", ""),
            task["businessStatus"].get("text", ""),
        )
        for task in of_kind(bundle, "Task")
        if "extension" in task
    ]


def meetings(bundle: Resource) -> list[tuple[str, str, str, str]]:
    return [
        (
            one["start"],
            one["appointmentType"]["coding"][0]["code"],
            original(one, "meeting-fate"),
            one.get("comment", ""),
        )
        for one in of_kind(bundle, "Appointment")
    ]


def goals(bundle: Resource) -> dict[str, list[int]]:
    """Return the scores of each goal, by its words."""
    found: dict[str, list[int]] = {}
    names = {f"urn:uuid:{goal['id']}": goal["description"]["text"] for goal in of_kind(bundle, "Goal")}
    for words in names.values():
        found.setdefault(words, [])
    for one in of_kind(bundle, "Observation"):
        if one["code"]["coding"][0]["code"] == "goal-score":
            found[names[one["focus"][0]["reference"]]].append(one["valueInteger"])
    return found
