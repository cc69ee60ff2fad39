"""ListMarketplaceParticipations, Sellers section 2011-07-01."""

from packhaus_simulator.amazon.paging import Page
from packhaus_simulator.mws.answers import MwsAnswer, invalid, response
from packhaus_simulator.mws.call import MwsCall
from packhaus_simulator.mws.sections import SELLERS
from packhaus_simulator.mws.xml_out import Xml, joined, maybe, tag
from packhaus_simulator.world.marketplaces import EUROPE, NON_AMAZON, Marketplace

_FILTERS = (("Action", "ListMarketplaceParticipations"),)


def list_participations(call: MwsCall) -> MwsAnswer:
    """Where the seller sells, first page."""
    return _page(call, None)


def more_participations(call: MwsCall) -> MwsAnswer:
    """The next page."""
    page = call.simulator.mws.page_tokens.find(call.parameters.need("NextToken"), call.now)
    if page is None or page.filters != _FILTERS or page.after is None:
        raise invalid("Invalid NextToken")
    return _page(call, page.after[1])


def _page(call: MwsCall, behind: str | None) -> MwsAnswer:
    simulator, size = call.simulator, call.simulator.switches.mws_list_size
    places = [place for place in EUROPE if place.country in call.seller.participations]
    if simulator.switches.non_amazon_participation:
        places.append(NON_AMAZON)
    ids = [place.id for place in places]
    start = ids.index(behind) + 1 if behind in ids else 0
    shown, left = places[start : start + size], places[start + size :]
    token = None
    if left:
        page = Page(_FILTERS, call.now, (call.now, shown[-1].id))
        token = simulator.mws.page_tokens.issue(page, call.now)
    seller_id = call.authorization.seller_id
    return response(
        call.operation.action,
        SELLERS.namespace,
        tag(
            f"{call.operation.action}Result",
            maybe("NextToken", token),
            tag("ListParticipations", joined(_participation(place, seller_id) for place in shown)),
            tag("ListMarketplaces", joined(_marketplace(place) for place in shown)),
        ),
    )


def _participation(place: Marketplace, seller_id: str) -> Xml:
    return tag(
        "Participation",
        tag("MarketplaceId", place.id),
        tag("SellerId", seller_id),
        tag("HasSellerSuspendedListings", "No"),
    )


def _marketplace(place: Marketplace) -> Xml:
    return tag(
        "Marketplace",
        tag("MarketplaceId", place.id),
        tag("Name", place.name),
        tag("DefaultCountryCode", place.country),
        tag("DefaultCurrencyCode", place.currency),
        tag("DefaultLanguageCode", place.language),
        tag("DomainName", place.domain),
    )
