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


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One place where personal data lies.

    A sealed one has the columns ``lease``, ``wrapped`` and ``sealed`` in ``table``: it is wrapped again by
    rules 1 and 2 of the lease keys, and is gone when its lease key is. Else ``column`` is what is emptied.
    """

    name: str
    holds: Words
    table: str
    ends_with: EndsWith
    goes: Words
    column: str = ""

    @property
    def is_sealed(self) -> bool:
        """Whether it lies under a lease key."""
        return not self.column


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
        goes=Words(
            gettext_noop("It cannot be opened once its lease key is destroyed; then the row is deleted.")
        ),
    ),
    Holding(
        name="tracking_number",
        holds=Words(gettext_noop("A parcel's tracking number, by which the carrier knows the recipient.")),
        table="packhaus_parcel",
        ends_with=EndsWith.ORDER,
        column="tracking_number",
        goes=Words(gettext_noop("The column is emptied when the order is erased.")),
    ),
    Holding(
        name="carrier_parcel_id",
        holds=Words(gettext_noop("The carrier's own number of a parcel, by which it knows the recipient.")),
        table="packhaus_parcel",
        ends_with=EndsWith.ORDER,
        column="carrier_parcel_id",
        goes=Words(gettext_noop("The column is emptied when the order is erased.")),
    ),
)
SEALED: tuple[Holding, ...] = tuple(each for each in HOLDINGS if each.is_sealed)
