"""Running commands that hold a database, and what can be seen of its server."""

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

HOLDER = Path(__file__).with_name("holder.py")
SOURCE = Path(__file__).parents[2] / "src"
ROOT = os.geteuid() == 0


def run_holder(data: Path, *options: str, uid: int) -> "Holder":
    """Start a command that holds the database of `data` as this user."""
    return Holder(
        subprocess.Popen(
            [sys.executable, str(HOLDER), str(uid), str(data), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([str(SOURCE), os.environ.get("PYTHONPATH", "")]),
            },
        )
    )


@dataclass
class Holder:
    """A running command that holds the database."""

    process: subprocess.Popen[str]
    said: dict[str, str] = field(default_factory=dict)

    def hear(self) -> dict[str, str]:
        assert self.process.stdout is not None
        self.said = json.loads(self.process.stdout.readline() or '{"problem": "it said nothing"}')
        return self.said

    @property
    def url(self) -> str:
        assert "url" in self.said, self.said
        return self.said["url"]

    def leave(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        assert self.process.wait(timeout=60) == 0
        self.process.stdout.close()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=60)
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


Start = Callable[..., Holder]


def is_served(data: Path) -> bool:
    """Whether any process of a server of this data folder lives: each holds this lock."""
    try:
        with (data / "locks" / "server").open() as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def postmaster(data: Path) -> int:
    """The number of the server's first process, as PostgreSQL wrote it down."""
    return int((data / "postgres" / "cluster" / "postmaster.pid").read_text().splitlines()[0])


def kill_postmaster(data: Path) -> None:
    """SIGKILL to the server's first process; its other processes notice and end."""
    os.kill(postmaster(data), signal.SIGKILL)
    wait_until(lambda: not is_served(data))


def wait_until(true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def ask(url: str, statement: str) -> list[tuple[object, ...]]:
    """The rows of a statement, committed."""
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []
