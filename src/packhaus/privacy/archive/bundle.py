"""The form of a bundle: lines of JSON, encrypted by age, and a manifest beside it in plain form (R4.3).

Nothing here needs a database or a data folder: it is also what opens a bundle on another machine. Whoever has
the private key and no Packhaus opens it with ``age -d``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from pyrage import DecryptError, IdentityError, decrypt, encrypt, passphrase, x25519

from packhaus.kit.words import Words, gettext_noop
from packhaus.privacy.archive.errors import BundleProblem
from packhaus.privacy.archive.files import MANIFEST, sha256_of

FORMAT = "packhaus-archive-1"
_PROTECTED = b"age-encryption.org/"
_ARMORED = b"-----BEGIN AGE ENCRYPTED FILE-----"


class Head(msgspec.Struct, kw_only=True, frozen=True):
    """A bundle's first line."""

    format: str
    bundle: str
    merchant: str
    month: str
    part: int
    orders: int


class Manifest(msgspec.Struct, kw_only=True, frozen=True):
    """What stands beside a bundle in plain form: counts, days, digests, public keys; nothing of buyers."""

    format: str
    file: str
    month: str
    part: int
    orders: int
    bytes: int
    sha256: str
    written_at: str
    keep_until: str
    public_keys: Sequence[str]


@dataclass(frozen=True)
class Opened:
    """A bundle in plain form: its head, and a line of JSON for each order."""

    head: Head
    lines: Sequence[bytes]

    def __repr__(self) -> str:
        return f"<Opened: {len(self.lines)} orders>"


def pack(head: Head, lines: Sequence[bytes], public_keys: Sequence[str]) -> bytes:
    """A bundle of orders that are lines of JSON, for the holders of some keys."""
    plain = b"\n".join([msgspec.json.encode(head), *lines]) + b"\n"
    return encrypt(plain, [x25519.Recipient.from_str(key) for key in public_keys])


def manifest_text(manifest: Manifest) -> bytes:
    """A manifest as its file holds it."""
    return json.dumps(msgspec.to_builtins(manifest), indent=2).encode() + b"\n"


def manifest_of(bundle: Path) -> Manifest | None:
    """The manifest beside a bundle; None where there is none. Raises BundleProblem where it is none."""
    try:
        return msgspec.json.decode(bundle.with_suffix(MANIFEST).read_bytes(), type=Manifest)
    except FileNotFoundError:
        return None
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise BundleProblem(
            Words(
                gettext_noop("%(file)s cannot be read as a manifest."),
                {"file": bundle.with_suffix(MANIFEST).name},
            )
        ) from None


def check_file(bundle: Path, sha256: str) -> None:
    """Raises BundleProblem where a bundle's file is not, byte for byte, as it was written; and OSError."""
    if sha256_of(bundle) != sha256:
        raise BundleProblem(
            Words(
                gettext_noop("%(file)s is not as it was written: at least one bit of it has changed."),
                {"file": bundle.name},
            )
        )


def identities_of(content: bytes, asked: Iterator[str]) -> list[x25519.Identity]:
    """The private keys in a key file of age; ``asked`` gives its passphrase where it has one.

    Raises BundleProblem where there is none in it.
    """
    if content.startswith((_PROTECTED, _ARMORED)):
        try:
            content = passphrase.decrypt(content, next(asked))
        except DecryptError:
            raise BundleProblem(Words(gettext_noop("The passphrase does not open the key file."))) from None
    found = []
    try:
        for line in content.decode().splitlines():
            if line.strip() and not line.lstrip().startswith("#"):
                found.append(x25519.Identity.from_str(line.strip()))
    except (IdentityError, UnicodeDecodeError):
        found = []
    if not found:
        raise BundleProblem(
            Words(gettext_noop("The key file holds no private key of age (AGE-SECRET-KEY-1...)."))
        )
    return found


def unpack(name: str, content: bytes, identities: Sequence[x25519.Identity]) -> Opened:
    """Open a bundle. Raises BundleProblem: another key, or not as it was written."""
    try:
        plain = decrypt(content, identities)
    except DecryptError as error:
        # rage says no more than this sentence, and says it too where the head of the file was changed.
        text = WRONG_KEY if "matching keys" in str(error) else CHANGED
        raise BundleProblem(Words(text, {"file": name})) from None
    first, *lines = plain.removesuffix(b"\n").split(b"\n")
    try:
        head = msgspec.json.decode(first, type=Head)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        head = None
    if head is None or head.format != FORMAT or head.orders != len(lines):
        raise BundleProblem(
            Words(gettext_noop("%(file)s was opened, but it is no bundle of Packhaus."), {"file": name})
        )
    return Opened(head, lines)


WRONG_KEY = gettext_noop(
    "%(file)s cannot be opened with this key: it was written for the holder of another one. Or the beginning"
    " of the file has changed: its manifest tells."
)
CHANGED = gettext_noop(
    "%(file)s is not as it was written: it is cut off, or at least one bit of it has changed. Take another"
    " copy."
)
