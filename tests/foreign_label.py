"""Labels of another carrier than ours, in the forms that PDF writers give them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from packhaus_simulator.label_codes import code128, datamatrix


def foreign(
    width_mm: float,
    height_mm: float,
    change: Callable[[pikepdf.Pdf], None] = lambda document: None,
    **save: object,
) -> bytes:
    """Another carrier's label: a Code 128 in the middle, a DataMatrix in each corner, so that a cut shows."""
    file = BytesIO()
    width, height = width_mm * mm, height_mm * mm
    canvas = Canvas(file, pagesize=(width, height), invariant=1)
    side, gap = 15 * mm, 2 * mm
    for name, right, middle in (
        ("lower left", gap + side, gap + side / 2),
        ("lower right", width - gap, gap + side / 2),
        ("upper left", gap + side, height - gap - side / 2),
        ("upper right", width - gap, height - gap - side / 2),
    ):
        datamatrix(canvas, f"{name}", right, middle, side)
    code128(canvas, "FOREIGN-42", 2 * mm, height / 2 - 10 * mm, width - 4 * mm, 20 * mm)
    canvas.drawString(30 * mm, 4 * mm, "Grüße")
    canvas.save()
    with pikepdf.open(file) as document:
        change(document)
        changed = BytesIO()
        document.save(changed, **save)
    return changed.getvalue()


FOREIGN_CODES = {
    ("Code128", "FOREIGN-42"),
    *(("DataMatrix", f"{side} {end}") for side in ("lower", "upper") for end in ("left", "right")),
}
