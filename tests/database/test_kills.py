"""What SIGKILL leaves behind, of a command, of the server, of both, and halfway through making a database."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from database.holding import ROOT, Start, ask, is_served, kill_postmaster, postmaster, wait_until
from packhaus.database.account import account_of
from packhaus.database.binaries import of_wheel

Options = Callable[[int], list[str]]


def test_the_server_of_a_killed_command_is_used_and_stopped_by_the_next(
    start: Start, made: Path, uid: int, options: Options
) -> None:
    killed = start(made, *options(uid), uid=uid)
    number = postmaster(made)
    killed.kill()
    assert is_served(made), "a killed command cannot stop the server"
    following = start(made, *options(uid), uid=uid)
    assert postmaster(made) == number
    assert ask(following.url, "select answer from kept") == [(42,)]
    following.leave()
    assert not is_served(made)


def test_what_was_committed_survives_a_kill_of_command_and_server(
    start: Start, made: Path, uid: int, options: Options
) -> None:
    killed = start(made, *options(uid), uid=uid)
    ask(killed.url, "drop table if exists much")
    ask(killed.url, "create table much as select n from generate_series(1, 10000) n")
    killed.kill()
    kill_postmaster(made)
    following = start(made, *options(uid), uid=uid)
    assert ask(following.url, "select count(*), sum(n) from much") == [(10000, 50005000)]


def test_a_number_that_now_belongs_to_another_program_is_no_hindrance(
    start: Start, made: Path, uid: int, options: Options, programs: Path
) -> None:
    """After a restart of a container the same small numbers are given out again."""
    killed = start(made, *options(uid), uid=uid)
    server_uid = (made / "postgres" / "cluster").stat().st_uid
    killed.kill()
    kill_postmaster(made)
    note = made / "postgres" / "cluster" / "postmaster.pid"
    stranger = subprocess.Popen(["/bin/sleep", "600"], user=server_uid if ROOT else None)
    socket_note = next((made / "postgres" / "socket").glob("*.lock"))
    for left in (note, socket_note):
        left.write_text("\n".join([str(stranger.pid), *left.read_text().splitlines()[1:]]) + "\n")
    postgres = programs / of_wheel().home / "bin" / "postgres"
    bare, said = account_of(server_uid).run([postgres, "-D", note.parent, "-c", "listen_addresses="])
    assert bare
    assert "lock file" in said, "PostgreSQL by itself would refuse"
    following = start(made, *options(uid), uid=uid)
    assert ask(following.url, "select answer from kept") == [(42,)]
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_kill_while_the_database_is_made_leaves_nothing_behind(
    start: Start, data: Path, uid: int, fast: Options
) -> None:
    half = start(data, *fast(uid), uid=uid, hear=False)
    wait_until(lambda: any((data / "postgres").glob("new-cluster-*/base")))
    half.kill()
    assert not (data / "postgres" / "cluster").exists()
    following = start(data, *fast(uid), uid=uid)
    assert ask(following.url, "select 1") == [(1,)]
    assert not list((data / "postgres").glob("new-cluster-*"))
