"""Secrets that lie in a file of their own, made when they are first needed."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path


def kept_bytes(path: Path, size: int = 32) -> bytes:
    """The secret in ``path``, made of ``size`` random bytes where it does not exist yet.

    Two processes that make it at once end with the same one: the first file that is whole stays. The
    folder is made readable by its owner only. Raises OSError where the folder cannot be written.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        write_private(draft, secrets.token_bytes(size))
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
    settle(path.parent)
    return path.read_bytes()


def delete_file(path: Path) -> bool:
    """Delete a key's file for good: overwritten, deleted, the folder on the disk. Whether it was there.

    Overwriting also reaches what only looks like a copy: a hard link. Raises OSError.
    """
    with contextlib.suppress(OSError), path.open("r+b") as file:
        file.write(bytes(os.fstat(file.fileno()).st_size))
        file.flush()
        os.fsync(file.fileno())
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    settle(path.parent)
    return True


def write_private(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, for its owner only, and on to the disk. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        rest = memoryview(content)
        while rest:
            written = os.write(descriptor, rest)
            if not written:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            rest = rest[written:]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def settle(folder: Path) -> None:
    """See to it that what was made or deleted in ``folder`` survives a loss of power. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def kept_secret(path: Path) -> str:
    """The secret in ``path`` as text, for what wants text."""
    return kept_bytes(path, 48).hex()
