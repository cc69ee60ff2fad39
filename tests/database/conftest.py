"""Data folders, and commands that hold the database in them, as root and as another user."""

import os
import pwd
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from database.holding import ROOT, Holder, Start, ask, is_served, run_holder
from packhaus.database import delete_cluster, open_cluster
from packhaus.database.binaries import of_wheel

# What only root can try is left out where the tests run as somebody else; the rest runs everywhere.
collect_ignore = [] if ROOT else ["test_as_root.py"]


@pytest.fixture
def start(room: Path) -> Iterator[Start]:
    """Start a command that holds the database: `start(data, options, uid=...)`, heard unless `hear=False`."""
    with starting() as start_one:
        yield start_one


@contextmanager
def starting() -> Iterator[Start]:
    holders: list[Holder] = []

    def start_one(data: Path, *options: str, uid: int = os.geteuid(), hear: bool = True) -> Holder:
        holder = run_holder(data, *options, uid=uid)
        holders.append(holder)
        if hear:
            holder.hear()
        return holder

    try:
        yield start_one
    finally:
        for holder in holders:
            if holder.process.poll() is None:
                holder.kill()


@contextmanager
def passable() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="packhaus-database-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        for locks in folder.rglob("locks/server"):
            delete_cluster(locks.parents[1])
        shutil.rmtree(folder)


@pytest.fixture
def room() -> Iterator[Path]:
    """A folder that every user may pass through, as /var/lib is; emptied with all databases in it."""
    with passable() as folder:
        yield folder


@pytest.fixture(scope="module", params=["root", "nobody"] if ROOT else ["oneself"])
def uid(request: pytest.FixtureRequest) -> int:
    """The number of the user under whom the commands run: root and another where possible."""
    return os.geteuid() if request.param == "oneself" else pwd.getpwnam(request.param).pw_uid


@pytest.fixture
def data(room: Path, uid: int) -> Path:
    """A data folder that is not there yet, in a folder of the user's."""
    return _home_of(uid, room) / "packhaus"


@pytest.fixture(scope="module")
def used(uid: int, fast: Callable[[int], list[str]]) -> Iterator[Path]:
    """A data folder with a database that the module's tests share: nobody holds it when a test begins."""
    with passable() as folder:
        data = _home_of(uid, folder) / "packhaus"
        with starting() as start_one:
            start_one(data, *fast(uid), uid=uid).leave()
        yield data


@pytest.fixture
def made(used: Path) -> Path:
    """The shared database, with one table in it that holds the answer."""
    with open_cluster(used) as cluster:
        ask(cluster.url, "drop table if exists kept")
        ask(cluster.url, "create table kept as select 42 as answer")
    assert not is_served(used)
    return used


def _home_of(uid: int, folder: Path) -> Path:
    home = folder / "home"
    home.mkdir(0o755)
    os.chown(home, uid, -1)
    return home


@pytest.fixture(scope="session")
def programs() -> Iterator[Path]:
    """PostgreSQL's programs where every user can reach them: a clone in root's home is closed to others."""
    if not ROOT:
        yield of_wheel().root
        return
    folder = Path(tempfile.mkdtemp(prefix="packhaus-database-"))
    folder.chmod(0o755)
    binaries = of_wheel()
    for part in binaries.parts():
        shutil.copytree(binaries.root / part, folder / part)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def options(programs: Path) -> Callable[[int], list[str]]:
    """What a holder is told so that it can work as this user."""
    return lambda uid: [] if uid == os.geteuid() else [str(programs)]


@pytest.fixture(scope="session")
def fast(options: Callable[[int], list[str]]) -> Callable[[int], list[str]]:
    """The same, where it matters to no one that nothing is saved to disk."""
    return lambda uid: [*options(uid), "not-durable"]
