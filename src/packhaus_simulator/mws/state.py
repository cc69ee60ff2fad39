"""What the simulator keeps for MWS."""

from packhaus_simulator.amazon.paging import PageTokens
from packhaus_simulator.mws.authorization import MwsAccess
from packhaus_simulator.mws.feeds import Feeds
from packhaus_simulator.mws.quotas import Quotas
from packhaus_simulator.values import JsonObject


class Mws:
    """Access, quotas, page tokens, and the feeds that were submitted."""

    def __init__(self, seed: int) -> None:
        self.access = MwsAccess(seed)
        self.quotas = Quotas()
        self.page_tokens = PageTokens(seed)
        self.feeds = Feeds()
        self.signed_in = ""

    def introduction(self) -> JsonObject:
        """The registered developer, for the simulator's first line."""
        developer = self.access.developer
        return {
            "name": developer.name,
            "developer_id": developer.developer_id,
            "access_key": developer.access_key,
            "secret_key": developer.secret_key,
        }
