"""Which mail server an organization's mails go out by: its own, else the operator's."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from urllib.parse import unquote, urlsplit

from django.conf import settings

from packhaus.accounts.models import Organization
from packhaus.kit.errors import NeedsMerchant
from packhaus.kit.words import Words, gettext_noop
from packhaus.messages.addresses import mailbox
from packhaus.messages.models import MailSettings
from packhaus.privacy import vault

WHERE = "messages:settings"
"""The page on which all of this is mended."""

NONE_SET_UP = Words(
    gettext_noop("No mail server is set up, so no mail can be sent. Enter the one of your mail provider.")
)
_NO_ADDRESS = Words(
    gettext_noop(
        "The operator's setting PACKHAUS_SMTP is no address of a mail server: it has the form"
        " smtps://user:password@host:465, and PACKHAUS_SMTP_FROM names the sender."
    )
)
_NO_SENDER = Words(
    gettext_noop(
        "The sender address is none that a mail can come from. Enter it as it is at your mail provider, as in"
        " orders@example.org."
    )
)
_PORTS = {"smtps": 465, "smtp": 587}


@dataclass(frozen=True)
class MailServer:
    """A mail server with the log-in to it, and the sender. ``security``: tls, starttls or none."""

    host: str
    port: int
    security: str
    user: str
    sender_address: str
    sender_name: str
    password: str = field(default="", repr=False)


def is_local(host: str) -> bool:
    """Whether a host is this machine, so that nothing goes over a wire in the clear."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def server_of(organization: Organization) -> MailServer:
    """The server to send by. Raises NeedsMerchant where there is none, and the errors of ``open_secret``."""
    own = MailSettings.objects.filter(organization=organization).exclude(host="").first()
    if own is None:
        found = operators()
        if found is None:
            raise NeedsMerchant(NONE_SET_UP, WHERE)
        return found
    sealed = bytes(own.sealed_password)
    return MailServer(
        host=own.host,
        port=own.port,
        security=own.security,
        user=own.user,
        password=vault.open_secret(sealed, _bound_to(organization)) if sealed else "",
        sender_address=own.sender_address,
        sender_name=own.sender_name or organization.name,
    )


def sender_of(server: MailServer) -> Address:
    """Whom mails by this server are from. Raises NeedsMerchant where that can stand in no mail."""
    try:
        return mailbox(server.sender_name, server.sender_address)
    except ValueError:
        raise NeedsMerchant(_NO_SENDER, WHERE) from None


def operators() -> MailServer | None:
    """The server of the environment, for organizations without one of their own; None where there is none.

    Raises NeedsMerchant where what stands there is no address.
    """
    address, sender = settings.PACKHAUS_SMTP, settings.PACKHAUS_SMTP_FROM
    if not address:
        return None
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise NeedsMerchant(_NO_ADDRESS, WHERE) from None
    if not parts.hostname or "@" not in sender:
        raise NeedsMerchant(_NO_ADDRESS, WHERE)
    plain = "none" if is_local(parts.hostname) else "starttls"
    return MailServer(
        host=parts.hostname,
        port=port,
        security="tls" if parts.scheme == "smtps" else plain,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender_address=sender,
        sender_name="Packhaus",
    )


def save_server(
    organization: Organization,
    *,
    host: str,
    port: int,
    security: str,
    user: str,
    password: str | None,
    sender_address: str,
    sender_name: str,
    now: datetime,
) -> MailSettings:
    """Keep an organization's own server; ``password`` None keeps the one that is there.

    What went wrong before is forgotten: it was of the settings as they stood. Raises the errors of
    ``seal_secret``.
    """
    kept, _ = MailSettings.objects.get_or_create(organization=organization)
    if password is not None:
        kept.sealed_password = vault.seal_secret(password, _bound_to(organization)) if password else b""
    kept.host, kept.port, kept.security, kept.user = host, port, security, user
    kept.sender_address, kept.sender_name = sender_address, sender_name
    kept.changed_at, kept.problem, kept.problem_since, kept.last_ok_at = now, None, None, None
    kept.save()
    return kept


def keep_problem(organization: Organization, words: Words, now: datetime) -> None:
    """Let the panel say what is wrong with sending, and since when (R4.5)."""
    kept, _ = MailSettings.objects.get_or_create(organization=organization)
    MailSettings.objects.filter(pk=kept.pk).update(
        problem=words.stored(), problem_since=kept.problem_since or now
    )


def keep_success(organization: Organization, now: datetime) -> None:
    """A mail went out: what was wrong is over."""
    MailSettings.objects.update_or_create(
        organization=organization, defaults={"problem": None, "problem_since": None, "last_ok_at": now}
    )


def _bound_to(organization: Organization) -> str:
    return f"mail:{organization.public_id}"
