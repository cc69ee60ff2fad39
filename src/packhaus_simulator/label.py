"""The parcel label of the made-up carrier "Demo-Paketdienst": one A6 page."""

import re
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from threading import Lock

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from packhaus_simulator.label_block import recipient_rows
from packhaus_simulator.label_codes import code128, datamatrix
from packhaus_simulator.label_text import BOLD, REGULAR, clean, fit, use_fonts, width

PAGE = (105 * mm, 148 * mm)

_LEFT, _RIGHT = 5 * mm, 100 * mm
_ROOM = _RIGHT - _LEFT
_TOP, _SENDER, _RECIPIENT, _FACTS, _CODE, _BOTTOM = (line * mm for line in (143, 129.5, 120, 75, 44, 5))
_HAIRLINE, _RULE = 0.4, 1.2
_CAPTION, _FACT, _SMALLEST_FACT = 5.5, 9.0, 5.5
_HEAVY_GRAMS, _VERY_HEAVY_GRAMS = 10_000, 20_000
_POSTAL_CODE = re.compile(r"(?:[A-Z]{1,2}-)?\d[\d-]*(?: \d+)*(?: [A-Z]{2}(?= ))?")

# ASCII85 makes a page a quarter larger and a label 0.4 ms slower, for channels of seven bits that nobody has.
rl_config.useA85 = 0
# A canvas names its first font in the file even where nothing is written in it: only embedded ones here.
rl_config.canvas_basefontname = BOLD

# reportlab's font reader keeps a position in its file, so two threads must not make subsets at once.
_one_at_a_time = Lock()


@dataclass(frozen=True, repr=False)
class LabelContent:
    """What stands on one label.

    ``recipient_lines`` starts with the name and ends with the country, the line before the country
    holds postal code and place. ``weight_grams`` is the whole parcel's. Addresses are personal data,
    so the repr shows only the tracking number.
    """

    tracking_number: str
    service_name: str
    sender_lines: tuple[str, ...]
    recipient_lines: tuple[str, ...]
    weight_grams: int
    reference: str
    order_reference: str
    po_number: str | None
    announced_on: date

    def __repr__(self) -> str:
        return f"LabelContent({self.tracking_number})"


def draw_label(content: LabelContent) -> bytes:
    """Draw a label as a PDF of one A6 page (105 x 148 mm), ready for a thermal printer.

    Every text is extractable. Characters that the font lacks are shown as U+FFFD; texts too long for
    their place are made smaller, wrapped and at last cut with an ellipsis.

    Raises ValueError where the tracking number does not fit a Code 128: empty, with characters outside
    printable ASCII, or too long (from 34 letters on).
    """
    use_fonts()
    page = BytesIO()
    with _one_at_a_time:
        canvas = Canvas(page, pagesize=PAGE, pageCompression=1, invariant=1)
        canvas.setTitle(f"Versandetikett {content.tracking_number}")
        canvas.setAuthor("Demo-Paketdienst")
        _draw_header(canvas, content)
        _draw_sender(canvas, content)
        _draw_recipient(canvas, content)
        _draw_facts(canvas, content)
        _draw_code(canvas, content)
        canvas.save()
    return page.getvalue()


def routing_data(content: LabelContent) -> str:
    """What the DataMatrix holds: tracking number, country, postal code and reference, separated by ``|``.

    The postal code is empty where the line before the country does not start with one. References are
    cut at 60 characters to keep the modules large enough for a 203 dpi printer.
    """
    lines = [clean(line) for line in content.recipient_lines]
    country = lines[-1][:40] if lines else ""
    found = _POSTAL_CODE.match(lines[-2]) if len(lines) > 1 else None
    postal_code = found.group()[:12] if found else ""
    return "|".join((content.tracking_number, country, postal_code, clean(content.reference)[:60]))


def weight_text(grams: int) -> str:
    """A weight as a German label shows it: ``850 g``, ``1,25 kg``."""
    if grams < 1000:
        return f"{grams} g"
    return f"{grams / 1000:.3f}".rstrip("0").rstrip(".").replace(".", ",") + " kg"


def _draw_header(canvas: Canvas, content: LabelContent) -> None:
    side = 10 * mm
    bottom = (_TOP + _SENDER - side) / 2 + 1
    canvas.roundRect(_LEFT, bottom, side, side, 1.2 * mm, stroke=0, fill=1)
    canvas.setStrokeGray(1)
    canvas.setLineWidth(1.1 * mm)
    canvas.setLineCap(0)
    for start in (2.2 * mm, 5 * mm):
        chevron = canvas.beginPath()
        chevron.moveTo(_LEFT + start, bottom + side - 2.4 * mm)
        chevron.lineTo(_LEFT + start + 2.6 * mm, bottom + side / 2)
        chevron.lineTo(_LEFT + start, bottom + 2.4 * mm)
        canvas.drawPath(chevron, stroke=1, fill=0)
    canvas.setStrokeGray(0)
    left = _LEFT + side + 2.5 * mm
    _text(canvas, "Demo-Paketdienst", BOLD, 14, left, bottom + 13.5)
    _text(canvas, "MUSTER · Demo – kein gültiges Etikett", REGULAR, 6.5, left, bottom + 3.5)
    _draw_service(canvas, clean(content.service_name).upper(), left + 49 * mm, bottom, side)


