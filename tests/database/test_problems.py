"""Each way in which the embedded database cannot be had is said in words, with the mend."""

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath

import pytest

from database.holding import Start, ask
from packhaus.database import DatabaseProblem, delete_cluster, open_cluster
from packhaus.database.binaries import Binaries, of_folder, of_wheel

Options = Callable[[int], list[str]]


def problem(data: Path, durable: bool = False, binaries: Binaries | None = None) -> str:
    with pytest.raises(DatabaseProblem) as raised, open_cluster(data, durable=durable, binaries=binaries):
        pass
    return str(raised.value)


def test_a_database_of_another_version(made: Path) -> None:
    note = made / "postgres" / "cluster" / "PG_VERSION"
    ours = note.read_text()
    note.write_text("15\n")
    assert "was made by PostgreSQL 15, and this Packhaus brings PostgreSQL 18: start the Packhaus" in problem(
        made
    )
    note.write_text(ours)
    with open_cluster(made) as cluster:
        assert ask(cluster.url, "select answer from kept") == [(42,)]


def test_a_folder_that_is_no_database(room: Path) -> None:
    cluster = room / "data" / "postgres" / "cluster"
    cluster.mkdir(parents=True)
    for folder in (room / "data", cluster.parent, cluster):
        folder.chmod(0o755)
    (cluster / "letter.txt").write_text("from my aunt")
    if os.geteuid() == 0:
        assert "belongs to root, as whom PostgreSQL does not run" in problem(room / "data")
        shutil.chown(cluster, "nobody")
    assert "is not a PostgreSQL database" in problem(room / "data")
    assert (cluster / "letter.txt").read_text() == "from my aunt"


def test_files_of_the_database_that_are_damaged(made: Path) -> None:
    control = made / "postgres" / "cluster" / "global" / "pg_control"
    good = control.read_bytes()
    control.write_bytes(b"nonsense")
    said = problem(made)
    assert said.startswith(f"PostgreSQL failed while starting in {made}/postgres: ")
    assert "DATABASE_URL" in said
    control.write_bytes(good)
    with open_cluster(made) as cluster:
        assert ask(cluster.url, "select answer from kept") == [(42,)]


def test_missing_programs(room: Path) -> None:
    with pytest.raises(DatabaseProblem, match="initdb, postgres, pg_isready, createdb not found in"):
        of_folder(room)
    with pytest.raises(DatabaseProblem, match="no_such_package, which brings PostgreSQL, is not installed"):
        of_wheel("no_such_package")


def test_programs_of_another_machine(room: Path) -> None:
    wheel = of_wheel()
    for part in ("bin", "lib", "share"):
        (room / "strange" / part).mkdir(parents=True)
    for name in ("initdb", "postgres", "pg_isready", "createdb"):
        strange = room / "strange" / "bin" / name
        strange.write_bytes(b"\x7fELF of another machine")
        strange.chmod(0o755)
    said = problem(room / "data", binaries=Binaries(room / "strange", PurePath()))
    assert "do not run on this machine" in said
    with open_cluster(room / "data", durable=False, binaries=wheel) as cluster:
        assert ask(cluster.url, "select 1") == [(1,)]


def test_a_file_where_a_folder_should_be(room: Path) -> None:
    (room / "data").write_text("")
    assert problem(room / "data") == (
        f"{room / 'data'} should be a folder but is a file: move it away and start again."
    )


def test_a_folder_that_one_may_not_write_to(start: Start, data: Path, uid: int, fast: Options) -> None:
    closed = Path("/proc/packhaus") if uid == 0 else Path("/etc/packhaus")
    refused = start(closed, *fast(uid), uid=uid)
    assert str(closed) in refused.said["problem"]
    assert "choose another folder with --data" in refused.said["problem"]


def test_a_running_server_that_does_not_save(made: Path) -> None:
    with open_cluster(made, durable=False):
        assert "is running without saving to disk" in problem(made, durable=True)
    with open_cluster(made) as cluster:
        assert ask(cluster.url, "show fsync") == [("on",)]


@pytest.fixture
def small_disk(room: Path) -> Iterator[tuple[Path, Callable[[], None]]]:
    """A data folder on a disk that is full, and what makes room on it.

    A real one of 60 MB where one can be mounted; else a limit on the length of files, at which the same calls
    fail.
    """
    place = room / "disk"
    place.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=60m,mode=755", "packhaus", str(place)]
    if os.geteuid() == 0 and subprocess.run(mounted, capture_output=True, check=False).returncode == 0:
        yield (
            place / "data",
            lambda: subprocess.run(["mount", "-o", "remount,size=400m", str(place)], check=True) and None,
        )
        delete_cluster(place / "data")
        subprocess.run(["umount", str(place)], check=True)
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000_000, hard))
    yield place / "data", lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk(small_disk: tuple[Path, Callable[[], None]]) -> None:
    data, make_room = small_disk
    assert "is full: the database needs about 200 MB there to begin with. Free some space" in problem(data)
    make_room()
    with open_cluster(data, durable=False) as cluster:
        assert ask(cluster.url, "select 1") == [(1,)]


def test_a_database_in_use_is_not_deleted(room: Path) -> None:
    data = room / "data"
    with open_cluster(data, durable=False) as cluster:
        with pytest.raises(DatabaseProblem, match="is in use: end the commands that use it first"):
            delete_cluster(data)
        assert ask(cluster.url, "select 1") == [(1,)]
    delete_cluster(data)
    assert not (data / "postgres").exists()
