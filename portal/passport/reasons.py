"""Why staff open a page: they choose, and whoever wrote it reads it. Pure."""

from typing import Any

from portal.languages import lazy as _l

REASONS: dict[str, Any] = {
    "asked": _l("The young person asked them to read it"),
    "speechless": _l("The young person could not say it themselves, and gave or carried the code"),
    "danger": _l("Somebody may have been in danger"),
}
