"""What a seller agreed to on the consent page: codes on their way to an application, and Amazon's own states.

A code (``spapi_oauth_code``) lives five minutes (E9) and is good once; an ``amazon_state`` is good once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from packhaus_simulator.amazon.application import Application, letters
from packhaus_simulator.amazon.grants import Grant
from packhaus_simulator.chance import seeded
from packhaus_simulator.seller import Seller

CODE_LIFE = timedelta(minutes=5)
# How long Amazon waits for the application's log-in page is not published: long enough to sign in there (?).
STATE_LIFE = timedelta(minutes=30)


@dataclass
class Code:
    """A ``spapi_oauth_code``: which seller said yes to which application, and what it gave."""

    application: Application
    seller: Seller
    redirect_uri: str
    at: datetime
    gave: Grant | None = None


@dataclass
class Pending:
    """An ``amazon_state`` on its way through an application's log-in page."""

    application: Application
    seller: Seller
    at: datetime


class Consents:
    """Codes and states given out, by their value."""

    def __init__(self, seed: int) -> None:
        self._rng = seeded(f"consents {seed}")
        self._codes: dict[str, Code] = {}
        self._pending: dict[str, Pending] = {}

    def give_code(self, application: Application, seller: Seller, redirect_uri: str, now: datetime) -> str:
        """A code for an application, good for five minutes and once."""
        value = letters(self._rng, 20)
        self._codes[value] = Code(application, seller, redirect_uri, now)
        return value

    def find_code(self, value: str) -> Code | None:
        """A code that was given out, used or too old or not."""
        return self._codes.get(value)

    def give_state(self, application: Application, seller: Seller, now: datetime) -> str:
        """An ``amazon_state`` for the way over an application's log-in page."""
        value = letters(self._rng, 32)
        self._pending[value] = Pending(application, seller, now)
        return value

    def take_state(self, value: str, application: Application, now: datetime) -> Seller | None:
        """The seller behind an ``amazon_state``: once, of this application, within its time."""
        pending = self._pending.get(value)
        if pending is None or pending.application is not application:
            return None
        del self._pending[value]
        return pending.seller if now < pending.at + STATE_LIFE else None
