"""Who starts the embedded database, who stops it, and what a kill leaves behind."""

import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from database.holding import (
    Start,
    ask,
    is_served,
    kill_postmaster,
    postmaster,
    wait_until,
)
from packhaus.database import open_cluster
from packhaus.database.account import account_of
from packhaus.database.binaries import of_wheel


def options(uid: int, programs: Path, durable: bool = False) -> list[str]:
    # What a killed process has written is the system's to keep, durable or not: only a power cut is different.
    return [*([] if uid == os.geteuid() else [str(programs)]), *([] if durable else ["not-durable"])]


def test_a_new_database_is_there_with_checksums_and_a_builtin_locale(
    start: Start, data: Path, uid: int, programs: Path
) -> None:
    holder = start(data, *options(uid, programs, durable=True), uid=uid)
    names = ("server_encoding", "data_checksums", "fsync", "listen_addresses")
    shown = {name: ask(holder.url, f"show {name}")[0][0] for name in names}
    assert shown == {
        "server_encoding": "UTF8",
        "data_checksums": "on",
        "fsync": "on",
        "listen_addresses": "",
    }
    locale = "select datlocprovider, datlocale from pg_database where datname = current_database()"
    assert ask(holder.url, locale) == [("b", "C.UTF-8")]
    assert ask(holder.url, "select lower('ÄSTHETIK'), current_user, current_database()") == [
        ("ästhetik", "packhaus", "packhaus")
    ]
    assert ask(holder.url, "select rolsuper from pg_roles where rolname = current_user") == [(False,)]


def test_the_server_has_no_tcp_port(start: Start, data: Path, uid: int, programs: Path) -> None:
    start(data, *options(uid, programs), uid=uid)
    sockets = {
        os.readlink(entry) for entry in Path(f"/proc/{postmaster(data)}/fd").iterdir() if entry.is_symlink()
    }
    tcp = [
        line.split()[9]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        if Path(table).exists()
        for line in Path(table).read_text().splitlines()[1:]
    ]
    assert any(name.startswith("socket:") for name in sockets), "its own socket must be among what is seen"
    assert not {f"socket:[{inode}]" for inode in tcp} & sockets


def test_three_commands_that_start_at_once_share_one_server(
    start: Start, data: Path, uid: int, programs: Path
) -> None:
    holders = [start(data, *options(uid, programs), uid=uid, hear=False) for _ in range(3)]
    for holder in holders:
        holder.hear()
    started = {ask(holder.url, "select pg_postmaster_start_time()")[0] for holder in holders}
    assert len(started) == 1
    # One server process is left: were there a second on the same files, it would hold a socket of its own.
    assert {holder.url for holder in holders} == {holders[0].url}


def test_the_last_one_out_stops_the_server(start: Start, data: Path, uid: int, programs: Path) -> None:
    first = start(data, *options(uid, programs), uid=uid)
    second = start(data, *options(uid, programs), uid=uid)
    first.leave()
    assert ask(second.url, "select 1") == [(1,)]
    second.leave()
    assert not is_served(data)
    assert not (data / "postgres" / "cluster" / "postmaster.pid").exists(), "it was an orderly stop"


def test_the_server_of_a_killed_command_is_used_and_stopped_by_the_next(
    start: Start, data: Path, uid: int, programs: Path
) -> None:
    killed = start(data, *options(uid, programs), uid=uid)
    ask(killed.url, "create table kept as select 42 as answer")
    number = postmaster(data)
    killed.kill()
    assert is_served(data), "a killed command cannot stop the server"
    following = start(data, *options(uid, programs), uid=uid)
    assert postmaster(data) == number
    assert ask(following.url, "select answer from kept") == [(42,)]
    following.leave()
    assert not is_served(data)


