"""Authorizations as the pages show them: dates, state, reminders sent, and what can be done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from packhaus.accounts.models import Organization
from packhaus.authorizations.models import Authorization, Reminder
from packhaus.authorizations.pages.picture import Picture, picture_of
from packhaus.authorizations.rules import End, Ending, local_day, reminder_days
from packhaus.confirmations.models import Confirmation
from packhaus.flow.guard import end_at, today_of
from packhaus.flow.renew import label_of, page_at_shop
from packhaus.messages.models import Message
from packhaus.messages.states import OPEN
from packhaus.shops.causes import CAUSES, Cause
from packhaus.shops.models import Connection

KINDS: dict[str, Promise] = {
    "private": pgettext_lazy("kind of application", "own application"),
    "public": pgettext_lazy("kind of application", "public application"),
    "developer": pgettext_lazy("kind of application", "developer, the old way"),
}
_ORDER = {"expiring": 0, "denied": 1, "deactivated": 2, "requested": 3, "active": 4, "revoked": 9}
_DENIED_FOR = {"secret": "secret_ended", "role": "role_orders", "keys": "keys"}
_BY_DATE = ("active", "expiring", "deactivated")


@dataclass(frozen=True)
class Reminded:
    """A week's reminder. ``mail``: ``sent``, ``owed``, ``failed``, ``none``; ``next`` where it is to come."""

    day: date
    mail: str


@dataclass(frozen=True)
class Waiting:
    """What waits behind an authorization that does not stand."""

    confirmations: int
    orders_since: datetime | None


@dataclass(frozen=True)
class Shown:
    """One authorization with all that the table says of it."""

    authorization: Authorization
    connection: Connection | None
    countries: Sequence[str]
    end: End | None
    today: date
    began_on: date
    reminded: Sequence[Reminded]
    waiting: Waiting | None

    @property
    def name(self) -> str:
        """What the merchant calls the account."""
        return self.connection.name if self.connection else self.authorization.seller_id

    @property
    def kind(self) -> Promise:
        """The kind of application in words."""
        return KINDS[self.authorization.kind]

    @property
    def shop(self) -> str:
        """The shop's name."""
        return label_of(self.authorization)

    @property
    def state(self) -> str:
        """Its state, by the date where that has gone ahead of the row."""
        state = self.authorization.state
        if state in _BY_DATE and self.end is not None and self.today >= self.end.on:
            return str(Authorization.State.DEACTIVATED)
        return str(state)

    @property
    def denied_for(self) -> Cause | None:
        """Why the shop refuses it, where it is denied; its words name the shop by ``shop``."""
        if self.state != Authorization.State.DENIED:
            return None
        return CAUSES[_DENIED_FOR.get(self.authorization.cause, "token")]

    @property
    def names(self) -> dict[str, str]:
        """What stands in those words."""
        return {"shop": self.shop}

    @property
    def ends_by_secret(self) -> bool:
        """Whether it is the application's secret that ends, and not the year."""
        return self.end is not None and self.end.ending is Ending.SECRET

    @property
    def has_end(self) -> bool:
        """Whether an end is to be shown: not of one that was revoked."""
        return self.end is not None and self.state != Authorization.State.REVOKED

    @property
    def days_left(self) -> int | None:
        """Whole days to the end; None where there is none, or it is over."""
        if self.end is None or not self.has_end or self.end.on <= self.today:
            return None
        return (self.end.on - self.today).days

    @property
    def must_act(self) -> bool:
        """Whether the merchant has to do something."""
        return self.state in ("expiring", "deactivated", "denied")

    @property
    def renew_url(self) -> str:
        """Where it is renewed; for a secret, where a new one is entered. Empty once it is revoked."""
        if self.state == Authorization.State.REVOKED:
            return ""
        if self.state == Authorization.State.DENIED and self.connection:
            return reverse("shops:stands", args=[self.connection.public_id])
        if self.end is not None and self.end.ending is Ending.SECRET:
            return reverse("shops:secret", args=[self.authorization.application.public_id])
        return reverse("authorizations:renew", args=[self.authorization.public_id]) if self.end else ""

    @property
    def connect_url(self) -> str:
        """Where a revoked account is connected again."""
        return reverse(f"{self.authorization.shop}:new")

    @property
    def page_at_shop(self) -> str:
        """The shop's own page of those who have access."""
        return page_at_shop(self.authorization)

    @property
    def consent_url(self) -> str:
        """Where the walk to the shop's consent page begins; empty where there is none."""
        if self.authorization.kind != "public":
            return ""
        try:
            return reverse(f"{self.authorization.shop}:consent")
        except NoReverseMatch:
            return ""

    @property
    def picture(self) -> Picture | None:
        """The term as a picture."""
        if self.end is None or not self.has_end:
            return None
        told = {week.day for week in self.reminded if week.mail != "next"}
        return picture_of(self._term_began_on, self.end.on, self.today, self.state, told)

    @property
    def _term_began_on(self) -> date:
        if not self.ends_by_secret:
            return self.began_on
        zone = self.authorization.organization.time_zone
        return local_day(self.authorization.application.secret_entered_at, zone)


