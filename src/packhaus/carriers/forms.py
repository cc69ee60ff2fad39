"""What is asked for at Settings > Carriers and Settings > Sender."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from packhaus.carriers.registry import CARRIERS
from packhaus.desk.countries import COUNTRIES, named


def _carriers() -> list[tuple[str, str]]:
    return [(code, entry.label) for code, entry in CARRIERS.items()]


def _countries() -> list[tuple[str, str]]:
    return named(COUNTRIES)


class AccountForm(forms.Form):
    """A contract with a carrier: where its interface is and the key to it."""

    carrier = forms.ChoiceField(label=_("Carrier"), choices=_carriers)
    name = forms.CharField(
        label=_("Name of the account"),
        max_length=100,
        help_text=_("This is how it stands in lists, as in “Contract Bremen”."),
    )
    address = forms.CharField(
        label=_("Address of the interface"),
        max_length=300,
        help_text=_("As the carrier gave it to you, beginning with https://"),
        widget=forms.URLInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    key = forms.CharField(
        label=_("Key"),
        max_length=500,
        widget=forms.PasswordInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_address(self) -> str:
        """An address over TLS; plain HTTP only within this machine, for labels carry addresses."""
        address = str(self.cleaned_data["address"]).strip()
        parts = address.split("://", 1)
        local = parts[-1].split("/")[0].rsplit(":", 1)[0] in ("127.0.0.1", "localhost", "[::1]")
        if parts[0] != "https" and not (parts[0] == "http" and local):
            raise ValidationError(
                gettext("Begin the address with https://, for labels carry the addresses of your buyers.")
            )
        try:
            URLValidator(["http", "https"])(address)
        except ValidationError:
            raise ValidationError(
                gettext("This is no address of the form https://name.of.carrier/path.")
            ) from None
        return address


class SenderForm(forms.Form):
    """Where parcels leave from."""

    name = forms.CharField(
        label=_("Name or company"),
        max_length=50,
        help_text=_("As it shall stand on the label, 50 letters at most."),
    )
    street = forms.CharField(label=_("Street and number"), max_length=60)
    postal_code = forms.CharField(label=_("Postal code"), max_length=12)
    city = forms.CharField(label=_("City"), max_length=50)
    country = forms.ChoiceField(label=_("Country"), choices=_countries, initial="DE")
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)

    def clean(self) -> dict[str, Any]:
        """German postal codes have five digits: a slip here would stand on every label."""
        data = super().clean() or {}
        code = data.get("postal_code", "")
        if data.get("country") == "DE" and code and not (code.isdigit() and len(code) == 5):
            self.add_error("postal_code", gettext("A German postal code has five digits, as in 28217."))
        return data
