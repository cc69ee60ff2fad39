"""Pagination tokens: opaque, good for 24 hours, bound to the filters they were made for."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from packhaus_simulator.chance import seeded

_LIFE = timedelta(hours=24)


@dataclass(frozen=True)
class Page:
    """Where a listing goes on: filters as sent, upper bound, last entry shown (``None``: none yet)."""

    filters: tuple[tuple[str, str], ...]
    upper: datetime
    after: tuple[datetime, str] | None


class PageTokens:
    """Tokens given out. Each holds ``+``, ``/`` and ``=``, so that a client must encode it."""

    def __init__(self, seed: int) -> None:
        self._rng = seeded(f"paging {seed}")
        self._pages: dict[str, tuple[datetime, Page]] = {}

    def issue(self, page: Page, now: datetime) -> str:
        """A token for a page."""
        while True:
            token = b64encode(self._rng.randbytes(61)).decode()
            if "+" in token and "/" in token and token not in self._pages:
                self._pages[token] = (now + _LIFE, page)
                return token

    def find(self, token: str, now: datetime) -> Page | None:
        """The page of a token that is still alive."""
        until, page = self._pages.get(token, (now, None))
        return page if now < until else None
