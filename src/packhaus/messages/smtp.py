"""The one door to mail servers: one connection, some mails, what was said to each.

Thin over smtplib, command by command, so that it is known where something went wrong: before the text was
handed over nothing was sent, after it only an answer says so.
"""

from __future__ import annotations

import contextlib
import os
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from enum import StrEnum

from packhaus.kit.errors import NeedsMerchant, Problem, Retry
from packhaus.kit.mail_addresses import wire_address
from packhaus.kit.words import Words
from packhaus.messages import refusals
from packhaus.messages.server import WHERE, MailServer

_OWN_NAME = "[127.0.0.1]"
"""How we greet a server: a name of this machine would be asked for in the net, and told to others."""
_DOT_AT_START = re.compile(rb"(?m)^\.")


_PATIENCE_WITH_THE_TEXT = 4
"""So many times as long as other answers that to the text is waited for: a server looks into it first."""


def _seconds() -> float:
    return float(os.environ.get("PACKHAUS_SMTP_SECONDS", "20"))


class Outcome(StrEnum):
    """What became of one mail."""

    SENT = "sent"
    PUT_OFF = "put_off"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Said:
    """What the server said to one mail. ``code``: its own, None where it said nothing."""

    outcome: Outcome
    code: int | None = None
    words: Words | None = None


class Session:
    """A connection that is logged in. ``is_over``: it can take no more mails."""

    def __init__(self, connection: smtplib.SMTP, server: MailServer) -> None:
        self._connection = connection
        self._server = server
        self.is_over = False

    def send(self, message: EmailMessage, recipient: str) -> Said:
        """Hand one mail over for one recipient.

        Raises NeedsMerchant where the server takes none from this sender, Retry where the connection broke
        before the text was handed over. A connection that breaks after it is Outcome.UNKNOWN.
        """
        handed_over = False
        try:
            said = self._envelope(recipient)
            if said is None:
                code, _ = self._connection.docmd("DATA")
                if code == 354:
                    handed_over = True
                    said = self._text(message)
                else:
                    said = self._refused(code, refusals.of_text(code))
            return said
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self.is_over = True
            if handed_over:
                return Said(Outcome.UNKNOWN, None, Words(refusals.NOT_SAID))
            raise _broken_off(error, self._server) from None

    def _envelope(self, recipient: str) -> Said | None:
        """Sender and recipient; None where both are taken."""
        code, answer = self._connection.mail(wire_address(self._server.sender_address))
        if code >= 500:
            raise NeedsMerchant(refusals.of_sender(code, answer), WHERE)
        if code >= 400:
            return self._refused(code, None)
        code, answer = self._connection.rcpt(wire_address(recipient))
        return None if code in (250, 251) else self._refused(code, refusals.of_recipient(code, answer))

    def _text(self, message: EmailMessage) -> Said:
        """The text itself, its dots doubled (RFC 5321 4.5.2), and the answer to it."""
        text = _DOT_AT_START.sub(b"..", message.as_bytes(policy=WIRE))
        self._connection.send(text + (b"" if text.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        if self._connection.sock is not None:
            self._connection.sock.settimeout(_seconds() * _PATIENCE_WITH_THE_TEXT)
        code, _ = self._connection.getreply()
        if self._connection.sock is not None:
            self._connection.sock.settimeout(_seconds())
        return Said(Outcome.SENT, code) if code == 250 else self._refused(code, refusals.of_text(code))

    def _refused(self, code: int, words: Words | None) -> Said:
        self.is_over = code == 421 or not self._begun_anew()
        if code >= 500 and words is not None:
            return Said(Outcome.REFUSED, code, words)
        return Said(Outcome.PUT_OFF, code, refusals.put_off(code))

    def _begun_anew(self) -> bool:
        try:
            return self._connection.rset()[0] == 250
        except (smtplib.SMTPServerDisconnected, OSError):
            return False


@contextmanager
def opened(server: MailServer) -> Iterator[Session]:
    """A session with a server, its certificate checked before the log-in.

    Raises Retry where nobody answers, NeedsMerchant where the settings are wrong.
    """
    connection = _connected(server)
    try:
        yield Session(connection, server)
    finally:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            connection.quit()
        connection.close()


def _connected(server: MailServer) -> smtplib.SMTP:
    connection: smtplib.SMTP | None = None
    try:
        connection = _greeted(server)
        if server.security == "starttls":
            _secured(connection, server)
        connection.ehlo_or_helo_if_needed()
        if server.user:
            _log_in(connection, server)
    except BaseException as error:
        if connection is not None:
            connection.close()
        if isinstance(error, Problem) or not isinstance(error, Exception):
            raise
        raise _why(error, server) from None
    return connection


def _greeted(server: MailServer) -> smtplib.SMTP:
    if server.security == "tls":
        return smtplib.SMTP_SSL(
            server.host,
            server.port,
            local_hostname=_OWN_NAME,
            timeout=_seconds(),
            context=ssl.create_default_context(),
        )
    return smtplib.SMTP(server.host, server.port, local_hostname=_OWN_NAME, timeout=_seconds())


def _secured(connection: smtplib.SMTP, server: MailServer) -> None:
    connection.ehlo_or_helo_if_needed()
    if not connection.has_extn("starttls"):
        raise NeedsMerchant(_words(refusals.NO_STARTTLS, server), WHERE)
    connection.starttls(context=ssl.create_default_context())


def _log_in(connection: smtplib.SMTP, server: MailServer) -> None:
    if not connection.has_extn("auth"):
        raise NeedsMerchant(_words(refusals.NO_LOGIN, server), WHERE)
    try:
        connection.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError as error:
        code, answer = error.smtp_code, error.smtp_error
        if 400 <= code < 500:
            raise Retry(refusals.put_off(code)) from None
        said = answer if isinstance(answer, bytes) else answer.encode()
        raise NeedsMerchant(refusals.of_login(code, said), WHERE) from None
    except smtplib.SMTPNotSupportedError:
        raise NeedsMerchant(_words(refusals.NO_LOGIN, server), WHERE) from None
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException:
        raise NeedsMerchant(Words(refusals.OTHER_LOGIN), WHERE) from None


def _why(error: Exception, server: MailServer) -> Problem:
    """A failure to get as far as a session, by its cure."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return NeedsMerchant(refusals.of_certificate(error, server.host), WHERE)
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return _broken_off(error, server)
    if isinstance(error, smtplib.SMTPConnectError) and 400 <= error.smtp_code < 500:
        return Retry(refusals.put_off(error.smtp_code))
    if isinstance(error, smtplib.SMTPException):
        return NeedsMerchant(_words(refusals.NO_MAIL_SERVER, server), WHERE)
    if isinstance(error, ssl.SSLError):
        return NeedsMerchant(_words(refusals.NO_TLS, server), WHERE)
    if isinstance(error, OSError):
        return Retry(refusals.of_connection(error, server.host, server.port))
    if isinstance(error, UnicodeError):
        return NeedsMerchant(_words(refusals.UNKNOWN_HOST, server), WHERE)
    raise error


def _broken_off(error: Exception, server: MailServer) -> Retry:
    # smtplib says "closed" of a time-out as well; what it met lies behind.
    late = isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)
    return Retry(_words(refusals.NO_ANSWER if late else refusals.BROKEN_OFF, server))


def _words(text: str, server: MailServer) -> Words:
    return Words(text, {"host": server.host, "port": str(server.port)})
