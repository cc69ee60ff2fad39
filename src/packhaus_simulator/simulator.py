"""The whole made-up other side in one object."""

from dataclasses import dataclass

from packhaus_simulator.amazon.authorization import Authorization
from packhaus_simulator.amazon.limits import Limits
from packhaus_simulator.amazon.paging import PageTokens
from packhaus_simulator.calls import Calls
from packhaus_simulator.carrier.book import CarrierBook
from packhaus_simulator.clock import Clock
from packhaus_simulator.faults import Faults
from packhaus_simulator.mail.post import made_from
from packhaus_simulator.mail.server import PostOffice
from packhaus_simulator.switches import Switches
from packhaus_simulator.values import JsonObject
from packhaus_simulator.world.marketplaces import BY_COUNTRY
from packhaus_simulator.world.world import World


@dataclass(frozen=True)
class Start:
    """What a world is made from: ``skus`` 0 means the base catalog."""

    seed: int
    orders: int
    skus: int = 0


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
        self.page_tokens = PageTokens(start.seed)
        self.world = World(start.seed, start.orders, start.skus, now)
        self.account = Authorization(start.seed, now)
        self.carrier = CarrierBook(start.seed)
        self.confirmed: set[tuple[str, str]] = set()

    def note_confirmation(self, order_id: str, reference: str) -> None:
        """Count a package received by confirmShipment; an edit of one is the same package."""
        self.confirmed.add((order_id, reference))

    def settle(self) -> None:
        """Let what is due by now happen."""
        now = self.clock.now()
        self.world.settle(now)
        self.carrier.settle(now)

    def introduction(self) -> JsonObject:
        """The first line of the process: where everything is, and the keys to it."""
        base = self.base_url
        return {
            "api": base,
            "token_url": f"{base}/auth/o2/token",
            "seller_central": f"{base}/seller-central",
            "admin": f"{base}/admin",
            "carrier": f"{base}/carrier",
            "carrier_key": self.carrier.key,
            "smtp": self.post.introduction(),
            "mail": f"{base}/mail/",
            "client_id": self.account.client_id,
            "client_secret": self.account.client_secret,
            "refresh_token": self.account.refresh_token,
            "seller_id": self.account.seller_id,
            "marketplace_ids": [BY_COUNTRY[country].id for country in self.account.participations],
        }
