"""What can be wrong with the embedded database, in words that say the mend."""

from pathlib import Path

_FULL = ("No space left on device", "Disk quota exceeded", "File too large")
_MEMORY = (
    "could not map anonymous shared memory",
    "could not create shared memory segment",
    "Cannot allocate memory",
)


class DatabaseProblem(Exception):
    """The embedded database cannot be used. The message says what is wrong, and what mends it."""


def disk_full(folder: Path) -> DatabaseProblem:
    """The problem of a full disk under `folder`."""
    return DatabaseProblem(
        f"The disk that holds {folder} is full: the database needs about 200 MB there to begin with. "
        "Free some space and start again; nothing that was saved is lost."
    )


def said_by_postgres(doing: str, folder: Path, output: str) -> DatabaseProblem:
    """The problem that a PostgreSQL program named in `output` while it was `doing` something with `folder`.

    `doing` completes the sentence "PostgreSQL failed while ...".
    """
    if any(phrase in output for phrase in _FULL):
        return disk_full(folder)
    if any(phrase in output for phrase in _MEMORY):
        return DatabaseProblem(
            "The machine has too little free memory for the database (it needs about 200 MB): "
            "close other programs, or give this machine or container more memory."
        )
    if "Permission denied" in output:
        return DatabaseProblem(
            f"PostgreSQL was denied access while {doing} in {folder} ({last_words(output)}). Either files "
            "there belong to somebody else, or the disk is mounted without leave to run programs (noexec): "
            "choose another folder with --data."
        )
    return DatabaseProblem(
        f"PostgreSQL failed while {doing} in {folder}: {last_words(output)}. If this cannot be mended there, "
        "choose another folder with --data, or a PostgreSQL of your own with DATABASE_URL."
    )


def last_words(output: str) -> str:
    """The line of a program's output that says why it gave up, without time stamp and full stop."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    if not lines:
        return "it said nothing"
    told = [line for line in lines if "FATAL:" in line or "PANIC:" in line or "error:" in line]
    line = (told or lines)[-1]
    for mark in ("FATAL:", "PANIC:", "error:"):
        _, found, rest = line.partition(mark)
        if found:
            line = rest
    return line.strip().rstrip(".")
