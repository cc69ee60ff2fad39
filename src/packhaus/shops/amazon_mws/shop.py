"""Amazon's old system as a shop: the methods of the port in terms of Marketplace Web Service (R1, R2.1).

Amazon switched it off on 31 March 2024. It is kept so that the guide can be walked as it is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from packhaus.kit.errors import NeedsMerchant, Retry
from packhaus.kit.protocols import Clock, Limiter
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.amazon_mws import feeds, weights
from packhaus.shops.amazon_mws.client import MwsClient
from packhaus.shops.amazon_mws.fields import optional_moment
from packhaus.shops.amazon_mws.mapping import id_of, odd_order, read_order
from packhaus.shops.amazon_mws.operations import Operation
from packhaus.shops.amazon_mws.participations import read_participations
from packhaus.shops.amazon_mws.place import Place, read_place
from packhaus.shops.amazon_mws.problems import CONNECTION_PAGE, MwsRejected
from packhaus.shops.amazon_mws.xml import Element
from packhaus.shops.odd_fields import OddFieldError
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

_PAGE_OF_ORDERS = 100
_PAGE_OF_IDS = 50
_PAGE_OF_SKUS = 5
_MOST_PAGES = 50
_STATUSES_HOLD = timedelta(seconds=30)
_DONE, _CANCELLED = "_DONE_", "_CANCELLED_"


class AmazonMwsShop:
    """One seller account at Amazon's old system (implements ``Shop``)."""

    def __init__(self, credentials: Credentials, limiter: Limiter, clock: Clock) -> None:
        """``credentials``: the developer's key pair, and as refresh token the seller's ``MWSAuthToken``."""
        self._credentials = credentials
        self._client = MwsClient(credentials, limiter, clock)
        self._clock = clock
        self._feeds: dict[str, str] = {}
        self._feeds_at: datetime | None = None

    @property
    def weights_page(self) -> int:
        """How many SKUs one call of ``weights`` takes: the most that GetMatchingProductForId does."""
        return _PAGE_OF_SKUS

    @property
    def heard_at(self) -> datetime | None:
        """Amazon's own time in its last answer."""
        return self._client.heard_at

    def check_seller(self, marketplace_id: str) -> None:
        """Each call says already whether token and seller belong together: there is nothing more to ask."""

    def participations(self) -> list[ParticipationFound]:
        """The marketplaces of the account that Packhaus knows (ListMarketplaceParticipations; R2.2)."""
        found: list[ParticipationFound] = []
        operation, asked = Operation.PARTICIPATIONS, dict[str, str]()
        for _ in range(_MOST_PAGES):
            try:
                result = self._client.ask(operation, asked).at(f"{operation.value}Result")
            except MwsRejected as error:
                raise Retry(error.words, cause="outage") from None
            found += read_participations(result) if result is not None else []
            token = result.value("NextToken") if result is not None else None
            if token is None:
                break
            operation, asked = Operation.MORE_PARTICIPATIONS, {"NextToken": token}
        return found

    def orders(self, window: OrdersWindow, token: str | None) -> OrdersPage:
        """Orders that changed since ``window.updated_since``, as many as the limits let be read whole.

        ListOrders, with ListOrderItems for each. At least one order a page, or Retry with the time at which
        the next one can be read. Raises TokenEnded where Amazon refuses its own token.
        """
        place = read_place(token) if token is not None else Place()
        if place is None:
            raise TokenEnded(Words(TOKEN_ENDED))
        up_to: datetime | None = None
        if place.ids:
            listed = self._by_ids(place.ids[:_PAGE_OF_IDS])
            left, following = place.ids[_PAGE_OF_IDS:], place.next
        else:
            result = self._list(window, place.next)
            listed = _orders_in(result)
            left, following = (), result.value("NextToken") or ""
            up_to = _moment_in(result, "LastUpdatedBefore")
        read, behind = self._whole(listed)
        return OrdersPage(
            orders=tuple(each for each in read if isinstance(each, ShopOrder)),
            odd=tuple(each for each in read if isinstance(each, OddOrder)),
            next_token=Place((*behind, *left), following).written(),
            up_to=up_to,
        )

    def order(self, shop_order_id: str) -> ShopOrder | OddOrder | None:
        """One order as it is now (GetOrder, ListOrderItems); None where Amazon does not know it.

        Any other refusal is Retry with its code: it says nothing of the order.
        """
        try:
            answer = self._client.ask(Operation.GET_ORDER, {"AmazonOrderId.Id.1": shop_order_id})
        except MwsRejected as error:
            if _is_no_order(error):
                return None
            raise Retry(error.words, cause="outage") from None
        listed = _orders_in(answer.at("GetOrderResult"))
        found = next((each for each in listed if id_of(each) == shop_order_id), None)
        return self._with_items(found) if found is not None else None

    def weights(self, marketplace_id: str, skus: Sequence[str]) -> list[ListingWeight]:
        """The weights of at most ``weights_page`` SKUs, in their order (GetMatchingProductForId; R3.1)."""
        asked = list(dict.fromkeys(sku for sku in skus if sku))
        found = {sku: weights.no_listing(sku) for sku in skus}
        if asked:
            parameters = {"MarketplaceId": marketplace_id, "IdType": "SellerSKU"}
            parameters |= {f"IdList.Id.{number}": sku for number, sku in enumerate(asked, 1)}
            try:
                root = self._client.ask(Operation.PRODUCTS, parameters)
                found |= {each.sku: each for each in weights.read_weights(root, asked)}
            except MwsRejected:
                found |= {sku: weights.refused(sku) for sku in asked}
        return [found[sku] for sku in skus]

    def confirm(self, package: Package) -> ConfirmAnswer:
        """Hand in the order fulfillment feed of one package (SubmitFeed; R5.4): the answer comes later.

        The same reference again edits the package. Retry with ``sent`` leaves open whether Amazon has it.
        """
        refused = feeds.lacking(package)
        if refused is not None:
            return refused
        feed = feeds.feed_of(package, self._credentials.seller_id)
        parameters = {"FeedType": feeds.FEED_TYPE, "PurgeAndReplace": "false"}
        if package.marketplace_id:
            parameters["MarketplaceIdList.Id.1"] = package.marketplace_id
        try:
            root = self._client.submit(Operation.SUBMIT_FEED, parameters, feed)
        except MwsRejected as error:
            return ConfirmAnswer(outcome=ConfirmOutcome.REFUSED, words=error.words)
        receipt = root.value("SubmitFeedResult", "FeedSubmissionInfo", "FeedSubmissionId")
        if receipt is None:
            raise Retry(Words(NO_RECEIPT), sent=True, cause="unreadable")
        return ConfirmAnswer(outcome=ConfirmOutcome.LATER, receipt=receipt)

    def answer_to(self, receipt: str, package: Package) -> ConfirmAnswer:
        """What the processing report says (GetFeedSubmissionList, GetFeedSubmissionResult)."""
        status = self._status(receipt)
        if status is None or status == _CANCELLED:
            # Amazon does not know it or gave it up: whether it had an effect, the order says.
            return ConfirmAnswer(outcome=ConfirmOutcome.CHECK)
        if status != _DONE:
            return ConfirmAnswer(outcome=ConfirmOutcome.LATER, receipt=receipt)
        try:
            root = self._client.ask(Operation.FEED_RESULT, {"FeedSubmissionId": receipt})
        except MwsRejected:
            return ConfirmAnswer(outcome=ConfirmOutcome.LATER, receipt=receipt)
        return feeds.read_report(root, package) or ConfirmAnswer(outcome=ConfirmOutcome.CHECK)

    def _list(self, window: OrdersWindow, following: str) -> Element:
        if not window.marketplace_ids:
            text = gettext_noop("No country is chosen for this Amazon account: choose at least one.")
            raise NeedsMerchant(Words(text), CONNECTION_PAGE)
        operation, asked = Operation.LIST_ORDERS, _search(window)
        if following:
            operation, asked = Operation.MORE_ORDERS, {"NextToken": following}
        try:
            result = self._client.ask(operation, asked).at(f"{operation.value}Result")
        except MwsRejected as error:
            if following:
                raise TokenEnded(Words(TOKEN_ENDED)) from None
            raise Retry(error.words, cause="outage") from None
        return result if result is not None else Element("")

    def _by_ids(self, ids: Sequence[str]) -> list[Element]:
        asked = {f"AmazonOrderId.Id.{number}": each for number, each in enumerate(ids, 1)}
        try:
            return _orders_in(self._client.ask(Operation.GET_ORDER, asked).at("GetOrderResult"))
        except MwsRejected:
            raise TokenEnded(Words(TOKEN_ENDED)) from None

    def _whole(self, listed: list[Element]) -> tuple[list[ShopOrder | OddOrder], tuple[str, ...]]:
        """Orders with their lines, and the ids of those for which no call was left."""
        read: list[ShopOrder | OddOrder] = []
        for position, order in enumerate(listed):
            try:
                read.append(self._with_items(order))
            except Retry:
                if not read:
                    raise
                return read, tuple(id_of(each) for each in listed[position:] if id_of(each))
        return read, ()

    def _with_items(self, order: Element) -> ShopOrder | OddOrder:
        if not id_of(order):
            return read_order(order, ())
        items: list[Element] = []
        operation, asked = Operation.LIST_ITEMS, {"AmazonOrderId": id_of(order)}
        for _ in range(_MOST_PAGES):
            try:
                result = self._client.ask(operation, asked).at(f"{operation.value}Result")
            except MwsRejected as error:
                return odd_order(order, error.words)
            listed = result.at("OrderItems") if result is not None else None
            items += listed.all("OrderItem") if listed is not None else ()
            token = result.value("NextToken") if result is not None else None
            if token is None:
                break
            operation, asked = Operation.MORE_ITEMS, {"NextToken": token}
        return read_order(order, items)

    def _status(self, receipt: str) -> str | None:
        """How far a feed is. One list tells of all that were handed in lately, for the job that asks."""
        now = self._clock()
        is_old = self._feeds_at is None or now - self._feeds_at > _STATUSES_HOLD
        if self._feeds.get(receipt) != _DONE and is_old:
            self._feeds |= self._statuses({"FeedTypeList.Type.1": feeds.FEED_TYPE, "MaxCount": "100"})
            self._feeds_at = now
        if receipt not in self._feeds:
            self._feeds |= self._statuses({"FeedSubmissionIdList.Id.1": receipt})
        return self._feeds.get(receipt)

    def _statuses(self, asked: dict[str, str]) -> dict[str, str]:
        try:
            result = self._client.ask(Operation.FEEDS, asked).at("GetFeedSubmissionListResult")
        except MwsRejected as error:
            raise Retry(error.words, cause="outage") from None
        listed = result.all("FeedSubmissionInfo") if result is not None else ()
        return {
            each.value("FeedSubmissionId") or "": each.value("FeedProcessingStatus") or "" for each in listed
        }


