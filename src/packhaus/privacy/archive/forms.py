"""What is asked for about the archive: public keys, years, and where bundles lie."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from packhaus.desk.countries import country_name
from packhaus.desk.templatetags.panel import words
from packhaus.kit.errors import Rejected
from packhaus.kit.words import Words
from packhaus.privacy.archive.recipients import PRIVATE, is_private, public_key_of
from packhaus.privacy.archive.rules import LONGEST, YEARS, Years

OTHER = ""
_BESIDE = {"form": "move"}
"""The fields stand beside the table that holds the ticks: no form can lie in another."""


class _NoPrivateKeys(forms.Form):
    """A form that neither keeps nor shows again what looks like a private key, in whichever field."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in self.fields:
            if is_private(str(self.data.get(name, ""))):
                data.pop(name, None)
                self.errors.pop(name, None)
                self.add_error(name, words(Words(PRIVATE)))
        if any(is_private(str(self.data.get(name, ""))) for name in self.fields):
            kept = {name: self.data.get(name, "") for name in self.fields}
            self.data = {name: "" if is_private(str(value)) else value for name, value in kept.items()}
        return data


class KeyForm(_NoPrivateKeys):
    """A public key, and who keeps its private half where (R4.3)."""

    public_key = forms.CharField(
        label=_("Public key"),
        max_length=2000,
        help_text=_("It begins with age1. The private one stays with its keeper and never comes here."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    label = forms.CharField(label=_("Name of this key"), max_length=100)
    keeper = forms.CharField(label=_("Who keeps the private key"), max_length=200)
    place = forms.CharField(
        label=_("Where it is kept"), max_length=200, help_text=_("Offline and locked: a safe, for instance.")
    )

    def clean_public_key(self) -> str:
        """One public key of age."""
        try:
            return public_key_of(str(self.cleaned_data["public_key"]))
        except Rejected as refused:
            raise ValidationError(words(refused.words)) from None


def _said(years: Years) -> str:
    text = ngettext("%(years)s year", "%(years)s years", years.years) % {"years": years.years}
    return f"{text}, {years.law}" if years.sure else f"{text} (?), {years.law}"


def _countries() -> list[tuple[str, str]]:
    known = [(code, f"{country_name(code)}: {_said(years)}") for code, years in YEARS.items()]
    return [*known, (OTHER, gettext("another country: enter the years"))]


class YearsForm(forms.Form):
    """How long bundles must be kept. ``years`` counts where it is filled in, else the country's default."""

    country = forms.ChoiceField(
        label=_("Your country"),
        choices=_countries,
        required=False,
        help_text=_("With (?): ask your tax adviser. Years count from the end of the year of the delivery."),
    )
    years = forms.IntegerField(label=_("Other years"), min_value=1, max_value=LONGEST, required=False)

    def clean(self) -> dict[str, Any]:
        """One of both is there."""
        data = super().clean() or {}
        if "years" in data and not data.get("years") and data.get("country", OTHER) == OTHER:
            self.add_error("years", gettext("Enter for how many years, or choose a country."))
        return data


class MoveForm(_NoPrivateKeys):
    """Where bundles were brought, and who keeps them there (R4.3)."""

    place = forms.CharField(
        label=_("Where they lie now"),
        max_length=200,
        help_text=_("As in: hard disk 2 in the safe at the office"),
        widget=forms.TextInput(_BESIDE),
    )
    keeper = forms.CharField(label=_("Who keeps them"), max_length=200, widget=forms.TextInput(_BESIDE))
    remove = forms.BooleanField(
        label=_("Delete these bundles from the archive folder"),
        required=False,
        help_text=_("Only when the copies are checked: “packhaus archive check”."),
        widget=forms.CheckboxInput(_BESIDE),
    )