def test_what_was_committed_survives_a_kill_of_command_and_server(
    start: Start, data: Path, uid: int, programs: Path
) -> None:
    killed = start(data, *options(uid, programs, durable=True), uid=uid)
    ask(killed.url, "create table kept as select n from generate_series(1, 10000) n")
    killed.kill()
    kill_postmaster(data)
    following = start(data, *options(uid, programs, durable=True), uid=uid)
    assert ask(following.url, "select count(*), sum(n) from kept") == [(10000, 50005000)]


def test_a_holder_brings_a_killed_server_back(start: Start, data: Path, uid: int, programs: Path) -> None:
    holder = start(data, *options(uid, programs), uid=uid)
    ask(holder.url, "create table kept as select 42 as answer")
    kill_postmaster(data)
    assert ask(holder.revive(), "select answer from kept") == [(42,)]
    number = postmaster(data)
    holder.revive()
    assert postmaster(data) == number, "a server that lives is left alone"


def test_a_number_that_now_belongs_to_another_program_is_no_hindrance(
    start: Start, data: Path, uid: int, programs: Path
) -> None:
    """After a restart of a container the same small numbers are given out again."""
    killed = start(data, *options(uid, programs), uid=uid)
    server_uid = (data / "postgres" / "cluster").stat().st_uid
    killed.kill()
    kill_postmaster(data)
    note = data / "postgres" / "cluster" / "postmaster.pid"
    stranger = start(data.with_name("other"), *options(server_uid, programs), uid=server_uid)
    note.write_text("\n".join([str(stranger.process.pid), *note.read_text().splitlines()[1:]]) + "\n")
    binaries = of_wheel()
    bare, said = account_of(server_uid).run(
        [programs / binaries.home / "bin" / "postgres", "-D", note.parent, "-c", "listen_addresses="]
    )
    assert bare
    assert "lock file" in said, "PostgreSQL by itself would refuse"
    following = start(data, *options(uid, programs), uid=uid)
    assert ask(following.url, "select 1") == [(1,)]


def test_a_kill_while_the_database_is_made_leaves_nothing_behind(
    start: Start, data: Path, uid: int, programs: Path
) -> None:
    half = start(data, *options(uid, programs), uid=uid, hear=False)
    wait_until(lambda: any((data / "postgres").glob("new-cluster-*/base")))
    half.kill()
    assert not (data / "postgres" / "cluster").exists()
    following = start(data, *options(uid, programs), uid=uid)
    assert ask(following.url, "select 1") == [(1,)]
    assert not list((data / "postgres").glob("new-cluster-*"))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_child_that_ends_inside_the_block_stops_nothing(room: Path, number: signal.Signals) -> None:
    data = room / "data"
    with open_cluster(data, durable=False) as cluster:
        child = multiprocessing.get_context("fork").Process(target=signal.pause)
        child.start()
        assert child.pid is not None
        os.kill(child.pid, number)
        child.join(20)
        assert ask(cluster.url, "select 1") == [(1,)]
    assert not is_served(data)


def test_a_forked_child_that_leaves_the_block_stops_nothing(room: Path) -> None:
    data = room / "data"
    parent = os.getpid()
    try:
        with open_cluster(data, durable=False) as cluster:
            child = os.fork()
            if child:
                _, status = os.waitpid(child, 0)
                assert status == 0
                assert ask(cluster.url, "select 1") == [(1,)]
    finally:
        if os.getpid() != parent:
            os._exit(0)
    assert not is_served(data)


def test_one_process_may_open_it_twice(room: Path) -> None:
    data = room / "data"
    with open_cluster(data, durable=False) as outer:
        with open_cluster(data, durable=False) as inner:
            assert inner.url == outer.url
        assert ask(outer.url, "select 1") == [(1,)]
    assert not is_served(data)


def test_further_databases_can_be_made(room: Path) -> None:
    with open_cluster(room / "data", durable=False) as cluster:
        url = cluster.create_database("test Ä/?")
        ask(url, "create extension pg_trgm")
        assert cluster.create_database("test Ä/?") == url, "one that is there is left as it is"
        assert ask(url, "select current_database(), similarity('Paket', 'Pakete') > 0.5") == [
            ("test Ä/?", True)
        ]
