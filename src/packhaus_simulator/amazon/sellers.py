"""getMarketplaceParticipations, Sellers API v1."""

from packhaus_simulator.amazon.answers import Answer
from packhaus_simulator.amazon.call import Call
from packhaus_simulator.values import JsonObject
from packhaus_simulator.world.marketplaces import EUROPE, NON_AMAZON, Marketplace


def participations(call: Call) -> Answer:
    """Where the seller sells. Undocumented "Non-Amazon" entries are among them (docs#761, docs#1260)."""
    seller = call.seller
    listed = [_entry(place, seller.name) for place in EUROPE if place.country in seller.participations]
    if call.simulator.switches.non_amazon_participation:
        listed.append(_entry(NON_AMAZON, seller.name))
    return Answer(200, {"payload": list(listed)})


def _entry(place: Marketplace, store: str) -> JsonObject:
    return {
        "marketplace": {
            "id": place.id,
            "countryCode": place.country,
            "name": place.name,
            "defaultCurrencyCode": place.currency,
            "defaultLanguageCode": place.language,
            "domainName": place.domain,
        },
        "storeName": store,
        "participation": {"isParticipating": True, "hasSuspendedListings": False},
    }
