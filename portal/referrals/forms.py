"""Every voice's pages by their keys, in the words for whoever answers, and the forms that belong to no voice."""

from collections.abc import Collection, Mapping
from typing import Any

from wtforms.fields.core import UnboundField

from portal.languages import lazy as _l
from portal.referrals import (
    facts,
    friend_forms,
    measured_forms,
    parent_forms,
    professional_forms,
    young_person_forms,
    young_person_words,
)
from portal.referrals.ages import AgeGroup, age_group
from portal.referrals.questions import line, ticks
from portal.referrals.voices import Voice
from portal.web.fields import Group, TickField
from portal.web.forms import PortalForm

FORMS: Mapping[Voice, Mapping[str, type[PortalForm]]] = {
    Voice.YOUNG_PERSON: young_person_forms.PAGES,
    Voice.PARENT_CARER: parent_forms.PAGES,
    Voice.PROFESSIONAL: professional_forms.EVERY_PAGE,
    Voice.FRIEND: friend_forms.PAGES,
}


class StartForm(PortalForm):
    """What we must know before the first answer is kept."""

    shared = ticks(_l("Do other people use this device?"), "shared_device")
    shared_device = TickField(_l("Yes. Keep my answers for one day only."))


def fields_of(form: type[PortalForm]) -> dict[str, "UnboundField[Any]"]:
    """Return the fields of a form by name, in the order they are asked."""
    found = {name: each for name in dir(form) if isinstance(each := getattr(form, name), UnboundField)}
    return dict(sorted(found.items(), key=lambda one: one[1].creation_counter))


def form_for(voice: Voice, page: str, answers: facts.Answers, **given: Any) -> PortalForm:
    """Return a page's form, in the words for the age that was said so far. Raises KeyError for no such page."""
    form = measured_forms.with_measures(voice, page, FORMS[voice][page])(**given)
    put_in_their_words(voice, form, age_group(facts.age(answers)))
    return form


def put_in_their_words(voice: Voice, form: PortalForm, group: AgeGroup, keep: Collection[str] = ()) -> None:
    """Put a form in an age group's words, except for `keep`: only young people's own questions differ by age."""
    if voice is Voice.YOUNG_PERSON:
        young_person_words.reword(form, group, keep)


def answered(form: PortalForm) -> dict[str, Any]:
    """Return what was said on a page, by stable name; what was left empty is left out."""
    return {
        field.name: field.data
        for field in form
        if field.name != "csrf_token" and not isinstance(field, Group) and field.data not in (None, "", [])
    }


class StatusForm(PortalForm):
    """The two things somebody needs to see where a referral is."""

    reference = line(_l("Your reference"), _l("It starts with FD."), autocomplete="off", size="m")
    code = line(_l("Your code"), _l("Six letters and numbers, like 4TN-9QE."), autocomplete="off", size="m", width=10)
