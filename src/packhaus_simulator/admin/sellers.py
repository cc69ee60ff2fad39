"""Seller accounts: look at them, add one with a world of its own, change one."""

import msgspec
from starlette.requests import Request

from packhaus_simulator.admin.desk import UnusableError, read
from packhaus_simulator.seller import EUROPE, REGIONS, Seller
from packhaus_simulator.simulator import NewSeller, Simulator
from packhaus_simulator.values import Json, JsonObject
from packhaus_simulator.world.marketplaces import BY_COUNTRY, SELLING_IN, find_marketplace


class SellerWish(msgspec.Struct, forbid_unknown_fields=True):
    """A new account. ``participations``: countries; ``professional``: whether it has that plan (R1.1)."""

    seed: int | None = None
    orders: int = 60
    skus: int = 0
    name: str = ""
    participations: list[str] | None = None
    region: str = EUROPE
    professional: bool = True


class SellerChange(msgspec.Struct, forbid_unknown_fields=True):
    """What to change of an account; authorizations that were given keep their region."""

    name: str | None = None
    participations: list[str] | None = None
    region: str | None = None
    professional: bool | None = None


def list_sellers(simulator: Simulator, request: Request, body: bytes) -> Json:
    """All accounts, the first one first."""
    return {"sellers": [_seller(seller) for seller in simulator.sellers.values()]}


def add_seller(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Another account; it has authorized nothing yet."""
    wish = read(body, SellerWish)
    if not 0 <= wish.orders <= 100_000 or wish.skus < 0:
        raise UnusableError("orders must be 0 to 100000, skus not below 0")
    _check_region(wish.region)
    countries = SELLING_IN if wish.participations is None else _countries(wish.participations)
    made = simulator.add_seller(
        NewSeller(
            wish.seed,
            wish.orders,
            wish.skus,
            wish.name,
            countries,
            wish.region,
            professional=wish.professional,
        )
    )
    return _seller(made)


def change_seller(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Name, countries, region, plan."""
    wish = read(body, SellerChange)
    seller = simulator.sellers[str(request.path_params["seller_id"])]
    if wish.region is not None:
        _check_region(wish.region)
        seller.region = wish.region
    if wish.participations is not None:
        seller.participations = _countries(wish.participations)
    if wish.name is not None:
        seller.name = wish.name
    if wish.professional is not None:
        seller.professional = wish.professional
    return _seller(seller)


def _countries(names: list[str]) -> tuple[str, ...]:
    return tuple(find_marketplace(name).country for name in names)


def _check_region(region: str) -> None:
    if region not in REGIONS:
        raise UnusableError(f"region must be one of {', '.join(REGIONS)}")


def _seller(seller: Seller) -> JsonObject:
    return {
        "seller_id": seller.seller_id,
        "name": seller.name,
        "participations": list(seller.participations),
        "marketplace_ids": [BY_COUNTRY[country].id for country in seller.participations],
        "region": seller.region,
        "professional": seller.professional,
        "orders": len(seller.world.ledger.orders),
    }
