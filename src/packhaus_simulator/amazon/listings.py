"""searchListingsItems, Listings Items API 2021-08-01: where a SKU's weight is found."""

from datetime import datetime, timedelta

from packhaus_simulator.amazon.answers import Answer, RefusedError, access_denied, error, invalid_input
from packhaus_simulator.amazon.authorization import WRONG_REGION
from packhaus_simulator.amazon.call import Call
from packhaus_simulator.amazon.paging import Page
from packhaus_simulator.values import Json, JsonObject, wire_time
from packhaus_simulator.world.listings import Listing
from packhaus_simulator.world.marketplaces import BY_ID, Marketplace

_DATASETS = (
    "summaries",
    "attributes",
    "issues",
    "offers",
    "fulfillmentAvailability",
    "procurement",
    "relationships",
    "productTypes",
)
_KINDS = ("ASIN", "EAN", "FNSKU", "GTIN", "ISBN", "JAN", "MINSAN", "SKU", "UPC")
_PAGE_PARAMETERS = ("pageToken", "pageSize", "includedData")
_EPOCH_TEXT = "1970-01-01T00:00:00+00:00"


def search_listings(call: Call) -> Answer:
    """One page of listings. ``numberOfResults`` counts all that match."""
    query = call.query
    if call.path["sellerId"] != call.seller.seller_id:
        raise access_denied()
    places = _places(call)
    included = query.names("includedData", _DATASETS) or ("summaries",)
    size = query.number("pageSize", 10, 1, 20)
    found = sorted(_found(call), key=lambda listing: (-listing.updated.timestamp(), listing.product.sku))
    filters = tuple(pair for pair in sorted(query.plain.items()) if pair[0] not in _PAGE_PARAMETERS)
    start = _start(call, filters, found)
    shown = found[start : start + size]
    seen_at = call.now - timedelta(seconds=call.simulator.switches.listing_lag_seconds)
    body: JsonObject = {
        "numberOfResults": len(found),
        "items": [_item(listing, places, included, seen_at) for listing in shown],
    }
    if start + size < len(found):
        page = Page(filters, call.now, (datetime.fromisoformat(_EPOCH_TEXT), shown[-1].product.sku))
        body["pagination"] = {"nextToken": call.seller.page_tokens.issue(page, call.now)}
    return Answer(200, body)


def _places(call: Call) -> list[Marketplace]:
    asked = call.query.names("marketplaceIds")
    if not asked:
        raise invalid_input("Missing required parameter 'marketplaceIds'.")
    for marketplace_id in asked:
        if marketplace_id not in BY_ID:
            raise RefusedError(error(403, "Unauthorized", WRONG_REGION))
        if BY_ID[marketplace_id].country not in call.seller.participations:
            raise access_denied()
    places = [BY_ID[marketplace_id] for marketplace_id in asked]
    return places[:1] if call.simulator.switches.listing_marketplaces == "first" else places


def _found(call: Call) -> list[Listing]:
    query, listings = call.query, call.seller.world.listings.by_sku
    identifiers = query.names("identifiers", most=20)
    kinds = query.names("identifiersType", _KINDS)
    if bool(identifiers) != bool(kinds):
        raise invalid_input("'identifiers' and 'identifiersType' must be provided together.")
    if not identifiers:
        return list(listings.values())
    if kinds == ("SKU",):
        return [listings[sku] for sku in dict.fromkeys(identifiers) if sku in listings]
    if kinds == ("ASIN",):
        return [listing for listing in listings.values() if listing.product.asin in identifiers]
    return []


def _start(call: Call, filters: tuple[tuple[str, str], ...], found: list[Listing]) -> int:
    token = call.query.text("pageToken")
    if token is None:
        return 0
    page = call.seller.page_tokens.find(token, call.now)
    if page is None or page.filters != filters:
        raise invalid_input("Search parameters do not match the provided 'pageToken'.")
    skus = [listing.product.sku for listing in found]
    last = page.after[1] if page.after else ""
    return skus.index(last) + 1 if last in skus else 0


def _item(
    listing: Listing, places: list[Marketplace], included: tuple[str, ...], seen_at: datetime
) -> JsonObject:
    product = listing.product
    parts: dict[str, Json] = {
        "summaries": [_summary(listing, place) for place in places],
        "attributes": _attributes(listing, places, seen_at),
        "issues": [],
        "offers": [
            {
                "marketplaceId": place.id,
                "offerType": "B2C",
                "price": {"currencyCode": place.currency, "amount": f"{product.price_cents / 100:.2f}"},
            }
            for place in places
        ],
        "fulfillmentAvailability": [{"fulfillmentChannelCode": "DEFAULT", "quantity": 40}],
        "procurement": [],
        "relationships": [{"marketplaceId": place.id, "relationships": []} for place in places],
        "productTypes": [{"marketplaceId": place.id, "productType": "HOME"} for place in places],
    }
    item: JsonObject = {"sku": product.sku}
    item.update({name: parts[name] for name in included})
    return item


def _summary(listing: Listing, place: Marketplace) -> JsonObject:
    return {
        "marketplaceId": place.id,
        "asin": listing.product.asin,
        "productType": "HOME",
        "conditionType": "new_new",
        "status": ["BUYABLE", "DISCOVERABLE"],
        "itemName": listing.product.title,
        "createdDate": wire_time(listing.created),
        "lastUpdatedDate": wire_time(listing.updated),
    }


def _attributes(listing: Listing, places: list[Marketplace], seen_at: datetime) -> JsonObject:
    attributes: JsonObject = {
        "item_name": [
            {"language_tag": place.language, "value": listing.product.title, "marketplace_id": place.id}
            for place in places
        ],
        "brand": [
            {"language_tag": place.language, "value": "Seeblick", "marketplace_id": place.id}
            for place in places
        ],
        "condition_type": [{"value": "new_new", "marketplace_id": place.id} for place in places],
    }
    for name, (value, unit) in listing.weights_at(seen_at).items():
        attributes[name] = [{"unit": unit, "value": value, "marketplace_id": place.id} for place in places]
    return attributes
