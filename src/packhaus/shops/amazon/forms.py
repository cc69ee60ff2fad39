"""What is asked for when Amazon is connected: never an ID of a marketplace, only countries (R2.2, R2.4)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from packhaus.desk.countries import named
from packhaus.desk.templatetags.panel import words
from packhaus.kit.errors import AuthorizationEnded, Problem
from packhaus.shops.amazon import results
from packhaus.shops.amazon.hosts import REGIONS
from packhaus.shops.amazon.marketplaces import MARKETPLACES, by_country
from packhaus.shops.forms import EndDateField
from packhaus.shops.models import Connection

SECRETS = ("client_secret", "refresh_token")
_KEPT = _("kept, leave empty")
_FIELD_OF_CAUSE = {
    "seller": "seller_id",
    "secret": "client_secret",
    "token": "refresh_token",
    "region": "countries",
}


def _country_choices() -> list[tuple[str, str]]:
    return named(each.country for each in MARKETPLACES)


def _secret_input() -> forms.PasswordInput:
    return forms.PasswordInput({"autocomplete": "off", "spellcheck": "false"})


class SecretsForm(forms.Form):
    """What an application at Amazon and its authorization consist of. Secrets are never shown again."""

    client_id = forms.CharField(
        label=_("Client ID"),
        max_length=200,
        help_text=_("Begins with amzn1.application-oa2-client."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    client_secret = forms.CharField(label=_("Client secret"), max_length=300, widget=_secret_input())
    refresh_token = forms.CharField(
        label=_("Refresh token"), max_length=2000, help_text=_("Begins with Atzr|"), widget=_secret_input()
    )
    secret_ends_on = EndDateField()

    def clean_client_secret(self) -> str:
        """The secret without the breaks that copying puts in."""
        return "".join(str(self.cleaned_data["client_secret"]).split())

    def clean_refresh_token(self) -> str:
        """The token without the breaks that copying puts in; another kind of token is told apart."""
        token = "".join(str(self.cleaned_data["refresh_token"]).split())
        if token.startswith(("Atza|", "Atz.sprdt|")):
            raise ValidationError(
                gettext(
                    "This is an access token, good for an hour. Needed is the refresh token: it begins with "
                    "Atzr| and is shown when you press “Authorize app”."
                )
            )
        return token


class WorkForm(forms.Form):
    """How we work with the shop (R2.4)."""

    countries = forms.MultipleChoiceField(
        label=_("Countries"),
        choices=_country_choices,
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

    def clean_countries(self) -> list[str]:
        """Countries of one region: an authorization at Amazon reaches no further."""
        countries: list[str] = self.cleaned_data["countries"]
        regions = {market.region for code in countries if (market := by_country(code)) is not None}
        if len(regions) > 1:
            raise ValidationError(
                gettext("These countries lie in different regions of Amazon. Connect each region on its own.")
            )
        return countries

    def offer(self, countries: Sequence[str]) -> None:
        """Let only ``countries`` be chosen: those that the account has."""
        field = self.fields["countries"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [pair for pair in _country_choices() if pair[0] in countries]


class ConnectForm(WorkForm, SecretsForm):
    """Everything that a new connection needs. What is kept from the last test may be left empty."""

    seller_id = forms.RegexField(
        r"^A[A-Z0-9]{8,19}$",
        label=_("Seller ID"),
        help_text=_("Amazon calls it “Merchant token”."),
        error_messages={
            "invalid": _(
                "A seller ID is a capital A and 8 to 19 capital letters and digits, as in A3K7QX9ZP2MWTD."
            )
        },
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, kept: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mark_kept(kept)

    def mark_kept(self, names: Collection[str]) -> None:
        """Let the secrets in ``names`` be empty, for the server has them; the others must be typed."""
        for name in SECRETS:
            self.fields[name].required = name not in names
            self.fields[name].widget.attrs["placeholder"] = str(_KEPT) if name in names else ""


def say(form: forms.Form, problem: Problem) -> str:
    """Put a problem beside the field that mends it, and name that field; countries by their names."""
    has = problem.words.values.get("has")
    if has is not None and "countries" in form.fields:
        wrong = problem.words.values.get("wrong", "")
        text = gettext(
            "This account does not sell in %(wrong)s. It sells in %(has)s: choose among these."
        ) % {
            "wrong": results.names(wrong.split(", ")),
            "has": results.names(has.split(", ")),
        }
        form.add_error("countries", text)
        return "countries"
    cause = problem.cause if isinstance(problem, AuthorizationEnded) else ""
    field = _FIELD_OF_CAUSE.get(cause, "")
    form.add_error(field if field in form.fields else None, words(problem.words))
    return field


def regions_of(form: WorkForm, only: list[str] | None) -> list[dict[str, object]]:
    """The countries to choose from, Europe first; ``only`` where the account's own are known."""
    titles = {
        "eu": gettext("Europe and neighbors"),
        "na": gettext("America"),
        "fe": gettext("Asia and Australia"),
    }
    chosen = form["countries"].value() or []
    groups = []
    for region in REGIONS:
        codes = [
            m.country for m in MARKETPLACES if m.region == region and (only is None or m.country in only)
        ]
        entries = [(name, code, code in chosen) for code, name in named(codes)]
        if entries:
            groups.append(
                {"title": titles[region], "entries": entries, "first": region == "eu" or only is not None}
            )
    return groups
