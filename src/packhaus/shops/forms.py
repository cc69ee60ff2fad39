"""What is asked for of an application at a shop, whichever shop it is."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from packhaus.desk.visitor import page_now


class EndDateField(forms.DateField):
    """The day on which a client secret ends, where the merchant knows it: one that is still to come."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Secret ends on"),
            help_text=_("As the shop shows it. Left empty: in 180 days."),
            required=False,
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        )

    def clean(self, value: object) -> date | None:
        """The day, or none; raises ValidationError for one that is over."""
        day: date | None = super().clean(value)
        if day is not None and day <= timezone.localtime(page_now()).date():
            raise ValidationError(gettext("This day is over. Enter the day on which the new secret ends."))
        return day


class SecretForm(forms.Form):
    """A new client secret, and when it ends. It is never shown again."""

    client_secret = forms.CharField(
        label=_("New client secret"),
        max_length=300,
        widget=forms.PasswordInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    ends_on = EndDateField()

    def clean_client_secret(self) -> str:
        """The secret without the breaks that copying puts in."""
        return "".join(str(self.cleaned_data["client_secret"]).split())
