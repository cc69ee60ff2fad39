"""Print sheets: the labels of a batch as one PDF, each on an A6 page or four on an A4 sheet (R5.2).

Works on any carrier's labels. A page that is not A6 is turned and made smaller until it fits, never cut,
and never enlarged, since a barcode has a largest size too. A label of several pages takes as many places.
Fonts and pictures that labels have in common are kept once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

import pikepdf

from packhaus.kit.errors import NeedsMerchant
from packhaus.kit.words import Words
from packhaus.parcels.label_pdf import Box, LabelPage, Unprintable, label_pages
from packhaus.parcels.pdf_sharing import SharedCopies

_MM = 72 / 25.4
_QUARTER_TURNS = {0: (1, 0, 0, 1), 90: (0, -1, 1, 0), 180: (-1, 0, 0, -1), 270: (0, 1, -1, 0)}

A6 = (105 * _MM, 148 * _MM)
"""Width and height in points."""
A4 = (210 * _MM, 297 * _MM)
"""Width and height in points, portrait."""
PLACES = 4
"""A6 places on an A4 sheet, counted from 0: upper left, upper right, lower left, lower right."""


class BadLabel(NeedsMerchant):
    """The label at ``index`` (from 0) of a batch cannot be printed; ``why`` says it with the mend."""

    def __init__(self, index: int, why: Words) -> None:
        super().__init__(why)
        self.index = index
        self.why = why


def merge_a6(labels: Iterable[bytes]) -> bytes:
    """One PDF with a page of 105 x 148 mm for each page of ``labels``, in their order.

    ``labels`` may be a generator: only one of them is held at a time. Raises BadLabel for the first that
    is no whole PDF, ValueError where there are none.
    """
    target = pikepdf.new()
    for page in _pages(target, labels):
        _add_sheet(target, A6, [(page, Box(0, 0, *A6))])
    return _saved(target)


def impose_a4(labels: Iterable[bytes], start: int = 0) -> bytes:
    """One PDF of A4 portrait sheets with four A6 places (105 x 148.5 mm) each, filled row by row.

    ``start`` (0 to 3) is the first free place of the first sheet, for a sheet that is partly used. Labels
    of A6 keep their size to the point. Raises BadLabel and ValueError as :func:`merge_a6`.
    """
    if not 0 <= start < PLACES:
        raise ValueError(f"start is a place of the sheet, 0 to {PLACES - 1}, not {start}")
    target = pikepdf.new()
    sheet: list[tuple[LabelPage, Box]] = []
    for number, page in enumerate(_pages(target, labels), start):
        if number > start and number % PLACES == 0:
            _add_sheet(target, A4, sheet)
            sheet = []
        sheet.append((page, _place(number % PLACES)))
    if sheet:
        _add_sheet(target, A4, sheet)
    return _saved(target)


def _pages(target: pikepdf.Pdf, labels: Iterable[bytes]) -> Iterator[LabelPage]:
    shared = SharedCopies(target)
    for index, label in enumerate(labels):
        try:
            yield from label_pages(shared, label)
        except Unprintable as error:
            raise BadLabel(index, error.words) from error


def _place(number: int) -> Box:
    width, height = A4[0] / 2, A4[1] / 2
    row, column = divmod(number, 2)
    left, bottom = column * width, (1 - row) * height
    return Box(left, bottom, left + width, bottom + height)


def _add_sheet(
    target: pikepdf.Pdf, size: tuple[float, float], placed: Sequence[tuple[LabelPage, Box]]
) -> None:
    forms = pikepdf.Dictionary({f"/L{number}": page.form for number, (page, _) in enumerate(placed)})
    drawn = [f"q {_fitted(page, place)} cm /L{number} Do Q" for number, (page, place) in enumerate(placed)]
    sheet = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=pikepdf.Array([0, 0, round(size[0], 4), round(size[1], 4)]),
        Resources=pikepdf.Dictionary(XObject=forms),
        Contents=pikepdf.Stream(target, "\n".join(drawn).encode()),
    )
    target.pages.append(pikepdf.Page(target.make_indirect(sheet)))


def _fitted(page: LabelPage, place: Box) -> str:
    """The matrix that puts a page into the middle of a place, turned by a quarter where that is larger."""
    turned, scale = page.turned, _scale(page, page.turned, place)
    lying = (page.turned + 90) % 360
    if _scale(page, lying, place) > scale:
        turned, scale = lying, _scale(page, lying, place)
    a, b, c, d = (part * scale * page.unit for part in _QUARTER_TURNS[turned])
    x, y = (page.box.left + page.box.right) / 2, (page.box.bottom + page.box.top) / 2
    e = (place.left + place.right) / 2 - a * x - c * y
    f = (place.bottom + place.top) / 2 - b * x - d * y
    return " ".join(f"{number:.5f}" for number in (a, b, c, d, e, f))


def _scale(page: LabelPage, turned: int, place: Box) -> float:
    width, height = page.box.width * page.unit, page.box.height * page.unit
    if turned % 180:
        width, height = height, width
    return min(1.0, place.width / width, place.height / height)


def _saved(target: pikepdf.Pdf) -> bytes:
    if not len(target.pages):
        raise ValueError("there are no labels to print")
    with BytesIO() as file:
        target.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return file.getvalue()
