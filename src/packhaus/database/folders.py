"""Where the embedded database lies, who owns what there, and which folders are ours to make."""

import hashlib
import os
import re
import secrets
import stat
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from packhaus.database.account import Account, account_of, unprivileged
from packhaus.database.problem import DatabaseProblem

SYSTEM_FOLDER = Path("/var/lib/packhaus")

# PostgreSQL's programs put their own paths between double quotes for a shell.
_UNFIT = re.compile(r'["$`\\\n]')

# A socket's address holds 104 bytes (macOS; Linux: 108), an end mark and "/.s.PGSQL.5432" among them.
LONGEST_SOCKET_FOLDER = 88


def default_data_folder() -> Path:
    """Where Packhaus keeps its data unless told otherwise: `/var/lib/packhaus` for root, else the user's data
    folder.
    """
    if os.geteuid() == 0:
        return SYSTEM_FOLDER
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "packhaus"
    named = Path(os.environ.get("XDG_DATA_HOME", ""))
    return (named if named.is_absolute() else Path.home() / ".local" / "share") / "packhaus"


@dataclass(frozen=True)
class Owner:
    """To whom new files in a data folder belong: whoever the folder belongs to, also where root does the
    work.
    """

    uid: int
    gid: int

    def own(self, made: int | Path) -> None:
        """Hand a file or folder that we have just made to this owner."""
        if os.geteuid() == 0 and self.uid != 0:
            os.chown(made, self.uid, self.gid)

    def make(self, folder: Path, mode: int) -> bool:
        """Make one folder with exactly this mode; leave one that is there as it is. True if it was made."""
        try:
            folder.mkdir(0o700)
        except FileExistsError:
            if folder.is_dir():
                return False
            raise DatabaseProblem(
                f"{folder} should be a folder but is a file: move it away and start again."
            ) from None
        self.own(folder)
        folder.chmod(mode)
        return True


