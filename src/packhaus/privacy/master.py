"""The master key: under it lie the secrets that must survive a restore. The merchant keeps a copy of it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from packhaus.kit.keyfiles import kept_bytes
from packhaus.kit.words import Words, gettext_noop
from packhaus.privacy.errors import MasterKeyMissing
from packhaus.privacy.seal import KEY_BYTES, open_with_master, seal_with_master


def seal_secret(text: str, bound_to: str) -> bytes:
    """Seal a token, a client secret or a carrier's key under the master key.

    The master key is made when it is first needed. ``bound_to`` says what the secret belongs to, and must be
    the same when it is opened. Raises MasterKeyMissing where the key folder cannot be written.
    """
    path = _path()
    try:
        master = kept_bytes(path, KEY_BYTES)
    except OSError as error:
        raise _unusable(path, error) from None
    return seal_with_master(_whole(path, master), text, bound_to)


def open_secret(sealed: bytes | memoryview, bound_to: str) -> str:
    """A secret sealed with :func:`seal_secret`.

    Raises MasterKeyMissing, MasterKeyDiffers, or SealBroken where it was changed or belongs to something
    else.
    """
    path = _path()
    try:
        master = path.read_bytes()
    except OSError as error:
        raise _unusable(path, error) from None
    return open_with_master(_whole(path, master), bytes(sealed), bound_to)


def _path() -> Path:
    return settings.KEYS / "master.key"


def _whole(path: Path, master: bytes) -> bytes:
    if len(master) != KEY_BYTES:
        raise MasterKeyMissing(
            Words(
                gettext_noop(
                    "%(file)s is not a master key (it has %(size)s bytes, not 32): put your copy of it back."
                ),
                {"file": str(path), "size": str(len(master))},
            )
        )
    return master


def _unusable(path: Path, error: OSError) -> MasterKeyMissing:
    return MasterKeyMissing(
        Words(
            gettext_noop(
                "The master key %(file)s cannot be used (%(why)s): put your copy of it back, and let the "
                "user that runs Packhaus read it."
            ),
            {"file": str(path), "why": error.strerror or type(error).__name__},
        )
    )
