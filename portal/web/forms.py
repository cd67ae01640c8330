"""What every form of ours has: a token whose loss costs nothing that was typed, and no surprises in what comes in."""

from typing import Any

from flask import Flask, has_request_context, request
from flask_wtf import CSRFProtect, FlaskForm
from flask_wtf.form import _Auto
from wtforms import Field

from portal.languages import lazy

AWAY_TOO_LONG = lazy(
    "You were away for a while, so we need you to press the button again. Everything you wrote is still here."
)


class PortalForm(FlaskForm):  # type: ignore[misc]
    """A form whose token is checked like any other answer.

    When the token is missing or old the form is simply shown again, with every word still in it and one
    sentence that says what to do.
    """

    class Meta:
        """Where the token lives and how long it lasts: as long as the browser's visit."""

        csrf = True
        csrf_time_limit = None

        def wrap_formdata(self, _form: Any, formdata: Any) -> Any:
            """Read a form's own fields and nothing else: no file, no JSON, whatever the content type claims."""
            if formdata is not _Auto:
                return formdata
            return request.form if has_request_context() and request.method == "POST" else None

    def problems(self) -> list[tuple[str, str]]:
        """Return what is wrong, as pairs of field name and sentence, in the order of the page."""
        found = [(name, _first(field)) for name, field in self._fields.items() if _first(field)]
        return [(name, str(AWAY_TOO_LONG) if name == "csrf_token" else said) for name, said in found]


def _first(field: Field) -> str:
    """Return the first thing that is wrong with a field, or an empty string."""
    return str(field.errors[0]) if field.errors else ""


class ButtonForm(PortalForm):
    """A form that is only a button."""


def install(app: Flask) -> None:
    """Make tokens available to every template; forms check them, so a lost one never loses words."""
    settings: dict[str, Any] = {"WTF_CSRF_CHECK_DEFAULT": False, "WTF_CSRF_TIME_LIMIT": None}
    app.config.update(settings)
    CSRFProtect(app)
