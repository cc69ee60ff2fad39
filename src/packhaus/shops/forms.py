"""What is asked for of an application at a shop, whichever shop it is."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class SecretForm(forms.Form):
    """A new client secret, and when it ends. It is never shown again."""

    client_secret = forms.CharField(
        label=_("New client secret"),
        max_length=300,
        widget=forms.PasswordInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    ends_on = forms.DateField(
        label=_("Ends on"),
        help_text=_("As the shop shows it. Left empty: 180 days from today."),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """``today``: the merchant's day."""
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_client_secret(self) -> str:
        """The secret without the breaks that copying puts in."""
        return "".join(str(self.cleaned_data["client_secret"]).split())

    def clean_ends_on(self) -> date | None:
        """A day that is still to come, or none."""
        day: date | None = self.cleaned_data["ends_on"]
        if day is not None and day <= self._today:
            raise ValidationError(gettext("This day is over. Enter the day on which the new secret ends."))
        return day
