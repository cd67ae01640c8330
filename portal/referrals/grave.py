"""What makes an ending grave, read from what was said: thoughts of harm, harm, and how young somebody is. Pure."""

from collections.abc import Iterable, Mapping

YOUNG = 11
PLAIN_NO = frozenset({"", "none", "no", "unanswered"})
THOUGHTS = ("sui_", "preparing", "self_harm")
"""How the names of answers about ending one's life, or hurting oneself, begin."""
FOUND = frozenset({"text_alert", "text_mention"})


def has_thoughts(said: Mapping[str, object], flags: frozenset[str]) -> bool:
    """Tell whether somebody told of such thoughts, in an answer or in words; not sure counts."""
    told = any(str(value or "") not in PLAIN_NO for name, value in said.items() if name.startswith(THOUGHTS))
    return told or bool(FOUND & flags)


def is_young(age: int | None) -> bool:
    """Tell whether somebody is under 11; an age that nobody said may be."""
    return age is None or age < YOUNG


def of_harm(flags: Iterable[str]) -> bool:
    """Tell whether any flag is about harm or safeguarding."""
    return any(flag.startswith("safeguarding") for flag in flags)


def closes(*, safeguarding: bool, age: int | None, thoughts: bool) -> tuple[str, ...]:
    """Say why nobody ends this alone, whatever the way it ends; nothing means that one may."""
    found = (
        (safeguarding, "it closes with a safeguarding flag"),
        (is_young(age) and thoughts, "it closes somebody under 11, or of no known age, with such thoughts"),
    )
    return tuple(why for applies, why in found if applies)
