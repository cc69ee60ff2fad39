"""What is asked for: seller ID, token, countries by name (R2.1, R2.2), and how we work (R2.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from packhaus.desk.countries import named
from packhaus.desk.templatetags.panel import words
from packhaus.kit.errors import AuthorizationEnded, Problem
from packhaus.shops.amazon_mws.marketplaces import MARKETPLACES
from packhaus.shops.models import Connection

_FIELD_OF_CAUSE = {"token": "token", "region": "countries"}


def _country_choices() -> list[tuple[str, str]]:
    return named(each.country for each in MARKETPLACES)


class TokenForm(forms.Form):
    """The authorization token alone."""

    token = forms.CharField(
        label=_("Authorization token"),
        max_length=300,
        help_text=_("Amazon calls it “MWS authorization token”. Begins with amzn.mws."),
        widget=forms.PasswordInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_token(self) -> str:
        """The token without the breaks that copying puts in; what is none is told at once."""
        token = "".join(str(self.cleaned_data["token"]).split())
        if token and not token.startswith("amzn.mws."):
            raise ValidationError(
                gettext("This is no authorization token: Amazon's begin with amzn.mws. Copy it whole.")
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

    def offer(self, countries: Sequence[str]) -> None:
        """Let only ``countries`` be chosen: those that the account has."""
        field = self.fields["countries"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [pair for pair in _country_choices() if pair[0] in countries]


class ConnectForm(WorkForm, TokenForm):
    """Everything that a new connection needs. A token that is kept from the last test may be left empty."""

    seller_id = forms.RegexField(
        r"^A[A-Z0-9]{8,19}$",
        label=_("Seller ID"),
        error_messages={
            "invalid": _(
                "A seller ID is a capital A and 8 to 19 capital letters and digits, as in A3K7QX9ZP2MWTD."
            )
        },
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, has_token: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mark_token(has_token)

    def mark_token(self, is_kept: bool) -> None:
        """Let the token be empty where the server has it; else it must be typed."""
        field = self.fields["token"]
        field.required = not is_kept
        field.widget.attrs["placeholder"] = gettext("kept, leave empty") if is_kept else ""


def say(form: forms.Form, problem: Problem) -> str:
    """Put a problem beside the field that mends it, and name that field; countries by their names."""
    has = problem.words.values.get("has")
    if has is not None and "countries" in form.fields:
        texts = {
            name: ", ".join(shown for _code, shown in named(problem.words.values.get(name, "").split(", ")))
            for name in ("wrong", "has")
        }
        said = gettext("This account does not sell in %(wrong)s. It sells in %(has)s: choose among these.")
        form.add_error("countries", said % texts)
        return "countries"
    cause = problem.cause if isinstance(problem, AuthorizationEnded) else ""
    field = _FIELD_OF_CAUSE.get(cause, "")
    form.add_error(field if field in form.fields else None, words(problem.words))
    return field


def choices_of(form: WorkForm, only: Sequence[str] | None) -> list[tuple[str, str, bool]]:
    """The countries to choose from (name, code, chosen); ``only`` where the account's own are known."""
    chosen = form["countries"].value() or []
    codes = [each.country for each in MARKETPLACES if only is None or each.country in only]
    return [(name, code, code in chosen) for code, name in named(codes)]
