"""Text on a label: the vendored font, characters it lacks, and lines that must fit their place."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, TTFontFace

REGULAR = "PackhausLabel"
BOLD = "PackhausLabel-Bold"
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
ELLIPSIS = "…"

_FILES = {REGULAR: "NotoSans-Regular.ttf", BOLD: "NotoSans-Bold.ttf"}
_SKIN_TONES = range(0x1F3FB, 0x1F400)

# Every label embeds the same first subset, byte for byte, so that a print sheet of a thousand labels
# needs it once. 223 places follow ASCII's 32 reserved ones; what is not here goes to a second subset.
_COMMON = (
    "".join(map(chr, range(0x21, 0x7F)))
    + "ÄÖÜäöüßÀÁÂÃÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕØÙÚÛÝàáâãåæçèéêëìíîïðñòóôõøùúûýÿþ"
    + "ĄĆĘŁŃŚŹŻąćęłńśźżČĎĚŇŘŠŤŮŽčďěňřšťůžĂȘȚășțĞİŞğışŐŰőű"
    + "·–’…€º°"
    + UNKNOWN
)


class _SharedFace(TTFontFace):
    """A face that makes the same subset only once in the life of the process."""

    def __init__(self, filename: str) -> None:
        super().__init__(filename)
        self._made = lru_cache(maxsize=32)(super().makeSubset)

    def makeSubset(self, subset: Sequence[int]) -> bytes:  # noqa: N802 - reportlab's name
        return self._made(tuple(subset))

    def getCharWidth(self, code: int) -> str:  # noqa: N802 - reportlab's name
        # Only written into the array of widths, and a ready text is written five times as fast as a number.
        return f"{self.charWidths.get(code, self.defaultWidth):g}"


class _SharedFont(TTFont):
    """A font whose first subset is the same in each document."""

    def __init__(self, name: str, filename: str) -> None:
        super().__init__(name, filename, asciiReadable=False)
        self.face = _SharedFace(filename)

    def splitString(  # noqa: N802 - reportlab's name
        self, text: str, doc: object, encoding: str = "utf-8"
    ) -> list[tuple[int, bytes]]:
        if doc not in self.state:
            super().splitString(_COMMON, doc, encoding)
        return super().splitString(text, doc, encoding)


@cache
def _font(name: str) -> TTFont:
    font = _SharedFont(name, str(Path(__file__).parent / "fonts" / _FILES[name]))
    pdfmetrics.registerFont(font)
    return font


@cache
def _advances(name: str) -> dict[int, float]:
    return dict(_font(name).face.charWidths)


def glyphs(name: str) -> frozenset[int]:
    """The code points that a font of the label can show."""
    return frozenset(_advances(name))


def use_fonts() -> None:
    """Register both fonts with reportlab; only the first call reads the files."""
    for name in _FILES:
        _font(name)


def width(text: str, font: str, size: float) -> float:
    """Width in points of cleaned ``text`` at ``size`` points."""
    advances = _advances(font)
    return sum(advances[ord(character)] for character in text) * size / 1000


def clean(text: str) -> str:
    """The text as the font can show it, on one line.

    Composed (NFC), white space collapsed, invisible marks dropped. A character that the font lacks
    becomes its plain form (a ligature its letters), else U+FFFD; an emoji of several code points one only.
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
            plain = unicodedata.normalize("NFKC", character)
            yield plain if all(ord(letter) in known for letter in plain) else UNKNOWN
        joined = False


def fit(text: str, font: str, largest: float, smallest: float, room: float) -> tuple[str, float]:
    """``text`` and the largest size at which it fits ``room`` points; shortened where none does."""
    wanted = width(text, font, largest)
    if wanted <= room:
        return text, largest
    size = max(smallest, largest * room / wanted)
    return shorten(text, font, size, room), size


def shorten(text: str, font: str, size: float, room: float) -> str:
    """The longest beginning of ``text`` that fits ``room`` points, with an ellipsis if it was cut."""
    # A hair of slack: a size computed to fit must not be cut by the last bit of a float.
    if width(text, font, size) <= room + 0.01:
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
    """``text`` in rows of at most ``room`` points, broken at spaces; inside a word only if it must."""
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
