"""Where the embedded database lies, and that nobody's folder is changed for it."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from database.holding import Start, ask, is_served
from packhaus.database import database, default_data_folder, open_cluster

Options = Callable[[int], list[str]]


def socket_of(url: str) -> Path:
    return Path(parse_qs(urlsplit(url).query)["host"][0])


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def permissions(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Mode, owner and group of a folder, of all on the way to it and of all in it but the database."""
    seen = [folder, *folder.parents, *(path for path in folder.rglob("*") if "postgres" not in path.parts)]
    return {str(path): (mode(path), path.lstat().st_uid, path.lstat().st_gid) for path in seen}


def test_our_own_folders_are_closed_to_others(start: Start, data: Path, uid: int, fast: Options) -> None:
    holder = start(data, *fast(uid), uid=uid)
    passed_through = 0o711 if uid == 0 else 0o700
    assert mode(data) == mode(data / "postgres") == passed_through
    closed = [data / "logs", data / "locks", data / "postgres" / "cluster", socket_of(holder.url)]
    assert {path: mode(path) for path in closed} == dict.fromkeys(closed, 0o700)
    files = [data / "logs" / "postgres.log", *(data / "locks").iterdir()]
    assert {path: mode(path) for path in files} == dict.fromkeys(files, 0o600)


@pytest.mark.parametrize("permitted", [0o700, 0o777])
def test_a_folder_that_was_there_keeps_its_permissions(
    start: Start, data: Path, uid: int, fast: Options, permitted: int
) -> None:
    (data / "keys").mkdir(parents=True)
    for path in (data, data / "keys"):
        os.chown(path, uid, -1)
        path.chmod(permitted)
    before = permissions(data)
    holder = start(data, *fast(uid), uid=uid)
    assert ask(holder.url, "select 1") == [(1,)]
    holder.leave()
    after = permissions(data)
    assert {path: after[path] for path in before} == before
    data.chmod(0o710)
    changed = permissions(data)
    assert {path: changed[path] for path in before} != before, "a change would have been seen"


def test_a_folder_may_have_nearly_any_name(room: Path) -> None:
    data = room / "Überraschung, 'neu' #1? %41&host=x:y@z"
    with open_cluster(data, durable=False) as cluster:
        assert ask(cluster.url, "select 1") == [(1,)]
    assert not is_served(data)


def test_a_path_that_suits_no_socket_gets_one_elsewhere(
    start: Start, data: Path, uid: int, fast: Options
) -> None:
    deep = data / ("t" * 60) / ("u" * 60)
    holder = start(deep, *fast(uid), uid=uid)
    assert ask(holder.url, "select 1") == [(1,)]
    socket = socket_of(holder.url)
    assert not socket.is_relative_to(data)
    assert mode(socket) == 0o700
    assert socket.stat().st_uid == (deep / "postgres" / "cluster").stat().st_uid
    holder.leave()
    assert not socket.exists()

    socket.mkdir(0o755)
    try:
        refused = start(deep, *fast(uid), uid=uid)
        assert f"The folder {socket}, meant for the database's socket, is not" in refused.said["problem"]
        assert "delete it and start again" in refused.said["problem"]
    finally:
        socket.rmdir()


def test_settings_of_the_operator_win_over_ours_but_not_over_what_guards_personal_data(made: Path) -> None:
    with open_cluster(made) as cluster:
        assert ask(cluster.url, "show work_mem") == [("8MB",)]
    own = made / "postgres" / "own.conf"
    own.write_text("work_mem = '9MB'\nlog_statement = 'all'\nlisten_addresses = 'localhost'\n")
    with open_cluster(made) as cluster:
        assert ask(cluster.url, "show work_mem") == [("9MB",)]
        assert ask(cluster.url, "show log_statement") == [("none",)]
        assert ask(cluster.url, "show listen_addresses") == [("",)]
    own.unlink()


def test_an_external_database_is_taken_as_it_is(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://packhaus@db.example/packhaus")
    with database(made.with_name("unused")) as url:
        assert url == "postgresql://packhaus@db.example/packhaus"
    assert not made.with_name("unused").exists()
    monkeypatch.setenv("DATABASE_URL", "")
    with database(made) as url:
        assert ask(url, "select answer from kept") == [(42,)]


def test_the_data_folder_is_the_users_own(monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() == 0:
        assert default_data_folder() == Path("/var/lib/packhaus")
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("HOME", "/home/erika")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert default_data_folder() == Path("/home/erika/.local/share/packhaus")
    monkeypatch.setenv("XDG_DATA_HOME", "/home/erika/daten")
    assert default_data_folder() == Path("/home/erika/daten/packhaus")
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert default_data_folder() == Path("/home/erika/.local/share/packhaus")
