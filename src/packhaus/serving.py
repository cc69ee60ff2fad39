"""Supervision of the processes of one machine: ended together, restarted one by one."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

_FIRST_WAIT = 0.5
_LONGEST_WAIT = 30.0
_STEADY_SECONDS = 20.0
_GRACE_SECONDS = 20.0
_PAUSE = 0.1

PARENT = "PACKHAUS_PARENT_PIPE"
"""Names the file descriptor of the pipe that ends when the parent does."""


@dataclass(frozen=True)
class Child:
    """A command that is to be running. ``name`` is what the operator reads when it ends."""

    name: str
    command: Sequence[str]


@dataclass
class _Kept:
    child: Child
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    due_at: float = 0.0
    wait: float = _FIRST_WAIT


@dataclass
class _Signals:
    """The first SIGTERM or SIGINT asks for an orderly end, the second for one at once."""

    stop: threading.Event = field(default_factory=threading.Event)
    at_once: threading.Event = field(default_factory=threading.Event)

    def receive(self, number: int, frame: FrameType | None) -> None:
        (self.at_once if self.stop.is_set() else self.stop).set()


def public_address(host: str, port: int) -> str:
    """Where the panel is reached, for links in mails: behind a proxy by its name, else as it listens."""
    named = next((name for name in os.environ.get("PACKHAUS_HOSTS", "").split(",") if name), "")
    if named and os.environ.get("PACKHAUS_HTTPS") == "1":
        return f"https://{named}/"
    return f"http://{host}:{port}/"


def supervise(
    children: Sequence[Child],
    meanwhile: Callable[[], str] | None = None,
    grace: float = _GRACE_SECONDS,
) -> int:
    """Keep ``children`` running until SIGTERM or SIGINT, then end them, last first. The exit status.

    A child that dies is started again, after half a second at first and later each time it dies soon. A child
    that does not end within ``grace`` seconds, or at a second signal, is killed with all that it has started.
    ``meanwhile`` is called about every second; what it complains of is printed, once. A child ends by itself
    when this process is gone, however it went, if it calls :func:`end_with_parent`.
    """
    reading, writing = os.pipe()
    kept = [_Kept(child) for child in children]
    signals = _Signals()
    before = {number: signal.signal(number, signals.receive) for number in (signal.SIGTERM, signal.SIGINT)}
    complaint, checked = "", 0.0
    try:
        while not signals.stop.is_set():
            for one in kept:
                _keep(one, reading)
            if meanwhile is not None and time.monotonic() - checked > 1:
                found = meanwhile()
                if found and found != complaint:
                    _say(found)
                complaint, checked = found, time.monotonic()
            signals.stop.wait(_PAUSE)
    finally:
        for one in reversed(kept):
            _end(one, grace, signals.at_once)
        os.close(writing)
        os.close(reading)
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0


def _keep(one: _Kept, pipe: int) -> None:
    now = time.monotonic()
    if one.process is not None:
        code = one.process.poll()
        if code is None:
            return
        # What it has started itself is in its group, and must not go on beside its successor.
        _kill_group(one.process.pid)
        if now - one.started_at > _STEADY_SECONDS:
            one.wait = _FIRST_WAIT
        one.process = None
        _delay(one, now, f"{one.child.name} ended ({code})")
    if now >= one.due_at:
        try:
            one.process = subprocess.Popen(
                one.child.command,
                env=os.environ | {PARENT: str(pipe)},
                pass_fds=[pipe],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            _delay(one, now, f"{one.child.name} cannot be started ({error})")
        else:
            one.started_at = now


def _delay(one: _Kept, now: float, why: str) -> None:
    _say(f"{why}; it starts again in {one.wait:g} s")
    one.due_at = now + one.wait
    one.wait = min(one.wait * 2, _LONGEST_WAIT)


def _end(one: _Kept, grace: float, at_once: threading.Event) -> None:
    if one.process is None:
        return
    if one.process.poll() is None:
        one.process.terminate()
    end = time.monotonic() + grace
    while one.process.poll() is None and time.monotonic() < end and not at_once.is_set():
        at_once.wait(_PAUSE / 2)
    _kill_group(one.process.pid)
    one.process.wait()


def _kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def end_with_parent(grace: float = _GRACE_SECONDS) -> None:
    """In a supervised child: end as at SIGTERM when the parent is gone. Nothing to do elsewhere.

    What has not ended ``grace`` seconds later is killed with all that it has started.
    """
    pipe = os.environ.pop(PARENT, "")
    if not pipe:
        return
    threading.Thread(target=_wait_for_end, args=(int(pipe), grace), daemon=True).start()


def _wait_for_end(pipe: int, grace: float) -> None:
    os.read(pipe, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(grace)
    os.killpg(0, signal.SIGKILL)
