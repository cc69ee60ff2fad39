"""Who starts the embedded database and who stops it."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from database.holding import Start, ask, is_served, kill_postmaster, postmaster
from packhaus.database import database, keep_alive, open_cluster

Options = Callable[[int], list[str]]


def test_a_new_database_is_safe_and_sorts_everywhere_alike(
    start: Start, data: Path, uid: int, options: Options
) -> None:
    holder = start(data, *options(uid), uid=uid)
    names = ("server_encoding", "data_checksums", "fsync", "full_page_writes", "listen_addresses")
    shown = {name: ask(holder.url, f"show {name}")[0][0] for name in names}
    assert shown == {
        "server_encoding": "UTF8",
        "data_checksums": "on",
        "fsync": "on",
        "full_page_writes": "on",
        "listen_addresses": "",
    }
    locale = "select datlocprovider, datlocale from pg_database where datname = current_database()"
    assert ask(holder.url, locale) == [("b", "C.UTF-8")]
    assert ask(holder.url, "select lower('ÄSTHETIK'), current_user, current_database()") == [
        ("ästhetik", "packhaus", "packhaus")
    ]
    assert ask(holder.url, "select rolsuper from pg_roles where rolname = current_user") == [(False,)]


def test_the_server_has_no_tcp_port(start: Start, made: Path, uid: int, options: Options) -> None:
    start(made, *options(uid), uid=uid)
    sockets = {
        os.readlink(entry) for entry in Path(f"/proc/{postmaster(made)}/fd").iterdir() if entry.is_symlink()
    }
    seen = {
        table: {f"socket:[{word}]" for line in Path(table).read_text().splitlines() for word in line.split()}
        for table in ("/proc/net/tcp", "/proc/net/tcp6", "/proc/net/unix")
        if Path(table).exists()
    }
    assert seen["/proc/net/unix"] & sockets, "its own socket is found in the same way"
    assert not seen["/proc/net/tcp"] & sockets
    assert not seen.get("/proc/net/tcp6", set()) & sockets


def test_three_commands_that_start_at_once_share_one_server(
    start: Start, data: Path, uid: int, fast: Options
) -> None:
    holders = [start(data, *fast(uid), uid=uid, hear=False) for _ in range(3)]
    for holder in holders:
        holder.hear()
    moments = {ask(holder.url, "select pg_postmaster_start_time()")[0] for holder in holders}
    assert len(moments) == 1
    assert len({holder.url for holder in holders}) == 1


def test_the_last_one_out_stops_the_server(start: Start, made: Path, uid: int, options: Options) -> None:
    first = start(made, *options(uid), uid=uid)
    second = start(made, *options(uid), uid=uid)
    first.leave()
    assert ask(second.url, "select answer from kept") == [(42,)]
    second.leave()
    assert not is_served(made)
    assert not (made / "postgres" / "cluster" / "postmaster.pid").exists(), "it was an orderly stop"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_child_that_ends_inside_the_block_stops_nothing(made: Path, number: signal.Signals) -> None:
    with open_cluster(made) as cluster:
        child = multiprocessing.get_context("fork").Process(target=signal.pause)
        child.start()
        assert child.pid is not None
        os.kill(child.pid, number)
        child.join(20)
        assert ask(cluster.url, "select answer from kept") == [(42,)]
    assert not is_served(made)


def test_a_forked_child_that_leaves_the_block_stops_nothing(made: Path) -> None:
    parent = os.getpid()
    try:
        with open_cluster(made) as cluster:
            child = os.fork()
            if child:
                _, status = os.waitpid(child, 0)
                assert status == 0
                assert ask(cluster.url, "select answer from kept") == [(42,)]
    finally:
        if os.getpid() != parent:
            os._exit(0)
    assert not is_served(made)


def test_one_process_may_open_it_twice(made: Path) -> None:
    with open_cluster(made) as outer:
        with open_cluster(made) as inner:
            assert inner.url == outer.url
        assert ask(outer.url, "select answer from kept") == [(42,)]
    assert not is_served(made)


def test_further_databases_can_be_made(made: Path) -> None:
    with open_cluster(made) as cluster:
        url = cluster.create_database("test Ä/?")
        ask(url, "create extension if not exists pg_trgm")
        assert cluster.create_database("test Ä/?") == url, "one that is there is left as it is"
        assert ask(url, "select current_database(), similarity('Paket', 'Pakete') > 0.5") == [
            ("test Ä/?", True)
        ]


def test_a_child_that_is_handed_the_address_holds_the_database_too(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the server is stopped in the end when the parent was killed."""
    with database(made) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        child = database(made)
        assert child.__enter__() == url
    assert is_served(made)
    child.__exit__(None, None, None)
    assert not is_served(made)


def test_a_server_that_died_is_brought_back(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with database(made) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        number = postmaster(made)
        assert keep_alive(made) == ""
        assert postmaster(made) == number, "one that lives is left alone"
        kill_postmaster(made)
        monkeypatch.setenv("DATABASE_URL", "postgresql://packhaus@db.example/packhaus")
        assert keep_alive(made) == ""
        assert not is_served(made), "an external database is somebody else's care"
        monkeypatch.setenv("DATABASE_URL", url)
        assert keep_alive(made) == ""
        assert ask(url, "select answer from kept") == [(42,)]
        kill_postmaster(made)
        version = made / "postgres" / "cluster" / "PG_VERSION"
        version.write_text("17\n")
        assert "was made by PostgreSQL 17" in keep_alive(made)
        version.write_text("18\n")
        assert keep_alive(made) == ""
        assert ask(url, "select answer from kept") == [(42,)]
