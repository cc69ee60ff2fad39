"""What is entered of a public application at Amazon (R1)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

_PLAIN = {"autocomplete": "off", "spellcheck": "false"}
DRAFT, PUBLISHED = "draft", "published"


class ApplicationForm(forms.Form):
    """The application as the Solution Provider Portal shows it. The secret is never shown again."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("As Amazon shows it to those who authorize it.")
    )
    application_id = forms.RegexField(
        r"^amzn1\.sp\.solution\.[0-9A-Za-z-]{8,80}$",
        label=_("Application ID"),
        help_text=_("Begins with amzn1.sp.solution."),
        error_messages={
            "invalid": _("An application ID begins with amzn1.sp.solution. The client ID is another one.")
        },
        widget=forms.TextInput(_PLAIN),
    )
    client_id = forms.RegexField(
        r"^amzn1\.application-oa2-client\.[0-9A-Za-z-]{8,80}$",
        label=_("Client ID"),
        help_text=_("Begins with amzn1.application-oa2-client."),
        error_messages={"invalid": _("A client ID begins with amzn1.application-oa2-client.")},
        widget=forms.TextInput(_PLAIN),
    )
    client_secret = forms.CharField(
        label=_("Client secret"), max_length=300, widget=forms.PasswordInput(_PLAIN)
    )
    secret_ends_on = forms.DateField(
        label=_("The secret ends on"),
        required=False,
        help_text=_("As the portal says it. Left empty: 180 days from today."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    status = forms.ChoiceField(
        label=_("Status at Amazon"),
        choices=[
            (
                DRAFT,
                format_lazy("{}\n{}", _("Draft"), _("For trying, before Amazon has listed it.")),
            ),
            (PUBLISHED, format_lazy("{}\n{}", _("Published"), _("It stands in Amazon's Appstore."))),
        ],
        widget=forms.RadioSelect,
        initial=DRAFT,
    )

    def __init__(self, *args: Any, known_client_id: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known_client_id = known_client_id
        if known_client_id:
            self.fields["client_secret"].required = False
            self.fields["client_secret"].widget.attrs["placeholder"] = gettext("kept, leave empty")

    def clean_client_secret(self) -> str:
        """The secret without the breaks that copying puts in."""
        return "".join(str(self.cleaned_data["client_secret"]).split())

    def clean(self) -> dict[str, Any]:
        """Another client ID is another application: it has a secret of its own."""
        data = super().clean() or {}
        changed = data.get("client_id") and data["client_id"] != self._known_client_id
        if changed and not data.get("client_secret") and "client_secret" not in self.errors:
            self.add_error(
                "client_secret", ValidationError(gettext("This client ID is new: enter its client secret."))
            )
        return data
