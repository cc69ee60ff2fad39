"""The forms in which the canaries' word can lie in bytes, and how a place where it lies is read."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from canaries.people import MARK, PHONE_MARK, Canary, canary_in

_BEFORE, _AFTER = 64, 320
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]+")
_HEX = re.compile(rb"[0-9A-Fa-f]+")


class Form(NamedTuple):
    """How a text is written: its name, the word's bytes in it, and how bytes around these are read."""

    name: str
    word: bytes
    read: Callable[[bytes, int], str]


class Seen(NamedTuple):
    """The word found: in which form, at which byte, and whose it is where that can be read."""

    form: str
    place: int
    canary: Canary | None


# Beside one buyer's row may lie another's: so each reads from the word on, and nothing before it.


def _eight_bit(around: bytes, at: int) -> str:
    return around[at:].decode("latin-1")


def _sixteen_bit(around: bytes, at: int) -> str:
    return around[at::2].decode("latin-1")


def _of_base64(around: bytes, at: int) -> str:
    run = next(found for found in _BASE64.finditer(around) if found.end() > at)
    text = run.group().translate(bytes.maketrans(b"-_", b"+/"))
    read = []
    for shift in range(4):
        part = text[shift:]
        part = part[: len(part) - (len(part) % 4 == 1)]
        plain = base64.b64decode(part + b"=" * (-len(part) % 4))
        plain = plain[max(0, (at - run.start() - shift) * 3 // 4 - 1) :]
        read += [plain.decode("latin-1"), plain.replace(b"\0", b"").decode("latin-1")]
    return "\n".join(read)


def _of_hex(around: bytes, at: int) -> str:
    run = next(found for found in _HEX.finditer(around) if found.end() > at)
    text = run.group()[(at - run.start()) :]
    return bytes.fromhex(text[: len(text) // 2 * 2].decode()).replace(b"\0", b"").decode("latin-1")


def _base64_cores(word: bytes) -> Iterator[bytes]:
    for before in range(3):
        whole = base64.b64encode(bytes(before) + word)
        core = whole[-(-before * 8 // 6) : (before + len(word)) * 8 // 6]
        yield core
        if core.translate(bytes.maketrans(b"+/", b"-_")) != core:
            yield core.translate(bytes.maketrans(b"+/", b"-_"))


def _forms() -> Iterator[Form]:
    for text in (MARK, MARK.lower(), MARK.upper(), PHONE_MARK):
        # UTF-8 and Latin-1 write the word alike; the last zero is left out, so both ways of UTF-16 have it.
        narrow, wide = text.encode(), text.encode("utf-16-le")[:-1]
        yield Form("UTF-8 or Latin-1", narrow, _eight_bit)
        yield Form("UTF-16", wide, _sixteen_bit)
        for form, word in (("", narrow), (" of UTF-16", wide)):
            for core in _base64_cores(word):
                yield Form(f"base64{form}", core, _of_base64)
            yield Form(f"hex{form}", word.hex().encode(), _of_hex)
            if word.hex() != word.hex().upper():
                yield Form(f"hex{form}", word.hex().upper().encode(), _of_hex)


FORMS = tuple(_forms())


def seen_in(data: bytes) -> Iterator[Seen]:
    """Each place in ``data`` where the canaries' word lies, in any form.

    Digits alone may turn up by chance: they count only with a buyer's own digits behind them.
    """
    for form in FORMS:
        place = data.find(form.word)
        while place >= 0:
            start = max(0, place - _BEFORE)
            canary = canary_in(form.read(data[start : place + _AFTER], place - start))
            if canary is not None or not form.word.isdigit():
                yield Seen(form.name, place, canary)
            place = data.find(form.word, place + len(form.word))
