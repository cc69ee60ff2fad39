"""Lets a fault cut a connection without a word, which ASGI alone cannot."""

import asyncio
from typing import cast

from starlette.types import Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

_open: dict[tuple[str, int], asyncio.BaseTransport] = {}


class RememberingProtocol(H11Protocol):
    """uvicorn's HTTP protocol, which also remembers whose transport is whose."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the caller's transport."""
        super().connection_made(cast("asyncio.Transport", transport))
        peer = transport.get_extra_info("peername")
        if peer:
            _open[(peer[0], peer[1])] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the caller's transport."""
        peer = self.transport.get_extra_info("peername")
        if peer:
            _open.pop((peer[0], peer[1]), None)
        super().connection_lost(exc)


async def cut(scope: Scope) -> None:
    """Close the caller's connection at once."""
    client = cast("tuple[str, int] | None", scope.get("client"))
    transport = _open.get((client[0], client[1])) if client else None
    if isinstance(transport, asyncio.Transport):
        transport.abort()
    # The server must hear of the loss before the answer would be missed, else it logs an error of its own.
    await asyncio.sleep(0.01)
