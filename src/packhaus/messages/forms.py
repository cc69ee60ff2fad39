"""What is asked for at Settings > E-mail."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from packhaus.messages.models import MailSettings
from packhaus.messages.server import is_local

_HOST = re.compile(r"[A-Za-z0-9_.-]+|\[?[0-9A-Fa-f:]+\]?")


def _securities() -> list[tuple[str, str]]:
    """Each with its hint as a second line."""
    return [
        ("tls", f"TLS\n{gettext('mostly port 465')}"),
        ("starttls", f"STARTTLS\n{gettext('mostly port 587')}"),
        ("none", f"{gettext('None')}\n{gettext('only for a mail server on this same machine')}"),
    ]


class MailForm(forms.Form):
    """The merchant's mail server and sender. ``kept``: the settings as they are, with their password."""

    host = forms.CharField(
        label=_("Mail server for sending"),
        max_length=200,
        help_text=_("Your mail provider calls it SMTP or outgoing server, as in smtp.example.org."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    security = forms.ChoiceField(
        label=_("Encryption"), choices=_securities, initial="tls", widget=forms.RadioSelect
    )
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=465)
    user = forms.CharField(
        label=_("User"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password", "spellcheck": "false"}),
    )
    sender_address = forms.EmailField(
        label=_("Sender address"), help_text=_("It must belong to the mail account.")
    )
    sender_name = forms.CharField(label=_("Sender name"), max_length=100, required=False)

    def __init__(self, *args: Any, kept: MailSettings | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept = kept
        if kept is not None and kept.sealed_password:
            self.fields["password"].help_text = gettext("Kept. Enter it only to change it.")

    def clean_host(self) -> str:
        """A name or an address, nothing around it."""
        host = str(self.cleaned_data["host"]).strip()
        if not _HOST.fullmatch(host):
            raise ValidationError(
                gettext("Enter the server's name alone, as in smtp.example.org, without port and slashes.")
            )
        return host

    def clean(self) -> dict[str, Any]:
        """A password is only sent to the server it was entered for, and never in the clear over a wire."""
        data = super().clean() or {}
        host, user, password = data.get("host", ""), data.get("user", ""), data.get("password", "")
        if data.get("security") == "none" and host and not is_local(host):
            self.add_error(
                "security",
                gettext("Without encryption anybody on the way could read the password. Choose TLS."),
            )
        kept = self._kept
        same = kept is not None and bool(kept.sealed_password) and (kept.host, kept.user) == (host, user)
        if not user:
            data["password"] = ""
        elif not password and same:
            data["password"] = None
        elif not password and host:
            self.add_error("password", gettext("Enter the password that belongs to this user and server."))
        return data
