"""What staff type at the door, and about themselves and each other."""

from typing import Any

import wtforms
from email_validator import EmailNotValidError, validate_email
from wtforms.validators import ValidationError

from portal.accounts.passkeys import LONGEST_NAME
from portal.accounts.passwords import LONGEST
from portal.accounts.permissions import ROLE_NAMES
from portal.web.fields import AtMost, EmailField, PasswordField, SelectField, TextField, asked, choice
from portal.web.forms import PortalForm


def real_address(_form: Any, field: Any) -> None:
    """Refuse what is no e-mail address."""
    try:
        field.data = validate_email(field.data or "", check_deliverability=False).normalized
    except EmailNotValidError as wrong:
        raise ValidationError("That is not an e-mail address, like name@example.org.") from wrong


class SignInForm(PortalForm):
    """An address and a password."""

    email = EmailField(
        "E-mail address",
        [asked("Write your e-mail address."), AtMost(254)],
        render_kw={"autocomplete": "username", "spellcheck": False},
    )
    password = PasswordField(
        "Password",
        [asked("Write your password."), AtMost(LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


class CodeForm(PortalForm):
    """A second factor that is typed."""

    code = TextField(
        "Code",
        [asked("Write the code your app shows now."), AtMost(40)],
        description="Six numbers from your authenticator app, or one of your recovery codes.",
        render_kw={"autocomplete": "one-time-code", "spellcheck": False, "width": "10"},
    )


class PersonForm(PortalForm):
    """What somebody may do here, and whose they are."""

    role = SelectField(
        "Role",
        [asked("Choose a role.")],
        choices=[choice("", ""), *(choice(one.value, name) for one, name in ROLE_NAMES.items())],
    )
    organization = TextField(
        "Organisation",
        [AtMost(200)],
        description="For a service partner: its name as the directory has it.",
        render_kw={"autocomplete": "off"},
    )
    workplace = TextField(
        "School or practice",
        [AtMost(160)],
        description="For a school or GP contact: its name or code.",
        render_kw={"autocomplete": "off"},
    )


class NewPersonForm(PersonForm):
    """Somebody who begins here."""

    email = EmailField(
        "E-mail address",
        [asked("Write an e-mail address."), AtMost(254), real_address],
        render_kw={"spellcheck": False},
    )
    name = TextField("Name, as colleagues see it", [asked("Write a name."), AtMost(120)])


class PasskeyForm(PortalForm):
    """What a device signed; a script puts it here."""

    passkey = wtforms.HiddenField(validators=[AtMost(8000)])


class NewPasskeyForm(PasskeyForm):
    """A new passkey with a name to know it by."""

    name = TextField(
        "What do you call this device?",
        [AtMost(LONGEST_NAME)],
        render_kw={"autocomplete": "off", "width": "20"},
    )
