"""What somebody may type to bring in a feed, and which records they choose."""

from typing import Any
from urllib.parse import urlsplit

from wtforms.validators import Optional, StopValidation

from portal.importing.models import LONGEST_NAME
from portal.web.fields import AtMost, TextField
from portal.web.forms import PortalForm

NEITHER = "Choose a file, or give the address of a feed."
BOTH = "Choose a file or give an address, not both: we would not know which one you mean."


def _one_source(form: Any, box: TextField) -> None:
    """Ask for one source, and only one."""
    if not box.data and not form.filename:
        raise StopValidation(NEITHER)
    if box.data and form.filename:
        raise StopValidation(BOTH)


class FeedForm(PortalForm):
    """Where a feed is, and what it is called."""

    address = TextField(
        "Address of the feed",
        [_one_source, Optional(), AtMost(500)],
        description="It begins with https://. Open Referral UK 1 or 3, or a CSV table.",
        render_kw={"autocomplete": "off", "spellcheck": False},
    )
    name = TextField(
        "What do you call this feed?",
        [Optional(), AtMost(LONGEST_NAME)],
        description="Use the same name every time. Leave it empty to use the name of the file or the site.",
        render_kw={"autocomplete": "off", "width": 20},
    )

    def __init__(self, *, filename: str = "", **values: Any) -> None:
        super().__init__(**values)
        self.filename = filename

    def called(self) -> str:
        """Return the name of the feed, typed or made from where it is."""
        typed = self.name.data or ""
        if typed:
            return str(typed)
        if self.filename:
            return self.filename.rpartition("/")[2].rpartition(".")[0] or self.filename
        try:
            parts = urlsplit(self.address.data or "")
            return f"{parts.hostname or ''}{parts.path}".rstrip("/").removesuffix("/services")
        except ValueError:
            return ""
