"""What the mail server holds: its log-in, how it behaves just now, and the mails it took."""

from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Literal

import msgspec

from packhaus_simulator.chance import seeded
from packhaus_simulator.values import JsonObject, wire_time

Mode = Literal[
    "ok",
    "down",
    "slow",
    "silent",
    "cut",
    "greylist",
    "refuse_all",
    "refuse_sender",
    "auth_fails",
    "garbage",
]


class Manner(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How the server behaves; ``refuse``: addresses it does not know; ``seconds``: real ones."""

    mode: Mode = "ok"
    refuse: tuple[str, ...] = ()
    seconds: float = 5.0


@dataclass(frozen=True)
class Mail:
    """One mail as it was taken: the envelope beside the message."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    received_at: datetime

    def message(self) -> EmailMessage:
        """The message with its headers decoded."""
        return message_from_bytes(self.content, policy=policy.default)

    def text(self) -> str:
        """The plain text; empty where it has none."""
        body = self.message().get_body(preferencelist=("plain",))
        return str(body.get_content()) if body is not None else ""

    def shown(self) -> JsonObject:
        """As the admin face tells it."""
        message = self.message()
        return {
            "from": self.sender,
            "to": list(self.recipients),
            "headers": {name: str(value) for name, value in message.items()},
            "subject": str(message["Subject"] or ""),
            "text": self.text(),
            "received_at": wire_time(self.received_at),
        }


@dataclass
class Post:
    """The server's state. Its address and log-in stay for the life of the process."""

    user: str
    password: str
    host: str = "127.0.0.1"
    port: int = 0
    manner: Manner = field(default_factory=Manner)
    mails: list[Mail] = field(default_factory=list)

    def start_over(self) -> None:
        """Empty, and well-behaved again."""
        self.manner = Manner()
        self.mails.clear()

    def introduction(self) -> JsonObject:
        """Where it is and the log-in to it."""
        return {"host": self.host, "port": self.port, "user": self.user, "password": self.password}


def made_from(seed: int) -> Post:
    """A server whose log-in comes again with the same seed."""
    return Post("versand@hagedorn.example", f"Post-{seeded(f'smtp {seed}').randbytes(8).hex()}")
