"""What a mail server's refusals mean, in the merchant's words, with what to mend; no address in any."""

from __future__ import annotations

import re
import socket
import ssl

from packhaus.kit.words import Words, gettext_noop

# Enhanced status codes of RFC 3463; codes of RFC 5321 and RFC 4954.
_ENHANCED = re.compile(rb"^\s*([245])\.(\d{1,3})\.(\d{1,3})\b")
_SELF_SIGNED = {18, 19}
_EXPIRED, _OTHER_NAME = 10, 62


def detail(answer: bytes) -> str:
    """The ``x.y`` of an enhanced status code such as 5.7.1 in a server's answer; empty where it has none."""
    found = _ENHANCED.match(answer)
    return f"{int(found[2])}.{int(found[3])}" if found else ""


def of_certificate(error: ssl.SSLCertVerificationError, host: str) -> Words:
    """Why a server's certificate is not trusted."""
    values = {"host": host}
    if error.verify_code in _SELF_SIGNED:
        return Words(SELF_SIGNED, values)
    if error.verify_code == _EXPIRED:
        return Words(EXPIRED, values)
    if error.verify_code == _OTHER_NAME or "match" in (error.verify_message or ""):
        return Words(OTHER_NAME, values)
    return Words(UNTRUSTED, values)


def of_connection(error: OSError, host: str, port: int) -> Words:
    """Why nobody was reached at ``host`` and ``port``."""
    values = {"host": host, "port": str(port)}
    if isinstance(error, socket.gaierror):
        return Words(UNKNOWN_HOST, values)
    if isinstance(error, TimeoutError):
        return Words(NO_ANSWER, values)
    if isinstance(error, ssl.SSLError):
        return Words(NO_TLS, values)
    return Words(CLOSED, values)


def of_login(code: int, answer: bytes) -> Words:
    """Why the log-in was not taken."""
    if code == 534 or detail(answer) == "7.9":
        return Words(OTHER_LOGIN)
    return Words(WRONG_PASSWORD)


def of_sender(code: int, answer: bytes) -> Words:
    """Why no mail is taken from this sender."""
    return Words(LOGIN_WANTED) if code == 530 else Words(WRONG_SENDER, {"code": str(code)})


def of_recipient(code: int, answer: bytes) -> Words:
    """Why no mail is taken for this recipient."""
    if detail(answer) in ("1.1", "1.2", "1.3", "1.6"):
        return Words(UNKNOWN_RECIPIENT, {"code": str(code)})
    if detail(answer) in ("2.1", "2.2"):
        return Words(FULL_MAILBOX, {"code": str(code)})
    if detail(answer) == "7.1" or code == 554:
        return Words(NOT_PASSED_ON, {"code": str(code)})
    return Words(WRONG_RECIPIENT, {"code": str(code)})


def of_text(code: int) -> Words:
    """Why the mail itself was not taken."""
    return Words(REFUSED_TEXT, {"code": str(code)})


def put_off(code: int) -> Words:
    """A refusal for the time being."""
    return Words(PUT_OFF, {"code": str(code)})


UNKNOWN_HOST = gettext_noop("The mail server %(host)s is not known. Check its name.")
CLOSED = gettext_noop(
    "Nothing answers at the mail server %(host)s on port %(port)s. Check the port: it is mostly 465 with TLS,"
    " or 587 with STARTTLS. If it worked before, the server is down."
)
NO_ANSWER = gettext_noop(
    "The mail server %(host)s does not answer in time. If it worked before, it is busy; else check name and"
    " port %(port)s."
)
NO_MAIL_SERVER = gettext_noop(
    "What answers at %(host)s on port %(port)s is no mail server that sends. Check name and port."
)
NO_TLS = gettext_noop(
    "The mail server %(host)s does not begin with TLS on port %(port)s. Choose STARTTLS (mostly port 587), or"
    " the port for TLS (mostly 465)."
)
NO_STARTTLS = gettext_noop(
    "The mail server %(host)s offers no STARTTLS on port %(port)s. Choose TLS (mostly port 465), or"
    " another port."
)
SELF_SIGNED = gettext_noop(
    "The mail server %(host)s shows a certificate that it signed itself, so anybody could pose as it. Nothing"
    " was sent, not even the password. Use the server's public name, or give it a certificate that is"
    " recognized."
)
EXPIRED = gettext_noop(
    "The certificate of the mail server %(host)s has expired, or the clock of this machine is wrong. Nothing"
    " was sent. Whoever runs the server must renew it."
)
OTHER_NAME = gettext_noop(
    "The certificate of the mail server %(host)s is for another name. Nothing was sent. Enter the name that"
    " your mail provider gives for sending."
)
UNTRUSTED = gettext_noop(
    "The certificate of the mail server %(host)s is not trusted by this machine. Nothing was sent."
)
NO_LOGIN = gettext_noop(
    "The mail server %(host)s offers no log-in here. Choose TLS or STARTTLS, or leave user and password"
    " empty."
)
WRONG_PASSWORD = gettext_noop(
    "The mail server did not take user and password. Check both; some providers want the whole e-mail address"
    " as user, and a password made for programs."
)
OTHER_LOGIN = gettext_noop(
    "The mail server does not take this kind of log-in. Make a password for programs (app password) at your"
    " mail provider and enter it here."
)
LOGIN_WANTED = gettext_noop("The mail server wants a log-in. Enter user and password.")
WRONG_SENDER = gettext_noop(
    "The mail server does not take the sender address (code %(code)s). Enter an address that belongs to the"
    " mail account."
)
UNKNOWN_RECIPIENT = gettext_noop(
    "The mail server does not know the recipient's address (code %(code)s). Check the address of this member."
)
FULL_MAILBOX = gettext_noop("The recipient's mailbox is full or closed (code %(code)s).")
NOT_PASSED_ON = gettext_noop(
    "The mail server does not pass the mail on to this recipient (code %(code)s). Check that user, password"
    " and sender address belong to one mail account."
)
WRONG_RECIPIENT = gettext_noop("The mail server refuses mails to this recipient (code %(code)s).")
REFUSED_TEXT = gettext_noop(
    "The mail server refused the mail for what is in it (code %(code)s). Ask your mail provider why."
)
PUT_OFF = gettext_noop("The mail server puts the mail off (code %(code)s). It is tried again by itself.")
BROKEN_OFF = gettext_noop("The mail server %(host)s broke the connection off. It is tried again by itself.")
NEVER_SAID = gettext_noop(
    "The mail was handed over three times, and the mail server never said whether it took it. It may have"
    " arrived."
)
NOT_SAID = gettext_noop(
    "The mail server did not say whether it took the mail. It is sent again, so it may come twice."
)
