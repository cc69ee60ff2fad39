"""What a shop is: the door that each shop's folder opens, and the values that pass through it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

import msgspec

from packhaus.kit.errors import Retry
from packhaus.kit.money import Money
from packhaus.kit.personal import Contact, Recipient
from packhaus.kit.words import Words


class ShopState(StrEnum):
    """The shop's status of an order, in our words; the shop's own word is kept beside it."""

    PENDING = "pending"
    OPEN = "open"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


class ShopLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of an order. Quantities are pieces; ``price`` is for the whole line."""

    line_id: str
    sku: str
    title: str = ""
    asin: str = ""
    quantity: int
    quantity_shipped: int = 0
    price: Money | None = None
    is_gift: bool = False
    is_customized: bool = False
    cancel_requested: bool = False
    cancel_reason: str = ""


class ShopPackage(msgspec.Struct, frozen=True, kw_only=True):
    """A package that the shop knows of, from whomever."""

    reference: str
    carrier: str = ""
    tracking_number: str = ""
    shipped_at: datetime | None = None
    quantities: dict[str, int] = {}


class ShopOrder(msgspec.Struct, frozen=True, kw_only=True):
    """One order as the shop has it. Times are aware and UTC. ``country`` is where it goes to.

    ``recipient`` or ``contact`` is None where the shop gave none (never: empty). ``names_packages`` is false
    where the shop tells pieces that were shipped, but not in which package.
    """

    shop_order_id: str
    status: str
    state: ShopState
    updated_at: datetime
    purchased_at: datetime
    ship_by: datetime | None = None
    deliver_by: datetime | None = None
    marketplace_id: str = ""
    country: str = ""
    service_level: str = ""
    is_business: bool = False
    is_prime: bool = False
    is_replacement: bool = False
    shop_ships_itself: bool = False
    cancel_requested: bool = False
    cancel_reason: str = ""
    total: Money | None = None
    weight_grams: int | None = None
    """Of the whole order, where it came with one; else its lines' weights are added up."""
    lines: tuple[ShopLine, ...] = ()
    packages: tuple[ShopPackage, ...] = ()
    names_packages: bool = True
    recipient: Recipient | None = None
    contact: Contact | None = None
    oddities: tuple[Words, ...] = ()


class OddOrder(msgspec.Struct, frozen=True, kw_only=True):
    """An order that could not be read. ``raw`` is the shop's text of it: it may hold personal data."""

    shop_order_id: str
    why: Words
    raw: bytes

    def __repr__(self) -> str:
        return f"<OddOrder {self.shop_order_id}: personal data>"


