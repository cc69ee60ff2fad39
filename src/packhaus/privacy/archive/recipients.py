"""Public keys of age (``age1...``), to which bundles are encrypted. Private halves are refused (R4.3)."""

from __future__ import annotations

import re

from pyrage import RecipientError, x25519

from packhaus.kit.words import Words, gettext_noop
from packhaus.privacy.archive.errors import KeyRefused

_PRIVATE = re.compile(r"AGE-(SECRET-KEY|PLUGIN)|PRIVATE KEY", re.IGNORECASE)


def is_private(text: str) -> bool:
    """Whether a text holds a private key: it must be kept nowhere then."""
    return _PRIVATE.search("".join(text.split(" "))) is not None or _PRIVATE.search(text) is not None


def public_key_of(text: str) -> str:
    """The public key in ``text``, in its one form. Raises KeyRefused, in words that do not quote it."""
    key = text.strip()
    if is_private(key):
        raise KeyRefused(Words(PRIVATE), "public_key")
    if key.startswith("ssh-") or (key.lower().startswith("age1") and re.match(r"age1[a-z]+1", key.lower())):
        raise KeyRefused(Words(ANOTHER_KIND), "public_key")
    try:
        return str(x25519.Recipient.from_str(key.lower() if key.isupper() else key))
    except RecipientError:
        raise KeyRefused(Words(NO_KEY), "public_key") from None


def new_pair() -> tuple[str, bytes]:
    """A new pair of keys: the public one, and what the file of the private one holds."""
    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    return public, f"# public key: {public}\n{identity}\n".encode()


PRIVATE = gettext_noop(
    "This is a private key. It does not belong here, and it was not kept. Enter the public key, which begins"
    " with age1. Whoever may have seen the private one on this screen could open the archive: if in doubt,"
    " make a new pair."
)
ANOTHER_KIND = gettext_noop(
    "This kind of key cannot be used here. Enter a public key of age, which begins with age1 and has 62"
    " characters."
)
NO_KEY = gettext_noop(
    "This is no public key of age, or a character is missing. It begins with age1 and has 62 characters: copy"
    " it whole."
)
