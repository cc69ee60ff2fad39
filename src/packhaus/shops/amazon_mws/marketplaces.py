"""The marketplaces of the European host: what is fixed for each; a merchant names only a country (R2.2).

Ids: Amazon's list "Amazon MWS endpoints and MarketplaceId values" as it stood at the end of MWS.
"""

from __future__ import annotations

from packhaus.shops.port import MarketplaceInfo


def _marketplace(marketplace_id: str, country: str, domain: str, zone: str) -> MarketplaceInfo:
    return MarketplaceInfo(
        marketplace_id=marketplace_id, country=country, domain=domain, zone=zone, region="eu"
    )


MARKETPLACES: tuple[MarketplaceInfo, ...] = (
    _marketplace("A1PA6795UKMFR9", "DE", "amazon.de", "Europe/Berlin"),
    _marketplace("A13V1IB3VIYZZH", "FR", "amazon.fr", "Europe/Paris"),
    _marketplace("APJ6JRA9NG5V4", "IT", "amazon.it", "Europe/Rome"),
    _marketplace("A1RKKUPIHCS9HS", "ES", "amazon.es", "Europe/Madrid"),
    _marketplace("A1F83G8C2ARO7P", "GB", "amazon.co.uk", "Europe/London"),
    _marketplace("A1805IZSGTT6HS", "NL", "amazon.nl", "Europe/Amsterdam"),
    _marketplace("AMEN7PMS3EDWL", "BE", "amazon.com.be", "Europe/Brussels"),
    _marketplace("A2NODRKZP88ZB9", "SE", "amazon.se", "Europe/Stockholm"),
    _marketplace("A1C3SOZRARQ6R3", "PL", "amazon.pl", "Europe/Warsaw"),
    _marketplace("A33AVAJ2PDY3EV", "TR", "amazon.com.tr", "Europe/Istanbul"),
    _marketplace("ARBP9OOSHTCHU", "EG", "amazon.eg", "Africa/Cairo"),
    _marketplace("A17E79C6D8DWNP", "SA", "amazon.sa", "Asia/Riyadh"),
    _marketplace("A2VIGQ35RCS4UG", "AE", "amazon.ae", "Asia/Dubai"),
    _marketplace("A21TJRUUN4KGV", "IN", "amazon.in", "Asia/Kolkata"),
)

_BY_ID = {each.marketplace_id: each for each in MARKETPLACES}


def by_id(marketplace_id: str) -> MarketplaceInfo | None:
    """The marketplace with Amazon's id; None for one that Packhaus does not know."""
    return _BY_ID.get(marketplace_id)