class OrdersWindow(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for: all that the shop changed since ``updated_since`` (aware, UTC)."""

    updated_since: datetime
    marketplace_ids: tuple[str, ...]


class OrdersPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of whole orders.

    ``next_token`` is None on the last page. ``up_to`` is the time up to which the shop says that
    its answer is complete.
    """

    orders: tuple[ShopOrder, ...]
    odd: tuple[OddOrder, ...] = ()
    next_token: str | None = None
    up_to: datetime | None = None


class ListingWeight(msgspec.Struct, frozen=True, kw_only=True):
    """What a listing says of one SKU. ``grams`` is None where it has no (usable) weight.

    ``source`` names the attribute it came from; ``problem`` says why a weight that is there is not used.
    ``refused``: the shop did not answer for this SKU, so what is known stays.
    """

    sku: str
    grams: int | None = None
    source: str = ""
    title: str = ""
    problem: Words | None = None
    refused: bool = False


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """One parcel to be confirmed. ``reference`` is digits, unique in the order; ``quantities`` by line id."""

    shop_order_id: str
    marketplace_id: str
    reference: str
    carrier_code: str
    carrier_name: str
    service: str
    tracking_number: str
    shipped_at: datetime
    quantities: dict[str, int]


class ConfirmOutcome(StrEnum):
    """What became of a confirmation as far as the answer tells."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    CHECK = "check"
    """The answer can also mean that the shop has it already: look at the order's packages."""
    LATER = "later"
    """The shop has taken it in and answers later: ask ``answer_to`` with the receipt."""


class ConfirmAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The shop's answer to one package, in words where it refused; ``receipt`` with ``LATER``."""

    outcome: ConfirmOutcome
    words: Words | None = None
    receipt: str = ""


class ParticipationFound(msgspec.Struct, frozen=True, kw_only=True):
    """One marketplace that the account sells in."""

    marketplace_id: str
    country: str
    name: str
    participating: bool = True
    suspended: bool = False


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """How a shop lets us in. Secret: ``repr`` shows nothing."""

    client_id: str
    client_secret: str
    refresh_token: str
    seller_id: str = ""
    region: str = "eu"

    def __repr__(self) -> str:
        return "<Credentials>"


class TokenEnded(Retry):
    """The shop no longer takes the token of a page: the window is to be read again from its first page."""


class Shop(Protocol):
    """A connected shop account. Every method may raise Retry, NeedsMerchant or AuthorizationEnded."""

    @property
    def heard_at(self) -> datetime | None:
        """The shop's own time in its last answer to this object (aware); None where it has said none."""

    def check_seller(self, marketplace_id: str) -> None:
        """Raise AuthorizationEnded (``seller``) where the seller ID is not this account's."""

    def participations(self) -> list[ParticipationFound]:
        """The marketplaces that the account has."""

    def orders(self, window: OrdersWindow, token: str | None) -> OrdersPage:
        """One page of orders; ``token`` is the ``next_token`` of the page before, same window.

        Raises TokenEnded where the shop no longer takes ``token``.
        """

    def order(self, shop_order_id: str) -> ShopOrder | OddOrder | None:
        """One order afresh; None where the shop does not know it."""

    def weights(self, marketplace_id: str, skus: Sequence[str]) -> list[ListingWeight]:
        """The weights of at most ``weights_page`` SKUs, an entry for each SKU that was answered (R3.1).

        A SKU without a listing is answered too, without a weight. Where a limit ends the asking half-way
        the others are left out: they are asked for again. Raises Retry where nothing was answered.
        """

    def confirm(self, package: Package) -> ConfirmAnswer:
        """Tell the shop that one parcel is on its way (R5.4). Retry with ``sent`` is an unknown."""

    def answer_to(self, receipt: str, package: Package) -> ConfirmAnswer:
        """The shop's answer to a package that it took in and left open (``LATER``)."""

    @property
    def weights_page(self) -> int:
        """How many SKUs one call of ``weights`` takes."""


class WayIn(Protocol):
    """How a public application is authorized in the browser: there with ``state``, back with a code."""

    def consent_address(
        self, *, application_id: str, is_draft: bool, state: str, redirect_uri: str, marketplace_id: str
    ) -> str:
        """The shop's page on which the merchant consents."""

    def callback_address(
        self, *, callback_uri: str, outside_state: str, is_draft: bool, state: str, redirect_uri: str
    ) -> str:
        """Where a merchant goes back to who came from the shop's own pages to our log-in address.

        Raises NeedsMerchant where ``callback_uri`` is none of the shop's.
        """

    def marketplace_of(self, callback_uri: str) -> str:
        """The id of a marketplace in the region of one of the shop's own pages; empty where it says none."""

    def exchange(self, *, client_id: str, client_secret: str, code: str, redirect_uri: str) -> str:
        """The refresh token for a code. Raises AuthorizationEnded (``code``, ``secret``), Retry."""


class MarketplaceInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What is fixed a marketplace: never typed by a merchant (R2.2). ``zone`` is an IANA name."""

    marketplace_id: str
    country: str
    domain: str
    zone: str
    region: str


def ship_date(moment: datetime, zone: str) -> date:
    """The date of ``moment`` in the marketplace's zone (DESIGN.md, Decided terms)."""
    return moment.astimezone(ZoneInfo(zone)).date()
