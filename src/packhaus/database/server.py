"""Starting, finding and stopping the server of one data folder."""

import os
import secrets
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from packhaus.database import binaries as programs
from packhaus.database import configuration
from packhaus.database.account import Account, checked
from packhaus.database.binaries import Binaries
from packhaus.database.folders import Folders, is_temporary, server_account, settle, socket_folder
from packhaus.database.locks import Lock, is_held
from packhaus.database.logfile import Logfile
from packhaus.database.problem import DatabaseProblem, said_by_postgres

# Replaying the log after a crash may take minutes; a server that says nothing at all for long is none.
PATIENCE_READY = 600.0
PATIENCE_SILENT = 60.0
PATIENCE_STOP = 30.0
PAUSE = 0.02

_ACCEPTS, _REJECTS, _SILENT = 0, 1, 2

_FIRST = (
    f"CREATE ROLE {configuration.ROLE} LOGIN CREATEDB\n"
    # What a session of ours could make the server log (RAISE LOG among it) is not written either.
    f"ALTER ROLE {configuration.ROLE} SET log_min_messages = 'panic'\n"
    f"CREATE DATABASE {configuration.ROLE} OWNER {configuration.ROLE}\n"
)


@dataclass(frozen=True)
class Server:
    """The PostgreSQL server of one data folder. Its methods are called with the folder's gate in hand."""

    folders: Folders
    binaries: Binaries
    durable: bool

    def ensure(self) -> Path:
        """Find the running server or start one, and wait until it accepts connections: the folder of its
        socket.

        Raises DatabaseProblem.
        """
        started: int | None = None
        begun = heard = time.monotonic()
        while True:
            alive = Lock(self.folders.alive, self.folders.owner)
            with alive:
                if alive.try_exclusive():
                    if started is not None:
                        raise said_by_postgres(
                            "starting", self.folders.home, Logfile(self.folders).since(started)
                        )
                    started = Logfile(self.folders).size()
                    self._start(alive)
            socket = self._socket()
            answer = self._answer(socket)
            now = time.monotonic()
            if socket and answer == _ACCEPTS:
                self._check_durable()
                return socket
            if answer == _REJECTS:
                heard = now
            if now - heard > PATIENCE_SILENT or now - begun > PATIENCE_READY:
                raise DatabaseProblem(
                    f"A PostgreSQL server of {self.folders.home} is running (process "
                    f"{self._pid() or 'unknown'}) but does not answer; its log is {self.folders.log}. End "
                    "that process and start again."
                )
            time.sleep(PAUSE)

    def stop(self) -> None:
        """Stop the server, if one runs, in an orderly way: open transactions roll back, all is on disk.

        One that has not stopped after half a minute is stopped at once: its next start replays its log.
        """
        if not is_held(self.folders.alive, self.folders.owner):
            return
        socket = self._socket()
        account = server_account(self.folders)
        # A server that is asked to stop while it repairs itself after a crash can hang: it is let finish.
        self._until(lambda: self._answer(self._socket()) != _REJECTS)
        for name in ("INT", "QUIT"):
            pid = self._pid()
            if pid and is_held(self.folders.alive, self.folders.owner):
                # As that user, who wrote the number: a number of somebody else's process then does no harm.
                account.run(["/bin/sh", "-c", 'kill -s "$1" "$2"', "sh", name, str(pid)])
            self._until(lambda: not is_held(self.folders.alive, self.folders.owner))
        if socket and is_temporary(socket, self.folders):
            shutil.rmtree(socket, ignore_errors=True)

    @staticmethod
    def _until(true: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE_STOP
        while not true() and time.monotonic() < end:
            time.sleep(PAUSE)

    def _start(self, alive: Lock) -> None:
        account = checked(server_account(self.folders))
        settle(self.folders, account)
        binaries = self._reachable(account)
        major = programs.major_version(binaries, account)
        self._clear_leftovers()
        if self.folders.cluster.exists():
            self._check_version(major)
        else:
            self._create(binaries, account, alive)
        configuration.write(self.folders, account)
        socket = socket_folder(self.folders, account)
        # The lock says that no process of an earlier server lives. What it left names a number that may by
        # now be any other program's, for whose sake PostgreSQL would refuse to start.
        for left in (self.folders.cluster / "postmaster.pid", *socket.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)
        command: list[str | Path] = [
            binaries.program("postgres"),
            *configuration.arguments(self.folders, socket, self.durable),
        ]
        with Logfile(self.folders).opened() as log:
            account.leave_running(command, log, [alive.descriptor])

    def _reachable(self, account: Account) -> Binaries:
        if os.geteuid() != 0:
            return self.binaries
        return programs.copied(self.binaries, self.folders.home / "programs")

    def _clear_leftovers(self) -> None:
        for leftover in self.folders.home.glob("new-cluster-*"):
            shutil.rmtree(leftover, ignore_errors=True)

    def _check_version(self, major: str) -> None:
        note = self.folders.cluster / "PG_VERSION"
        if not note.is_file():
            raise DatabaseProblem(
                f"{self.folders.cluster} is not a PostgreSQL database (it has no file PG_VERSION): move it "
                "away to begin with an empty one, or put your backup in its place."
            )
        found = note.read_text(errors="replace").strip()
        if found != major:
            raise DatabaseProblem(
                f"The database in {self.folders.cluster} was made by PostgreSQL {found[:20]}, and this "
                f"Packhaus brings PostgreSQL {major}: start the Packhaus that made it, or restore a dump of "
                "it into an empty folder."
            )

    def _create(self, binaries: Binaries, account: Account, alive: Lock) -> None:
        making = self.folders.home / f"new-cluster-{secrets.token_hex(4)}"
        making.mkdir(0o700)
        if os.geteuid() == 0:
            os.chown(making, account.uid, account.gid)
        initdb = [
            *(binaries.program("initdb"), "-D", making, "-U", configuration.SUPERUSER, "--encoding=UTF8"),
            *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--data-checksums"),
            *("--auth-local=peer", "--auth-host=reject", "--no-instructions"),
            *(() if self.durable else ("--no-sync",)),
        ]
        code, said = account.run(initdb, keep=[alive.descriptor])
        if not code:
            single: list[str | Path] = [
                binaries.program("postgres"),
                "--single",
                "-D",
                making,
                "-c",
                "log_checkpoints=off",
            ]
            code, said = account.run([*single, configuration.SUPERUSER], said=_FIRST, keep=[alive.descriptor])
        if code or "ERROR:" in said:
            shutil.rmtree(making, ignore_errors=True)
            raise said_by_postgres("making a new database", self.folders.home, said)
        making.rename(self.folders.cluster)

    def _note(self) -> list[str]:
        try:
            return (self.folders.cluster / "postmaster.pid").read_text(errors="surrogateescape").splitlines()
        except (FileNotFoundError, PermissionError):
            return []

    def _pid(self) -> int | None:
        note = self._note()
        return int(note[0]) if note and note[0].isdigit() else None

    def _socket(self) -> Path | None:
        note = self._note()
        return Path(note[4]) if len(note) > 4 and note[4] else None

    def _answer(self, socket: Path | None) -> int:
        if socket is None:
            return _SILENT
        if self._note()[7:8] == ["starting"]:
            return _REJECTS
        ready: list[str | Path] = [
            self.binaries.program("pg_isready"),
            "-h",
            socket,
            "-p",
            str(configuration.PORT),
            "-t",
            "3",
        ]
        me = Account(os.geteuid(), os.getegid(), "")
        code, _ = me.run([*ready, "-U", configuration.ROLE, "-d", configuration.ROLE])
        return code

    def _check_durable(self) -> None:
        options = self.folders.cluster / "postmaster.opts"
        if self.durable and '"fsync=off"' in options.read_text(errors="replace"):
            raise DatabaseProblem(
                f"The database of {self.folders.data} is running without saving to disk, as tests do: end "
                "the command that started it, and start again."
            )
