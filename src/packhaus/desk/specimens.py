"""Samples for the page of components: made-up orders, and fields in each of their states."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from packhaus.desk.chart import Chart, Day, bar_chart
from packhaus.kit.words import Words, gettext_noop

_BARS = (
    (84, 0, 0, 1),
    (91, 2, 0, 0),
    (80, 3, 0, 1),
    (38, 1, 0, 0),
    (0, 0, 0, 0),
    (44, 52, 0, 1),
    (2, 61, 30, 0),
)


class SpecimenForm(forms.Form):
    """A field at rest, one with an error, one with choices, one with a tick."""

    shop = forms.CharField(label=_("Name of the shop"), help_text=_("This is how it stands in lists."))
    number = forms.RegexField(
        r"^(\d{12}|\d{20})$",
        label=_("Tracking number"),
        error_messages={"invalid": _("A tracking number of DHL has 12 or 20 digits; these are 10.")},
    )
    confirm_at = forms.ChoiceField(
        label=_("When do we tell Amazon?"),
        choices=[
            ("announced", _("As soon as the parcel is announced to the carrier")),
            ("handled", _("As soon as the carrier has handled it (first scan)")),
        ],
        widget=forms.RadioSelect,
    )
    weights = forms.BooleanField(
        label=_("Take weights from Amazon"), help_text=_("From your listings."), required=False
    )


def _form(scheme: str) -> SpecimenForm:
    data = {"shop": "Hagedorn DE", "number": "0034043416", "confirm_at": "handled", "weights": "on"}
    return SpecimenForm({f"{scheme}-{name}": value for name, value in data.items()}, prefix=scheme)


def _timeline(now: datetime) -> list[dict[str, object]]:
    bought = Words(
        gettext_noop("Label bought: %(service)s, batch %(batch)s"), {"service": "Paket", "batch": "12"}
    )
    entries = (
        ("truck", Words(gettext_noop("Out for delivery")), 3, "DHL"),
        ("okc", Words(gettext_noop("The shop has taken the tracking number")), 25, ""),
        ("box", Words(gettext_noop("First scan by the carrier")), 26, "DHL"),
        ("print", bought, 30, "Miriam Kaczmarek"),
    )
    return [
        {"icon": icon, "words": words.stored(), "at": now - timedelta(hours=hours), "who": who}
        for icon, words, hours, who in entries
    ]


def _chart() -> Chart:
    return bar_chart(
        [
            Day(str(index + 18), (("ink", done), ("done", way), ("open", new), ("late", bad)))
            for index, (done, way, new, bad) in enumerate(_BARS)
        ]
    )


def specimens(now: datetime) -> dict[str, object]:
    """What the page shows beside the states; times are counted back from ``now``."""
    return {
        "schemes": [("light", _form("light")), ("dark", _form("dark"))],
        "timeline": _timeline(now),
        "chart": _chart(),
        "soon": now + timedelta(hours=2, minutes=48),
        "tokens": (
            *("paper", "paper-2", "paper-3", "float", "line", "ink", "ink-2", "ink-3"),
            *("accent", "accent-soft", "wait", "wait-soft", "late", "late-soft", "ok", "ok-soft"),
        ),
    }
