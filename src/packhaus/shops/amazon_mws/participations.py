"""The marketplaces of an account (Sellers section 2011-07-01)."""

from __future__ import annotations

from packhaus.shops.amazon_mws.marketplaces import by_id
from packhaus.shops.amazon_mws.xml import Element
from packhaus.shops.port import ParticipationFound


def read_participations(result: Element) -> list[ParticipationFound]:
    """One page of the marketplaces that Packhaus knows.

    Amazon also lists what is none of its shops ("Non-Amazon DE"): they are left out.
    """
    listed = result.at("ListMarketplaces")
    names = {
        place.value("MarketplaceId"): place.value("Name")
        for place in (listed.all("Marketplace") if listed is not None else ())
    }
    sold_in = result.at("ListParticipations")
    found = []
    for each in sold_in.all("Participation") if sold_in is not None else ():
        known = by_id(each.value("MarketplaceId") or "")
        if known is not None:
            found.append(
                ParticipationFound(
                    marketplace_id=known.marketplace_id,
                    country=known.country,
                    name=(names.get(known.marketplace_id) or known.domain)[:100],
                    suspended=each.value("HasSellerSuspendedListings") == "Yes",
                )
            )
    return found
