"""The archive folder: files are written whole or not at all, readable by their owner only (R4.3)."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

from packhaus.engine.seams import seam

BUNDLE = ".age"
MANIFEST = ".json"
_CHUNK = 1 << 20


def write_whole(path: Path, content: bytes) -> None:
    """Write ``path`` in one step: a kill or a full disk leaves what was there before. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        _write(draft, content)
        seam("archive.draft")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _settle(path.parent)


def forget_drafts(path: Path) -> None:
    """Delete what a kill left of writing ``path``."""
    for draft in path.parent.glob(f".{path.name}.*"):
        with suppress(FileNotFoundError):
            draft.unlink()


def delete(path: Path) -> bool:
    """Delete a bundle with its manifest. Whether it was there. Raises OSError."""
    was_there = path.exists()
    path.unlink(missing_ok=True)
    path.with_suffix(MANIFEST).unlink(missing_ok=True)
    if path.parent.is_dir():
        _settle(path.parent)
    return was_there


def sha256_of(path: Path) -> str:
    """The digest of a file, in hexadecimal. Raises OSError."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _write(path: Path, content: bytes) -> None:
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


def _settle(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
