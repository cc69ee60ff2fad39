"""The one field of a product: what one piece weighs."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from packhaus.products.weight_text import WeightError, read_weight


class WeightForm(forms.Form):
    """Enter what one packed piece of a SKU weighs; empty takes the merchant's own weight away."""

    weight = forms.CharField(label=_("Weight of one piece"), max_length=20, required=False)

    def clean_weight(self) -> int | None:
        """The weight in grams, None where the field is empty."""
        text: str = self.cleaned_data["weight"].strip()
        if not text:
            return None
        try:
            return read_weight(text)
        except WeightError as bad:
            raise forms.ValidationError(gettext(bad.words.text) % bad.words.values) from None
