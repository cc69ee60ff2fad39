"""From a row of the outbox to the mail that goes over the wire: headers, greeting, text, link."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext

from packhaus.kit.errors import Bug, Rejected
from packhaus.kit.words import Words, gettext_noop
from packhaus.messages.addresses import mailbox, one_line
from packhaus.messages.letter import Letter
from packhaus.messages.letters import KINDS
from packhaus.messages.lines import lines_of
from packhaus.messages.models import Message
from packhaus.messages.server import MailServer, sender_of


def compose(message: Message, server: MailServer, now: datetime) -> EmailMessage:
    """The mail as it stands at ``now``, in the language that was the reader's when it was asked for.

    ``recipient`` and ``organization`` of ``message`` are read. Raises Bug where its values have not the
    form of its kind, Rejected where the recipient's address can stand in no mail, NeedsMerchant where the
    sender's cannot.
    """
    if message.recipient is None:
        raise Bug(Words(gettext_noop("A mail to a buyer is not written from these kinds.")))
    zone = ZoneInfo(message.organization.time_zone)
    with translation.override(message.language):
        letter = KINDS[message.kind].write(lines_of(message.values), now.astimezone(zone).date())
        text = _text(message, message.recipient.name, letter)
    mail = EmailMessage(policy=WIRE)
    mail["From"] = sender_of(server)
    try:
        mail["To"] = mailbox(message.recipient.name, message.recipient.email)
    except ValueError:
        raise Rejected(Words(NO_ADDRESS)) from None
    mail["Subject"] = one_line(letter.subject)
    mail["Date"] = format_datetime(now.astimezone(zone))
    mail["Message-ID"] = message.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Packhaus-Kind"] = message.kind
    mail["Content-Language"] = message.language
    mail.set_content(text, charset="utf-8", cte="quoted-printable")
    return mail


def _text(message: Message, name: str, letter: Letter) -> str:
    greeting = gettext("Hello %(name)s,") % {"name": name}
    footer = gettext("Packhaus of %(organization)s, sent by itself") % {
        "organization": message.organization.name
    }
    parts = [greeting, *letter.paragraphs, _link(letter), f"-- \n{footer}"]
    return "\n\n".join(part for part in parts if part) + "\n"


def _link(letter: Letter) -> str:
    """What is done where; without a link where this installation does not know its own address."""
    if not settings.PACKHAUS_URL:
        return ""
    try:
        path = reverse(letter.page)
    except NoReverseMatch:
        path = reverse("desk:settings")
    return f"{letter.link}:\n{settings.PACKHAUS_URL.rstrip('/')}{path}"


NO_ADDRESS = gettext_noop("This member's address is none that a mail can go to. Correct it.")
