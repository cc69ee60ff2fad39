"""Amazon's marketplaces: what is fixed for each, so that a merchant names only a country (R2.2).

Ids and regions: Amazon's page "Marketplace IDs" of the SP-API documentation, read November 2026.
Hosts of Seller Central: its page "Seller Central URLs", as quoted in several public connectors, November
2026.
"""

from __future__ import annotations

from packhaus.shops.port import MarketplaceInfo

_EUROPE_CONSENT = "sellercentral-europe.amazon.com"


class Marketplace(MarketplaceInfo, frozen=True, kw_only=True):
    """One marketplace. ``seller_central`` is where the merchant works, ``consent`` where apps are authorized.

    The five old European marketplaces share one host for consent.
    """

    seller_central: str
    consent: str


def _marketplace(
    marketplace_id: str, country: str, domain: str, zone: str, region: str, consent: str = ""
) -> Marketplace:
    host = f"sellercentral.{domain}"
    return Marketplace(
        marketplace_id=marketplace_id,
        country=country,
        domain=domain,
        zone=zone,
        region=region,
        seller_central=host,
        consent=consent or host,
    )


# One zone a country: where a country has several, the one of Amazon's head office there, which is the
# zone of its own reports (America/Los_Angeles for amazon.com).
MARKETPLACES: tuple[Marketplace, ...] = (
    _marketplace("A1PA6795UKMFR9", "DE", "amazon.de", "Europe/Berlin", "eu", _EUROPE_CONSENT),
    _marketplace("A13V1IB3VIYZZH", "FR", "amazon.fr", "Europe/Paris", "eu", _EUROPE_CONSENT),
    _marketplace("APJ6JRA9NG5V4", "IT", "amazon.it", "Europe/Rome", "eu", _EUROPE_CONSENT),
    _marketplace("A1RKKUPIHCS9HS", "ES", "amazon.es", "Europe/Madrid", "eu", _EUROPE_CONSENT),
    _marketplace("A1F83G8C2ARO7P", "GB", "amazon.co.uk", "Europe/London", "eu", _EUROPE_CONSENT),
    _marketplace("A1805IZSGTT6HS", "NL", "amazon.nl", "Europe/Amsterdam", "eu"),
    _marketplace("AMEN7PMS3EDWL", "BE", "amazon.com.be", "Europe/Brussels", "eu"),
    _marketplace("A28R8C7NBKEWEA", "IE", "amazon.ie", "Europe/Dublin", "eu"),
    _marketplace("A2NODRKZP88ZB9", "SE", "amazon.se", "Europe/Stockholm", "eu"),
    _marketplace("A1C3SOZRARQ6R3", "PL", "amazon.pl", "Europe/Warsaw", "eu"),
    _marketplace("A33AVAJ2PDY3EV", "TR", "amazon.com.tr", "Europe/Istanbul", "eu"),
    _marketplace("ARBP9OOSHTCHU", "EG", "amazon.eg", "Africa/Cairo", "eu"),
    _marketplace("A17E79C6D8DWNP", "SA", "amazon.sa", "Asia/Riyadh", "eu"),
    _marketplace("A2VIGQ35RCS4UG", "AE", "amazon.ae", "Asia/Dubai", "eu"),
    _marketplace("AE08WJ6YKNBMC", "ZA", "amazon.co.za", "Africa/Johannesburg", "eu"),
    _marketplace("A21TJRUUN4KGV", "IN", "amazon.in", "Asia/Kolkata", "eu"),
    _marketplace("ATVPDKIKX0DER", "US", "amazon.com", "America/Los_Angeles", "na"),
    _marketplace("A2EUQ1WTGCTBG2", "CA", "amazon.ca", "America/Los_Angeles", "na"),
    _marketplace("A1AM78C64UM0Y8", "MX", "amazon.com.mx", "America/Mexico_City", "na"),
    _marketplace("A2Q3Y263D00KWC", "BR", "amazon.com.br", "America/Sao_Paulo", "na"),
    _marketplace("A1VC38T7YXB528", "JP", "amazon.co.jp", "Asia/Tokyo", "fe"),
    _marketplace("A39IBJ37TRP1C6", "AU", "amazon.com.au", "Australia/Sydney", "fe"),
    _marketplace("A19VAU5U5O7RUS", "SG", "amazon.sg", "Asia/Singapore", "fe"),
)

_BY_ID = {each.marketplace_id: each for each in MARKETPLACES}
_BY_COUNTRY = {each.country: each for each in MARKETPLACES}


def by_id(marketplace_id: str) -> Marketplace | None:
    """The marketplace with Amazon's id; None for one that Packhaus does not know."""
    return _BY_ID.get(marketplace_id)


def by_country(country: str) -> Marketplace | None:
    """The marketplace of a country (ISO 3166 alpha-2, ``UK`` taken for ``GB`` as Amazon writes it)."""
    code = country.upper()
    return _BY_COUNTRY.get("GB" if code == "UK" else code)
