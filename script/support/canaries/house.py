"""A Packhaus and the other side as processes of their own: started, killed, left off, their clocks moved."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx
import psycopg

from packhaus.database import open_cluster
from packhaus.demo.processes import Processes

_Read = TypeVar("_Read")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CLOCK = "extract(epoch FROM clock_timestamp())"
_PATIENCE = 300.0
_HURRY_AFTER, _HURRY = 1.5, 60
"""Seconds after which clocks run faster, and how fast: a killed worker's claim ends after five minutes."""


class House(Processes):
    """``temporary``: where the processes write what a program writes aside."""

    def __init__(self, data: Path, temporary: Path) -> None:
        super().__init__(data)
        self._environment |= {
            "TMPDIR": str(temporary),
            "PACKHAUS_TICK_SECONDS": "0.1",
            "PACKHAUS_STALLED_SECONDS": "4",
        }
        self._held: ExitStack | None = None
        self._database: psycopg.Connection[Any] | None = None
        self._port = 0
        self.started_at = 0.0
        self.kills: dict[str, int] = {}

    def start(self) -> str:
        """Packhaus, at the same address as before; it answers."""
        self.started_at = time.monotonic()
        if self._held is None:
            self._held = ExitStack()
            self._held.enter_context(open_cluster(self._data))
        address = self.start_packhaus(self._port)
        self._port = int(address.rsplit(":", 1)[1])
        return address

    def leave_off(self) -> None:
        """End Packhaus and its database in an orderly way."""
        self.serving().terminate()
        self.serving().wait(timeout=60)
        self._forget_database()
        if self._held is not None:
            self._held.close()
            self._held = None

    def open_for_a_moment(self) -> None:
        """The database alone, while the program is off: somebody's clock goes on."""
        self._held = ExitStack()
        self._held.enter_context(open_cluster(self._data))

    def serving(self) -> subprocess.Popen[str]:
        """The process that keeps panel and workers running."""
        assert self._panel is not None
        return self._panel

    def processes(self) -> list[int]:
        """All that serve the panel and work, and who keeps them running."""
        found, waiting = [], [self.serving().pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            waiting += [child for child, _ in _children(pid)]
        return found

    def kill(self, what: str) -> None:
        """SIGKILL: ``worker``, ``web``, ``database``, or ``all`` of them at once and their keeper."""
        children = _children(self.serving().pid)
        pids = [pid for pid, command in children if what in ("all", command)]
        if what in ("database", "all"):
            note = self._data / "postgres" / "cluster" / "postmaster.pid"
            pids.append(int(note.read_text().splitlines()[0]))
        if what == "all":
            pids.insert(0, self.serving().pid)
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.kills[what] = self.kills.get(what, 0) + 1
        if what == "all":
            self.serving().wait()
            self._forget_database()
            self.start()

    def ask(self, how: Callable[[psycopg.Connection[Any]], _Read]) -> _Read:
        """Ask the database; where it is away for a moment, once it is there again."""
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                if self._database is None or self._database.closed:
                    self._database = psycopg.connect(self._address(), autocommit=True)
                return how(self._database)
            except psycopg.OperationalError:
                self._forget_database()
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def number(self, question: str, *values: object) -> int:
        """One number out of the database."""
        return int(self.ask(lambda database: database.execute(question, values).fetchone() or (0,))[0])

    def now(self) -> datetime:
        """The time there."""

        def read(database: psycopg.Connection[Any]) -> float:
            found = database.execute(
                "SELECT t + coalesce(s.seconds + (t - s.since) * (s.speed - 1), 0)"
                f" FROM (SELECT {_CLOCK} AS t) now LEFT JOIN packhaus_clockshift s ON true"
            ).fetchone()
            return float(found[0]) if found else 0.0

        return _EPOCH + timedelta(seconds=self.ask(read))

    def move_to(self, moment: datetime, speed: float = 1) -> None:
        """Let it be ``moment`` on both sides, if it is not later already, the other one first.

        From then on clocks run at ``speed``.
        """
        now = self.now()
        moment = max(moment, now)
        seconds = (moment - now).total_seconds()
        body = {"set": moment.isoformat(), "speed": speed}
        httpx.post(f"{self.simulator['admin']}/clock", json=body, trust_env=False).raise_for_status()
        self.ask(
            lambda database: database.execute(
                "INSERT INTO packhaus_clockshift AS c (id, seconds, speed, since)"
                f" VALUES (1, %(seconds)s, %(speed)s, {_CLOCK}) ON CONFLICT (id) DO UPDATE SET"
                " seconds = c.seconds + excluded.seconds + (excluded.since - c.since) * (c.speed - 1),"
                " since = excluded.since, speed = excluded.speed",
                {"seconds": seconds, "speed": speed},
            )
        )

    def rest(self, what: str = "nothing is due any more") -> None:
        """Wait until nothing is due or at work, which a clock that was just moved needs a moment to show."""
        time.sleep(0.6)
        quiet = (
            "SELECT count(*) FROM packhaus_due WHERE claimed_until IS NOT NULL OR due_at <= to_timestamp(%s)"
        )
        self.until(what, lambda: self.number(quiet, self.now().timestamp()) == 0, hurry=True)

    def until(self, what: str, true: Callable[[], object], *, hurry: bool = False) -> None:
        """Wait for something; ``hurry``: clocks run faster where it takes long. Raises TimeoutError."""
        begun, hurrying = time.monotonic(), False
        while not true():
            passed = time.monotonic() - begun
            if passed > _PATIENCE:
                raise TimeoutError(f"not within {_PATIENCE:.0f} seconds: {what}")
            if hurry and not hurrying and passed > _HURRY_AFTER:
                self.move_to(self.now(), _HURRY)
                hurrying = True
            time.sleep(0.05)
        if hurrying:
            self.move_to(self.now())

    def wait_for_panel(self) -> None:
        """Until the panel answers, which may have been killed a moment ago."""

        def answers() -> bool:
            try:
                page = httpx.get(f"http://127.0.0.1:{self._port}/login/", trust_env=False, timeout=20)
            except httpx.HTTPError:
                return False
            return page.status_code < 500

        self.until("the panel answers", answers)

    def erased_on(self) -> date | None:
        """The day of the last run of erasure that came to its end."""
        ran_at = self.ask(
            lambda database: database.execute("SELECT ran_at FROM packhaus_clockwatch").fetchone()
        )
        return ran_at[0].astimezone(UTC).date() if ran_at and ran_at[0] else None

    def close(self) -> None:
        """End all that was started."""
        self._forget_database()
        self.stop()
        if self._held is not None:
            self._held.close()
            self._held = None

    def address(self, user: str) -> str:
        """The database's address for one of PostgreSQL's programs."""
        note = (self._data / "postgres" / "cluster" / "postmaster.pid").read_text().splitlines()
        return f"host={note[4]} port={note[3]} user={user}"

    def _address(self) -> str:
        try:
            return f"{self.address('packhaus')} dbname=packhaus"
        except (FileNotFoundError, IndexError):
            raise psycopg.OperationalError("the server is not there") from None

    def _forget_database(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None


def _children(parent: int) -> list[tuple[int, str]]:
    """Who was started by a process: number, and the subcommand it runs."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            stat = (entry / "stat").read_text().rpartition(")")[2].split()
            words = (entry / "cmdline").read_bytes().decode().split("\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(stat[1]) == parent:
            command = next((word for word in words if word in ("web", "worker")), "")
            found.append((int(entry.name), command))
    return found
