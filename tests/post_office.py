"""A merchant's mails in a test: asked for, worked on as a worker does, read at the other side."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from packhaus.accounts.models import Member, Organization
from packhaus.engine import bulk, clock, due
from packhaus.flow import deliver  # noqa: F401 - registers its kind of due work
from packhaus.messages import outbox
from packhaus.messages.models import MailSettings, Message
from packhaus.messages.server import save_server
from simulators import SimulatorProcess

LINE: dict[str, object] = {
    "account": "Hagedorn",
    "shop": "Amazon",
    "seller_id": "A3K7QX9ZP2MWTD",
    "ending": "year",
    "ends_on": "2026-12-24",
}


class Post:
    """The merchant at one side, the mail server at the other."""

    def __init__(self, simulator: SimulatorProcess, organization: Organization, member: Member) -> None:
        self.simulator = simulator
        self.organization = organization
        self.member = member
        self.save()

    def save(self, **changes: Any) -> MailSettings:
        """The settings as the merchant saves them: right ones, but for ``changes``."""
        smtp = self.simulator.info["smtp"]
        right: dict[str, Any] = {
            "host": smtp["host"],
            "port": smtp["port"],
            "security": "none",
            "user": smtp["user"],
            "password": smtp["password"],
            "sender_address": "versand@hagedorn.example",
            "sender_name": "Hagedorn Versand",
        }
        return save_server(self.organization, **(right | changes), now=clock.now())

    def behave(self, mode: str = "ok", **manner: Any) -> None:
        self.simulator.admin("/smtp", {"mode": mode, **manner})

    def mails(self) -> list[dict[str, Any]]:
        """What the server took, oldest first."""
        found: list[dict[str, Any]] = self.simulator.admin("/mails")["mails"]
        return found

    def ask(
        self,
        kind: str = "reminder",
        *lines: dict[str, object],
        key: str = "first",
        members: list[Member] | None = None,
    ) -> list[Message]:
        wanted = outbox.owners(self.organization) if members is None else members
        values = {"lines": list(lines or (LINE,))} if kind != "test" else {}
        return outbox.ask(self.organization, wanted, kind, values, key, clock.now())

    def colleague(self, name: str = "Anna Ölde", language: str = "de", **fields: Any) -> Member:
        return Member.objects.create(
            organization=self.organization,
            email=f"{name.split()[0].lower()}@hagedorn.example",
            name=name,
            language=language,
            created_at=clock.now(),
            **fields,
        )

    def work(self) -> int:
        """Run what is due now, once; how many pieces."""
        moment = clock.now()
        claimed = bulk.claim(moment, moment + due.CLAIM, 200)
        for piece in claimed:
            due.run(piece.id, piece.kind, piece.subject)
        return len(claimed)

    def wait(self, **by: float) -> int:
        """Let time pass, then run what is due by then."""
        clock.move(timedelta(**by).total_seconds())
        return self.work()

    def state(self, message: Message) -> str:
        message.refresh_from_db()
        return message.state

    def problem(self) -> str:
        """What the panel says is wrong, in English; empty where nothing is."""
        return str(outbox.mail_problem(self.organization) or "")
