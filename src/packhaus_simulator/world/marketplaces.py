"""The marketplaces that the simulated host knows, and what a seller's participation in each looks like.

Ids and regions: Amazon's page of marketplace ids. ``NON_AMAZON`` is one of the undocumented entries that
getMarketplaceParticipations gives besides (amzn/selling-partner-api-docs issues 761 and 1260).
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Marketplace:
    """One marketplace of the region that this host serves."""

    id: str
    country: str
    name: str
    currency: str
    language: str
    domain: str
    zone: ZoneInfo


def _eu(id: str, country: str, site: str, language: str, zone: str, currency: str = "EUR") -> Marketplace:
    return Marketplace(
        id, country, f"Amazon.{site}", currency, language, f"www.amazon.{site}", ZoneInfo(zone)
    )


EUROPE: tuple[Marketplace, ...] = (
    _eu("A1PA6795UKMFR9", "DE", "de", "de_DE", "Europe/Berlin"),
    _eu("A13V1IB3VIYZZH", "FR", "fr", "fr_FR", "Europe/Paris"),
    _eu("APJ6JRA9NG5V4", "IT", "it", "it_IT", "Europe/Rome"),
    _eu("A1RKKUPIHCS9HS", "ES", "es", "es_ES", "Europe/Madrid"),
    _eu("A1805IZSGTT6HS", "NL", "nl", "nl_NL", "Europe/Amsterdam"),
    _eu("A1C3SOZRARQ6R3", "PL", "pl", "pl_PL", "Europe/Warsaw", "PLN"),
    _eu("A2NODRKZP88ZB9", "SE", "se", "sv_SE", "Europe/Stockholm", "SEK"),
    _eu("AMEN7PMS3EDWL", "BE", "com.be", "fr_BE", "Europe/Brussels"),
    _eu("A28R8C7NBKEWEA", "IE", "ie", "en_IE", "Europe/Dublin"),
    _eu("A1F83G8C2ARO7P", "GB", "co.uk", "en_GB", "Europe/London", "GBP"),
    _eu("A33AVAJ2PDY3EV", "TR", "com.tr", "tr_TR", "Europe/Istanbul", "TRY"),
    _eu("ARBP9OOSHTCHU", "EG", "eg", "ar_EG", "Africa/Cairo", "EGP"),
    _eu("A17E79C6D8DWNP", "SA", "sa", "ar_SA", "Asia/Riyadh", "SAR"),
    _eu("A2VIGQ35RCS4UG", "AE", "ae", "en_AE", "Asia/Dubai", "AED"),
    _eu("AE08WJ6YKNBMC", "ZA", "co.za", "en_ZA", "Africa/Johannesburg", "ZAR"),
    _eu("A21TJRUUN4KGV", "IN", "in", "en_IN", "Asia/Kolkata", "INR"),
)

NON_AMAZON = Marketplace(
    "A2ZV50J4W1RKNI",
    "DE",
    "Non-Amazon DE",
    "EUR",
    "de_DE",
    "siprod.stores.amazon.de",
    ZoneInfo("Europe/Berlin"),
)

BY_ID = {marketplace.id: marketplace for marketplace in EUROPE}
BY_COUNTRY = {marketplace.country: marketplace for marketplace in EUROPE}
SELLING_IN = ("DE", "FR", "IT", "ES", "NL", "PL", "SE")


def find_marketplace(name: str) -> Marketplace:
    """By id or two-letter country. Raises ``KeyError``."""
    return BY_ID[name] if name in BY_ID else BY_COUNTRY[name.upper()]
