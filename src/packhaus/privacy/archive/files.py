"""The archive folder: files are written whole or not at all, readable by their owner only (R4.3)."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from pathlib import Path

from packhaus.engine.seams import seam
from packhaus.kit.keyfiles import settle, write_private

BUNDLE = ".age"
MANIFEST = ".json"
_CHUNK = 1 << 20


def write_whole(path: Path, content: bytes) -> None:
    """Write ``path`` in one step: a kill or a full disk leaves what was there before. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        write_private(draft, content)
        seam("archive.draft")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    settle(path.parent)


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
        settle(path.parent)
    return was_there


def sha256_of(path: Path) -> str:
    """The digest of a file, in hexadecimal. Raises OSError."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()
