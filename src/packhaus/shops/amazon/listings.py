"""Amazon's listings, each read by itself, and the marketplaces of an account."""

from __future__ import annotations

import msgspec

from packhaus.shops.amazon import marketplaces, weights
from packhaus.shops.amazon.wire import Wire
from packhaus.shops.amazon.wire_account import (
    WireListing,
    WireListings,
    WireParticipation,
    WireParticipations,
)
from packhaus.shops.port import ListingWeight, ParticipationFound

_BROKEN = (msgspec.MsgspecError, UnicodeError, RecursionError)


class _OnlySku(Wire, frozen=True, kw_only=True):
    sku: str


def read_listings(content: bytes) -> WireListings | None:
    """A page of searchListingsItems; None where it is none."""
    try:
        return msgspec.json.decode(content, type=WireListings)
    except _BROKEN:
        return None


def weight_in(raw: bytes, skus: list[str], marketplace_id: str) -> dict[str, ListingWeight]:
    """The weight of one listing, under the SKU as it was asked for; nothing where it was not asked for.

    Amazon answers with its own spelling of a SKU, which can differ in capitals.
    """
    try:
        listing = msgspec.json.decode(raw, type=WireListing)
    except _BROKEN:
        listing = None
    name = listing.sku if listing else _sku_in(raw)
    asked = [sku for sku in skus if sku == name]
    asked = asked or [sku for sku in skus if sku.casefold() == name.casefold()]
    if listing is None:
        return {sku: weights.unreadable_listing(sku) for sku in asked}
    return {sku: weights.listing_weight(sku, listing, marketplace_id) for sku in asked}


def read_participations(content: bytes) -> list[ParticipationFound] | None:
    """The marketplaces of an account that Packhaus knows; None where the answer is no list of them.

    Amazon also lists what is none of its shops ("Non-Amazon DE"): orders of one's own web shop that
    Amazon fulfills. They are left out.
    """
    try:
        listed = msgspec.json.decode(content, type=WireParticipations).payload
    except _BROKEN:
        return None
    found = [_participation(bytes(raw)) for raw in listed]
    return [each for each in found if each is not None]


def _participation(raw: bytes) -> ParticipationFound | None:
    try:
        wire = msgspec.json.decode(raw, type=WireParticipation)
    except _BROKEN:
        return None
    known = marketplaces.by_id(wire.marketplace.id)
    if known is None:
        return None
    state = wire.participation
    return ParticipationFound(
        marketplace_id=known.marketplace_id,
        country=known.country,
        name=wire.marketplace.name[:100] or known.domain,
        participating=state.is_participating if state else True,
        suspended=state.has_suspended_listings if state else False,
    )


def _sku_in(raw: bytes) -> str:
    try:
        return msgspec.json.decode(raw, type=_OnlySku).sku
    except _BROKEN:
        return ""
