"""`packhaus serve`: panel, worker and database in one go, and gone in one go."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from packhaus.database import delete_cluster

SOURCE = Path(__file__).parents[2] / "src"


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code < 500
    except httpx.HTTPError:
        return False


def processes_of(data: Path) -> list[int]:
    """All processes that have the data folder, or the database's home, on their command line."""
    places = [os.fsencode(data), os.fsencode((data / "postgres").resolve())]
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                words = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if any(place in words for place in places):
                found.append(int(entry.name))
    return found


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], Path, str]]:
    """A running `packhaus serve` on an empty data folder: process, folder, the panel's address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    data = tmp_path / "data"
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with (tmp_path / "said").open("wb") as said:
        serve = subprocess.Popen(
            [sys.executable, "-m", "packhaus", "--data", str(data), "serve", "--port", str(port)],
            env={**environment, "PYTHONPATH": str(SOURCE)},
            stderr=said,
        )
    url = f"http://127.0.0.1:{port}/"
    try:
        until(lambda: answers(url))
        yield serve, data, url
    finally:
        serve.kill()
        serve.wait()
        until(lambda: not processes_of(data))
        delete_cluster(data)


def test_it_ends_in_order_when_asked(served: tuple[subprocess.Popen[bytes], Path, str]) -> None:
    serve, data, url = served
    seen = b"".join(Path(f"/proc/{pid}/cmdline").read_bytes() for pid in processes_of(data))
    assert all(word in seen for word in (b"\0serve\0", b"\0web\0", b"\0worker\0", b"/bin/postgres\0"))
    serve.send_signal(signal.SIGTERM)
    assert serve.wait(60) == 0
    assert processes_of(data) == []
    assert not answers(url)
    assert not (data / "postgres" / "cluster" / "postmaster.pid").exists()


def test_a_killed_database_comes_back_and_a_killed_serve_leaves_nothing_running(
    served: tuple[subprocess.Popen[bytes], Path, str],
) -> None:
    serve, data, url = served
    note = data / "postgres" / "cluster" / "postmaster.pid"
    killed = int(note.read_text().splitlines()[0])
    os.kill(killed, signal.SIGKILL)
    until(lambda: note.exists() and note.read_text().splitlines()[0] != str(killed))
    until(lambda: answers(url))

    serve.kill()
    serve.wait()
    until(lambda: processes_of(data) == [])
    assert not note.exists(), "the children stopped the database in good order"
