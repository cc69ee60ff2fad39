"""What is asked for when Amazon is connected: never an ID of a marketplace, only countries (R2.2, R2.4)."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from packhaus.desk.countries import named
from packhaus.shops import forms as shared
from packhaus.shops.amazon.hosts import REGIONS
from packhaus.shops.amazon.marketplaces import MARKETPLACES
from packhaus.shops.forms import (
    EndDateField,
    KeepingForm,
    SellerIdField,
    plain_input,
    secret_input,
    without_breaks,
)
from packhaus.shops.port import MarketplaceInfo

SECRETS = ("client_secret", "refresh_token")
FIELD_OF_CAUSE = {
    "seller": "seller_id",
    "secret": "client_secret",
    "token": "refresh_token",
    "region": "countries",
}


class SecretsForm(forms.Form):
    """What an application at Amazon and its authorization consist of. Secrets are never shown again."""

    client_id = forms.CharField(
        label=_("Client ID"),
        max_length=200,
        help_text=_("Begins with amzn1.application-oa2-client."),
        widget=plain_input(),
    )
    client_secret = forms.CharField(label=_("Client secret"), max_length=300, widget=secret_input())
    refresh_token = forms.CharField(
        label=_("Refresh token"), max_length=2000, help_text=_("Begins with Atzr|"), widget=secret_input()
    )
    secret_ends_on = EndDateField()

    def clean_client_secret(self) -> str:
        """The secret without the breaks that copying puts in."""
        return without_breaks(self.cleaned_data["client_secret"])

    def clean_refresh_token(self) -> str:
        """The token without the breaks that copying puts in; another kind of token is told apart."""
        token = without_breaks(self.cleaned_data["refresh_token"])
        if token.startswith(("Atza|", "Atz.sprdt|")):
            raise ValidationError(
                gettext(
                    "This is an access token, good for an hour. Needed is the refresh token: it begins with "
                    "Atzr| and is shown when you press “Authorize app”."
                )
            )
        return token


class WorkForm(shared.WorkForm):
    """How we work with an account, in Amazon's countries."""

    marketplaces: ClassVar[tuple[MarketplaceInfo, ...]] = MARKETPLACES


class ConnectForm(KeepingForm, WorkForm, SecretsForm):
    """Everything that a new connection needs. What is kept from the last test may be left empty."""

    secrets: ClassVar[tuple[str, ...]] = SECRETS

    seller_id = SellerIdField(help_text=_("Amazon calls it “Merchant token”."))


def regions_of(form: shared.WorkForm, only: list[str] | None) -> list[dict[str, object]]:
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
