"""Secrets that lie in a file of their own, made when they are first needed."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path

_RANDOM = Path("/dev/urandom")
"""Read into memory that can be wiped; what ``secrets`` gives cannot be."""


def kept_bytes(path: Path, size: int = 32) -> bytes:
    """The secret in ``path``, made of ``size`` random bytes where it does not exist yet.

    Two processes that make it at once end with the same one: the first file that is whole stays. The
    folder is made readable by its owner only. Raises OSError where the folder cannot be written.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        make_file(path, size)
    return path.read_bytes()


def make_file(path: Path, size: int = 32) -> None:
    """See to it that there is a file of random bytes, as :func:`kept_bytes` does; no copy of them is left.

    Raises OSError.
    """
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    content = bytearray(size)
    with _RANDOM.open("rb", buffering=0) as random:
        if random.readinto(content) != size:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(_RANDOM))
    try:
        write_private(draft, content)
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        wipe(content)
        draft.unlink(missing_ok=True)
    settle(path.parent)


def read_file(path: Path) -> bytearray:
    """What stands in a key's file, in memory that can be wiped, without a buffer between. Raises OSError."""
    with path.open("rb", buffering=0) as file:
        content = bytearray(os.fstat(file.fileno()).st_size)
        read = file.readinto(content)
    if read != len(content):
        wipe(content)
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
    return content


def wipe(content: bytearray) -> None:
    """Overwrite a secret in memory: what Python frees stays as it was until the place is needed."""
    content[:] = bytes(len(content))


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


def write_private(path: Path, content: bytes | bytearray) -> None:
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
