"""Secrets that lie in a file of their own, made when they are first needed."""

from __future__ import annotations

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
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, secrets.token_bytes(size))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return path.read_bytes()


def kept_secret(path: Path) -> str:
    """The secret in ``path`` as text, for what wants text."""
    return kept_bytes(path, 48).hex()
