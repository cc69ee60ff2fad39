"""The answers that concern the account and its listings, as they come over the wire."""

from __future__ import annotations

import msgspec

from packhaus.shops.amazon.wire import Wire, WirePagination


class WireMarketplace(Wire, frozen=True, kw_only=True):
    """A marketplace (model ``Marketplace`` of ``sellers``)."""

    id: str
    country_code: str = ""
    name: str = ""


class WireParticipationState(Wire, frozen=True, kw_only=True):
    """Whether the account sells there."""

    is_participating: bool = True
    has_suspended_listings: bool = False


class WireParticipation(Wire, frozen=True, kw_only=True):
    """One marketplace of the account."""

    marketplace: WireMarketplace
    participation: WireParticipationState | None = None
    store_name: str | None = None


class WireParticipations(Wire, frozen=True, kw_only=True):
    """The answer of getMarketplaceParticipations; each is read by itself."""

    payload: list[msgspec.Raw]


class WireSummary(Wire, frozen=True, kw_only=True):
    """What the listing is called in one marketplace."""

    marketplace_id: str | None = None
    item_name: str | None = None


class WireListing(Wire, frozen=True, kw_only=True):
    """One listing (model ``Item`` of ``listingsItems``). Attributes are read by :mod:`weights`."""

    sku: str
    summaries: list[WireSummary] | None = None
    attributes: dict[str, msgspec.Raw] | None = None


class WireListings(Wire, frozen=True, kw_only=True):
    """The answer of searchListingsItems; each listing is read by itself."""

    items: list[msgspec.Raw]
    pagination: WirePagination | None = None
