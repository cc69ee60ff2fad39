"""A mail to a buyer as it goes over the wire. Name and address are in it, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from packhaus.kit.errors import Rejected
from packhaus.kit.words import Words, gettext_noop
from packhaus.messages.addresses import mailbox, one_line
from packhaus.messages.buyer_texts import BuyerText
from packhaus.messages.models import Message
from packhaus.messages.placeholders import filled
from packhaus.messages.server import MailServer, sender_of


def compose_to_buyer(
    message: Message,
    server: MailServer,
    text: BuyerText,
    values: Mapping[str, str],
    address: str,
    now: datetime,
) -> EmailMessage:
    """The mail with the places of ``text`` filled from ``values`` (``placeholders.PLACEHOLDERS``).

    ``organization`` of ``message`` is read. Raises Rejected for an address that cannot stand in a mail, and
    NeedsMerchant where the sender's cannot.
    """
    mail = EmailMessage(policy=WIRE)
    said = {name: one_line(value) for name, value in values.items()}
    mail["From"] = sender_of(server)
    try:
        mail["To"] = mailbox(said.get("name", ""), address)
    except ValueError:
        raise Rejected(Words(NO_ADDRESS)) from None
    mail["Subject"] = one_line(filled(text.subject, said))
    mail["Date"] = format_datetime(now.astimezone(ZoneInfo(message.organization.time_zone)))
    mail["Message-ID"] = message.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Packhaus-Kind"] = message.kind
    mail["Content-Language"] = message.language
    mail.set_content(filled(text.text, said).strip() + "\n", charset="utf-8", cte="quoted-printable")
    return mail


NO_ADDRESS = gettext_noop("The buyer's e-mail address is none that a mail can go to. Nothing was sent.")
