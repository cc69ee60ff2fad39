"""Web and workers on one machine: kept running, and ended together whatever happens to their parent."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SOURCE = HERE.parents[1] / "src"


class Supervisor:
    """A running supervisor and what its children have noted."""

    def __init__(self, folder: Path, grace: float, *kinds: str) -> None:
        self.folder = folder
        self.errors = folder / "errors"
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, str(HERE / "supervisor.py"), str(folder), str(grace), *kinds],
                env={**os.environ, "PYTHONPATH": str(SOURCE)},
                stderr=errors,
            )

    def events(self, name: str) -> list[tuple[str, int, float]]:
        file = self.folder / name
        lines = file.read_text().splitlines() if file.exists() else []
        return [(event, int(pid), float(at)) for event, pid, at in (line.split() for line in lines)]

    def pids(self, name: str) -> list[int]:
        return [pid for event, pid, _ in self.events(name) if event == "start"]

    def ended(self, name: str) -> list[float]:
        return [at for event, _, at in self.events(name) if event == "end"]


Start = Callable[..., Supervisor]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    supervisors: list[Supervisor] = []

    def start_one(*kinds: str, grace: float = 10) -> Supervisor:
        supervisors.append(Supervisor(tmp_path, grace, *kinds))
        for place, kind in enumerate(kinds):
            if kind != "missing":
                until(lambda name=f"{kind}-{place}": bool(supervisors[-1].pids(name)))
        return supervisors[-1]

    yield start_one
    for supervisor in supervisors:
        supervisor.process.kill()
        supervisor.process.wait()
        for file in tmp_path.glob("careless-*"):
            for pid in filter(lives, supervisor.pids(file.name)):
                os.kill(pid, signal.SIGKILL)


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def until(true: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_all_in_order_the_last_started_first(start: Start, number: signal.Signals) -> None:
    supervisor = start("good", "good")
    supervisor.process.send_signal(number)
    assert supervisor.process.wait(30) == 0
    assert supervisor.ended("good-1") < supervisor.ended("good-0")
    assert not any(lives(pid) for name in ("good-0", "good-1") for pid in supervisor.pids(name))


def test_children_end_in_good_order_when_the_parent_is_killed(start: Start) -> None:
    supervisor = start("good", "careless")
    supervisor.process.kill()
    supervisor.process.wait()
    until(lambda: bool(supervisor.ended("good-0")))
    assert lives(supervisor.pids("careless-1")[0]), "one that does not watch its parent goes on"


def test_a_killed_child_is_started_again_and_the_others_are_left_alone(start: Start) -> None:
    supervisor = start("good", "good")
    killed, other = supervisor.pids("good-0")[0], supervisor.pids("good-1")[0]
    os.kill(killed, signal.SIGKILL)
    until(lambda: len(supervisor.pids("good-0")) == 2)
    assert supervisor.pids("good-1") == [other]
    assert lives(other)
    assert "good-0 ended (-9); it starts again in 0.5 s" in supervisor.errors.read_text()


def test_a_child_that_keeps_failing_is_started_ever_later(start: Start) -> None:
    supervisor = start("failing", "good")
    until(lambda: len(supervisor.pids("failing-0")) == 4)
    times = [at for _, _, at in supervisor.events("failing-0")]
    waits = [later - earlier for earlier, later in pairwise(times)]
    assert waits[0] > 0.5
    assert waits[1] > 1
    assert waits[2] > 2
    assert len(supervisor.pids("good-1")) == 1


def test_a_program_that_is_missing_keeps_no_other_from_running(start: Start) -> None:
    supervisor = start("missing", "good")
    until(lambda: "missing-0 cannot be started" in supervisor.errors.read_text())
    assert lives(supervisor.pids("good-1")[0])


def test_a_child_that_does_not_end_is_killed_with_what_it_started(start: Start) -> None:
    supervisor = start("stubborn", grace=0.5)
    grandchild = int((supervisor.folder / "stubborn-0.grandchild").read_text())
    assert lives(grandchild)
    supervisor.process.terminate()
    assert supervisor.process.wait(30) == 0
    until(lambda: not lives(grandchild))
    assert not lives(supervisor.pids("stubborn-0")[0])


def test_a_child_that_does_not_end_dies_after_its_killed_parent(start: Start) -> None:
    supervisor = start("stubborn", grace=0.5)
    grandchild = int((supervisor.folder / "stubborn-0.grandchild").read_text())
    child = supervisor.pids("stubborn-0")[0]
    assert lives(child)
    assert lives(grandchild)
    supervisor.process.kill()
    until(lambda: not lives(child) and not lives(grandchild))
    assert not lives(child)
    assert not lives(grandchild)


def test_a_second_signal_ends_all_at_once(start: Start) -> None:
    supervisor = start("stubborn", grace=600)
    supervisor.process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    assert supervisor.process.poll() is None
    supervisor.process.send_signal(signal.SIGINT)
    assert supervisor.process.wait(30) == 0
    assert not lives(supervisor.pids("stubborn-0")[0])


def test_what_is_wrong_meanwhile_is_said_once(start: Start) -> None:
    supervisor = start("good")
    until(lambda: "the disk is full" in supervisor.errors.read_text())
    time.sleep(2.5)
    assert supervisor.errors.read_text().count("the disk is full") == 1
    assert len(supervisor.pids("good-0")) == 1
