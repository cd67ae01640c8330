"""What staff type at the door, and about themselves and each other."""

import wtforms

from portal.accounts.passkeys import LONGEST_NAME
from portal.accounts.passwords import LONGEST
from portal.web.fields import AtMost, EmailField, PasswordField, TextField, asked
from portal.web.forms import PortalForm


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
