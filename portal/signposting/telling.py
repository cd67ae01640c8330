"""Why each service is suggested, said in one sentence, and what somebody said, told back to them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from babel.lists import format_list

from portal import languages
from portal.directory import telling
from portal.directory.index import Index
from portal.languages import gettext as _
from portal.languages import lazy as _l
from portal.languages import ngettext
from portal.signposting import questions
from portal.signposting.asked import Asked, Level
from portal.signposting.fitting import Pick

BOTH: Mapping[str, Any] = {
    "text": _l("Because you said %(needs)s, and you can text or chat with them."),
    "phone": _l("Because you said %(needs)s, and you can talk with them by phone."),
    "in_person": _l("Because you said %(needs)s, and you can meet them face to face."),
    "video": _l("Because you said %(needs)s, and you can talk by video."),
    "online": _l("Because you said %(needs)s, and you can use it online, on your own."),
    "self": _l("Because you said %(needs)s, and you can ask for it yourself."),
    "they_ask": _l("Because you said %(needs)s, and they can ask for it themselves."),
    "parent": _l("Because you said %(needs)s, and a parent or carer can ask for it."),
    "school": _l("Because you said %(needs)s, and a school can refer to it."),
    "gp": _l("Because you said %(needs)s, and a GP can refer to it."),
    "professional": _l("Because you said %(needs)s, and a professional can refer to it."),
    "": _l("Because you said %(needs)s."),
}
"""What it helps with, and the way that was asked for or the way in."""
WAY_ALONE: Mapping[str, Any] = {
    "text": _l("Because you can text or chat with them."),
    "phone": _l("Because you can talk with them by phone."),
    "in_person": _l("Because you can meet them face to face."),
    "video": _l("Because you can talk by video."),
    "online": _l("Because you can use it online, on your own."),
    "self": _l("Because you can ask for it yourself."),
    "they_ask": _l("Because they can ask for it themselves."),
    "parent": _l("Because a parent or carer can ask for it."),
    "school": _l("Because a school can refer to it."),
    "gp": _l("Because a GP can refer to it."),
    "professional": _l("Because a professional can refer to it."),
    "": _l("Because it takes people of this age."),
}
LEFT_OUT: Mapping[str, Any] = {
    "how": _l("It does not offer the way you asked for."),
    "access": _l("It does not say that it has everything that would make it easier."),
    "need": _l("It is not mainly for what you said. They can help you look further."),
    "made_for": _l("It was made with other people or other needs in mind. Ask them if it could be right."),
    "route": _l("Somebody else has to ask for it."),
}
"""What a suggestion does not meet, said as plainly as why it is there."""


def why(pick: Pick, asked: Asked, index: Index) -> str:
    """Say in one sentence why a service is suggested. Every part of it is true of the service."""
    if pick.crisis:
        return _("Because you may need somebody soon, and they are there for that.")
    way = pick.how or _way_in(pick, asked)
    if pick.needs:
        return str(BOTH[way]) % {"needs": _named(pick.needs, "need", index)}
    if pick.cohorts:
        return _("Because it was made with these people in mind: %(who)s.", who=_named(pick.cohorts, "cohort", index))
    if pick.spoken_of:
        return _("Because what they do sounds like what you wrote.")
    return str(WAY_ALONE[way])


def _way_in(pick: Pick, asked: Asked) -> str:
    """Name the way in from where the reader stands."""
    return "they_ask" if pick.route == "self" and asked.who not in {"", "me"} else pick.route


def _named(keys: Sequence[str], taxonomy: str, index: Index) -> str:
    """List words of a taxonomy as the reader's language does, each in quotes."""
    here, known = languages.current(), index.terms.get(taxonomy, {})
    return format_list([f"“{known[key].name(here)}”" for key in keys if key in known], locale=here)


def marks(pick: Pick, asked: Asked, index: Index) -> Iterator[str]:
    """Yield what else is good to know about this one for this reader, in a few words each."""
    if pick.speaks:
        yield _("They speak %(language)s", language=telling.language_name(pick.speaks))
    known, here = index.terms.get("access", {}), languages.current()
    yield from (known[key].name(here) for key in pick.access if key in known)
    if pick.km is not None:
        miles = round(pick.km / telling.KM_IN_A_MILE)
        away = ngettext("About %(num)s mile away", "About %(num)s miles away", miles)
        yield away if miles else _("Less than a mile away")


def left_out(pick: Pick) -> list[str]:
    """Say what a suggestion does not meet."""
    return [str(LEFT_OUT[name]) for name in pick.left_out]


def heading(asked: Asked, level: Level) -> str:
    """Head the result, for whoever reads it."""
    if asked.who in questions.AT_WORK:
        return _("Services for the young person you work with")
    return _("After that, this could help") if level is Level.NOW else _("This could help")


def answers(said: Mapping[str, Any], index: Index) -> Iterator[tuple[str, str, str]]:
    """Yield page, question and answer for everything that was said, to be looked at and changed."""
    about = questions.about(said.get("who") or "")
    tables: Mapping[str, Mapping[str, Any]] = {
        "who": dict((*questions.WHO, questions.NOT_SURE, questions.RATHER_NOT)),
        "band": dict((*questions.BAND_NAMES, questions.NOT_SURE, questions.RATHER_NOT)),
        "now": dict((*questions.NOW_ANSWERS[about], questions.NOT_SURE, questions.RATHER_NOT)),
        "how": dict((*questions.WAYS, questions.NO_PREFERENCE, questions.NOT_SURE, questions.RATHER_NOT)),
        "access": dict(questions.EASIER),
        "private": {"yes": _("Without telling parents or carers")},
        "need": {key: term.name(languages.current()) for key, term in index.terms.get("need", {}).items()}
        | dict((questions.NOT_SURE, questions.RATHER_NOT)),
    }
    for page in questions.PAGES:
        values = [_said(said.get(name), tables.get(name, {})) for name in questions.FIELDS[page.key]]
        yield page.key, str(questions.TITLES[page.key][about]), " · ".join(filter(None, values))


def _said(value: Any, names: Mapping[str, Any]) -> str:
    """Write one answer."""
    if isinstance(value, list | tuple):
        return " · ".join(str(names.get(each, each)) for each in value)
    return "" if value is None else str(names.get(str(value), value))
