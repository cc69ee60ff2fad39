"""What is asked for at each shop alike: secrets, when they end, and how we work with an account (R2.4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from packhaus.desk.countries import named
from packhaus.desk.templatetags.panel import words
from packhaus.desk.visitor import page_now
from packhaus.kit.errors import AuthorizationEnded, Problem
from packhaus.shops.models import Connection
from packhaus.shops.port import MarketplaceInfo


def plain_input() -> forms.TextInput:
    """A field for what is copied from elsewhere: the browser neither keeps nor corrects it."""
    return forms.TextInput({"autocomplete": "off", "spellcheck": "false"})


def secret_input() -> forms.PasswordInput:
    """A field for a secret: never shown, never filled in again."""
    return forms.PasswordInput({"autocomplete": "off", "spellcheck": "false"})


def without_breaks(text: object) -> str:
    """A secret without the breaks that copying puts in."""
    return "".join(str(text).split())


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


class SellerIdField(forms.RegexField):
    """The name of a selling account at Amazon."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            r"^A[A-Z0-9]{8,19}$",
            label=_("Seller ID"),
            error_messages={
                "invalid": _(
                    "A seller ID is a capital A and 8 to 19 capital letters and digits, as in A3K7QX9ZP2MWTD."
                )
            },
            widget=plain_input(),
            **kwargs,
        )


class SecretForm(forms.Form):
    """A new client secret, and when it ends. It is never shown again."""

    client_secret = forms.CharField(label=_("New client secret"), max_length=300, widget=secret_input())
    ends_on = EndDateField()

    def clean_client_secret(self) -> str:
        """The secret without the breaks that copying puts in."""
        return without_breaks(self.cleaned_data["client_secret"])


class WorkForm(forms.Form):
    """How we work with the shop (R2.4). A shop's own form names its marketplaces."""

    marketplaces: ClassVar[tuple[MarketplaceInfo, ...]] = ()

    countries = forms.MultipleChoiceField(
        label=_("Countries"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one country.")},
    )
    name = forms.CharField(
        label=_("Name of the shop"),
        max_length=100,
        help_text=_("This is how it stands in lists here. Amazon and buyers do not see it."),
    )
    import_weights = forms.BooleanField(
        label=_("Take weights from Amazon"),
        help_text=_(
            "From the shipping weight of your listings. Where it is missing, the order waits until you "
            "enter it."
        ),
        required=False,
        initial=True,
    )
    confirm_at = forms.ChoiceField(
        label=_("When do we tell Amazon that a parcel is on its way?"),
        choices=[
            (
                Connection.ConfirmAt.ANNOUNCED.value,
                format_lazy(
                    "{}\n{}",
                    _("As soon as the parcel is announced to the carrier"),
                    _(
                        "Counts as on time at once. If the carrier collects later, the buyer sees no "
                        "movement until then."
                    ),
                ),
            ),
            (
                Connection.ConfirmAt.HANDLED.value,
                format_lazy(
                    "{}\n{}",
                    _("As soon as the carrier has handled it (first scan)"),
                    _("What Amazon hears is always true. A first scan after the deadline counts as late."),
                ),
            ),
        ],
        widget=forms.RadioSelect,
        initial=Connection.ConfirmAt.HANDLED.value,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer([market.country for market in self.marketplaces])

    def clean_countries(self) -> list[str]:
        """Countries of one region: an authorization at Amazon reaches no further."""
        countries: list[str] = self.cleaned_data["countries"]
        if len({market.region for market in self.marketplaces if market.country in countries}) > 1:
            raise ValidationError(
                gettext("These countries lie in different regions of Amazon. Connect each region on its own.")
            )
        return countries

    def offer(self, countries: Collection[str]) -> None:
        """Let only ``countries`` be chosen: those that the account has."""
        field = self.fields["countries"]
        if isinstance(field, forms.MultipleChoiceField):
            known = [market.country for market in self.marketplaces if market.country in countries]
            field.choices = named(known)


class KeepingForm(forms.Form):
    """A form whose secrets may be left empty where the server still has them from the last test."""

    secrets: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, kept: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mark_kept(kept)

    def mark_kept(self, names: Collection[str]) -> None:
        """Let the secrets in ``names`` be empty, for the server has them; the others must be typed."""
        for name in self.secrets:
            self.fields[name].required = name not in names
            self.fields[name].widget.attrs["placeholder"] = (
                gettext("kept, leave empty") if name in names else ""
            )


def countries_in(problem: Problem) -> list[str]:
    """The countries that an account has, where that is what a problem says."""
    return [code for code in problem.words.values.get("has", "").split(", ") if code]


def say(form: forms.Form, problem: Problem, field_of_cause: Mapping[str, str]) -> str:
    """Put a problem beside the field that mends it, and name that field; countries by their names."""
    has = countries_in(problem)
    if has and "countries" in form.fields:
        wrong = problem.words.values.get("wrong", "").split(", ")
        said = gettext("This account does not sell in %(wrong)s. It sells in %(has)s: choose among these.")
        form.add_error("countries", said % {"wrong": names(wrong), "has": names(has)})
        return "countries"
    cause = problem.cause if isinstance(problem, AuthorizationEnded) else ""
    field = field_of_cause.get(cause, "")
    form.add_error(field if field in form.fields else None, words(problem.words))
    return field


def names(countries: Collection[str]) -> str:
    """The names of countries, sorted."""
    return ", ".join(name for _code, name in named(countries))
