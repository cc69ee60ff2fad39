"""The recipient's block: all its lines in one size, as large as the place allows."""

from collections.abc import Sequence
from dataclasses import dataclass

from packhaus_simulator.label_text import BOLD, ELLIPSIS, REGULAR, clean, shorten, wrap

_LARGEST, _COMFORTABLE, _SMALLEST, _STEP = 15.0, 10.0, 6.5, 0.5
_LEADING = 1.24
_EMPHASIS = 1.12


@dataclass(frozen=True, repr=False)
class Row:
    """One printed row: text, font, size and distance to the row above, in points."""

    text: str
    font: str
    size: float
    leading: float


def recipient_rows(lines: Sequence[str], room: float, height: float) -> list[Row]:
    """Rows for a recipient's lines in ``room`` x ``height`` points.

    Name, postal code with place, and country are bold, the place a little larger. The largest size at
    which no line breaks is taken, down to a comfortable one; then lines break; at the smallest size the
    line with most rows loses rows, so that name, place and country always stay.
    """
    texts = [text for text in map(clean, lines) if text]
    size = _LARGEST
    while size >= _COMFORTABLE:
        rows = _rows(texts, size, room)
        if len(rows) == len(texts) and _tall(rows) <= height:
            return rows
        size -= _STEP
    size = _LARGEST
    while size > _SMALLEST:
        rows = _rows(texts, size, room)
        if _tall(rows) <= height:
            return rows
        size -= _STEP
    return _cut(texts, room, height)


def _style(index: int, count: int, size: float) -> tuple[str, float]:
    if count > 2 and index == count - 2:
        return BOLD, size * _EMPHASIS
    return (BOLD if index in (0, count - 1) else REGULAR), size


def _rows(texts: Sequence[str], size: float, room: float, most: Sequence[int] | None = None) -> list[Row]:
    rows: list[Row] = []
    for index, text in enumerate(texts):
        font, points = _style(index, len(texts), size)
        wrapped = wrap(text, font, points, room)
        if most is not None and len(wrapped) > most[index]:
            rest = wrapped[most[index] - 1 :]
            wrapped[most[index] - 1 :] = [shorten(" ".join(rest), font, points, room)]
        rows += [Row(row, font, points, points * _LEADING) for row in wrapped]
    return rows


def _tall(rows: Sequence[Row]) -> float:
    return sum(row.leading for row in rows)


def _cut(texts: Sequence[str], room: float, height: float) -> list[Row]:
    most_lines = int(height / (_SMALLEST * _LEADING)) - 1
    if len(texts) > most_lines:
        texts = [*texts[: most_lines - 3], ELLIPSIS, *texts[-2:]]
    styles = [_style(index, len(texts), _SMALLEST) for index in range(len(texts))]
    most = [len(wrap(text, *style, room)) for text, style in zip(texts, styles, strict=True)]
    while sum(rows * size * _LEADING for rows, (_, size) in zip(most, styles, strict=True)) > height:
        most[most.index(max(most))] -= 1
    return _rows(texts, _SMALLEST, room, most)
