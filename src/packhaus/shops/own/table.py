"""A file of orders as a table: in whatever encoding and with whatever separator, or a refusal."""

from __future__ import annotations

import codecs
import contextlib
import csv
import hashlib
import io
from collections.abc import Iterator

from packhaus.kit.errors import Rejected
from packhaus.kit.personal import Personal
from packhaus.kit.words import Words, gettext_noop

MOST_BYTES = 10_000_000
MOST_ROWS = 20_000
NOTE_COLUMN = "Packhaus"
"""The column in which rows that are given back say what is wrong; it is passed over when they come again."""
_SEPARATORS = (";", ",", "\t", "|")
_LOOKED_AT = 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Line(Personal, frozen=True):
    """One row below the head: ``number`` as a spreadsheet counts it, the head being row 1."""

    number: int
    cells: tuple[str, ...]


class Table(Personal, frozen=True):
    """A file that was read. Its cells, and the head of a file that has none, can be personal data."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    encoding: str
    delimiter: str

    @property
    def digest(self) -> str:
        """Tells tables with other columns apart, without naming them. 64 hex digits."""
        named = "\x1f".join(name.casefold() for name in self.columns)
        return hashlib.sha256(b"packhaus:1:columns:" + named.encode()).hexdigest()

    def column(self, index: int) -> str:
        """A column's name; its letter in a spreadsheet where it has none."""
        return self.columns[index] or letter(index)


def letter(index: int) -> str:
    """A column's letter in a spreadsheet: A, B ... Z, AA."""
    head, last = divmod(index, 26)
    return (letter(head - 1) if head else "") + chr(ord("A") + last)


def read_table(raw: bytes) -> Table:
    """Read a file of orders. Raises Rejected for one that is no text table."""
    text, encoding = _decoded(raw)
    hint, text = _named_separator(text)
    delimiter = hint or _separator(text)
    rows = list(_rows(text, delimiter))
    if not rows:
        raise Rejected(Words(EMPTY))
    head = [cell.strip() for cell in rows[0][1]]
    kept = [index for index, name in enumerate(head) if name != NOTE_COLUMN]
    if len(kept) < 2:
        raise Rejected(Words(NO_COLUMNS))
    lines = tuple(
        Line(number, _fitted(cells, len(head), kept))
        for number, cells in rows[1:]
        if any(cell.strip() for cell in cells)
    )
    if not lines:
        raise Rejected(Words(ONLY_HEAD))
    if len(lines) > MOST_ROWS:
        raise Rejected(Words(TOO_MANY_ROWS, {"rows": str(len(lines)), "most": str(MOST_ROWS)}))
    return Table(tuple(head[index] for index in kept), lines, encoding, delimiter)


def written(columns: tuple[str, ...], rows: list[tuple[str, ...]], delimiter: str) -> bytes:
    """A table as a file that spreadsheets open with its letters intact."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([_harmless(cell) for cell in columns])
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return codecs.BOM_UTF8 + out.getvalue().encode()


def _harmless(cell: str) -> str:
    # A cell that begins like a formula is run by spreadsheets: a buyer could write one into an address.
    return f"'{cell}" if cell[:1] in ("=", "@") else cell


def _fitted(cells: list[str], width: int, kept: list[int]) -> tuple[str, ...]:
    """The cells of the kept columns; what stands right of the head comes last, to be refused."""
    padded = [cell.replace("\x00", "").strip() for cell in cells] + [""] * (width - len(cells))
    return (*(padded[index] for index in kept), *(cell for cell in padded[width:] if cell))


def _decoded(raw: bytes) -> tuple[str, str]:
    if not raw.strip():
        raise Rejected(Words(EMPTY))
    if len(raw) > MOST_BYTES:
        raise Rejected(Words(TOO_LARGE, {"most": str(MOST_BYTES // 1_000_000)}))
    if raw[:4] == b"PK\x03\x04" or raw[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Rejected(Words(SPREADSHEET))
    try:
        for mark, encoding in _BOMS:
            if raw.startswith(mark):
                return raw.decode(encoding), encoding
        if b"\x00" in raw:
            raise Rejected(Words(NO_TEXT))
        try:
            return raw.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            return raw.decode("cp1252"), "cp1252"
    except UnicodeError:
        raise Rejected(Words(NO_TEXT)) from None


def _named_separator(text: str) -> tuple[str, str]:
    """The separator that a first line such as ``sep=;`` names, and the text without it."""
    first, _, rest = text.partition("\n")
    name = first.strip().casefold()
    if name.startswith("sep=") and len(name) == 5 and name[4] in _SEPARATORS:
        return name[4], rest
    return "", text


def _separator(text: str) -> str:
    """The separator by which the first rows have the same number of cells, and the most."""

    def fit(delimiter: str) -> tuple[float, int]:
        widths: list[int] = []
        # What breaks further down is said of the separator that is chosen.
        with contextlib.suppress(Rejected):
            widths.extend(len(cells) for _, cells in _rows(text, delimiter, _LOOKED_AT))
        if not widths or widths[0] < 2:
            return 0.0, 0
        return sum(width == widths[0] for width in widths) / len(widths), widths[0]

    found = max(_SEPARATORS, key=fit)
    if fit(found)[1] < 2:
        raise Rejected(Words(NO_COLUMNS))
    return found


def _rows(text: str, delimiter: str, most: int | None = None) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with its number. Raises Rejected where a quotation mark is not closed."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for cells in reader:
            number += 1
            if most is not None and number > most:
                return
            yield number, cells
    except csv.Error:
        raise Rejected(Words(QUOTES, {"row": str(number + 1)})) from None


EMPTY = gettext_noop("The file is empty. Export the orders again and choose that file.")
ONLY_HEAD = gettext_noop("The file has a head and no rows below it. Export the orders again.")
TOO_LARGE = gettext_noop("The file is larger than %(most)s MB. Part it in several files.")
TOO_MANY_ROWS = gettext_noop("The file has %(rows)s rows, and %(most)s go at once. Part it in several files.")
SPREADSHEET = gettext_noop(
    "This is an Excel file, not CSV. In Excel choose Save as, “CSV UTF-8”, and choose that file."
)
NO_TEXT = gettext_noop("This is no text file. Orders come as CSV: export them again in that form.")
NO_COLUMNS = gettext_noop(
    "No columns could be found: the first row must name them, parted by semicolons, commas or tabs."
)
QUOTES = gettext_noop(
    "A quotation mark in row %(row)s or below is not closed, so that rows cannot be told apart. Mend it in"
    " the file, or export it again."
)
