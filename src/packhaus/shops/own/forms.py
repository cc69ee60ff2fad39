"""What is asked for about orders of one's own: an order by hand, a file, its columns, the shop's name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from packhaus.desk.countries import COUNTRIES, named
from packhaus.desk.templatetags.panel import words
from packhaus.kit.errors import Rejected
from packhaus.kit.personal import Contact, Recipient
from packhaus.shops.own import values
from packhaus.shops.own.decoding import MOST_BYTES
from packhaus.shops.own.fields import FIELDS
from packhaus.shops.own.orders import PLACED
from packhaus.shops.own.rows import Matching
from packhaus.shops.own.table import Table, letter
from packhaus.shops.port import ShopLine, ShopOrder, ShopState

_SAMPLE = 24


def _countries() -> list[tuple[str, str]]:
    return named(COUNTRIES)


def _read(form: forms.Form, name: str, how: Callable[[str], Any]) -> Any:
    """What ``how`` reads out of a field; its refusal stands at the field."""
    try:
        return how(str(form.cleaned_data.get(name) or ""))
    except Rejected as error:
        form.add_error(name, words(error.words))
        return None


class OrderForm(forms.Form):
    """To whom an order goes, and what is the same for all of its lines."""

    name = forms.CharField(label=_("Name"), max_length=100, required=False)
    company = forms.CharField(label=_("Company"), max_length=100, required=False)
    street = forms.CharField(label=_("Street and number"), max_length=180)
    extra = forms.CharField(label=_("Address line 2"), max_length=180, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=12, required=False)
    city = forms.CharField(label=_("City"), max_length=80)
    country = forms.ChoiceField(label=_("Country"), choices=_countries, initial="DE")
    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        help_text=_("The tracking e-mail goes there, where these are switched on."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    notes = forms.CharField(label=_("For the driver"), max_length=200, required=False)
    number = forms.CharField(
        label=_("Order number"),
        max_length=60,
        required=False,
        help_text=_("Left empty, it gets the next number of its own."),
    )
    weight = forms.CharField(
        label=_("Weight of the parcel"),
        max_length=20,
        required=False,
        help_text=_("In grams, or with kg. Left empty, the weights of the SKUs are added up."),
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """A name or a company, a postal code as the country has it, an address for mails that can be one."""
        data = super().clean() or {}
        if not data.get("name") and not data.get("company"):
            self.add_error(
                "name", gettext("Enter a name or a company: the carrier prints it as the recipient.")
            )
        country = data.get("country", "")
        data["postal_code"] = _read(self, "postal_code", lambda text: values.postal_code(text, country))
        if data.get("city"):
            data["city"] = _read(self, "city", values.city)
        data["email"] = _read(self, "email", values.email)
        data["grams"] = _read(self, "weight", lambda text: values.weight(text, "g"))
        return data

    def order(self, lines: tuple[ShopLine, ...], now: datetime) -> ShopOrder:
        """The order, once the form is valid."""
        data = self.cleaned_data
        contact = Contact(phone=data["phone"], email=data["email"], delivery_notes=data["notes"])
        return ShopOrder(
            shop_order_id=" ".join(data["number"].split()),
            status=PLACED,
            state=ShopState.OPEN,
            updated_at=now,
            purchased_at=now,
            country=data["country"],
            weight_grams=data["grams"],
            lines=lines,
            recipient=Recipient(
                name=data["name"],
                company=data["company"],
                lines=tuple(part for part in (data["street"], data["extra"]) if part),
                postal_code=data["postal_code"],
                city=data["city"],
                country=data["country"],
            ),
            contact=contact if contact != Contact() else None,
        )


class LineForm(forms.Form):
    """One line: an SKU or what was sold, and how many. An empty one counts for nothing."""

    title = forms.CharField(label=_("What was sold"), max_length=500, required=False)
    sku = forms.CharField(label=_("SKU"), max_length=100, required=False)
    quantity = forms.IntegerField(
        label=_("Pieces"), min_value=1, max_value=values.MOST_PIECES, required=False, initial=1
    )


if TYPE_CHECKING:
    _Base = forms.BaseFormSet[LineForm]
else:
    _Base = forms.BaseFormSet


class LineFormSet(_Base):
    """The lines of an order: one at least."""

    def clean(self) -> None:
        """Each SKU once, and at least one line."""
        seen: set[str] = set()
        for form in self.forms:
            sku = self.sku_of(form)
            if sku in seen:
                form.add_error("sku", gettext("This stands above already. Enter the pieces of both there."))
            if sku:
                seen.add(sku)
        if not seen and not any(form.errors for form in self.forms):
            self.forms[0].add_error("title", gettext("Enter what is in the parcel, or its SKU."))

    @staticmethod
    def sku_of(form: LineForm) -> str:
        """By what a line's goods are known: the SKU, else their name."""
        data = getattr(form, "cleaned_data", {})
        return " ".join(str(data.get("sku") or data.get("title") or "").split())[:100]

    def lines(self) -> tuple[ShopLine, ...]:
        """The lines that say something, once the forms are valid."""
        filled = [form for form in self.forms if self.sku_of(form)]
        return tuple(
            ShopLine(
                line_id=str(position),
                sku=self.sku_of(form),
                title=form.cleaned_data.get("title") or "",
                quantity=form.cleaned_data.get("quantity") or 1,
            )
            for position, form in enumerate(filled, 1)
        )


