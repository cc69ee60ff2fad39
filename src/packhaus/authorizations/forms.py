"""What the merchant says of a renewal at the shop."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class RenewForm(forms.Form):
    """The day from which the next year counts (R4.4)."""

    on = forms.DateField(
        label=_("Renewed on"),
        required=False,
        help_text=_("The next year counts from this day."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
