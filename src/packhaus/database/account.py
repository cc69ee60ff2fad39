"""The system user under whom PostgreSQL runs: oneself, or an unprivileged one where oneself is root."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from packhaus.database.problem import DatabaseProblem

UNPRIVILEGED = ("packhaus", "postgres", "nobody")

# PostgreSQL's messages are read, so they must be English; and no secret of ours may stand in its environment.
ENVIRONMENT = {"LC_ALL": "C", "PATH": "/usr/local/bin:/usr/bin:/bin", "TZ": "UTC"}

_ENTER = 'for folder; do cd "$folder" 2>/dev/null || { printf %s "$folder"; exit 1; }; done'


@dataclass(frozen=True)
class Account:
    """A system user who runs PostgreSQL's programs."""

    uid: int
    gid: int
    name: str

    def run(self, command: Sequence[str | Path], said: str = "", keep: Sequence[int] = ()) -> tuple[int, str]:
        """Run a program to its end as this user: its exit code and all it wrote.

        `said` goes to its standard input; the descriptors in `keep` stay open in it.
        """
        end = subprocess.run(
            [str(word) for word in command],
            input=said,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=ENVIRONMENT,
            cwd="/",
            umask=0o077,
            pass_fds=keep,
            user=self._user(),
            group=self._group(),
            extra_groups=self._groups(),
            check=False,
        )
        return end.returncode, end.stdout

    def leave_running(self, command: Sequence[str | Path], output: int, keep: Sequence[int]) -> None:
        """Start a program as this user that outlives the caller, its output going to the descriptor `output`.

        The shell between is what makes it nobody's child: a killed or careless parent then neither ends it
        nor leaves it a zombie. No core file is written: it would hold what was in memory.
        """
        subprocess.run(
            ["/bin/sh", "-c", 'ulimit -c 0; "$@" &', "sh", *(str(word) for word in command)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=ENVIRONMENT,
            cwd="/",
            umask=0o077,
            start_new_session=True,
            pass_fds=keep,
            user=self._user(),
            group=self._group(),
            extra_groups=self._groups(),
            check=True,
        )

    def first_closed_to(self, folder: Path) -> Path | None:
        """The first folder on the way from the root to `folder` that this user may not enter, or None."""
        way = [*reversed(folder.parents), folder]
        code, where = self.run(["/bin/sh", "-c", _ENTER, "sh", *way])
        return Path(where) if code else None

    def _user(self) -> int | None:
        return self.uid if os.geteuid() == 0 else None

    def _group(self) -> int | None:
        return self.gid if os.geteuid() == 0 else None

    def _groups(self) -> list[int] | None:
        return [] if os.geteuid() == 0 else None


def account_of(uid: int) -> Account:
    """The account with this number. Raises DatabaseProblem where the system has no name for it."""
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise DatabaseProblem(
            f"The system has no user with the number {uid}, and PostgreSQL needs one with a name: run "
            "Packhaus as a user who stands in /etc/passwd, or set DATABASE_URL to a PostgreSQL of your own."
        ) from None
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)


def unprivileged() -> Account:
    """The existing user to whom root hands the database. Raises DatabaseProblem where there is none."""
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)
    raise DatabaseProblem(
        "PostgreSQL does not run as root, and this system has none of the users packhaus, postgres and "
        "nobody: add one (useradd --system packhaus), or run Packhaus as a user other than root."
    )


def checked(account: Account) -> Account:
    """The same account, once it is sure that a program can be run as it. Raises DatabaseProblem where it
    cannot.
    """
    try:
        account.run(["/bin/sh", "-c", ":"])
    except OSError as error:
        raise DatabaseProblem(
            f"Packhaus runs as root here but may not become the user {account.name}, as which the database "
            f"would run ({error.strerror}): run Packhaus as a user other than root, or leave the container "
            "its right to change users (the capabilities SETUID and SETGID)."
        ) from error
    return account
