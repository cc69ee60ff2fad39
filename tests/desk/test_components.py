"""The components: shown once each, readable without colors, with escaped words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django import forms
from django.template import Context, Template

from packhaus.authorizations.models import Authorization
from packhaus.confirmations.models import Confirmation
from packhaus.desk.chart import Day, bar_chart, step_for
from packhaus.desk.icons import ICONS
from packhaus.desk.states import LOOKS
from packhaus.engine.models import BatchItem
from packhaus.orders.models import Order
from packhaus.orders.waiting import REASONS
from packhaus.parcels.models import Parcel, Purchase

if TYPE_CHECKING:
    from django.test import Client

    from packhaus.accounts.models import Member


def drawn(text: str, **values: object) -> str:
    return Template(text).render(Context(values))


@pytest.mark.parametrize(
    ("kind", "states"),
    [
        ("order", Order.State.values),
        ("label", Purchase.State.values),
        ("item", BatchItem.State.values),
        ("parcel", Parcel.State.values),
        ("confirmation", Confirmation.State.values),
        ("authorization", Authorization.State.values),
    ],
)
def test_every_state_has_a_picture_and_a_word(kind: str, states: list[str]) -> None:
    for state in states:
        badge = drawn("{% badge kind state %}", kind=kind, state=state)
        assert "<svg" in badge
        assert str(LOOKS[kind][state].word) in badge


def test_every_reason_to_wait_has_a_picture() -> None:
    assert {reason.icon for reason in REASONS.values()} <= set(ICONS)


def test_the_page_shows_all_in_both_schemes(signed_in: Client, english: Member) -> None:
    page = signed_in.get("/components/").content.decode()
    for scheme in ("scheme-light", "scheme-dark"):
        assert page.count(f'class="{scheme}"') == 1
    assert page.count('class="prog thick"') == 2
    identifiers = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(identifiers) == len(set(identifiers)), "each id once"


def test_a_field_ties_its_label_hint_and_error_together() -> None:
    class One(forms.Form):
        weight = forms.IntegerField(label="Weight <b>", help_text="in grams", min_value=1)

    page = drawn('{% field form.weight unit="g" %}', form=One({"weight": "0"}))
    assert 'for="id_weight"' in page
    assert 'aria-describedby="id_weight_hint id_weight_error"' in page
    assert 'id="id_weight_hint"' in page
    assert 'id="id_weight_error"' in page
    assert 'aria-invalid="true"' in page
    assert "Weight &lt;b&gt;" in page


def test_a_bar_is_as_long_as_its_counts() -> None:
    page = drawn('{% bar 240 171 "done" 3 "wait" 0 "late" %}')
    assert 'class="p-done" x="0.00%" width="71.25%"' in page
    assert 'class="p-wait" x="71.25%" width="1.25%"' in page
    assert "p-late" not in page
    assert "<rect" not in drawn('{% bar 0 0 "done" %}')


@pytest.mark.parametrize(
    ("highest", "step"), [(1, 1), (3, 1), (4, 2), (7, 5), (15, 5), (16, 10), (305, 200), (100_000, 50_000)]
)
def test_a_scale_has_three_lines_at_most(highest: int, step: int) -> None:
    assert step_for(highest) == step


def test_bars_share_a_scale_and_nothing_is_lost_from_sight() -> None:
    chart = bar_chart([Day("1.", (("ink", 300), ("late", 1))), Day("", ()), Day("3.", (("ink", 150),))])
    tall = [float(bar.height) for bar in chart.bars]
    assert tall[0] == pytest.approx(2 * tall[2], rel=0.01)
    assert tall[1] == 1.5, "one of 300 is still seen"
    assert all(float(bar.y) >= 0 for bar in chart.bars)
    assert [label.text for label in chart.labels] == ["1.", "3."]
    assert bar_chart([]).bars == []
