"""The embedded database of a command that root runs. (Collected only where root runs the tests.)"""

import os
import pwd
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from database.holding import Start, ask, is_served, postmaster
from packhaus.database import DatabaseProblem, delete_cluster, open_cluster
from packhaus.database.account import account_of
from packhaus.database.binaries import of_wheel
from packhaus.database.folders import SYSTEM_FOLDER

NOBODY = pwd.getpwnam("nobody").pw_uid

Options = Callable[[int], list[str]]


@pytest.fixture(scope="module", params=[0])
def uid(request: pytest.FixtureRequest) -> int:
    """Root alone."""
    return int(request.param)


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder of root's that nobody else can enter, as `mktemp -d` makes it."""
    folder = Path(tempfile.mkdtemp(prefix="packhaus-database-"))
    yield folder
    if (folder / "locks").exists():
        delete_cluster(folder)
    shutil.rmtree(folder)


def problem(data: Path) -> str:
    with pytest.raises(DatabaseProblem) as raised, open_cluster(data, durable=False):
        pass
    return str(raised.value)


def test_the_server_runs_as_an_unprivileged_user(made: Path) -> None:
    with open_cluster(made):
        owner = Path(f"/proc/{postmaster(made)}").stat().st_uid
    assert owner != 0
    assert pwd.getpwuid(owner).pw_name in ("packhaus", "postgres", "nobody")


def test_no_user_is_added_and_none_changed(room: Path) -> None:
    files = [Path("/etc/passwd"), Path("/etc/group")]
    before = [(file.read_bytes(), file.stat().st_mtime_ns) for file in files]
    with open_cluster(room / "data", durable=False):
        pass
    assert [(file.read_bytes(), file.stat().st_mtime_ns) for file in files] == before


def test_other_programs_of_the_servers_user_get_no_connection(made: Path) -> None:
    """Root's database may run as `nobody`, and so may a web server that was broken into."""
    with open_cluster(made) as cluster:
        binaries = of_wheel()
        copy = next((made / "postgres" / "programs").iterdir())
        psql = copy / binaries.home / "bin" / "psql"
        command = [psql, "-h", str(cluster.socket), "-U", "packhaus", "-d", "packhaus", "-Atc", "select 'in'"]
        server = account_of(Path(f"/proc/{postmaster(made)}").stat().st_uid)
        code, said = server.run(command)
        assert code
        assert "Peer authentication failed" in said
        assert account_of(0).run(command) == (0, "in\n"), "root itself gets one"


def test_a_folder_closed_to_the_server_gets_its_database_elsewhere(closed: Path) -> None:
    before = stat.S_IMODE(closed.stat().st_mode), closed.stat().st_uid
    with open_cluster(closed, durable=False) as cluster:
        ask(cluster.url, "create table kept as select 42 as answer")
    home = (closed / "postgres").resolve()
    assert (closed / "postgres").is_symlink()
    assert home.parent == SYSTEM_FOLDER / "clusters"
    assert stat.S_IMODE(SYSTEM_FOLDER.stat().st_mode) == 0o711
    assert (stat.S_IMODE(closed.stat().st_mode), closed.stat().st_uid) == before == (0o700, 0)
    with open_cluster(closed, durable=False) as cluster:
        assert ask(cluster.url, "select answer from kept") == [(42,)]
    assert (closed / "postgres").resolve() == home
    delete_cluster(closed)
    assert not home.exists()
    assert not (closed / "postgres").is_symlink()


def test_a_link_to_a_database_that_is_gone_is_said(closed: Path) -> None:
    (closed / "postgres").symlink_to("/nowhere/at/all")
    assert "lies in /nowhere/at/all, which is not there: bring it back" in problem(closed)


def test_a_folder_that_was_closed_later_is_said(room: Path) -> None:
    data = room / "data"
    with open_cluster(data, durable=False):
        pass
    data.chmod(0o700)
    assert f"may not enter {data}: allow it (chmod a+x {data})" in problem(data)


def test_root_may_use_somebody_elses_database_and_leaves_it_theirs(
    start: Start, room: Path, fast: Options
) -> None:
    home = room / "home"
    home.mkdir()
    os.chown(home, NOBODY, -1)
    theirs = start(home / "data", *fast(NOBODY), uid=NOBODY)
    ask(theirs.url, "create table kept as select 42 as answer")
    theirs.leave()
    with open_cluster(home / "data", durable=False) as cluster:
        assert ask(cluster.url, "select answer from kept") == [(42,)]
        assert Path(f"/proc/{postmaster(home / 'data')}").stat().st_uid == NOBODY
        beside = start(home / "data", *fast(NOBODY), uid=NOBODY)
        assert ask(beside.url, "select answer from kept") == [(42,)]
    assert is_served(home / "data"), "the other is still there"
    beside.leave()
    assert not is_served(home / "data")
    again = start(home / "data", *fast(NOBODY), uid=NOBODY)
    assert ask(again.url, "select answer from kept") == [(42,)]


def test_a_new_database_in_somebody_elses_folder_is_theirs(start: Start, room: Path, fast: Options) -> None:
    data = room / "data"
    data.mkdir(0o700)
    os.chown(data, NOBODY, -1)
    with open_cluster(data, durable=False) as cluster:
        ask(cluster.url, "create table kept as select 42 as answer")
    theirs = start(data, *fast(NOBODY), uid=NOBODY)
    assert ask(theirs.url, "select answer from kept") == [(42,)]


def test_somebody_else_may_not_use_roots_database(start: Start, room: Path, fast: Options) -> None:
    with open_cluster(room / "data", durable=False):
        pass
    refused = start(room / "data", *fast(NOBODY), uid=NOBODY)
    assert "cannot write to" in refused.said["problem"]
    assert "as the user nobody (Permission denied): run it as the user who owns" in refused.said["problem"]


def test_the_programs_are_copied_once_and_belong_to_root(room: Path) -> None:
    data = room / "data"
    with open_cluster(data, durable=False):
        pass
    programs = data / "postgres" / "programs"
    first = [(path, path.stat().st_ino) for path in programs.iterdir()]
    (programs / "of-an-older-version").mkdir()
    with open_cluster(data, durable=False):
        pass
    assert [(path, path.stat().st_ino) for path in programs.iterdir()] == first
    writable = [path for path in programs.rglob("*") if path.stat().st_uid or path.stat().st_mode & 0o022]
    assert writable == []


def test_root_without_the_right_to_become_another_user_is_said(
    start: Start, room: Path, fast: Options
) -> None:
    refused = start(room / "data", "without-capabilities", uid=0)
    assert "may not become the user" in refused.said["problem"]
    assert "SETUID" in refused.said["problem"]
