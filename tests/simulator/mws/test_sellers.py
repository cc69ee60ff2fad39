"""ListMarketplaceParticipations and its next page."""

from __future__ import annotations

from simulator.mws.asking import Asker, refusal
from simulators import SimulatorProcess

WORLD = 12

_SELLING = ["DE", "FR", "IT", "ES", "NL", "PL", "SE"]


def test_where_the_account_sells(simulator: SimulatorProcess) -> None:
    asker = Asker(simulator)
    found = asker.listed("Sellers", "ListMarketplaceParticipations")
    assert found.texts("ListMarketplaces/Marketplace/DefaultCountryCode")[:7] == _SELLING
    places = found.texts("ListMarketplaces/Marketplace/MarketplaceId")
    assert places == found.texts("ListParticipations/Participation/MarketplaceId")
    assert "A2ZV50J4W1RKNI" in places
    assert set(found.texts("ListParticipations/Participation/SellerId")) == {simulator.info["seller_id"]}
    assert set(found.texts("ListParticipations/Participation/HasSellerSuspendedListings")) == {"No"}
    assert found.text("NextToken") is None


def test_a_marketplace_that_goes_away(simulator: SimulatorProcess) -> None:
    simulator.admin("/authorization", {"participations": ["DE", "PL"]})
    simulator.admin("/switches", {"non_amazon_participation": False})
    found = Asker(simulator).listed("Sellers", "ListMarketplaceParticipations")
    assert found.texts("ListMarketplaces/Marketplace/DefaultCurrencyCode") == ["EUR", "PLN"]


def test_pages(simulator: SimulatorProcess) -> None:
    simulator.admin("/switches", {"mws_list_size": 3, "non_amazon_participation": False})
    asker = Asker(simulator)
    found = asker.listed("Sellers", "ListMarketplaceParticipations")
    seen, token = found.texts("ListMarketplaces/Marketplace/DefaultCountryCode"), found.text("NextToken")
    sizes = [len(seen)]
    while token:
        found = asker.listed("Sellers", "ListMarketplaceParticipationsByNextToken", NextToken=token)
        page, token = found.texts("ListMarketplaces/Marketplace/DefaultCountryCode"), found.text("NextToken")
        sizes.append(len(page))
        seen += page
    assert (seen, sizes) == (_SELLING, [3, 3, 1])
    wrong = asker.ask("Sellers", "ListMarketplaceParticipationsByNextToken", NextToken="made up")
    assert refusal(wrong) == (400, "InvalidParameterValue")


def test_each_section_says_that_it_is_up(simulator: SimulatorProcess) -> None:
    asker = Asker(simulator)
    for section in ("Orders", "Sellers", "Products"):
        assert asker.listed(section, "GetServiceStatus").text("Status") == "GREEN"
