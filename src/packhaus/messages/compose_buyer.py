"""A mail to a buyer as it goes over the wire. Name and address are in it, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from packhaus.kit.errors import Rejected
from packhaus.kit.words import Words, gettext_noop
from packhaus.messages.buyer_texts import BuyerText
from packhaus.messages.models import Message
from packhaus.messages.placeholders import filled
from packhaus.messages.server import MailServer


def compose_to_buyer(
    message: Message,
    server: MailServer,
    text: BuyerText,
    values: Mapping[str, str],
    address: str,
    now: datetime,
) -> EmailMessage:
    """The mail with the places of ``text`` filled from ``values`` (``placeholders.PLACEHOLDERS``).

    ``organization`` of ``message`` is read. Raises Rejected for an address that cannot stand in a mail.
    """
    mail = EmailMessage(policy=WIRE)
    mail["From"] = Address(display_name=server.sender_name, addr_spec=server.sender_address)
    mail["To"] = _to(values.get("name", ""), address)
    mail["Subject"] = " ".join(filled(text.subject, values).split())
    mail["Date"] = format_datetime(now.astimezone(ZoneInfo(message.organization.time_zone)))
    mail["Message-ID"] = message.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Packhaus-Kind"] = message.kind
    mail["Content-Language"] = message.language
    mail.set_content(filled(text.text, values).strip() + "\n", charset="utf-8", cte="quoted-printable")
    return mail


def _to(name: str, address: str) -> Address:
    box, _, domain = address.rpartition("@")
    try:
        wire = f"{box}@{domain.encode('idna').decode()}"
        return Address(display_name=" ".join(name.split()), addr_spec=wire)
    except (UnicodeError, ValueError, IndexError):
        raise Rejected(Words(NO_ADDRESS)) from None


NO_ADDRESS = gettext_noop("The buyer's e-mail address is none that a mail can go to. Nothing was sent.")