def _is_no_order(error: MwsRejected) -> bool:
    """Whether the order's number was refused, and not something else of the request.

    An order that is unknown is left out of the answer; only a number of another form is refused (MWS Orders
    reference, "GetOrder"), under the code that other wrong parameters have too.
    """
    return (
        error.error.code == "InvalidParameterValue"
        and "amazonorderid" in error.error.message.lower().replace(" ", "")
    )


def _search(window: OrdersWindow) -> dict[str, str]:
    asked = {
        "LastUpdatedAfter": window.updated_since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "FulfillmentChannel.Channel.1": "MFN",
        "MaxResultsPerPage": str(_PAGE_OF_ORDERS),
    }
    return asked | {f"MarketplaceId.Id.{n}": each for n, each in enumerate(window.marketplace_ids, 1)}


def _orders_in(result: Element | None) -> list[Element]:
    orders = result.at("Orders") if result is not None else None
    return list(orders.all("Order")) if orders is not None else []


def _moment_in(result: Element, name: str) -> datetime | None:
    try:
        return optional_moment(result, name)
    except OddFieldError:
        return None


TOKEN_ENDED = gettext_noop(
    "Amazon no longer takes the place in the list of orders at which reading stopped. Packhaus reads this "
    "span of time again from its beginning; no order is lost or doubled."
)
NO_RECEIPT = gettext_noop(
    "Amazon took a confirmation in without giving it a number. Packhaus looks at the order to see what came "
    "of it."
)
