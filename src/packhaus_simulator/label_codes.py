"""The two barcodes of a label, drawn as vectors so that any printer's dots can follow them."""

import math

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from zint import DataMatrixOptions, InputMode, Symbol, Symbology

# 203 dpi thermal printers put 8 dots on a millimeter: bars of whole dots stay as wide as they are drawn.
_PRINTER_DOT = 0.125 * mm
_QUIET_MODULES = 10


def code128(canvas: Canvas, text: str, left: float, bottom: float, room: float, height: float) -> float:
    """Draw ``text`` as Code 128, centered in ``room`` points with its quiet zones inside; returns the module in points.

    Raises ValueError where ``text`` is not printable ASCII or its bars would be thinner than 0.19 mm.
    """
    if not text or not text.isascii() or not text.isprintable():
        raise ValueError("a tracking number is printable ASCII, one character at least")
    symbol = _encoded(Symbology.CODE128, text)
    module = _whole_dots(room / (symbol.width + 2 * _QUIET_MODULES))
    if module < 0.19 * mm:
        raise ValueError(f"a tracking number of {len(text)} characters does not fit the label")
    _fill(canvas, symbol, left + (room - symbol.width * module) / 2, bottom, module, height)
    return module


def datamatrix(canvas: Canvas, text: str, left: float, bottom: float, side: float) -> None:
    """Draw ``text`` as a square DataMatrix (ECC 200) centered in a square of ``side`` points, quiet zone inside."""
    symbol = _encoded(Symbology.DATAMATRIX, text)
    module = _whole_dots(side / (symbol.width + 2))
    drawn = symbol.width * module
    inset = (side - drawn) / 2
    _fill(canvas, symbol, left + inset, bottom + inset, module, drawn)


def _encoded(symbology: Symbology, text: str) -> Symbol:
    symbol = Symbol()
    symbol.symbology = symbology
    symbol.input_mode = InputMode.UNICODE
    symbol.show_text = False
    if symbology == Symbology.DATAMATRIX:
        symbol.option_3 = int(DataMatrixOptions.SQUARE)
    symbol.encode(text)
    symbol.buffer_vector()
    return symbol


def _whole_dots(module: float) -> float:
    whole = math.floor(module / _PRINTER_DOT) * _PRINTER_DOT
    return whole if whole >= 2 * _PRINTER_DOT else module


def _fill(canvas: Canvas, symbol: Symbol, left: float, bottom: float, module: float, height: float) -> None:
    vector = symbol.vector
    across = symbol.width * module / vector.width
    down = height / vector.height
    path = canvas.beginPath()
    for bar in vector.rectangles:
        path.rect(
            left + bar.x * across,
            bottom + height - (bar.y + bar.height) * down,
            bar.width * across,
            bar.height * down,
        )
    canvas.drawPath(path, stroke=0, fill=1)
