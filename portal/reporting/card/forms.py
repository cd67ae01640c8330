"""The one form of the report card: a person says that everybody may read it."""

from wtforms import HiddenField

from portal.web.fields import TickField, asked
from portal.web.forms import PortalForm


class ApproveForm(PortalForm):
    """The version that was seen, and that it was read."""

    seen = HiddenField()
    read = TickField("I have read every figure and the words above them.", [asked("Tick this when you have read it.")])
