"""GetMatchingProductForId, Products section 2011-10-01: where MWS told a product's weight."""

from datetime import timedelta

from packhaus_simulator.mws.answers import MwsAnswer, denied, invalid, response
from packhaus_simulator.mws.call import MwsCall
from packhaus_simulator.mws.sections import PRODUCTS
from packhaus_simulator.mws.xml_out import Xml, maybe, tag
from packhaus_simulator.world.listings import Listing
from packhaus_simulator.world.marketplaces import BY_ID, Marketplace
from packhaus_simulator.world.products import GRAMS_IN

_KINDS = ("ASIN", "GCID", "SellerSKU", "UPC", "EAN", "ISBN", "JAN")
_NS2 = "http://mws.amazonservices.com/schema/Products/2011-10-01/default.xsd"


def matching_products(call: MwsCall) -> MwsAnswer:
    """Up to five products, each in a result of its own: what is not found is an error there."""
    place = _place(call)
    kind = call.parameters.need("IdType")
    if kind not in _KINDS:
        raise invalid(f"Value {kind} for parameter IdType is invalid.")
    ids = call.parameters.listed("IdList.Id", 5)
    if not ids:
        raise invalid("IdList.Id.1 must be specified")
    results = [_result(call, place, kind, each) for each in dict.fromkeys(ids)]
    return response(call.operation.action, PRODUCTS.namespace, *results)


def count_ids(call: MwsCall) -> int:
    """How many products a call asks for: the limit comes back by the product."""
    return max(1, len(call.parameters.listed("IdList.Id", 5)))


def _place(call: MwsCall) -> Marketplace:
    marketplace_id = call.parameters.need("MarketplaceId")
    place = BY_ID.get(marketplace_id)
    if place is None:
        raise invalid(f"Invalid MarketplaceId: {marketplace_id}")
    if place.country not in call.seller.participations:
        raise denied(f"Seller is not registered in marketplace {marketplace_id}")
    return place


def _result(call: MwsCall, place: Marketplace, kind: str, asked: str) -> Xml:
    listing = _find(call, kind, asked)
    given = {"Id": asked, "IdType": kind, "status": "ClientError" if listing is None else "Success"}
    if listing is None:
        message = f"Invalid {kind} identifier {asked} for marketplace {place.id}"
        wrong = tag(
            "Error", tag("Type", "Sender"), tag("Code", "InvalidParameterValue"), tag("Message", message)
        )
        return tag("GetMatchingProductForIdResult", wrong, attributes=given)
    spaces = {"xmlns": PRODUCTS.namespace, "xmlns:ns2": _NS2}
    products = tag("Products", _product(call, place, listing), attributes=spaces)
    return tag("GetMatchingProductForIdResult", products, attributes=given)


def _find(call: MwsCall, kind: str, asked: str) -> Listing | None:
    listings = call.seller.world.listings.by_sku
    if kind == "SellerSKU":
        return listings.get(asked)
    if kind == "ASIN":
        return next((each for each in listings.values() if each.product.asin == asked), None)
    return None


def _product(call: MwsCall, place: Marketplace, listing: Listing) -> Xml:
    language = {"xml:lang": place.language.replace("_", "-")}
    seen_at = call.now - timedelta(seconds=call.simulator.switches.listing_lag_seconds)
    weights = listing.weights_at(seen_at)
    # This section tells of the catalog's package only: what the seller entered as shipping weight is there.
    package = weights.get("item_package_weight") or weights.get("website_shipping_weight")
    attributes = tag(
        "ns2:ItemAttributes",
        tag("ns2:Binding", "Haushaltswaren"),
        tag("ns2:Brand", "Seeblick"),
        _dimensions("ns2:ItemDimensions", weights.get("item_weight")),
        tag("ns2:Manufacturer", "Seeblick"),
        _dimensions("ns2:PackageDimensions", package),
        tag("ns2:PackageQuantity", 1),
        tag("ns2:ProductGroup", "Home"),
        tag("ns2:ProductTypeName", "HOME"),
        tag("ns2:Title", listing.product.title),
        attributes=language,
    )
    asin = tag("MarketplaceASIN", tag("MarketplaceId", place.id), tag("ASIN", listing.product.asin))
    sku = tag(
        "SKUIdentifier",
        tag("MarketplaceId", place.id),
        tag("SellerId", call.authorization.seller_id),
        tag("SellerSKU", listing.product.sku),
    )
    return tag(
        "Product",
        tag("Identifiers", asin, sku),
        tag("AttributeSets", attributes),
        tag("Relationships"),
        tag("SalesRankings"),
    )


def _dimensions(name: str, weight: tuple[float, str] | None) -> Xml:
    if weight is None:
        return Xml("")
    value, unit = weight
    pounds = value * GRAMS_IN[unit] / GRAMS_IN["pounds"]
    return maybe(name, tag("ns2:Weight", f"{pounds:.10f}", attributes={"Units": "pounds"}))
