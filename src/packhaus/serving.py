"""Supervision of the processes of one machine: ended together, restarted one by one."""

from __future__ import annotations

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
PARENT = "PACKHAUS_PARENT_PIPE"
"""Names the file descriptor of the pipe that ends when the parent does."""


@dataclass
class Child:
    """A command that is to be running."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    started_at: float = 0.0
    due_at: float = 0.0
    wait: float = _FIRST_WAIT


def supervise(children: Sequence[Child], meanwhile: Callable[[], object] | None = None) -> int:
    """Keep ``children`` running until SIGTERM or SIGINT, then end them, last first. The exit status.

    A child that dies is started again, later each time it dies at once. ``meanwhile`` is called about every
    second. A child ends by itself when this process is gone, however it went: see :func:`end_with_parent`.
    """
    reading, writing = os.pipe()
    stop = threading.Event()

    def leave(number: int, frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        checked = 0.0
        while not stop.is_set():
            for child in children:
                _keep(child, reading)
            if meanwhile is not None and time.monotonic() - checked > 1:
                meanwhile()
                checked = time.monotonic()
            stop.wait(0.2)
    finally:
        for child in reversed(children):
            _end(child)
        os.close(writing)
        os.close(reading)
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0


def _keep(child: Child, pipe: int) -> None:
    now = time.monotonic()
    if child.process is not None:
        code = child.process.poll()
        if code is None:
            return
        if now - child.started_at > _STEADY_SECONDS:
            child.wait = _FIRST_WAIT
        print(f"{child.name} ended ({code}); it starts again in {child.wait:g} s", file=sys.stderr, flush=True)
        child.process, child.due_at = None, now + child.wait
        child.wait = min(child.wait * 2, _LONGEST_WAIT)
    if now >= child.due_at:
        child.started_at = now
        child.process = subprocess.Popen(
            child.command,
            env=os.environ | {PARENT: str(pipe)},
            pass_fds=[pipe],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )


def _end(child: Child) -> None:
    if child.process is None or child.process.poll() is not None:
        return
    child.process.terminate()
    try:
        child.process.wait(_GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        child.process.kill()
        child.process.wait()


def end_with_parent() -> None:
    """In a supervised child: end as at SIGTERM when the parent is gone. Nothing to do elsewhere."""
    pipe = os.environ.pop(PARENT, "")
    if not pipe:
        return

    def wait() -> None:
        os.read(int(pipe), 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()