class FileForm(forms.Form):
    """A file of orders."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("Columns parted by semicolon, comma or tab, in any usual encoding; 20,000 rows at most."),
        widget=forms.ClearableFileInput({"accept": ".csv,.txt,.tsv,text/csv"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Export the orders again and choose that file."),
        },
    )

    def clean_file(self) -> bytes:
        """What is in it. It is never written to the disk as it is."""
        uploaded = self.cleaned_data["file"]
        if (uploaded.size or 0) > MOST_BYTES:
            raise ValidationError(gettext("The file is larger than 10 MB. Part it in several files."))
        return bytes(uploaded.read())


class MatchForm(forms.Form):
    """Which column of the file has which field, and what holds for all rows."""

    country = forms.ChoiceField(
        label=_("Country where none stands"), choices=_countries, help_text=_("For rows without a country.")
    )
    weight_unit = forms.ChoiceField(
        label=_("Weights are in"),
        choices=[("g", _("grams")), ("kg", _("kilograms"))],
        help_text=_("For weights without a unit."),
    )

    def __init__(self, *args: Any, table: Table, matching: Matching, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "country": matching.country,
            "weight_unit": matching.weight_unit,
            **{f"column_{code}": str(index) for code, index in matching.columns.items()},
        }
        super().__init__(*args, **kwargs)
        self._matching = matching
        choices = [("", gettext("– none –"))] + [
            (str(index), _choice(table, index)) for index in range(len(table.columns))
        ]
        for code, entry in FIELDS.items():
            self.fields[f"column_{code}"] = forms.ChoiceField(
                label=gettext(entry.label),
                help_text=gettext(entry.hint) if entry.hint else "",
                choices=choices,
                required=False,
            )

    @property
    def columns(self) -> list[forms.BoundField]:
        """The fields that choose a column, in their order."""
        return [self[f"column_{code}"] for code in FIELDS]

    def matching(self) -> Matching:
        """What was chosen, once the form is valid."""
        chosen = {code: self.cleaned_data[f"column_{code}"] for code in FIELDS}
        return msgspec.structs.replace(
            self._matching,
            columns={code: int(index) for code, index in chosen.items() if index},
            country=self.cleaned_data["country"],
            weight_unit=self.cleaned_data["weight_unit"],
        )


def _choice(table: Table, index: int) -> str:
    """A column as it is chosen: its letter, its name, and what stands first in it."""
    sample = next((line.cells[index] for line in table.lines if line.cells[index]), "")
    shown = sample if len(sample) <= _SAMPLE else f"{sample[:_SAMPLE]}…"
    name = f"{letter(index)}: {table.columns[index]}" if table.columns[index] else letter(index)
    return f"{name} ({shown})" if shown else name


class ShopForm(forms.Form):
    """The merchant's own shop."""

    name = forms.CharField(
        label=_("Name of the shop"),
        max_length=100,
        help_text=_("It stands in lists, and as {shop} in e-mails to buyers."),
    )