def _draw_service(canvas: Canvas, name: str, left: float, bottom: float, height: float) -> None:
    padding = 2.5 * mm
    name, size = fit(name, BOLD, 12, 6.5, _RIGHT - left - 2 * padding)
    badge = width(name, BOLD, size) + 2 * padding
    canvas.rect(_RIGHT - badge, bottom, badge, height, stroke=0, fill=1)
    canvas.setFillGray(1)
    _text(canvas, name, BOLD, size, _RIGHT - badge + padding, bottom + height / 2 - size * 0.36)
    canvas.setFillGray(0)


def _draw_sender(canvas: Canvas, content: LabelContent) -> None:
    _rule(canvas, _SENDER, _RULE)
    left = _LEFT + 15 * mm
    _text(canvas, "Absender", REGULAR, _CAPTION, _LEFT, _SENDER - 10)
    name, *rest = [line for line in map(clean, content.sender_lines) if line] or [""]
    for text, font, baseline in ((name, BOLD, 10.0), (" · ".join(rest), REGULAR, 20.0)):
        shown, size = fit(text, font, 7.5, 6, _RIGHT - left)
        _text(canvas, shown, font, size, left, _SENDER - baseline)


def _draw_recipient(canvas: Canvas, content: LabelContent) -> None:
    _rule(canvas, _RECIPIENT, _HAIRLINE)
    _text(canvas, "Empfänger", REGULAR, _CAPTION, _LEFT, _RECIPIENT - 8.5)
    top = _RECIPIENT - 12
    for row in recipient_rows(content.recipient_lines, _ROOM, top - _FACTS - 3):
        top -= row.leading
        _text(canvas, row.text, row.font, row.size, _LEFT, top + row.size * 0.12)


def _draw_facts(canvas: Canvas, content: LabelContent) -> None:
    _rule(canvas, _FACTS, _HAIRLINE)
    side = 26 * mm
    datamatrix(canvas, routing_data(content), _RIGHT, (_FACTS + _CODE) / 2, side)
    room = _ROOM - side - 2 * mm
    facts = [("Bestellung", content.order_reference), ("Referenz", content.reference)]
    if content.po_number:
        facts.append(("Bestellnummer des Empfängers", content.po_number))
    step = (_FACTS - _CODE) / (len(facts) + 1)
    _fact(canvas, "Gewicht", weight_text(content.weight_grams), _LEFT, _FACTS, room / 3)
    _fact(canvas, "Datum", f"{content.announced_on:%d.%m.%Y}", _LEFT + room / 3, _FACTS, room / 3)
    _draw_heavy(canvas, content.weight_grams, _LEFT + room * 0.68, _FACTS - 1.5 * mm)
    for row, (caption, value) in enumerate(facts, start=1):
        _fact(canvas, caption, value, _LEFT, _FACTS - row * step, room)


def _draw_heavy(canvas: Canvas, grams: int, left: float, top: float) -> None:
    """Mark a parcel over 10 or 20 kg, as German postal law asks for since 2025."""
    if grams <= _HEAVY_GRAMS:
        return
    mark = "> 20 kg" if grams > _VERY_HEAVY_GRAMS else "> 10 kg"
    size, height = 11, 6 * mm
    room = width(mark, BOLD, size) + 3 * mm
    canvas.setLineWidth(_RULE)
    canvas.rect(left, top - height, room, height, stroke=1, fill=0)
    _text(canvas, mark, BOLD, size, left + 1.5 * mm, top - height / 2 - size * 0.36)


def _draw_code(canvas: Canvas, content: LabelContent) -> None:
    _rule(canvas, _CODE, _RULE)
    bottom = _BOTTOM + 7 * mm
    code128(canvas, content.tracking_number, _LEFT, bottom, _ROOM, _CODE - bottom - 3 * mm)
    shown = width(content.tracking_number, BOLD, 13)
    _text(canvas, content.tracking_number, BOLD, 13, (PAGE[0] - shown) / 2, _BOTTOM + 1.5 * mm)


def _fact(canvas: Canvas, caption: str, value: str, left: float, top: float, room: float) -> None:
    shown, size = fit(clean(value), BOLD, _FACT, _SMALLEST_FACT, room)
    _text(canvas, caption, REGULAR, _CAPTION, left, top - 8)
    _text(canvas, shown, BOLD, size, left, top - 18)


def _rule(canvas: Canvas, height: float, thickness: float) -> None:
    canvas.setLineWidth(thickness)
    canvas.line(_LEFT, height, _RIGHT, height)


def _text(canvas: Canvas, text: str, font: str, size: float, left: float, baseline: float) -> None:
    canvas.setFont(font, size)
    canvas.drawString(left, baseline, text)
