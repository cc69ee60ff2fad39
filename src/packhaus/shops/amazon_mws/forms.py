"""What is asked for: seller ID, token, countries by name (R2.1, R2.2), and how we work (R2.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from packhaus.desk.countries import named
from packhaus.shops import forms as shared
from packhaus.shops.amazon_mws.marketplaces import MARKETPLACES
from packhaus.shops.forms import KeepingForm, SellerIdField, secret_input, without_breaks
from packhaus.shops.port import MarketplaceInfo

SECRETS = ("token",)
FIELD_OF_CAUSE = {"token": "token", "region": "countries"}


class TokenForm(forms.Form):
    """The authorization token alone."""

    token = forms.CharField(
        label=_("Authorization token"),
        max_length=300,
        help_text=_("Amazon calls it “MWS authorization token”. Begins with amzn.mws."),
        widget=secret_input(),
    )

    def clean_token(self) -> str:
        """The token without the breaks that copying puts in; what is none is told at once."""
        token = without_breaks(self.cleaned_data["token"])
        if token and not token.startswith("amzn.mws."):
            raise ValidationError(
                gettext("This is no authorization token: Amazon's begin with amzn.mws. Copy it whole.")
            )
        return token


class WorkForm(shared.WorkForm):
    """How we work with an account, in the countries of the old system."""

    marketplaces: ClassVar[tuple[MarketplaceInfo, ...]] = MARKETPLACES


class ConnectForm(KeepingForm, WorkForm, TokenForm):
    """Everything that a new connection needs. A token that is kept from the last test may be left empty."""

    secrets: ClassVar[tuple[str, ...]] = SECRETS

    seller_id = SellerIdField()


def choices_of(form: WorkForm, only: Sequence[str] | None) -> list[tuple[str, str, bool]]:
    """The countries to choose from (name, code, chosen); ``only`` where the account's own are known."""
    chosen = form["countries"].value() or []
    codes = [each.country for each in MARKETPLACES if only is None or each.country in only]
    return [(name, code, code in chosen) for code, name in named(codes)]
