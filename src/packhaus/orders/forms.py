"""The address of an order, to be corrected by hand."""

from __future__ import annotations

from typing import Any

import msgspec
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from packhaus.desk.countries import COUNTRIES
from packhaus.kit.personal import Recipient

_GIVEN_UP = _("Enter a name or a company: the carrier prints it as the recipient.")


class AddressForm(forms.Form):
    """Where the parcel goes. The lines stay as they are: nothing is split into street and number."""

    name = forms.CharField(label=_("Name"), max_length=100, required=False)
    company = forms.CharField(label=_("Company"), max_length=100, required=False)
    line1 = forms.CharField(label=_("Address line 1"), max_length=180)
    line2 = forms.CharField(label=_("Address line 2"), max_length=180, required=False)
    line3 = forms.CharField(label=_("Address line 3"), max_length=180, required=False)
    line4 = forms.CharField(label=_("Address line 4"), max_length=180, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=20)
    city = forms.CharField(label=_("City"), max_length=80)
    region = forms.CharField(label=_("Region"), max_length=80, required=False)
    country = forms.ChoiceField(label=_("Country"))

    def __init__(self, *args: Any, known: Recipient | None, country: str, **kwargs: Any) -> None:
        self._known = known or Recipient(country=country)
        lines = [line for line in self._known.lines if line.strip()] + [""] * 4
        kwargs.setdefault(
            "initial",
            {
                "name": self._known.name,
                "company": self._known.company,
                **{f"line{index + 1}": lines[index] for index in range(4)},
                "postal_code": self._known.postal_code,
                "city": self._known.city,
                "region": self._known.region,
                "country": self._known.country or country,
            },
        )
        super().__init__(*args, **kwargs)
        names = sorted((str(name), code) for code, name in COUNTRIES.items())
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, name) for name, code in names]
        for required in ("line1", "postal_code", "city"):
            self.fields[required].error_messages["required"] = gettext(
                "This is missing. Without it the carrier refuses the parcel."
            )

    def clean(self) -> dict[str, Any]:
        """A name or a company must be there; a German postal code has five digits."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("name") and not data.get("company"):
            self.add_error("name", _GIVEN_UP)
        code = data.get("postal_code", "")
        if data.get("country") == "DE" and code and not (len(code) == 5 and code.isdigit()):
            self.add_error("postal_code", _("German postal codes have five digits, as in 04277."))
        return data

    def recipient(self) -> Recipient:
        """The corrected recipient; what the form does not ask for stays as the shop sent it."""
        data = self.cleaned_data
        return msgspec.structs.replace(
            self._known,
            name=data["name"],
            company=data["company"],
            lines=tuple(line for line in (data[f"line{index}"] for index in range(1, 5)) if line),
            postal_code=data["postal_code"],
            city=data["city"],
            region=data["region"],
            country=data["country"],
        )
