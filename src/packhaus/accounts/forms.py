"""What is asked for at first run and at log-in."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from packhaus.accounts.models import Member

_HOME = "Europe/Berlin"


def _with_hint(title: Promise, hint: Promise) -> Promise:
    found: Promise = format_lazy("{}\n{}", title, hint)
    return found


def _zones() -> list[tuple[str, str]]:
    names = sorted(name for name in zoneinfo.available_timezones() if name.startswith("Europe/"))
    return [(name, name.removeprefix("Europe/").replace("_", " ")) for name in names]


class NewPasswordForm(forms.Form):
    """A password, typed twice. It is checked against what is known of its ``member``."""

    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        help_text=_(
            "At least 12 characters, with capital and small letters, a digit and a special character."
        ),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        strip=False,
    )
    again = forms.CharField(
        label=_("Password again"),
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args: Any, member: Member | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._member = member

    def clean(self) -> dict[str, Any]:
        """Check the password against the rules and against its repetition."""
        data = super().clean() or {}
        password, again = data.get("password"), data.get("again")
        if password:
            member = self._member or Member(email=data.get("email", ""), name=data.get("name", ""))
            try:
                validate_password(password, member)
            except ValidationError as error:
                self.add_error("password", error)
        if password and again and password != again:
            self.add_error("again", gettext("The two passwords differ. Type the same one twice."))
        return data


class OwnPasswordForm(NewPasswordForm):
    """A new password for whoever is logged in and knows the present one."""

    present = forms.CharField(
        label=_("Present password"),
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        strip=False,
    )
    field_order = ("present", "password", "again")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("New password")


class FirstRunForm(NewPasswordForm):
    """The merchant and its owner."""

    organization = forms.CharField(
        label=_("Name of your business"),
        max_length=200,
        help_text=_("As your staff knows it. What stands on labels you enter later."),
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    name = forms.CharField(
        label=_("Your name"), max_length=100, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput({"autocomplete": "email"}))
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=_zones,
        initial=_HOME,
        help_text=_("Days and deadlines are shown in it."),
    )


class MemberForm(forms.Form):
    """Somebody who is to work here."""

    name = forms.CharField(label=_("Name"), max_length=100, widget=forms.TextInput({"autocomplete": "off"}))
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput({"autocomplete": "off"}))
    role = forms.ChoiceField(
        label=pgettext_lazy("of a member", "Role"),
        choices=[
            (
                "packer",
                _with_hint(
                    _("Packer"), _("Sees orders, enters weights and addresses, buys and prints labels.")
                ),
            ),
            (
                "owner",
                _with_hint(_("Owner"), _("May do everything: shops, carriers, data protection, members.")),
            ),
        ],
        widget=forms.RadioSelect,
        initial="packer",
    )


class LoginForm(forms.Form):
    """E-mail address and password."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput({"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        strip=False,
    )
