"""Text on a label: the vendored font, characters it lacks, and lines that must fit their place."""

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "PackhausLabel"
BOLD = "PackhausLabel-Bold"
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
ELLIPSIS = "…"

_FILES = {REGULAR: "NotoSans-Regular.ttf", BOLD: "NotoSans-Bold.ttf"}
_SKIN_TONES = range(0x1F3FB, 0x1F400)


@cache
def _font(name: str) -> TTFont:
    font = TTFont(name, str(Path(__file__).parent / "fonts" / _FILES[name]))
    pdfmetrics.registerFont(font)
    return font


@cache
def _advances(name: str) -> dict[int, float]:
    return dict(_font(name).face.charWidths)


def use_fonts() -> None:
    """Register both fonts with reportlab; only the first call reads the files."""
    _font(REGULAR)
    _font(BOLD)


def width(text: str, font: str, size: float) -> float:
    """Width in points of cleaned ``text`` at ``size`` points."""
    advances = _advances(font)
    return sum(advances[ord(character)] for character in text) * size / 1000


def clean(text: str) -> str:
    """The text as the font can show it, on one line.

    Composed (NFC), white space collapsed, invisible marks dropped. A character that the font lacks
    becomes U+FFFD; an emoji of several code points becomes one of them, not a row.
    """
    return " ".join("".join(_shown(text)).split())


def _shown(text: str) -> Iterator[str]:
    known = _advances(REGULAR)
    joined = False
    for character in unicodedata.normalize("NFC", text):
        code = ord(character)
        if character.isspace() or unicodedata.category(character) == "Cc":
            yield " "
        elif character == "\N{ZERO WIDTH JOINER}":
            joined = True
            continue
        elif code in known and unicodedata.category(character) != "Cf":
            yield character
        elif unicodedata.category(character) in {"Cf", "Mn", "Me"} or code in _SKIN_TONES:
            continue
        elif not joined:
            yield UNKNOWN
        joined = False


def shorten(text: str, font: str, size: float, room: float) -> str:
    """The longest beginning of ``text`` that fits ``room`` points, with an ellipsis if it was cut."""
    if width(text, font, size) <= room:
        return text
    room -= width(ELLIPSIS, font, size)
    advances = _advances(font)
    used = 0.0
    for count, character in enumerate(text):
        used += advances[ord(character)] * size / 1000
        if used > room:
            return text[:count].rstrip() + ELLIPSIS
    return text


def wrap(text: str, font: str, size: float, room: float) -> list[str]:
    """``text`` in rows of at most ``room`` points, broken at spaces, inside a word only where one is too long."""
    rows: list[str] = []
    row = ""
    for word in text.split():
        for piece in _pieces(word, font, size, room):
            longer = f"{row} {piece}" if row else piece
            if row and width(longer, font, size) > room:
                rows.append(row)
                row = piece
            else:
                row = longer
    if row:
        rows.append(row)
    return rows


def _pieces(word: str, font: str, size: float, room: float) -> Iterator[str]:
    if width(word, font, size) <= room:
        yield word
        return
    advances = _advances(font)
    start, used = 0, 0.0
    for index, character in enumerate(word):
        step = advances[ord(character)] * size / 1000
        if used + step > room and index > start:
            yield word[start:index]
            start, used = index, 0.0
        used += step
    yield word[start:]
