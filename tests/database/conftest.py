"""Data folders, and commands that hold the database in them, as root and as another user."""

import os
import pwd
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from database.holding import ROOT, Holder, Start, run_holder
from packhaus.database import delete_cluster
from packhaus.database.binaries import of_wheel

# What only root can try is left out where the tests run as somebody else; the rest runs everywhere.
collect_ignore = [] if ROOT else ["test_as_root.py"]


@pytest.fixture
def start(room: Path) -> Iterator[Start]:
    """Start a command that holds the database: `start(data, options, uid=...)`, heard unless `hear=False`."""
    holders: list[Holder] = []

    def start_one(data: Path, *options: str, uid: int = os.geteuid(), hear: bool = True) -> Holder:
        holder = run_holder(data, *options, uid=uid)
        holders.append(holder)
        if hear:
            holder.hear()
        return holder

    yield start_one
    for holder in holders:
        if holder.process.poll() is None:
            holder.kill()


@pytest.fixture
def room() -> Iterator[Path]:
    """A folder that every user may pass through, as /var/lib is; emptied with all databases in it."""
    folder = Path(tempfile.mkdtemp(prefix="packhaus-database-"))
    folder.chmod(0o755)
    yield folder
    for locks in folder.rglob("locks/server"):
        delete_cluster(locks.parents[1])
    shutil.rmtree(folder)


@pytest.fixture(params=["root", "nobody"] if ROOT else ["oneself"])
def uid(request: pytest.FixtureRequest) -> int:
    """The number of the user under whom the commands run: root and another where possible."""
    return os.geteuid() if request.param == "oneself" else pwd.getpwnam(request.param).pw_uid


@pytest.fixture
def data(room: Path, uid: int) -> Path:
    """A data folder that is not there yet, in a folder of the user's."""
    home = room / "home"
    home.mkdir(0o755)
    os.chown(home, uid, -1)
    return home / "packhaus"


@pytest.fixture(scope="session")
def programs() -> Iterator[Path]:
    """PostgreSQL's programs where every user can reach them: a clone in root's home is closed to others."""
    if not ROOT:
        yield of_wheel().root
        return
    folder = Path(tempfile.mkdtemp(prefix="packhaus-database-"))
    folder.chmod(0o755)
    binaries = of_wheel()
    for file in binaries.files():
        target = folder / file.relative_to(binaries.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)
    yield folder
    shutil.rmtree(folder)
