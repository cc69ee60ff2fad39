"""The merchant's own shop behind the port: its books are ours, so nobody is asked and nobody is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from packhaus.kit.errors import Bug
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.port import (
    ConfirmAnswer,
    ListingWeight,
    OddOrder,
    OrdersPage,
    OrdersWindow,
    Package,
    ParticipationFound,
    ShopOrder,
)


class OwnShop:
    """Orders entered by hand or taken from a file (implements ``Shop``). Nothing is ever called."""

    @property
    def heard_at(self) -> datetime | None:
        """Nobody answers, so no time is heard."""
        return None

    @property
    def weights_page(self) -> int:
        """How many SKUs one call of ``weights`` takes."""
        return 20

    def check_seller(self, marketplace_id: str) -> None:
        """There is no account that could be another's."""

    def participations(self) -> list[ParticipationFound]:
        """No marketplaces."""
        return []

    def orders(self, window: OrdersWindow, token: str | None) -> OrdersPage:
        """No orders that are not here already."""
        return OrdersPage(orders=())

    def order(self, shop_order_id: str) -> ShopOrder | OddOrder | None:
        """None: what is known of an order stands in our own books."""
        return None

    def weights(self, marketplace_id: str, skus: Sequence[str]) -> list[ListingWeight]:
        """No listings, so no weights but those that the merchant enters."""
        return []

    def confirm(self, package: Package) -> ConfirmAnswer:
        """Raises Bug: for one's own orders no confirmation is owed to anybody."""
        raise Bug(Words(NOBODY))

    def answer_to(self, receipt: str, package: Package) -> ConfirmAnswer:
        """Raises Bug, as :meth:`confirm` does."""
        raise Bug(Words(NOBODY))


NOBODY = gettext_noop("For an order of one's own there is no shop that could be told.")
