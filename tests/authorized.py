"""An account that authorized a public application, and the days of its year: lived by moving both clocks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from packhaus.authorizations.models import Authorization
from packhaus.authorizations.rules import a_year_after, local_day, midnight, reminder_days
from packhaus.engine.due import make_due
from packhaus.flow import connect
from packhaus.flow.authorize import keep_application
from packhaus.shops.models import Connection
from packhaus.shops.port import Credentials
from post_office import Post

if TYPE_CHECKING:
    from line import Line

ZONE = "Europe/Berlin"


class Year:
    """A merchant whose account authorized a public application, and a mail server."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.post = Post(line.simulator, line.organization, line.member)
        line.simulator.admin("/mails", method="DELETE")
        self.began_on = self.today()
        self.ends_on = a_year_after(self.began_on)

    def public(self, **wish: Any) -> dict[str, Any]:
        found: dict[str, Any] = self.line.simulator.admin("/authorization", {"application": "public"} | wish)
        return found

    def authorize(self) -> Connection:
        """As the consent page does it: the account authorizes the application, which gets a token."""
        given = self.public(authorize=True, roles=self.line.simulator.admin("/authorization")["roles"])
        self.number = given["authorizations"][-1]["id"]
        connection: Connection = connect.save(
            self.line.organization,
            self.line.member,
            shop="amazon",
            kind="public",
            credentials=Credentials(
                client_id=given["client_id"],
                client_secret=given["client_secret"],
                refresh_token=given["refresh_token"],
                seller_id=given["seller_id"],
            ),
            countries=["DE"],
            name="Hagedorn DE",
            import_weights=True,
            confirm_at="handled",
            now=self.line.now(),
        )
        self.line.connection = connection
        self.line.work()
        return connection

    def new_secret(self) -> None:
        """The application's secret is rotated in time, so that the year is what ends."""
        given = self.public(rotate_secret=True)
        with transaction.atomic():
            keep_application(
                self.line.organization,
                shop="amazon",
                kind="public",
                client_id=given["client_id"],
                secret=given["client_secret"],
                now=self.line.now(),
            )

    def authorization(self) -> Authorization:
        return Authorization.objects.select_related("application", "organization").get()

    def today(self) -> date:
        return local_day(self.line.now(), ZONE)

    def until(self, day: date, past: timedelta = timedelta(minutes=1)) -> None:
        """Let time pass to the first minutes of a day, a day at a time, with all work done on the way."""
        while self.today() < day:
            step = midnight(self.today() + timedelta(days=1), ZONE) + past - self.line.now()
            self.line.move(seconds=step.total_seconds())
            self.line.work()

    def leap(self, day: date) -> None:
        """The same in one go."""
        step = midnight(day, ZONE) + timedelta(hours=9) - self.line.now()
        self.line.move(seconds=step.total_seconds())
        self.line.work()

    def eleven_months(self) -> None:
        """To a day before the first reminder: nothing is to be told all the while."""
        first = reminder_days(self.ends_on)[0]
        for after in (60, 140, 200, 285):
            self.leap(self.began_on + timedelta(days=after))
            if after in (140, 285):
                self.new_secret()
        self.leap(first - timedelta(days=1))

    def to_the_last_day(self) -> None:
        """To the day before the end, in few steps: the reminders of the weeks between are passed over."""
        for after in (140, 285):
            self.leap(self.began_on + timedelta(days=after))
            self.new_secret()
        self.leap(self.ends_on - timedelta(days=1))

    def mails(self) -> list[tuple[date, str, str]]:
        """The day on which each mail arrived, its kind and its text."""
        return [
            (
                local_day(datetime.fromisoformat(mail["received_at"]), ZONE),
                mail["headers"]["Subject"],
                mail["text"],
            )
            for mail in self.line.simulator.admin("/mails")["mails"]
        ]

    def calls(self) -> int:
        """How many calls, for tokens or with one, Amazon has seen since they were last forgotten."""
        seen = self.line.simulator.admin(f"/calls?authorization={self.number}&limit=100000")["calls"]
        return len(seen)

    def forget_calls(self) -> None:
        self.line.simulator.admin("/calls", method="DELETE")


def other_accounts(year: Year, count: int) -> list[Connection]:
    """Further accounts of the same application, given on the same day."""
    first = year.authorization()
    made = []
    for number in range(count):
        other = Authorization.objects.create(
            organization=first.organization,
            application=first.application,
            shop="amazon",
            region=first.region,
            seller_id=f"A{number:013}",
            sealed_refresh_token=bytes(first.sealed_refresh_token),
            state="active",
            given_at=first.given_at,
            term_began_at=first.term_began_at,
        )
        made.append(
            Connection.objects.create(
                organization=first.organization,
                authorization=other,
                shop="amazon",
                name=f"Konto {number}",
                active=False,
                created_at=first.given_at,
            )
        )
    make_due("remind", [one.authorization_id for one in made], year.line.now())
    return made
