"""Asks for mails, says how the sending goes. What is asked for is sent by ``flow/deliver.py``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from packhaus.accounts.models import Member, Organization
from packhaus.engine.due import make_due
from packhaus.kit.errors import Bug, Problem, Rejected
from packhaus.kit.ids import public_id
from packhaus.kit.mail_addresses import wire_domain
from packhaus.kit.words import Words, gettext_noop
from packhaus.messages.letters import KINDS
from packhaus.messages.lines import lines_of
from packhaus.messages.models import MailSettings, Message
from packhaus.messages.rules import may_write_to_buyer
from packhaus.messages.server import server_of
from packhaus.messages.states import OPEN, move

DUE = "mail"
"""The kind of due work; its subject is an organization."""
_NO_DOMAIN = "packhaus.invalid"


def owners(organization: Organization) -> list[Member]:
    """Who gets mails: all active owners (R4.5)."""
    return list(
        Member.objects.filter(organization=organization, role=Member.Role.OWNER, is_active=True).order_by(
            "pk"
        )
    )


def ask(
    organization: Organization,
    members: Iterable[Member],
    kind: str,
    values: Mapping[str, object],
    key: str,
    now: datetime,
) -> list[Message]:
    """Ask for a mail to each member, in the caller's transaction: it goes out if that commits.

    ``kind`` is a key of ``letters.KINDS``; ``values`` hold its lines (``lines.Line``), nothing of buyers.
    The same ``key`` and member again is the same mail, whatever has become of it. Raises Bug for an unknown
    kind and for values of another form.
    """
    if kind not in KINDS:
        raise Bug(Words(gettext_noop("There is no mail of the kind %(kind)s."), {"kind": kind}))
    lines = lines_of(values)
    if not lines and kind != "test":
        raise Bug(Words(gettext_noop("A mail of the kind %(kind)s needs a line."), {"kind": kind}))
    wanted = list(members)
    domain = _domain(organization)
    Message.objects.bulk_create(
        (_made(organization, member, kind, values, key, domain, now) for member in wanted),
        ignore_conflicts=True,
    )
    found = list(
        Message.objects.filter(organization=organization, key=key, recipient__in=wanted).order_by("pk")
    )
    if any(message.state in OPEN for message in found):
        make_due(DUE, organization.pk, now)
    return found


def ask_buyer(
    organization: Organization,
    kind: str,
    *,
    shop: str,
    order_number: str,
    order_id: int,
    parcel_id: int,
    language: str,
    now: datetime,
) -> Message:
    """Ask for a mail about a parcel to its order's buyer, once a kind, in the caller's transaction.

    ``kind`` is a key of ``buyer_texts.BUYER_KINDS``. Nothing of the buyer is kept: who it is is read from the
    vault when it is sent. Raises Rejected where the buyer may not be written to (R4.1).
    """
    may, why = may_write_to_buyer(shop, order_number)
    if not may:
        raise Rejected(why)
    name = public_id()
    message, is_new = Message.objects.get_or_create(
        organization=organization,
        key=f"{kind}:{parcel_id}",
        recipient=None,
        defaults={
            "public_id": name,
            "kind": kind,
            "order_id": order_id,
            "parcel_id": parcel_id,
            "language": language,
            "message_id": f"<{name}@{_domain(organization)}>",
            "state_at": now,
            "made_at": now,
            "due_at": now,
        },
    )
    if is_new:
        make_due(DUE, organization.pk, now)
    return message


def withdraw(organization: Organization, key: str, now: datetime) -> int:
    """Take back what was asked for under ``key`` and is not sent yet: its matter is settled. How many.

    A mail that is on its way just now goes out all the same.
    """
    waiting = Message.objects.select_for_update(skip_locked=True).filter(
        organization=organization, key=key, state__in=("owed", "unknown")
    )
    count = 0
    for message in waiting:
        move(message, "withdrawn", now)
        count += 1
    return count


def mail_problem(organization: Organization) -> Words | None:
    """Why mails do not get through, in the merchant's words; None where they do (R4.5).

    First what is wrong with the server, then a mail that was refused for good, if nothing has reached that
    member since and the settings are still the same.
    """
    kept = MailSettings.objects.filter(organization=organization).first()
    if kept is not None and kept.problem:
        return Words.from_stored(kept.problem)
    if Message.objects.filter(organization=organization, state__in=OPEN).exists():
        try:
            server_of(organization)
        except Problem as problem:
            return problem.words
    for member in owners(organization):
        last = (
            Message.objects.filter(organization=organization, recipient=member, state__in=("sent", "refused"))
            .order_by("-state_at", "-pk")
            .first()
        )
        changed = kept.changed_at if kept is not None else None
        if (
            last is not None
            and last.state == Message.State.REFUSED
            and (changed is None or last.state_at > changed)
        ):
            return Words.from_stored(last.words)
    return None


def _made(
    organization: Organization,
    member: Member,
    kind: str,
    values: Mapping[str, object],
    key: str,
    domain: str,
    now: datetime,
) -> Message:
    name = public_id()
    return Message(
        organization=organization,
        public_id=name,
        kind=kind,
        recipient=member,
        language=member.language,
        values=dict(values),
        key=key,
        message_id=f"<{name}@{domain}>",
        state_at=now,
        made_at=now,
        due_at=now,
    )


def _domain(organization: Organization) -> str:
    """The sender's domain: mail programs distrust a Message-ID of another one."""
    try:
        return wire_domain(server_of(organization).sender_address.rpartition("@")[2])
    except Problem:
        return _NO_DOMAIN
