"""What staff type at the door."""

from portal.accounts.passwords import LONGEST
from portal.web.fields import AtMost, EmailField, PasswordField, asked
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