def in_order(organization: Organization, now: datetime) -> list[Authorization]:
    """All authorizations: those that end soon first, then those that ended, revoked ones last."""
    found = Authorization.objects.filter(organization=organization).select_related(
        "application", "organization", "given_by"
    )

    def turn(one: Authorization) -> tuple[int, date, str]:
        end = end_at(one)
        return _ORDER[one.state], end.on if end else date.max, one.seller_id

    return sorted(found, key=turn)


def shown(some: Sequence[Authorization], now: datetime) -> list[Shown]:
    """What the pages say of some authorizations of one organization."""
    ids = [one.pk for one in some]
    connections = {
        connection.authorization_id: connection
        for connection in Connection.objects.filter(authorization__in=ids).prefetch_related("participations")
    }
    reminders = _reminders(ids)
    owed = _owed([connection.pk for connection in connections.values()], now)
    return [_one(one, connections.get(one.pk), reminders[one.pk], owed, now) for one in some]


def _one(
    authorization: Authorization,
    connection: Connection | None,
    reminders: dict[tuple[date, date], str],
    owed: dict[int, int],
    now: datetime,
) -> Shown:
    end = end_at(authorization)
    chosen = [p.country for p in connection.participations.all() if p.chosen] if connection else []
    return Shown(
        authorization=authorization,
        connection=connection,
        countries=sorted(chosen),
        end=end,
        today=today_of(authorization, now),
        began_on=local_day(authorization.term_began_at, authorization.organization.time_zone),
        reminded=_reminded(authorization, end, reminders, today_of(authorization, now)),
        waiting=Waiting(owed.get(connection.pk, 0), connection.last_read_at) if connection else None,
    )


def _reminded(
    authorization: Authorization, end: End | None, known: dict[tuple[date, date], str], today: date
) -> list[Reminded]:
    """The weeks of the present end: those that were told, and those to come while it expires."""
    if end is None or authorization.state in ("revoked", "requested"):
        return []
    weeks = []
    for day in reminder_days(end.on):
        if (end.on, day) in known:
            weeks.append(Reminded(day, known[end.on, day]))
        elif day > today and authorization.state == Authorization.State.EXPIRING:
            weeks.append(Reminded(day, "next"))
    return weeks


def _reminders(ids: Sequence[int]) -> dict[int, dict[tuple[date, date], str]]:
    """By authorization: what became of the mails of each reminder, by its end and its day."""
    rows = list(Reminder.objects.filter(authorization__in=ids))
    mails: dict[str, set[str]] = defaultdict(set)
    asked = Message.objects.filter(key__in={row.message_key for row in rows if row.message_key})
    for key, state in asked.values_list("key", "state"):
        mails[key].add(state)
    found: dict[int, dict[tuple[date, date], str]] = defaultdict(dict)
    for row in rows:
        found[row.authorization_id][row.ends_on, row.due_on] = _mail(row, mails[row.message_key])
    return found


def _mail(row: Reminder, states: set[str]) -> str:
    if not row.message_key or states & set(OPEN):
        return "owed"
    if Message.State.REFUSED in states:
        return "failed"
    return "sent" if Message.State.SENT in states else "none"


def _owed(connections: Sequence[int], now: datetime) -> dict[int, int]:
    """How many confirmations each connection still owes its shop."""
    due = Q(state__in=("owed", "intended", "unknown"), due_at__lte=now)
    rows = Confirmation.objects.filter(due, connection__in=connections).values("connection")
    return {row["connection"]: row["n"] for row in rows.annotate(n=Count("pk")).order_by()}
