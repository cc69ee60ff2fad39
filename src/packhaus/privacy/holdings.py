"""Who holds personal data, what it is, and how it goes: one entry a holding, and all else follows from it.

Every table with personal data in it, sealed or not, has an entry here; a test walks the models.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from packhaus.kit.words import Words, gettext_noop


class EndsWith(StrEnum):
    """What a row's term hangs on."""

    ORDER = "order"
    """The order that the row names, for the row's purpose."""
    PARCEL = "parcel"
    """The order of the parcel that the row names, for the row's purpose."""
    DATE = "date"
    """The row's own last day, ``ends_on``."""
    ITSELF = "itself"
    """The row is an order, and what it holds goes with the last of its purposes."""


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One place where personal data lies, and how it goes; the daily run follows from it (R4.2).

    A sealed one has the columns ``lease``, ``wrapped``, ``sealed`` and ``held_until`` in ``table``: it is
    wrapped again by rules 1 and 2 of the lease keys, is gone when its lease key is, and then its row is
    deleted. Of any other, ``column`` is what is emptied when the order is erased: it gets the SQL value
    ``blank``; or, where that is empty, its row is deleted. ``only``: an SQL condition on the row ``h``, where
    not all rows of the table hold any. ``by_number``: a row with a day of its own that names a shop's order,
    and goes with it where that is earlier.
    """

    name: str
    holds: Words
    table: str
    ends_with: EndsWith
    goes: Words
    column: str = ""
    blank: str = ""
    only: str = ""
    by_number: bool = False

    @property
    def is_of_orders(self) -> bool:
        """Whether its rows can be told by the orders that they are about."""
        return self.ends_with is not EndsWith.DATE or self.by_number

    @property
    def is_sealed(self) -> bool:
        """Whether it lies under a lease key."""
        return not self.column


_EMPTIED = Words(gettext_noop("The column is emptied when the order is erased."))


HOLDINGS: tuple[Holding, ...] = (
    Holding(
        name="order_personal",
        holds=Words(
            gettext_noop(
                "An order's recipient and buyer (name, company, address, tax number) for tax; its phone, "
                "e-mail, delivery notes, gift messages and customizations for fulfillment."
            )
        ),
        table="packhaus_orderpersonal",
        ends_with=EndsWith.ORDER,
        goes=Words(
            gettext_noop("It cannot be opened once its lease key is destroyed; then the row is deleted.")
        ),
    ),
    Holding(
        name="document",
        holds=Words(gettext_noop("A parcel's label, with the recipient's name and address.")),
        table="packhaus_document",
        ends_with=EndsWith.PARCEL,
        goes=Words(
            gettext_noop("It cannot be opened once its lease key is destroyed; then the row is deleted.")
        ),
    ),
    Holding(
        name="set_aside",
        holds=Words(
            gettext_noop("The shop's text of an order that could not be read, with all that is in it.")
        ),
        table="packhaus_setaside",
        ends_with=EndsWith.DATE,
        by_number=True,
        goes=Words(
            gettext_noop("It cannot be opened once its lease key is destroyed; then the row is deleted.")
        ),
    ),
    Holding(
        name="order_file",
        holds=Words(gettext_noop("A file of orders with their recipients, while it is being taken in.")),
        table="packhaus_orderfiletext",
        ends_with=EndsWith.DATE,
        goes=Words(
            gettext_noop("Deleted once all is in, a week after it came at the latest, with its lease key.")
        ),
    ),
    Holding(
        name="tracking_number",
        holds=Words(gettext_noop("A parcel's tracking number, by which the carrier knows the recipient.")),
        table="packhaus_parcel",
        ends_with=EndsWith.ORDER,
        column="tracking_number",
        blank="''",
        goes=_EMPTIED,
    ),
    Holding(
        name="carrier_parcel_id",
        holds=Words(gettext_noop("The carrier's own number of a parcel, by which it knows the recipient.")),
        table="packhaus_parcel",
        ends_with=EndsWith.ORDER,
        column="carrier_parcel_id",
        blank="''",
        goes=_EMPTIED,
    ),
    Holding(
        name="purchase_key",
        holds=Words(gettext_noop("Our reference of a label, by which the carrier finds the recipient.")),
        table="packhaus_purchase",
        ends_with=EndsWith.PARCEL,
        column="key",
        blank="'gone-' || h.id",
        goes=_EMPTIED,
    ),
    Holding(
        name="carrier_event_number",
        holds=Words(gettext_noop("The carrier's own number of an event of a parcel.")),
        table="packhaus_carrierevent",
        ends_with=EndsWith.PARCEL,
        column="outside_id",
        blank="'gone-' || h.id",
        goes=_EMPTIED,
    ),
    Holding(
        name="purchase_words",
        holds=Words(gettext_noop("Why a carrier refused a label: it may quote the address.")),
        table="packhaus_purchase",
        ends_with=EndsWith.PARCEL,
        column="words",
        blank="NULL",
        goes=_EMPTIED,
    ),
    Holding(
        name="batch_words",
        holds=Words(gettext_noop("The same on the batch in which the label was wanted.")),
        table="packhaus_batchitem",
        ends_with=EndsWith.ORDER,
        column="words",
        blank="NULL",
        goes=_EMPTIED,
    ),
    Holding(
        name="order_words",
        holds=Words(gettext_noop("The same on the order.")),
        table="packhaus_order",
        ends_with=EndsWith.ITSELF,
        column="label_words",
        blank="NULL",
        goes=_EMPTIED,
    ),
    Holding(
        name="order_oddities",
        holds=Words(gettext_noop("What was odd about an order as it came in: it may quote the shop.")),
        table="packhaus_order",
        ends_with=EndsWith.ITSELF,
        column="oddities",
        blank="'[]'::jsonb",
        goes=_EMPTIED,
    ),
    Holding(
        name="confirmation_words",
        holds=Words(gettext_noop("Why a shop refused a tracking number: it may quote it.")),
        table="packhaus_confirmation",
        ends_with=EndsWith.PARCEL,
        column="words",
        blank="NULL",
        goes=_EMPTIED,
    ),
    Holding(
        name="confirmation_receipt",
        holds=Words(gettext_noop("The shop's receipt for a tracking number.")),
        table="packhaus_confirmation",
        ends_with=EndsWith.PARCEL,
        column="receipt",
        blank="''",
        goes=_EMPTIED,
    ),
    Holding(
        name="timeline_words",
        holds=Words(gettext_noop("What a carrier or a shop refused, on the order's timeline.")),
        table="packhaus_timeline",
        ends_with=EndsWith.ORDER,
        column="words",
        only="h.kind = 'refused'",
        goes=Words(gettext_noop("The line is deleted when the order is erased.")),
    ),
)
SEALED: tuple[Holding, ...] = tuple(each for each in HOLDINGS if each.is_sealed)
PLAIN: tuple[Holding, ...] = tuple(each for each in HOLDINGS if not each.is_sealed)
