"""SIGKILL at every seam of sending: no mail lost, and what comes twice is known as one by its Message-ID.

Each case kills a real worker there and starts another one. That a loss would be seen is shown by a worker
with the guard switched off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from packhaus.messages.models import Message
from workers import Workers, until

if TYPE_CHECKING:
    from post_office import Post

SEAMS = ("mail.intended", "mail.called", "mail.recorded")


@pytest.fixture
def workers(transactional_db: None, post: Post, tmp_path: Path, settings: Any) -> Iterator[Workers]:
    folder = tmp_path / "workers"
    folder.mkdir()
    started = Workers(folder, settings.KEYS, {"PACKHAUS_SMTP_SECONDS": "5"})
    yield started
    started.stop()


def live(post: Post, workers: Workers, seam: str, sabotage: str = "", seconds: float = 40) -> None:
    """Three mails are owed; a worker is killed at the seam, the next one goes on."""
    post.colleague()
    post.colleague("Bert Sommer", language="en")
    post.ask()
    first = workers.start(seam=seam)
    until("the worker is killed", lambda: first.poll() is not None)
    assert first.returncode == -9, workers.logs()
    workers.start(sabotage=sabotage)
    until(
        lambda: f"all mails are sent\n{workers.logs()}",
        lambda: Message.objects.filter(state="sent").count() == 3,
        seconds=seconds,
    )


def counted(post: Post) -> dict[str, int]:
    """How often each mail was taken, by its Message-ID."""
    return Counter(mail["headers"]["Message-ID"] for mail in post.mails())


@pytest.mark.parametrize("seam", SEAMS)
def test_a_kill_loses_no_mail(seam: str, post: Post, workers: Workers) -> None:
    live(post, workers, seam)
    taken = counted(post)
    assert set(taken) == set(Message.objects.values_list("message_id", flat=True))
    assert sum(taken.values()) == (4 if seam == "mail.called" else 3), (
        "only where the server had taken it and that was not recorded yet does a mail come twice"
    )
    assert {mail["to"][0] for mail in post.mails()} == {
        "miriam@hagedorn.example",
        "anna@hagedorn.example",
        "bert@hagedorn.example",
    }


def test_without_looking_at_intents_a_kill_loses_a_mail(post: Post, workers: Workers) -> None:
    with pytest.raises(AssertionError, match="all mails are sent"):
        live(post, workers, "mail.intended", sabotage="mail", seconds=12)
    assert len(counted(post)) == 2, "the guard is off: the test must see that one mail is missing"
