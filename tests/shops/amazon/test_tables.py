"""What is fixed: marketplaces, hosts, carriers."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from packhaus.kit.errors import NeedsMerchant
from packhaus.shops.addresses import is_loopback
from packhaus.shops.amazon import hosts
from packhaus.shops.amazon.carriers import carriers_of, doubt_about, source
from packhaus.shops.amazon.marketplaces import MARKETPLACES, by_country, by_id

DE = "A1PA6795UKMFR9"


def test_each_marketplace_stands_once() -> None:
    assert len(MARKETPLACES) == 23
    for key in ("marketplace_id", "country", "domain"):
        assert len({getattr(each, key) for each in MARKETPLACES}) == 23
    for each in MARKETPLACES:
        assert each.region in hosts.REGIONS
        assert ZoneInfo(each.zone).key == each.zone
        assert by_id(each.marketplace_id) is by_country(each.country) is each


@pytest.mark.parametrize(
    ("country", "marketplace_id"), [("de", DE), ("UK", "A1F83G8C2ARO7P"), ("GB", "A1F83G8C2ARO7P")]
)
def test_a_country_is_enough(country: str, marketplace_id: str) -> None:
    found = by_country(country)
    assert found is not None
    assert found.marketplace_id == marketplace_id


def test_what_is_unknown_is_none() -> None:
    assert by_country("AQ") is None
    assert by_id("A2ZV50J4W1RKNI") is None


def test_hosts_are_amazons_unless_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("API_EU", "API_NA", "API_FE", "TOKEN_URL"):
        monkeypatch.delenv(f"PACKHAUS_AMAZON_{name}", raising=False)
    monkeypatch.delenv("PACKHAUS_SELLER_CENTRAL", raising=False)
    assert hosts.api("eu") == "https://sellingpartnerapi-eu.amazon.com"
    assert hosts.api("na") == "https://sellingpartnerapi-na.amazon.com"
    assert hosts.token_url() == "https://api.amazon.com/auth/o2/token"
    assert hosts.seller_central(DE) == "https://sellercentral.amazon.de"
    assert hosts.seller_central(DE, consent=True) == "https://sellercentral-europe.amazon.com"
    assert hosts.seller_central("A1C3SOZRARQ6R3", consent=True) == "https://sellercentral.amazon.pl"
    monkeypatch.setenv("PACKHAUS_AMAZON_API_EU", "https://sandbox.sellingpartnerapi-eu.amazon.com/")
    monkeypatch.setenv("PACKHAUS_SELLER_CENTRAL", "http://localhost:4000/seller-central")
    assert hosts.api("eu") == "https://sandbox.sellingpartnerapi-eu.amazon.com"
    assert hosts.seller_central(DE) == "http://localhost:4000/seller-central"


def test_an_unknown_region_is_a_thing_for_the_merchant() -> None:
    with pytest.raises(NeedsMerchant, match="“moon”"):
        hosts.api("moon")


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("http://127.0.0.1:1", True),
        ("http://127.9.9.9", True),
        ("http://[::1]:80/x", True),
        ("http://localhost", True),
        ("https://127.0.0.1.example", False),
        ("https://amazon.com", False),
        ("nonsense", False),
    ],
)
def test_this_machine(address: str, here: bool) -> None:
    assert is_loopback(address) is here


@pytest.mark.parametrize(
    ("code", "name", "service"),
    [
        ("DHL", "", ""),
        ("DHL", "", "DHL Paket"),
        ("DHL", "", "Paket"),
        ("Hermes Logistik Gruppe", "", "Standard"),
        ("DPD", "", "DPD Classic"),
        ("GLS", "", "FlexDelivery"),
        ("UPS", "", "Standard"),
        ("Other", "Radkurier Nord", "x"),
    ],
)
def test_carriers_that_amazon_knows(code: str, name: str, service: str) -> None:
    assert doubt_about("DE", code, name, service) is None


@pytest.mark.parametrize(
    ("code", "name", "service", "says"),
    [
        ("Dhl", "", "", "Near it are: DHL"),
        ("Deutsche-Post", "", "", "Deutsche Post"),
        ("Demo-Paketdienst", "", "", "take “Other”"),
        ("DHL", "", "Paket Internationl", "Paket International"),
        ("Other", "", "", "this one has 0"),
        ("Other", "x" * 51, "", "this one has 51"),
        ("Other", "hermes", "", "choose it instead"),
    ],
)
def test_carriers_that_it_does_not(code: str, name: str, service: str, says: str) -> None:
    assert says in str(doubt_about("DE", code, name, service))


def test_of_other_countries_nothing_is_said() -> None:
    assert carriers_of("FR") == ()
    assert doubt_about("FR", "Nobody") is None
    assert "2026-11" in source()
