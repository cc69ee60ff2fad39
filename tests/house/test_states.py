"""Every state is in its table of transitions, in the panel's pictures and words, and can be reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

from packhaus.authorizations import states as authorizations
from packhaus.authorizations.models import Authorization
from packhaus.carriers.port import EventKind
from packhaus.confirmations import states as confirmations
from packhaus.confirmations.models import Confirmation
from packhaus.desk.states import LOOKS
from packhaus.engine.models import BatchItem
from packhaus.messages import states as mails
from packhaus.messages.models import Message
from packhaus.orders import rules as orders
from packhaus.orders.models import Order
from packhaus.parcels import rules as parcels
from packhaus.parcels import states as parcel_states
from packhaus.parcels.models import Parcel, Purchase
from packhaus.shops.own.models import OrderFile

TABLES = [
    ("parcel", parcels.TRANSITIONS, Parcel.State, "draft"),
    ("label", parcel_states.PURCHASE_TRANSITIONS, Purchase.State, "intended"),
    ("confirmation", confirmations.TRANSITIONS, Confirmation.State, "not_owed"),
    ("mail", mails.TRANSITIONS, Message.State, "owed"),
    ("authorization", authorizations.TRANSITIONS, Authorization.State, "requested"),
]
SHOWN = [
    *((kind, states) for kind, _, states, _ in TABLES),
    ("order", Order.State),
    ("item", BatchItem.State),
    ("order_file", OrderFile.State),
]


def astray(transitions: Mapping[str, Iterable[str]], states: set[str], first: str) -> set[str]:
    """States that no row begins with, that are unknown, or that no way leads to from the first."""
    named = set(transitions) | {to for ways in transitions.values() for to in ways}
    reached, new = set[str](), {first}
    while new:
        reached |= new
        new = {to for state in new for to in transitions.get(state, ())} - reached
    return (states ^ set(transitions)) | (named - states) | (states - reached)


@pytest.mark.parametrize(("kind", "transitions", "states", "first"), TABLES)
def test_a_table_of_transitions_holds_every_state(
    kind: str, transitions: Mapping[str, Iterable[str]], states: type[Parcel.State], first: str
) -> None:
    assert astray(transitions, set(states.values), first) == set(), kind


@pytest.mark.parametrize(
    ("transitions", "found"),
    [
        ({"a": {"b"}, "b": set()}, set()),
        ({"a": {"b"}}, {"b"}),
        ({"a": {"b", "c"}, "b": set()}, {"c"}),
        ({"a": {"b"}, "b": {"c"}, "c": {"d"}, "d": set()}, {"c", "d"}),
        ({"a": set(), "b": {"a"}}, {"b"}),
    ],
)
def test_a_state_astray_is_found(transitions: dict[str, set[str]], found: set[str]) -> None:
    assert astray(transitions, {"a", "b"}, "a") == found


@pytest.mark.parametrize(("kind", "states"), SHOWN)
def test_every_state_has_a_picture_and_a_word(kind: str, states: type[Order.State]) -> None:
    assert set(states.values) <= set(LOOKS[kind])


def test_no_picture_is_left_over() -> None:
    # "overdue" is no state: a ready order whose ship-by time is past is shown so.
    known = {kind: set(states.values) for kind, states in SHOWN}
    assert {(kind, state) for kind, looks in LOOKS.items() for state in set(looks) - known[kind]} == {
        ("order", "overdue")
    }


def test_rules_and_rows_name_an_orders_states_alike() -> None:
    assert {state.value for state in orders.State} == set(Order.State.values)


def test_every_event_of_a_carrier_moves_a_parcel() -> None:
    assert {kind.value for kind in EventKind} <= set(Parcel.State.values)
    assert set(Parcel.State.values) - {kind.value for kind in EventKind} == {"draft", "voided"}
