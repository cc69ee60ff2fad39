"""The authorization that the old Seller Central gives to the registered MWS developer."""

import msgspec
from starlette.requests import Request

from packhaus_simulator.admin.desk import UnusableError, read, seller_of
from packhaus_simulator.simulator import Simulator
from packhaus_simulator.values import Json, wire_time
from packhaus_simulator.world.marketplaces import BY_COUNTRY


class MwsWish(msgspec.Struct, forbid_unknown_fields=True):
    """What the seller does at once: authorize as the guide's page does, renew, revoke; or let it expire."""

    authorize: bool = False
    renew: bool = False
    revoke: bool = False
    expire: bool = False


def show(simulator: Simulator, request: Request, body: bytes) -> Json:
    """What the page of identifiers shows, and how it stands; ``token`` null: none was given."""
    account, now = seller_of(simulator, request), simulator.clock.now()
    given = simulator.mws.access.of(account.seller_id)
    return {
        "seller_id": account.seller_id,
        "marketplace_id": BY_COUNTRY[account.participations[0]].id if account.participations else None,
        "token": given.token if given else None,
        "state": given.state(now) if given else None,
        "given": wire_time(given.given) if given else None,
        "ends": wire_time(given.ends) if given else None,
        "notices": [wire_time(moment) for moment in given.notices(now)] if given else [],
    }


def change(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Do what was wished, in the order of the fields."""
    wish, now = read(body, MwsWish), simulator.clock.now()
    access, seller_id = simulator.mws.access, seller_of(simulator, request).seller_id
    if wish.authorize:
        access.authorize(seller_id, access.developer.name, now)
    given = access.of(seller_id)
    if given is None and (wish.renew or wish.revoke or wish.expire):
        raise UnusableError("no authorization was given yet: authorize first")
    if given is not None:
        if wish.renew:
            if given.revoked is not None:
                raise UnusableError("a revoked authorization cannot be renewed: authorize again")
            access.renew(given, now)
        if wish.revoke:
            given.revoked = now
        if wish.expire:
            given.ends = min(given.ends, now)
    return show(simulator, request, body)
