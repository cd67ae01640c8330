"""The one form of the report card: a person says that everybody may read it."""

from wtforms import HiddenField

from portal.web.forms import PortalForm


class ApproveForm(PortalForm):
    """A button under a year, which remembers how it was seen."""

    seen = HiddenField()
