"""Copying parts of many PDFs into one, so that what is the same in them is kept once.

A batch of labels from one carrier repeats the carrier's fonts and logos in every file, and a plain copy
keeps them all. Here each object is known by a digest of its whole content: the second one is the first.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from hashlib import blake2b

import pikepdf

_REFERENCE = re.compile(rb"\d R\b")
_LEFT_OUT = frozenset({"/Length", "/Parent", "/Metadata", "/PieceInfo", "/StructParent", "/StructParents"})


class DamagedStreamError(ValueError):
    """A stream of the source cannot be decoded whole."""


class _Circle(Exception):
    """An object holds itself, so it has no digest."""


class SharedCopies:
    """The objects of a target PDF, found again by what they hold."""

    def __init__(self, target: pikepdf.Pdf) -> None:
        self.target = target
        self.known: dict[bytes, pikepdf.Object] = {}


class SourceCopies:
    """Copies objects of one source PDF, which may be closed once all is copied."""

    def __init__(self, shared: SharedCopies, source: pikepdf.Pdf) -> None:
        self._target = shared.target
        self._known = shared.known
        self._source = source
        self._copied: dict[tuple[int, int], tuple[pikepdf.Object, bytes]] = {}
        self._open: set[tuple[int, int]] = set()

    def copy(self, found: pikepdf.Object) -> pikepdf.Object:
        """The same object in the target. Raises DamagedStreamError.

        Objects that refer to each other in a circle are copied as they stand and not shared.
        """
        try:
            return self._shared(found)[0]
        except _Circle:
            self._open.clear()
            held = found if found.is_indirect else self._source.make_indirect(found)
            return self._target.copy_foreign(held)

    def _shared(self, found: pikepdf.Object) -> tuple[pikepdf.Object, bytes]:
        if not found.is_indirect:
            return self._made(found)
        place = found.objgen
        if place in self._copied:
            return self._copied[place]
        if place in self._open:
            raise _Circle
        self._open.add(place)
        copied = self._made(found)
        self._open.discard(place)
        self._copied[place] = copied
        return copied

    def _made(self, found: pikepdf.Object) -> tuple[pikepdf.Object, bytes]:
        if isinstance(found, pikepdf.Stream):
            return self._made_stream(found)
        written = found.unparse(resolved=True)
        if not _REFERENCE.search(written):
            return self._kept(found, pikepdf.Object.parse(written), _digest(b"leaf", written))
        if isinstance(found, pikepdf.Array):
            made, digests = pikepdf.Array(), [b"array"]
            for item in found:
                copied, digest = self._value(item)
                made.append(copied)
                digests.append(digest)
            return self._kept(found, made, _digest(*digests))
        entries, digest = self._entries(found)
        return self._kept(found, pikepdf.Dictionary(entries), digest)

    def _made_stream(self, found: pikepdf.Object) -> tuple[pikepdf.Object, bytes]:
        entries, digest = self._entries(found)
        raw = found.read_raw_bytes()
        digest = _digest(b"stream", digest, raw)
        if digest not in self._known:
            check_stream(found, raw)
            self._known[digest] = pikepdf.Stream(self._target, raw, entries)
        return self._known[digest], digest

    def _entries(self, found: pikepdf.Object) -> tuple[dict[str, object], bytes]:
        entries: dict[str, object] = {}
        digests = [b"dictionary"]
        for key, item in found.items():
            if key in _LEFT_OUT:
                continue
            entries[key], digest = self._value(item)
            digests += [key.encode(), digest]
        return entries, _digest(*digests)

    def _value(self, item: object) -> tuple[object, bytes]:
        if isinstance(item, pikepdf.Object):
            return self._shared(item)
        return item, _digest(b"number", repr(item).encode())

    def _kept(
        self, found: pikepdf.Object, made: pikepdf.Object, digest: bytes
    ) -> tuple[pikepdf.Object, bytes]:
        if not found.is_indirect:
            return made, digest
        if digest not in self._known:
            self._known[digest] = self._target.make_indirect(made)
        return self._known[digest], digest


def check_stream(stream: pikepdf.Object, raw: bytes) -> None:
    """See that a stream decodes to its end: qpdf hands out what it can of a damaged one and says nothing.

    Deflate with its checksum and the text filters around it are looked at, images in their own formats
    are not. Raises DamagedStreamError.
    """
    named = stream.get("/Filter")
    filters = named if isinstance(named, pikepdf.Array) else [] if named is None else [named]
    try:
        for name in map(str, filters):
            if name in ("/FlateDecode", "/Fl"):
                if not raw:
                    return
                inflate = zlib.decompressobj()
                raw = inflate.decompress(raw)
                if not inflate.eof:
                    raise DamagedStreamError("a compressed part of the file is cut off")
            elif name in ("/ASCII85Decode", "/A85"):
                raw = base64.a85decode(raw.strip().removeprefix(b"<~").removesuffix(b"~>"))
            elif name in ("/ASCIIHexDecode", "/AHx"):
                raw = binascii.unhexlify(b"".join(raw.split()).removesuffix(b">"))
            else:
                return
    except (zlib.error, ValueError) as error:
        raise DamagedStreamError(str(error)) from error


def _digest(*parts: bytes) -> bytes:
    state = blake2b(digest_size=16)
    for part in parts:
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.digest()
