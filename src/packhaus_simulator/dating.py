"""Every answer says what time it is on the simulator's clock, as Amazon's answers say it on theirs.

The server's own ``Date`` is off: it would tell the real time, however the clock was moved.
"""

from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Dated:
    """Puts ``Date`` on each answer (RFC 9110, section 6.6.1)."""

    def __init__(self, app: ASGIApp, now: Callable[[], datetime]) -> None:
        self._app, self._now = app, now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, dated."""

        async def dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["date"] = format_datetime(self._now(), usegmt=True)
            await send(message)

        await self._app(scope, receive, dated)
