"""What an MWS operation is handed for one call."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from packhaus_simulator.mws.authorization import MwsAuthorization
from packhaus_simulator.mws.parameters import Parameters
from packhaus_simulator.mws.sections import MwsOperation
from packhaus_simulator.seller import Seller

if TYPE_CHECKING:
    from packhaus_simulator.simulator import Simulator


@dataclass(frozen=True)
class MwsCall:
    """One signed and authorized call within its limit; ``content``: the feed of a submission."""

    simulator: "Simulator"
    operation: MwsOperation
    authorization: MwsAuthorization
    now: datetime
    parameters: Parameters
    headers: Mapping[str, str]
    content: bytes

    @property
    def seller(self) -> Seller:
        """The account that the authorization is of."""
        return self.simulator.sellers[self.authorization.seller_id]
