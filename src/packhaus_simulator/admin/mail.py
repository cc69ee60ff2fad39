"""The mail server from behind the counter: what it took, and how it shall behave."""

import msgspec
from starlette.requests import Request

from packhaus_simulator.admin.desk import read
from packhaus_simulator.mail.post import Manner
from packhaus_simulator.simulator import Simulator
from packhaus_simulator.values import Json, JsonObject


def show_mails(simulator: Simulator, request: Request, body: bytes) -> Json:
    """All mails taken, oldest first."""
    return {"mails": [mail.shown() for mail in simulator.post.mails]}


def forget_mails(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Empty the mailbox."""
    simulator.post.mails.clear()
    return {"mails": []}


def change_manner(simulator: Simulator, request: Request, body: bytes) -> Json:
    """Another manner from now on; what is not given goes back to the usual."""
    simulator.post_office.behave(read(body, Manner))
    return show_manner(simulator, request, b"")


def show_manner(simulator: Simulator, request: Request, body: bytes) -> Json:
    """How the mail server behaves."""
    shown: JsonObject = msgspec.to_builtins(simulator.post.manner)
    return shown
