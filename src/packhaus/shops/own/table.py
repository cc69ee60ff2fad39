"""A file of orders as a table: in whatever encoding and with whatever separator, or a refusal."""

from __future__ import annotations

import codecs
import contextlib
import csv
import hashlib
import io
from collections.abc import Iterator
from itertools import dropwhile

from packhaus.kit.errors import Rejected
from packhaus.kit.personal import Personal
from packhaus.kit.spreadsheets import harmless
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.own.decoding import decoded

MOST_ROWS = 20_000
NOTE_COLUMN = "Packhaus"
"""The column in which rows that are given back say what is wrong; it is passed over when they come again."""
_SEPARATORS = (";", ",", "\t", "|")
_LOOKED_AT = 20
_MADE_HARMLESS = ("'=", "'@", "'+", "'-")


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
    text, encoding = decoded(raw)
    hint, text = _named_separator(text)
    delimiter = hint or _separator(text)
    rows = list(_from_the_head(_rows(text, delimiter)))
    if not rows:
        raise Rejected(Words(NO_COLUMNS))
    head = [_cell(cell) for cell in rows[0][1]]
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
    writer.writerow([harmless(cell) for cell in columns])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return codecs.BOM_UTF8 + out.getvalue().encode()


def _cell(text: str) -> str:
    """What a cell says: without what Excel needs to leave it as it is, and what we put before it."""
    cell = text.replace("\x00", "").strip()
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 2:
        # So programs write a text for Excel that it would take for a number: ="04277".
        return cell[2:-1].replace('""', '"').strip()
    return cell[1:] if cell.startswith(_MADE_HARMLESS) else cell


def _fitted(cells: list[str], width: int, kept: list[int]) -> tuple[str, ...]:
    """The cells of the kept columns; what stands right of the head comes last, to be refused."""
    padded = [_cell(cell) for cell in cells] + [""] * (width - len(cells))
    return (*(padded[index] for index in kept), *(cell for cell in padded[width:] if cell))


def _named_separator(text: str) -> tuple[str, str]:
    """The separator that a first line such as ``sep=;`` names, and the text without it."""
    first, _, rest = text.partition("\n")
    name = first.strip("\ufeff\r\n ").casefold()
    if name.startswith("sep=") and len(name) == 5 and name[4] in _SEPARATORS:
        return name[4], rest
    return "", text


def _separator(text: str) -> str:
    """The separator that parts most of the first rows; of several the one that parts them most alike."""

    def fit(delimiter: str) -> tuple[float, float, int]:
        rows: list[list[str]] = []
        # What breaks further down is said of the separator that is chosen.
        with contextlib.suppress(Rejected):
            for _, cells in _rows(text, delimiter, _LOOKED_AT):
                if any(cell.strip() for cell in cells):
                    rows.append(cells)
        widths = [len(cells) for cells in rows if _is_parted(cells)]
        if not widths:
            return 0.0, 0.0, 0
        alike = sum(width == widths[0] for width in widths) / len(widths)
        return len(widths) / len(rows), alike, widths[0]

    found = max(_SEPARATORS, key=fit)
    if fit(found)[2] < 2:
        raise Rejected(Words(NO_COLUMNS))
    return found


def _is_parted(cells: list[str]) -> bool:
    return sum(bool(cell.strip()) for cell in cells) >= 2


def _from_the_head(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """The rows from that on which names columns: above it can stand empty ones, and a title."""
    return dropwhile(lambda row: not _is_parted(row[1]), rows)


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


ONLY_HEAD = gettext_noop("The file has a head and no rows below it. Export the orders again.")
TOO_MANY_ROWS = gettext_noop("The file has %(rows)s rows, and %(most)s go at once. Part it in several files.")
NO_COLUMNS = gettext_noop(
    "No columns could be found: the first row must name them, parted by semicolons, commas or tabs."
)
QUOTES = gettext_noop(
    "A quotation mark in row %(row)s or below is not closed, so that rows cannot be told apart. Mend it in"
    " the file, or export it again."
)
