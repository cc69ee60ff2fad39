"""Each reason why an order waits for the merchant: its test, its words, its mend.

One entry here, and list, filter, Today and the order's page follow from it. An entry knows pages by
name only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from packhaus.kit.words import gettext_noop
from packhaus.orders.rules import OrderFacts, State, Weight, state, weight_of


@dataclass(frozen=True)
class Reason:
    """Why an order waits. ``blocks``: no label is bought meanwhile. Texts are English message ids.

    ``title`` says it on an order, ``plural_title`` on Today with ``%(count)s`` orders, ``means`` what follows
    from it, ``mend_label`` and ``mend_url_name`` where it is mended.
    """

    code: str
    test: Callable[[OrderFacts, Weight], bool]
    title: str
    plural_title: str
    means: str
    mend_label: str
    mend_url_name: str
    icon: str
    blocks: bool = True
    loud: bool = False


def _is_open(facts: OrderFacts) -> bool:
    return (
        facts.shop_state in ("open", "partly_shipped", "unknown")
        and not facts.cancelled_here
        and any(line.open for line in facts.lines)
    )


_ALL = (
    Reason(
        code="cancelled_after_label",
        test=lambda facts, _: (facts.shop_state == "cancelled" or facts.cancelled_here) and facts.live_label,
        title=gettext_noop("cancelled after the label was bought"),
        plural_title=gettext_noop("%(count)s cancelled, label already bought"),
        means=gettext_noop("Do not hand the parcel over. Give the label back, so that it costs nothing."),
        mend_label=gettext_noop("Give labels back"),
        mend_url_name="orders:list",
        icon="warn",
        loud=True,
    ),
    Reason(
        code="shipped_elsewhere",
        test=lambda facts, _: facts.shop_state == "shipped" and facts.label_untold,
        title=gettext_noop("shipped elsewhere, label still live"),
        plural_title=gettext_noop("%(count)s shipped elsewhere, label still live"),
        means=gettext_noop(
            "The shop says that all has left, without our parcel. Give the label back, or check the order."
        ),
        mend_label=gettext_noop("Give labels back"),
        mend_url_name="orders:list",
        icon="warn",
        blocks=False,
        loud=True,
    ),
    Reason(
        code="shop_ships_itself",
        test=lambda facts, _: _is_open(facts) and facts.shop_ships_itself,
        title=gettext_noop("label from Amazon"),
        plural_title=gettext_noop("%(count)s with a label from Amazon"),
        means=gettext_noop(
            "Amazon has its own label for this order and confirms it itself. Buy the label in Seller Central."
        ),
        mend_label=gettext_noop("Look at orders"),
        mend_url_name="orders:list",
        icon="truck",
    ),
    Reason(
        code="cancel_requested",
        test=lambda facts, _: _is_open(facts) and facts.cancel_requested,
        title=gettext_noop("buyer wants to cancel"),
        plural_title=gettext_noop("%(count)s with a request to cancel"),
        means=gettext_noop(
            "The buyer asked Amazon to cancel. Cancel there, or release the order here and ship."
        ),
        mend_label=gettext_noop("Decide"),
        mend_url_name="orders:list",
        icon="x",
    ),
    Reason(
        code="unknown_status",
        test=lambda facts, _: facts.shop_state == "unknown" and not facts.cancelled_here,
        title=gettext_noop("unknown status"),
        plural_title=gettext_noop("%(count)s with an unknown status"),
        means=gettext_noop(
            "The shop gave a status that Packhaus does not know. Look at the order in Seller Central."
        ),
        mend_label=gettext_noop("Look at orders"),
        mend_url_name="orders:list",
        icon="ask",
    ),
    Reason(
        code="no_address",
        test=lambda facts, _: _is_open(facts) and not facts.has_address,
        title=gettext_noop("no address"),
        plural_title=gettext_noop("%(count)s without an address"),
        means=gettext_noop("Amazon gave no address. Packhaus asks again; you can also enter it by hand."),
        mend_label=gettext_noop("Enter addresses"),
        mend_url_name="orders:list",
        icon="pin",
    ),
    Reason(
        code="no_weight",
        test=lambda facts, total: _is_open(facts) and total.grams is None,
        title=gettext_noop("no weight"),
        plural_title=gettext_noop("%(count)s without a weight"),
        means=gettext_noop("Enter the weight once for the SKU here, or in the listing at Amazon."),
        mend_label=gettext_noop("Enter weights"),
        mend_url_name="products:list",
        icon="scale",
    ),
    Reason(
        code="label_unknown",
        test=lambda facts, _: facts.label_problem == "unknown",
        title=gettext_noop("label not cleared up"),
        plural_title=gettext_noop("%(count)s labels not cleared up"),
        means=gettext_noop(
            "The carrier has not answered. Packhaus asks it, and buys no second label before it knows."
        ),
        mend_label=gettext_noop("Look at orders"),
        mend_url_name="orders:list",
        icon="ask",
    ),
    Reason(
        code="label_refused",
        test=lambda facts, _: _is_open(facts) and facts.label_problem == "refused",
        title=gettext_noop("label refused"),
        plural_title=gettext_noop("%(count)s labels refused"),
        means=gettext_noop("The carrier refused, nothing is bought. The order says what has to be changed."),
        mend_label=gettext_noop("Mend"),
        mend_url_name="orders:list",
        icon="warn",
    ),
    Reason(
        code="confirmation_refused",
        test=lambda facts, _: facts.confirmation_refused and facts.shop_state not in ("cancelled", "shipped"),
        title=gettext_noop("confirmation refused"),
        plural_title=gettext_noop("%(count)s confirmations refused"),
        means=gettext_noop("The shop did not take the tracking number. Without it the order counts as late."),
        mend_label=gettext_noop("Check numbers"),
        mend_url_name="orders:list",
        icon="warn",
        blocks=False,
    ),
)

REASONS: dict[str, Reason] = {reason.code: reason for reason in _ALL}


@dataclass(frozen=True)
class Derived:
    """What follows from the facts of an order."""

    state: State
    waiting: tuple[str, ...]
    weight: Weight


def derive(facts: OrderFacts) -> Derived:
    """State, reasons to wait and weight out of the facts (DESIGN.md, Things and their states)."""
    total = weight_of(facts)
    reasons = tuple(code for code, reason in REASONS.items() if reason.test(facts, total))
    return Derived(state(facts, any(REASONS[code].blocks for code in reasons)), reasons, total)
