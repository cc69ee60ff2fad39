"""The SMTP face, on a port of its own in the simulator's event loop. Spoken by aiosmtpd."""

import asyncio
import logging
import socket
from collections.abc import Callable
from datetime import datetime
from hmac import compare_digest

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from packhaus_simulator.mail.post import Mail, Manner, Post

_NAME = "mail.simulator.example"
_NOBODY_SPEAKS = b"HTTP/1.0 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<h1>Bad Request</h1>\r\n"
_BACKLOG = 100

# aiosmtpd warns of its own old attributes at each log-in.
logging.getLogger("mail.log").setLevel(logging.ERROR)


class PostOffice:
    """Listens, or refuses connections while it is down, always at the same port."""

    def __init__(self, post: Post, clock: Callable[[], datetime]) -> None:
        self._post = post
        self._clock = clock
        self._server: asyncio.Server | None = None
        self._starting: asyncio.Task[None] | None = None
        self._held: socket.socket | None = None

    async def start(self) -> None:
        """Take a free port and listen."""
        place = self._bound(0)
        self._post.port = int(place.getsockname()[1])
        await self._listen(place)

    def behave(self, manner: Manner) -> None:
        """Behave so from the next connection on; at once where it goes down or comes up again."""
        was, self._post.manner = self._post.manner.mode, manner
        if manner.mode == "down" and was != "down":
            if self._server is not None:
                self._server.close()
            # A socket that is bound and does not listen refuses connections, and keeps the port for later.
            self._held = self._bound(self._post.port)
        elif was == "down" and manner.mode != "down" and self._held is not None:
            place, self._held = self._held, None
            place.listen(_BACKLOG)
            self._starting = asyncio.get_running_loop().create_task(self._listen(place))

    def start_over(self) -> None:
        """Empty and well-behaved again, at the same port."""
        self.behave(Manner())
        self._post.start_over()

    def _bound(self, port: int) -> socket.socket:
        place = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        place.bind((self._post.host, port))
        place.setblocking(False)
        return place

    async def _listen(self, place: socket.socket) -> None:
        self._server = await asyncio.get_running_loop().create_server(
            self._protocol, sock=place, backlog=_BACKLOG
        )

    def _protocol(self) -> asyncio.Protocol:
        if self._post.manner.mode == "garbage":
            return _Garbage()
        return SMTP(
            _Counter(self._post, self._clock),
            hostname=_NAME,
            ident="Packhaus simulator",
            authenticator=self._log_in,
            auth_require_tls=False,
            loop=asyncio.get_running_loop(),
        )

    def _log_in(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: LoginPassword
    ) -> AuthResult:
        fits = compare_digest(given.login, self._post.user.encode()) and compare_digest(
            given.password, self._post.password.encode()
        )
        return AuthResult(success=fits and self._post.manner.mode != "auth_fails", handled=False)


class _Garbage(asyncio.Protocol):
    """Something else listens at that port: no mail server at all."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            transport.write(_NOBODY_SPEAKS)
            transport.close()


class _Counter:
    """Answers the commands of one connection; aiosmtpd calls what is named ``handle_*``."""

    def __init__(self, post: Post, clock: Callable[[], datetime]) -> None:
        self._post = post
        self._clock = clock

    async def _delayed(self) -> Manner:
        manner = self._post.manner
        if manner.mode == "slow":
            await asyncio.sleep(manner.seconds)
        return manner

    async def handle_MAIL(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        manner = await self._delayed()
        if not session.authenticated:
            return "530 5.7.0 Authentication required"
        if manner.mode == "refuse_sender":
            return f"550 5.7.1 <{address}>: Sender address rejected: not owned by user"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Ok"

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        manner = await self._delayed()
        if address in manner.refuse:
            return f"550 5.1.1 <{address}>: Recipient address rejected: User unknown"
        if manner.mode == "refuse_all":
            return f"554 5.7.1 <{address}>: Relay access denied"
        if manner.mode == "greylist":
            return f"451 4.7.1 <{address}>: Recipient address rejected: Greylisted, try again later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        manner = await self._delayed()
        content = envelope.original_content or b""
        self._post.mails.append(
            Mail(envelope.mail_from or "", tuple(envelope.rcpt_tos), content, self._clock())
        )
        if manner.mode == "silent":
            await asyncio.sleep(manner.seconds)
        if manner.mode == "cut" and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
            # The loss of the connection ends this task while it sleeps.
            await asyncio.sleep(60)
        return f"250 2.0.0 Ok: queued as {len(self._post.mails)}"
