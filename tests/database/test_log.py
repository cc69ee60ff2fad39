"""What the server writes to its log: never a statement, a parameter, a row or an error's text."""

import contextlib
import os
import signal
from pathlib import Path

import psycopg
import pytest

from database.holding import ask, wait_until
from packhaus.database import configuration, open_cluster
from packhaus.database.cluster import keep_running
from packhaus.database.logfile import LONGEST

NAME = "Sieglinde Überschär"


def provoke(url: str) -> None:
    """Make the server meet a buyer's name in each way that it would like to write down."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table buyer (name text primary key, number integer)")
        connection.execute("insert into buyer values (%s, 1)", (NAME,))
        for statement in (
            f"insert into buyer values ('{NAME}', 2)",
            f"select '{NAME}'::integer",
            f"select nothing_named_so('{NAME}')",
            f"do $$ begin raise warning '{NAME}'; end $$",
            f"do $$ begin raise log '{NAME}'; end $$",
        ):
            with contextlib.suppress(psycopg.Error):
                connection.execute(statement.encode())
        with contextlib.suppress(psycopg.Error):
            connection.execute("select %s::integer", (NAME,), binary=True)
        with contextlib.suppress(psycopg.Error), connection.cursor().copy("copy buyer from stdin") as copy:
            copy.write_row((NAME, "no number"))


def kill_a_backend_at_work(url: str) -> None:
    """SIGKILL to a process of the server in the middle of a statement with a buyer's name in it."""
    with psycopg.connect(url, autocommit=True) as connection:
        pid = connection.info.backend_pid
        child = os.fork()
        if not child:
            wait_until(lambda: "SELECT" in Path(f"/proc/{pid}/cmdline").read_text())
            os.kill(pid, signal.SIGKILL)
            os._exit(0)
        with pytest.raises(psycopg.OperationalError):
            connection.execute(f"select pg_sleep(30), '{NAME}'".encode())
        os.waitpid(child, 0)


def logged(data: Path) -> bytes:
    return b"".join(file.read_bytes() for file in (data / "logs").iterdir())


def use(data: Path, guarded: bool = True) -> None:
    with open_cluster(data, durable=False) as cluster:
        if not guarded:
            superuser = cluster.url.replace("://packhaus@", "://postgres@")
            ask(superuser, "alter role packhaus reset log_min_messages")
        provoke(cluster.url)
        kill_a_backend_at_work(cluster.url)
        wait_until(lambda: b"all server processes terminated; reinitializing" in logged(data))


def test_no_buyers_name_reaches_the_log(room: Path) -> None:
    use(room / "data")
    assert b"was terminated by signal 9" in logged(room / "data")
    assert NAME.encode() not in logged(room / "data")


def test_without_our_settings_the_name_would_be_there(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {name: value for name, value in configuration.FIXED.items() if not name.startswith("log_")}
    monkeypatch.setattr(configuration, "FIXED", kept)
    use(room / "data", guarded=False)
    assert logged(room / "data").count(NAME.encode()) > 5


def test_a_user_of_the_database_cannot_switch_logging_on(room: Path) -> None:
    with open_cluster(room / "data", durable=False) as cluster:
        for statement in (
            "set log_statement = 'all'",
            "set log_min_messages = 'debug1'",
            "alter role packhaus reset log_min_messages",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                ask(cluster.url, statement)


def test_the_log_is_kept_small_while_the_server_runs(room: Path) -> None:
    data = room / "data"
    log = data / "logs" / "postgres.log"
    with open_cluster(data, durable=False) as cluster:
        with log.open("ab") as file:
            file.write(b"x" * (LONGEST + 1))
        keep_running(data)
        assert log.stat().st_size == 0
        assert (data / "logs" / "postgres.log.1").stat().st_size > LONGEST
        ask(cluster.url, "select 1")
    assert b"database system is shut down" in log.read_bytes(), "the server goes on in the same file"
