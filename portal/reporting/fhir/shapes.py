"""What every resource has: an id that nobody can trace, its labels, and ways to point at others. Pure."""

import uuid
from datetime import UTC, datetime
from typing import Any

from portal.reporting.fhir.codes import HL7, OURS

WATERMARK = {"system": f"{OURS}/watermark", "code": "fictional", "display": "Made up: nobody in it exists"}
CONFIDENTIALITY = f"{HL7}/v3-Confidentiality"
RESTRICTED = {"system": CONFIDENTIALITY, "code": "R", "display": "restricted"}
VERY_RESTRICTED = {"system": CONFIDENTIALITY, "code": "V", "display": "very restricted"}
ONE_VOICE = {
    "system": f"{OURS}/security",
    "code": "one-voice",
    "display": "Said by one person in confidence: never shown to another voice of the case, nor to a parent",
}
BY_VOICE: dict[str, tuple[dict[str, str], ...]] = {"friend": (VERY_RESTRICTED, ONE_VOICE)}
"""What somebody who worries said must not lead back to them. Everybody else's words are for that voice alone, too."""
NAMES = uuid.UUID("6f1d4c52-2f0e-5b0c-9d3a-0f3f5f6f8a11")
Resource = dict[str, Any]


def own_id(kind: str, of: object) -> str:
    """Return the id of a resource: always the same for the same thing, and not the number of our row."""
    return str(uuid.uuid5(NAMES, f"{kind}|{of}"))


def link(kind: str, of: object) -> dict[str, str]:
    """Point at a resource of this Bundle."""
    return {"reference": f"urn:uuid:{own_id(kind, of)}", "type": kind}


def resource(kind: str, of: object, said: Resource, *labels: dict[str, str], fictional: bool) -> Resource:
    """Return a resource with its labels, and nothing in it None or empty. Restricted, unless more is said."""
    narrowest = VERY_RESTRICTED if VERY_RESTRICTED in labels else RESTRICTED
    security = [narrowest, *(label for label in labels if label is not VERY_RESTRICTED)]
    meta: Resource = {"security": security, **({"tag": [WATERMARK]} if fictional else {})}
    return {"resourceType": kind, "id": own_id(kind, of), "meta": meta, **_filled(said)}


def _filled(said: Any) -> Any:
    """Return what is said without what is None or empty: R4 has no room for null."""
    if isinstance(said, dict):
        kept = {name: _filled(value) for name, value in said.items()}
        return {name: value for name, value in kept.items() if value not in (None, "", [], {})}
    return [_filled(each) for each in said] if isinstance(said, list) else said


def said_by(voice: str) -> tuple[dict[str, str], ...]:
    """Return the labels of what a voice said."""
    return BY_VOICE.get(voice, (ONE_VOICE,))


def instant(moment: datetime) -> str:
    """Write a moment, to the microsecond, so that it reads back the same."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
