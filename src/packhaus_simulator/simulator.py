"""The whole made-up other side in one object."""

from dataclasses import dataclass

from packhaus_simulator.amazon.authorization import Authorizations, seller_id
from packhaus_simulator.amazon.consents import Consents
from packhaus_simulator.amazon.limits import Limits
from packhaus_simulator.amazon.notices import bring_notices
from packhaus_simulator.amazon.paging import PageTokens
from packhaus_simulator.calls import Calls
from packhaus_simulator.carrier.book import CarrierBook
from packhaus_simulator.chance import seeded
from packhaus_simulator.clock import Clock
from packhaus_simulator.faults import Faults
from packhaus_simulator.mail.post import made_from
from packhaus_simulator.mail.server import PostOffice
from packhaus_simulator.mws.fulfillment import work_off
from packhaus_simulator.mws.state import Mws
from packhaus_simulator.seller import EUROPE, Seller
from packhaus_simulator.switches import Switches
from packhaus_simulator.values import JsonObject
from packhaus_simulator.world.marketplaces import BY_COUNTRY, SELLING_IN
from packhaus_simulator.world.world import STORE_NAME, World


@dataclass(frozen=True)
class Start:
    """What a world is made from: ``skus`` 0 means the base catalog."""

    seed: int
    orders: int
    skus: int = 0


@dataclass(frozen=True)
class NewSeller:
    """Another account: ``seed`` None draws one from the simulator's own."""

    seed: int | None = None
    orders: int = 60
    skus: int = 0
    name: str = ""
    participations: tuple[str, ...] = SELLING_IN
    region: str = EUROPE
    professional: bool = True


class Simulator:
    """State of one simulator process; ``start_over`` makes a fresh world in it."""

    def __init__(self, start: Start) -> None:
        self.base_url = ""
        self.post = made_from(start.seed)
        self.post_office = PostOffice(self.post, lambda: self.clock.now())
        self.start_over(start)

    def start_over(self, start: Start) -> None:
        """Forget everything and make the world again from a seed."""
        self.start = start
        self.clock = Clock()
        self.post_office.start_over()
        now = self.clock.now()
        self.switches = Switches()
        self.faults = Faults()
        self.calls = Calls()
        self.limits = Limits()
        self.authorizations = Authorizations(start.seed, now)
        self.consents = Consents(start.seed)
        world = World(start.seed, start.orders, start.skus, now)
        self.account = Seller(self.authorizations.first_seller_id, STORE_NAME, world, PageTokens(start.seed))
        self.sellers: dict[str, Seller] = {self.account.seller_id: self.account}
        self.authorizations.authorize(self.authorizations.private, self.account, self.switches, now)
        self.mws = Mws(start.seed)
        self.carrier = CarrierBook(start.seed)

    def add_seller(self, wish: NewSeller) -> Seller:
        """Another account with a world of its own, from its own seed."""
        number, now = len(self.sellers) + 1, self.clock.now()
        rng = seeded(f"seller {number} {self.start.seed}")
        seed = wish.seed if wish.seed is not None else rng.randrange(1_000_000)
        account = Seller(
            seller_id(rng),
            wish.name or f"{STORE_NAME} {number}",
            World(seed, wish.orders, wish.skus, now, wish.participations),
            PageTokens(seed),
            wish.participations,
            wish.region,
            wish.professional,
        )
        self.sellers[account.seller_id] = account
        return account

    @property
    def world(self) -> World:
        """The first seller's listings and orders."""
        return self.account.world

    def note_confirmation(self, order_id: str, reference: str) -> None:
        """Count a package of the first seller's as received; an edit of one is the same package."""
        self.account.note_confirmation(order_id, reference)

    def settle(self) -> None:
        """Let what is due by now happen."""
        now = self.clock.now()
        for seller in self.sellers.values():
            seller.world.settle(now)
        for grant in self.authorizations.grants:
            bring_notices(grant, self.sellers[grant.seller_id], now)
        self.carrier.settle(now)
        for feed in self.mws.feeds.due(now):
            work_off(self, feed)

    def introduction(self) -> JsonObject:
        """The first line of the process: where everything is, and the keys to it."""
        base, granted = self.base_url, self.authorizations
        public, first = granted.public, self.account
        return {
            "api": base,
            "token_url": f"{base}/auth/o2/token",
            "seller_central": f"{base}/seller-central",
            "mws": base,
            "mws_developer": self.mws.introduction(),
            "admin": f"{base}/admin",
            "carrier": f"{base}/carrier",
            "carrier_key": self.carrier.key,
            "smtp": self.post.introduction(),
            "mail": f"{base}/mail/",
            "client_id": granted.private.client_id,
            "client_secret": granted.private.client_secret,
            "refresh_token": granted.of(granted.private, first.seller_id)[-1].refresh_token,
            "seller_id": first.seller_id,
            "marketplace_ids": [BY_COUNTRY[country].id for country in first.participations],
            "public": {
                "application_id": public.application_id,
                "client_id": public.client_id,
                "client_secret": public.client_secret,
            },
        }
