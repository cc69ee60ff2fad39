"""Envelopes: AES-256-GCM, each record under a key of its own, which lies wrapped under another key.

The sealed part is bound to what it belongs to, the wrapped key to the lease key's name. So a record can be
given another lease without opening what it holds, and cannot be passed off as another one's.
"""

from __future__ import annotations

import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from packhaus.kit.personal import Purpose, Sealed
from packhaus.kit.words import Words, gettext_noop
from packhaus.privacy.errors import MasterKeyDiffers, SealBroken

KEY_BYTES = 32
_NONCE_BYTES = 12
_MARK_BYTES = 8
_BROKEN = Words(
    gettext_noop("A sealed record cannot be opened: it was changed, or belongs to another record.")
)


class LeaseCipher:
    """Seals and opens under one lease key. ``name`` is the lease key's name, ``key`` its 32 bytes.

    ``key`` is taken over: it is wiped when the cipher is let go of, as OpenSSL wipes its own.
    """

    __slots__ = ("_aead", "_key", "_wrap_for", "name")

    def __init__(self, name: str, key: bytearray) -> None:
        self.name = name
        self._key = key
        self._aead = AESGCM(key)
        self._wrap_for = f"packhaus:1:lease:{name}".encode()

    def __del__(self) -> None:
        # By hand, for as the interpreter ends this module's names can be gone before its objects are.
        self._key[:] = bytes(len(self._key))

    def __repr__(self) -> str:
        return f"<LeaseCipher {self.name}>"

    def __reduce__(self) -> str:
        raise TypeError("a key is never written down")

    def seal(self, plain: bytes, bound_to: bytes) -> Sealed:
        """Seal ``plain`` with a new key of its own; ``bound_to`` says what it belongs to."""
        random = secrets.token_bytes(KEY_BYTES + _NONCE_BYTES)
        key, nonce = random[:KEY_BYTES], random[KEY_BYTES:]
        return Sealed(self.name, self.wrap(key), nonce + AESGCM(key).encrypt(nonce, plain, bound_to))

    def open(self, sealed: Sealed, bound_to: bytes) -> bytes:
        """What was sealed. Raises SealBroken."""
        key = self.unwrap(sealed.wrapped)
        return _decrypt(AESGCM(key), sealed.sealed, bound_to, _BROKEN)

    def wrap(self, record_key: bytes) -> bytes:
        """A record's own key under this lease key."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, record_key, self._wrap_for)

    def unwrap(self, wrapped: bytes) -> bytes:
        """A record's own key. Raises SealBroken."""
        key = _decrypt(self._aead, wrapped, self._wrap_for, _BROKEN)
        if len(key) != KEY_BYTES:
            raise SealBroken(_BROKEN)
        return key


def bound_to_order(organization_id: int, order_id: int, purpose: Purpose) -> bytes:
    """What an order's personal data is bound to."""
    return f"packhaus:1:order:{organization_id}:{order_id}:{purpose}".encode()


def bound_to_document(organization_id: int, document: str) -> bytes:
    """What a document is bound to; ``document`` names it for good."""
    return f"packhaus:1:document:{organization_id}:{document}".encode()


def bound_to_set_aside(organization_id: int, shop_order_id: str) -> bytes:
    """What the text of an order that could not be read is bound to."""
    return f"packhaus:1:set-aside:{organization_id}:{shop_order_id}".encode()


def seal_with_master(master: bytes, text: str, bound_to: str) -> bytes:
    """A secret under the master key: a mark of that key, a nonce, the ciphertext."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(master).encrypt(nonce, text.encode(), _secret_of(bound_to))
    return _mark(master) + nonce + sealed


def open_with_master(master: bytes, sealed: bytes, bound_to: str) -> str:
    """The secret. Raises MasterKeyDiffers, SealBroken."""
    mark, rest = sealed[:_MARK_BYTES], sealed[_MARK_BYTES:]
    if len(mark) == _MARK_BYTES and mark != _mark(master):
        raise MasterKeyDiffers(
            Words(
                gettext_noop(
                    "This was sealed under another master key (%(sealed)s) than the one in the key folder "
                    "(%(found)s): put the right master.key back, or enter it again."
                ),
                {"sealed": mark.hex(), "found": _mark(master).hex()},
            )
        )
    return _decrypt(AESGCM(master), rest, _secret_of(bound_to), _BROKEN).decode()


def fingerprint(key: bytes | bytearray) -> str:
    """What the books keep of a lease key: it tells keys apart and nothing about them. 64 hex digits."""
    found = hashlib.sha256(b"packhaus:1:fingerprint:")
    found.update(key)
    return found.hexdigest()


def _mark(master: bytes) -> bytes:
    return bytes.fromhex(fingerprint(master))[:_MARK_BYTES]


def _secret_of(bound_to: str) -> bytes:
    return b"packhaus:1:secret:" + bound_to.encode()


def _decrypt(aead: AESGCM, sealed: bytes, bound_to: bytes, broken: Words) -> bytes:
    try:
        return aead.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError):
        raise SealBroken(broken) from None
