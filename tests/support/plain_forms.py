"""The forms in which a text can lie in a file, and a quick way to look for many at once."""

from __future__ import annotations

import base64
import html
import json
import quopri
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from urllib.parse import quote, quote_plus

SHORTEST = 6
"""Bytes. Anything shorter turns up in ciphertext by chance."""
_BLOCK = 1 << 16
_ANCHOR = 4
_LOOKED_AT = 24


def forms_of(text: str) -> Iterator[tuple[str, bytes]]:
    """Each form of a text: its name and its bytes."""
    utf8, utf16 = text.encode(), text.encode("utf-16-be")
    yield "utf-8", utf8
    yield "utf-8, lower case", text.lower().encode()
    yield "utf-8, upper case", text.upper().encode()
    yield "utf-8, decomposed", unicodedata.normalize("NFD", text).encode()
    yield "utf-16le", text.encode("utf-16-le")
    yield "utf-16be", utf16
    for name in ("latin-1", "cp1252", "iso8859-15"):
        yield name, text.encode(name, "ignore")
    for name, data in (("utf-8", utf8), ("latin-1", text.encode("latin-1", "ignore"))):
        for before in range(3):
            yield f"base64 of {name}", _base64(data, before)
            yield f"base64 of {name}", _base64(data, before).translate(bytes.maketrans(b"+/", b"-_"))
    for name, data in (("utf-8", utf8), ("utf-16be", utf16)):
        yield f"hex of {name}", data.hex().encode()
        yield f"hex of {name}", data.hex().upper().encode()
    yield "json", json.dumps(text)[1:-1].encode()
    yield "json", json.dumps(text, ensure_ascii=False)[1:-1].encode()
    for percent in (quote(text, safe=""), quote_plus(text, safe=""), quote(text)):
        yield "percent-encoded", percent.encode()
    yield "html", html.escape(text).encode()
    yield "html", text.encode("ascii", "xmlcharrefreplace")
    yield "quoted-printable", quopri.encodestring(utf8).replace(b"=\n", b"")


def _base64(data: bytes, before: int) -> bytes:
    """What base64 surely makes of ``data`` after ``before`` bytes (0 to 2) of a group of three."""
    whole = base64.b64encode(bytes(before) + data)
    return whole[-(-before * 8 // 6) : (before + len(data)) * 8 // 6]


class Needles:
    """Texts to look for, in every form. ``too_short`` holds the places of those that cannot be looked for.

    A form counts only where it is whole: one that leaves letters out (Latin-1 of an emoji) must still have
    most of the text's.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.count = len(texts)
        self.too_short = [place for place, text in enumerate(texts) if len(text.strip().encode()) < SHORTEST]
        self._names: dict[bytes, dict[int, tuple[int, str]]] = defaultdict(dict)
        for place, text in enumerate(texts):
            for order, (name, data) in enumerate(forms_of(text.strip())):
                if place not in self.too_short and len(data) >= max(SHORTEST, len(text.strip()) * 2 // 3):
                    self._names[data].setdefault(place, (order, name))
        self._by_anchor: dict[int, list[bytes]] = defaultdict(list)
        for data in self._names:
            self._by_anchor[_anchor(data)].append(data)
        self._anchors = frozenset(self._by_anchor)
        self._longest = max(map(len, self._names), default=0)
        self._known: dict[bytes, frozenset[bytes]] = {}

    def found_in(self, data: bytes | memoryview) -> dict[int, str]:
        """The places of the texts that are in ``data``, each with the first of its forms."""
        found: set[bytes] = set()
        view = memoryview(data)
        for start in range(0, len(view), _BLOCK):
            found |= self._in_block(bytes(view[start : start + _BLOCK + self._longest]))
        names = (entry for form in found for entry in self._names[form].items())
        return {place: name for place, (_, name) in sorted(names, reverse=True)}

    def _in_block(self, block: bytes) -> frozenset[bytes]:
        # Databases are full of copies of the same page, and of empty ones.
        key = blake2b(block, digest_size=16).digest()
        if key not in self._known:
            self._known[key] = frozenset(
                form
                for anchor in self._anchors_in(block)
                for form in self._by_anchor[anchor]
                if form in block
            )
        return self._known[key]

    def _anchors_in(self, block: bytes) -> set[int]:
        view = memoryview(block)
        found: set[int] = set()
        for shift in range(_ANCHOR):
            whole = (len(block) - shift) // _ANCHOR * _ANCHOR
            if whole > 0:
                found |= self._anchors.intersection(view[shift : shift + whole].cast("I"))
        return found


def _anchor(form: bytes) -> int:
    """Four bytes of a form that other data is unlikely to have, as the machine's own integer."""
    rarity = form[:_LOOKED_AT].translate(_RARITY)
    best = max(range(len(rarity) - _ANCHOR + 1), key=lambda place: sum(rarity[place : place + _ANCHOR]))
    return memoryview(form[best : best + _ANCHOR]).cast("I")[0]


_RARITY = bytes(0 if byte in b"\x00 aeinrst" else 1 if 0x61 <= byte <= 0x7A else 2 for byte in range(256))
