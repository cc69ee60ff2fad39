"""The two barcodes of a label, drawn as vectors so that any printer's dots can follow them."""

import math

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject
from zint import DataMatrixOptions, InputMode, Symbol, Symbology

# 203 dpi thermal printers put 8 dots on a millimeter: bars of whole dots stay as wide as they are drawn.
_PRINTER_DOT = 0.125 * mm
_QUIET_MODULES = 10


def code128(canvas: Canvas, text: str, left: float, bottom: float, room: float, height: float) -> float:
    """Draw ``text`` as Code 128, centered in ``room`` points with its quiet zones inside.

    Returns the width of a module in points.

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


def datamatrix(canvas: Canvas, text: str, right: float, middle: float, side: float) -> None:
    """Draw ``text`` as a square DataMatrix (ECC 200) of at most ``side`` points, its right edge at ``right``.

    The page's margin is its quiet zone on that side.
    """
    symbol = _encoded(Symbology.DATAMATRIX, text)
    module = _whole_dots(side / symbol.width)
    drawn = symbol.width * module
    _fill(canvas, symbol, right - drawn, middle - drawn / 2, module, drawn)


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
    bars = " ".join(f"{bar.x:g} {bar.y:g} {bar.width:g} {bar.height:g} re" for bar in vector.rectangles)
    canvas.saveState()
    canvas.translate(left, bottom + height)
    canvas.scale(symbol.width * module / vector.width, -height / vector.height)
    # Ready operators in zint's whole numbers: to format each rectangle would take a third of a label's time.
    canvas.drawPath(PDFPathObject(["n", bars]), stroke=0, fill=1)
    canvas.restoreState()