@dataclass(frozen=True)
class Folders:
    """The places of one data folder's database."""

    data: Path
    owner: Owner

    @classmethod
    def of(cls, data: Path) -> Self:
        """The places of a data folder, whether they are there or not."""
        return cls(Path(os.path.abspath(data)), Owner(os.geteuid(), os.getegid()))

    @property
    def gate(self) -> Path:
        """Held while the server is started or stopped."""
        return self.data / "locks" / "gate"

    @property
    def users(self) -> Path:
        """Shared by each process that uses the server."""
        return self.data / "locks" / "users"

    @property
    def alive(self) -> Path:
        """Held by the server itself and all its processes, from before its first moment to after its last."""
        return self.data / "locks" / "server"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.data / "logs" / "postgres.log"

    @property
    def link(self) -> Path:
        """The database's home as seen from the data folder: the folder itself, or a link to it."""
        return self.data / "postgres"

    @property
    def home(self) -> Path:
        """The database's home: our settings, the cluster, the socket and (for root) PostgreSQL's programs."""
        return self.link.resolve()

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own folder."""
        return self.home / "cluster"


def prepared(data: Path) -> Folders:
    """The data folder's places, made where they are missing. Folders that are there keep their permissions.

    Raises DatabaseProblem where the folder cannot be made or is somebody else's.
    """
    data = Path(os.path.abspath(data))
    if _UNFIT.search(str(data)):
        raise DatabaseProblem(
            f"The path of the data folder, {str(data)!r}, has a quotation mark, dollar sign, backslash, "
            "backtick or line break in it, which PostgreSQL's programs cannot deal with: choose another with "
            "--data."
        )
    try:
        _make_data_folder(data)
        found = data.stat()
        owner = Owner(found.st_uid, found.st_gid)
        for name in ("locks", "logs"):
            owner.make(data / name, 0o700)
            if not os.access(data / name, os.R_OK | os.W_OK | os.X_OK):
                raise PermissionError(0, "Permission denied", str(data / name))
    except OSError as error:
        raise DatabaseProblem(
            f"Packhaus cannot write to {error.filename or data} as the user {account_of(os.geteuid()).name} "
            f"({error.strerror}): run it as the user who owns that folder, or choose another folder with "
            "--data."
        ) from error
    return Folders(data, owner)


def _make_data_folder(data: Path) -> None:
    parents: list[Path] = []
    for parent in data.parents:
        if parent.exists():
            break
        parents.append(parent)
    me = Owner(os.geteuid(), os.getegid())
    for parent in reversed(parents):
        me.make(parent, 0o755)
    # Root's database runs as somebody else, who must pass through this folder but not look around in it.
    me.make(data, 0o711 if os.geteuid() == 0 else 0o700)


def server_account(folders: Folders) -> Account:
    """Under whom the database of this folder runs.

    Oneself; for root the owner of the files that are there, else the owner of the data folder, else an
    unprivileged user. Raises DatabaseProblem where the files belong to somebody else.
    """
    me = os.geteuid()
    if folders.cluster.exists():
        owner = folders.cluster.stat().st_uid
        if owner == 0:
            raise DatabaseProblem(
                f"The database in {folders.cluster} belongs to root, as whom PostgreSQL does not run: give "
                f"it to the user it belonged to (chown -R {unprivileged().name} {folders.cluster})."
            )
        if me not in (0, owner):
            raise DatabaseProblem(
                f"The database in {folders.cluster} belongs to {account_of(owner).name}: run Packhaus as "
                "that user, or choose another folder with --data."
            )
        return account_of(owner)
    if me != 0:
        return account_of(me)
    return account_of(folders.owner.uid) if folders.owner.uid != 0 else unprivileged()


def settle(folders: Folders, account: Account) -> None:
    """See to it that the database's home is there and that `account` can get to it.

    Where the data folder is closed to it (root's own folders are), a new home is made in
    /var/lib/packhaus/clusters, with a link to it in the data folder. Raises DatabaseProblem where neither can
    be.
    """
    if folders.link.is_symlink() and not folders.home.exists():
        raise DatabaseProblem(
            f"The database of {folders.data} lies in {folders.home}, which is not there: bring it back (is a "
            f"disk not mounted?), or delete the link {folders.link} to begin with an empty database."
        )
    closed = account.first_closed_to(folders.data)
    if not folders.link.exists():
        if closed is None:
            folders.owner.make(folders.link, 0o711 if account.uid != folders.owner.uid else 0o700)
        else:
            _settle_elsewhere(folders.link, account)
    closed = account.first_closed_to(folders.home)
    if closed is not None:
        raise DatabaseProblem(
            f"The database runs as the user {account.name}, who may not enter {closed}: allow it (chmod a+x "
            f"{closed}), or choose another folder with --data."
        )


def _settle_elsewhere(link: Path, account: Account) -> None:
    root = Owner(0, 0)
    clusters = SYSTEM_FOLDER / "clusters"
    for folder in (SYSTEM_FOLDER, clusters):
        root.make(folder, 0o711)
    closed = account.first_closed_to(clusters)
    if closed is not None:
        raise DatabaseProblem(
            f"The database would run as the user {account.name}, who may enter neither {link.parent} nor "
            f"{closed}: allow one of them (chmod a+x {closed}), or choose another folder with --data."
        )
    home = clusters / secrets.token_hex(8)
    root.make(home, 0o711)
    link.symlink_to(home)


def socket_folder(folders: Folders, account: Account) -> Path:
    """A folder of mode 700 of `account` for the server's socket, made if need be: in its home, or where the
    path of that does not suit a socket, in the system's folder for temporary files.
    """
    here = folders.home / "socket"
    if _suits_a_socket(here):
        return _private(here, account)
    for base in (Path(tempfile.gettempdir()), Path("/var/tmp")):
        there = base / f"packhaus-{account.uid}-{_mark(folders)}"
        if _suits_a_socket(there) and account.first_closed_to(base) is None:
            return _private(there, account)
    raise DatabaseProblem(
        f"The path of {folders.data} is too long for the database's socket, and no folder for temporary "
        "files can be used instead: choose a shorter one with --data."
    )


def _suits_a_socket(folder: Path) -> bool:
    # A comma separates hosts for all of PostgreSQL's clients, and nothing takes that meaning from it.
    return len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER and "," not in str(folder)


def _mark(folders: Folders) -> str:
    return hashlib.sha256(os.fsencode(folders.home)).hexdigest()[:12]


def is_socket_folder(folders: Folders, socket: Path) -> bool:
    """Whether this is where the server of this data folder has its socket, or would have it if it ran."""
    return socket == folders.home / "socket" or socket.name.endswith(f"-{_mark(folders)}")


def is_temporary(socket: Path, folders: Folders) -> bool:
    """Whether the socket's folder is one that goes away with the server."""
    return socket.parent != folders.home


def _private(folder: Path, account: Account) -> Path:
    try:
        folder.mkdir(0o700)
    except FileExistsError:
        pass
    else:
        folder.chmod(0o700)
        Owner(account.uid, account.gid).own(folder)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or stat.S_IMODE(found.st_mode) != 0o700:
        raise DatabaseProblem(
            f"The folder {folder}, meant for the database's socket, is not {account.name}'s alone: delete it "
            "and start again."
        )
    return folder
