"""Send what is owed in the outbox, by the merchant's own mail server (R4.5, R4.1): intent, call, record.

Where it stays open whether the server took a mail, the same one goes out again, under the same Message-ID: a
reminder twice is better than none.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from packhaus.accounts.models import Organization
from packhaus.engine.due import back_off, due_kind, make_due
from packhaus.engine.seams import seam
from packhaus.flow import buyers
from packhaus.flow.buyers import Stopped
from packhaus.flow.lines import lines_now
from packhaus.kit.errors import Bug, NeedsMerchant, Problem, Rejected, Retry
from packhaus.kit.words import Words
from packhaus.messages import outbox, server, smtp
from packhaus.messages.compose import compose
from packhaus.messages.models import Message
from packhaus.messages.refusals import NEVER_SAID, NOT_SAID
from packhaus.messages.states import OPEN, move

GIVE_UP_AFTER = timedelta(days=3)
"""As long as mail servers themselves try (RFC 5321 4.5.4.1 asks for four to five days, most take less)."""
A_TEST = timedelta(minutes=10)
"""Who asked for a test mail waits for the answer."""
AGAIN = timedelta(hours=1)
"""When settings that were refused are tried again: a log-in refused too often can be locked."""
MOST_UNSURE = 3
"""So often a mail goes out without a word whether it was taken: twice is better than never, ten times not."""
A_JOB = 50


@due_kind(outbox.DUE)
def deliver(organization_id: int, now: datetime) -> datetime | None:
    """Send one organization's mails, oldest first, over one connection."""
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None:
        return None
    owed = Message.objects.filter(organization=organization, state__in=OPEN)
    ids = list(owed.filter(due_at__lte=now).order_by("due_at", "pk").values_list("pk", flat=True)[:A_JOB])
    if ids:
        try:
            sent = _send(organization, ids, now)
        except Retry as error:
            _in_trouble(organization, error, now)
            if not owed.exists():
                return None
            raise
        except NeedsMerchant as error:
            _in_trouble(organization, error, now)
            return now + AGAIN if owed.exists() else None
        if sent:
            server.keep_success(organization, now)
    return owed.order_by("due_at").values_list("due_at", flat=True).first()


def _send(organization: Organization, ids: list[int], now: datetime) -> bool:
    """Whether the server took one of the mails. Raises as ``smtp.opened`` and ``Session.send`` do."""
    mail_server = server.server_of(organization)
    sent = False
    with smtp.opened(mail_server) as session:
        for pk in ids:
            if not session.is_over:
                sent |= _one(session, mail_server, pk, now)
    return sent


def _one(session: smtp.Session, mail_server: server.MailServer, pk: int, now: datetime) -> bool:
    """One mail on its own: what is wrong with it holds no other up. Whether it was taken."""
    with transaction.atomic():
        message = (
            Message.objects.select_for_update(of=("self",))
            .select_related("recipient", "organization", "order__connection", "parcel__carrier_account")
            .get(pk=pk)
        )
        if message.state not in OPEN:
            return False
        if message.state == Message.State.INTENDED:
            message.unsure += 1
            move(message, "unknown", now, due_at=now, words=Words(NOT_SAID))
        if message.unsure >= MOST_UNSURE:
            move(message, "refused", now, words=Words(NEVER_SAID))
            return False
        found = _ready(message, mail_server, now)
        if isinstance(found, Stopped):
            move(message, found.state, now, due_at=found.due_at, words=found.words)
            return False
        message.attempts += 1
        move(message, "intended", now, due_at=now)
    seam("mail.intended")
    try:
        said = session.send(found.mail, found.address)
    except Problem as error:
        # Nothing was handed over, so it is owed as before.
        move(message, "owed", now, due_at=now, words=error.words)
        raise
    seam("mail.called")
    _record(message, said, now)
    seam("mail.recorded")
    return said.outcome is smtp.Outcome.SENT


def _ready(message: Message, mail_server: server.MailServer, now: datetime) -> buyers.Ready | Stopped:
    """The mail as things stand now, or why it does not go out."""
    if message.recipient is None:
        return buyers.ready(message, mail_server, now)
    if not message.recipient.is_active:
        return Stopped("withdrawn", None)
    lines = lines_now(message, now)
    if lines is not None and not lines:
        return Stopped("withdrawn", None)
    if lines is not None:
        message.values = {"lines": lines}
        message.save(update_fields=["values"])
    try:
        return buyers.Ready(compose(message, mail_server, now), message.recipient.email)
    except (Bug, Rejected) as error:
        return Stopped("refused", error.words)


def _record(message: Message, said: smtp.Said, now: datetime) -> None:
    words = said.words if message.recipient_id is not None else buyers.refused_words(said.words)
    if said.outcome is smtp.Outcome.SENT:
        with transaction.atomic():
            move(message, "sent", now, code=said.code)
            buyers.sent(message, now)
    elif said.outcome is smtp.Outcome.REFUSED or _is_old(message, now):
        move(message, "refused", now, code=said.code, words=words)
    elif said.outcome is smtp.Outcome.PUT_OFF:
        again = back_off(now, message.attempts + 4)
        move(message, "owed", now, due_at=again, code=said.code, words=said.words)
    else:
        message.unsure += 1
        move(message, "unknown", now, due_at=back_off(now, message.attempts + 6), words=said.words)


def _in_trouble(organization: Organization, error: Problem, now: datetime) -> None:
    """No mail gets through: the panel says so, and since when; the oldest are given up."""
    server.keep_problem(organization, error.words, now)
    for message in Message.objects.filter(organization=organization, state__in=OPEN, due_at__lte=now):
        if _is_old(message, now) or (message.kind == "test" and message.state == Message.State.OWED):
            move(message, "refused", now, words=error.words)
        elif message.state == Message.State.OWED:
            move(message, "owed", now, due_at=message.due_at, words=error.words)


def _is_old(message: Message, now: datetime) -> bool:
    return now - message.made_at >= (A_TEST if message.kind == "test" else GIVE_UP_AFTER)


def send_now(organization: Organization, now: datetime) -> None:
    """Try everything that waits again, now: the settings were changed. In the caller's transaction."""
    waiting = Message.objects.filter(organization=organization, state__in=OPEN)
    if waiting.update(due_at=now):
        make_due(outbox.DUE, organization.pk, now)
