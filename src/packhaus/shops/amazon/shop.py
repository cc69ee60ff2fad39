"""Amazon as a shop: the methods of the port, each one operation of the Selling Partner API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from packhaus.kit.errors import AuthorizationEnded, NeedsMerchant, Retry
from packhaus.kit.protocols import Clock, Limiter
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.amazon import weights
from packhaus.shops.amazon.client import AmazonClient
from packhaus.shops.amazon.confirming import body_of, lacking, zulu
from packhaus.shops.amazon.limits import Operation
from packhaus.shops.amazon.listings import read_listings, read_participations, weight_in
from packhaus.shops.amazon.problems import CONNECTION_PAGE, AmazonRejected, unreadable
from packhaus.shops.amazon.read import UnreadableError, read_one, read_page
from packhaus.shops.amazon.refusals import UNKNOWN_ORDER, refusal
from packhaus.shops.port import (
    ConfirmAnswer,
    ConfirmOutcome,
    Credentials,
    ListingWeight,
    OddOrder,
    OrdersPage,
    OrdersWindow,
    Package,
    ParticipationFound,
    ShopOrder,
    TokenEnded,
)

# No TAX: nothing here needs tax numbers yet, and what is not needed is not fetched. The reader knows them.
INCLUDED_DATA = "BUYER,RECIPIENT,FULFILLMENT,PACKAGES,PROCEEDS,CANCELLATION"
_PAGE_OF_ORDERS = 100
_PAGE_OF_SKUS = 20
_MOST_PAGES_OF_LISTINGS = 20


class AmazonShop:
    """One seller account at Amazon (implements ``Shop``)."""

    def __init__(self, credentials: Credentials, limiter: Limiter, clock: Clock) -> None:
        """``limiter`` is the shared buckets of this account and application; ``clock`` tells the time."""
        self._credentials = credentials
        self._client = AmazonClient(credentials, limiter, clock)

    @property
    def weights_page(self) -> int:
        """How many SKUs one call of ``weights`` takes: the most that searchListingsItems does."""
        return _PAGE_OF_SKUS

    @property
    def heard_at(self) -> datetime | None:
        """Amazon's own time in its last answer."""
        return self._client.heard_at

    def check_seller(self, marketplace_id: str) -> None:
        """Ask for a listing that nobody has: Amazon lets nobody read the listings of another seller ID.

        Raises AuthorizationEnded (``seller``).
        """
        try:
            self.weights(marketplace_id, ["packhaus-asks"])
        except AuthorizationEnded as error:
            if error.cause != "role":
                raise
            text = gettext_noop(
                "Amazon gives no listings for the seller ID %(seller)s to this application. Check the seller"
                " ID (Amazon calls it merchant token); or the application lacks the role Product Listing."
            )
            values = {"seller": self._credentials.seller_id}
            raise AuthorizationEnded(Words(text, values), "seller", "amazon:new") from None

    def participations(self) -> list[ParticipationFound]:
        """The marketplaces of the account that Packhaus knows (getMarketplaceParticipations; R2.2)."""
        operation = Operation.PARTICIPATIONS
        try:
            answer = self._client.get(operation, "/sellers/v1/marketplaceParticipations", {})
        except AmazonRejected as error:
            raise Retry(error.words, cause="outage") from None
        found = read_participations(answer.content)
        if found is None:
            raise unreadable(operation, answer)
        return found

    def orders(self, window: OrdersWindow, token: str | None) -> OrdersPage:
        """One page of the merchant's own orders that changed since ``window.updated_since`` (searchOrders).

        The filters are sent with a token too, unchanged: Amazon refuses it otherwise (V2). Raises
        TokenEnded where Amazon refuses a request with a token: it says nothing more exact.
        """
        if not window.marketplace_ids:
            text = gettext_noop("No country is chosen for this Amazon account: choose at least one.")
            raise NeedsMerchant(Words(text), CONNECTION_PAGE)
        query = {
            "lastUpdatedAfter": zulu(window.updated_since),
            "marketplaceIds": ",".join(window.marketplace_ids),
            "fulfilledBy": "MERCHANT",
            "maxResultsPerPage": str(_PAGE_OF_ORDERS),
            "includedData": INCLUDED_DATA,
        }
        if token is not None:
            query["paginationToken"] = token
        try:
            answer = self._client.get(Operation.SEARCH_ORDERS, "/orders/2026-01-01/orders", query)
        except AmazonRejected as error:
            # Without a token a refusal of this question is Amazon's trouble: it was seen for a night (V5).
            if token is not None:
                raise TokenEnded(Words(TOKEN_ENDED)) from None
            raise Retry(error.words, cause="outage") from None
        try:
            return read_page(answer.content)
        except UnreadableError:
            raise unreadable(Operation.SEARCH_ORDERS, answer) from None

    def order(self, shop_order_id: str) -> ShopOrder | OddOrder | None:
        """One order as it is now (getOrder); None where Amazon does not know it."""
        path = f"/orders/2026-01-01/orders/{quote(shop_order_id, safe='')}"
        try:
            answer = self._client.get(Operation.GET_ORDER, path, {"includedData": INCLUDED_DATA})
        except AmazonRejected as error:
            if error.status == 404:
                return None
            raise Retry(error.words, cause="outage") from None
        try:
            return read_one(answer.content)
        except UnreadableError:
            raise unreadable(Operation.GET_ORDER, answer) from None

    def weights(self, marketplace_id: str, skus: Sequence[str]) -> list[ListingWeight]:
        """The weights of at most ``weights_page`` SKUs, in their order (searchListingsItems; R3.1).

        Amazon takes the SKUs as a list with commas; one that holds a comma itself is asked for alone.
        """
        if not self._credentials.seller_id:
            text = gettext_noop("The seller ID of this account is missing: it is needed to read listings.")
            raise NeedsMerchant(Words(text), CONNECTION_PAGE)
        plain = [sku for sku in skus if sku and "," not in sku]
        found: dict[str, ListingWeight] = {}
        try:
            if plain:
                self._search(marketplace_id, plain, found)
            for sku in skus:
                if sku not in plain:
                    found[sku] = self._listing(marketplace_id, sku) if sku else weights.no_listing(sku)
        except Retry:
            # What was answered is kept: else short pages and a small burst would begin anew for ever.
            if not found:
                raise
        return [found[sku] for sku in skus if sku in found]

    def confirm(self, package: Package) -> ConfirmAnswer:
        """Tell Amazon that one package is on its way (confirmShipment of v0; R5.4).

        The same reference again edits the package. Retry with ``sent`` leaves open whether Amazon has it.
        """
        refused = lacking(package)
        if refused is not None:
            return refused
        operation = Operation.CONFIRM_SHIPMENT
        path = f"/orders/v0/orders/{quote(package.shop_order_id, safe='')}/shipmentConfirmation"
        try:
            answer = self._client.post(operation, path, body_of(package))
        except AmazonRejected as error:
            if error.status == 404:
                values = {"order": package.shop_order_id, "reference": package.reference}
                return ConfirmAnswer(outcome=ConfirmOutcome.REFUSED, words=Words(UNKNOWN_ORDER, values))
            return refusal(package, [each.text() for each in error.errors])
        if answer.status != 204 and answer.content.strip() not in (b"", b"{}"):
            # Success is 204 without a body (C1): anything else may be a proxy's page, and proves nothing.
            raise unreadable(operation, answer, acts=True)
        return ConfirmAnswer(outcome=ConfirmOutcome.ACCEPTED)

    def answer_to(self, receipt: str, package: Package) -> ConfirmAnswer:
        """Amazon answers a confirmation at once and gives no receipts: whatever it has, its packages tell."""
        return ConfirmAnswer(outcome=ConfirmOutcome.CHECK)

    def _search(self, marketplace_id: str, skus: list[str], found: dict[str, ListingWeight]) -> None:
        """Put into ``found`` what Amazon says of ``skus``, page by page; last, those without a listing."""
        query = {
            "marketplaceIds": marketplace_id,
            "identifiers": ",".join(skus),
            "identifiersType": "SKU",
            "includedData": "attributes,summaries",
            "pageSize": str(_PAGE_OF_SKUS),
        }
        path = f"/listings/2021-08-01/items/{quote(self._credentials.seller_id, safe='')}"
        for _ in range(_MOST_PAGES_OF_LISTINGS):
            try:
                answer = self._client.get(Operation.SEARCH_LISTINGS, path, query)
            except AmazonRejected:
                found |= {sku: weights.refused(sku) for sku in skus if sku not in found}
                return
            page = read_listings(answer.content)
            if page is None:
                raise unreadable(Operation.SEARCH_LISTINGS, answer)
            for raw in page.items:
                found |= weight_in(bytes(raw), skus, marketplace_id)
            token = page.pagination.next_token if page.pagination else None
            if not token or len(found) == len(set(skus)):
                break
            query["pageToken"] = token
        found |= {sku: weights.no_listing(sku) for sku in skus if sku not in found}

    def _listing(self, marketplace_id: str, sku: str) -> ListingWeight:
        seller = quote(self._credentials.seller_id, safe="")
        path = f"/listings/2021-08-01/items/{seller}/{quote(sku, safe='')}"
        query = {"marketplaceIds": marketplace_id, "includedData": "attributes,summaries"}
        try:
            answer = self._client.get(Operation.GET_LISTING, path, query)
        except AmazonRejected as error:
            return weights.no_listing(sku) if error.status == 404 else weights.refused(sku)
        return weight_in(answer.content, [sku], marketplace_id).get(sku) or weights.unreadable_listing(sku)


TOKEN_ENDED = gettext_noop(
    "Amazon no longer takes the place in the list of orders at which reading stopped. Packhaus reads this "
    "span of time again from its beginning; no order is lost or doubled."
)
