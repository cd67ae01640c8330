"""The forms of coming back: a code to keep, and a code to come back with."""

from wtforms import HiddenField

from portal.languages import lazy as _l
from portal.referrals.questions import line
from portal.web.forms import PortalForm


class KeepCodeForm(PortalForm):
    """A code that was shown, typed once to be sure that it was kept."""

    note = HiddenField()
    typed = line(_l("Type the code here, to be sure you have it"), autocomplete="off", size="m", spellcheck=False)


class ComeBackForm(PortalForm):
    """The code of answers that were saved."""

    code = line(
        _l("Your code to come back"),
        _l("It starts with CB. Small letters and spaces do not matter."),
        autocomplete="off",
        size="m",
        spellcheck=False,
    )
