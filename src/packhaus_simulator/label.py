"""The parcel label of the made-up carrier "Demo-Paketdienst": one A6 page."""

import re
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from packhaus_simulator.label_block import recipient_rows
from packhaus_simulator.label_codes import code128, datamatrix
from packhaus_simulator.label_text import BOLD, REGULAR, clean, shorten, use_fonts, width

PAGE = (105 * mm, 148 * mm)

_LEFT, _RIGHT = 5 * mm, 100 * mm
_ROOM = _RIGHT - _LEFT
_PAD = 2.5 * mm
_HAIRLINE, _RULE = 0.4, 1.2
_HEADER, _SENDER, _RECIPIENT, _FACTS, _BOTTOM = 143 * mm, 129 * mm, 119 * mm, 73 * mm, 5 * mm
_CODE_TOP = 44 * mm
_CAPTION = 5.5
_HEAVY_GRAMS, _VERY_HEAVY_GRAMS = 10_000, 20_000
_POSTAL_CODE = re.compile(r"(?:[A-Z]{1,2}-)?\d[\d-]*(?: \d+)*(?: [A-Z]{2}(?= ))?")


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
    canvas = Canvas(page, pagesize=PAGE, pageCompression=1, invariant=1)
    canvas.setTitle(f"Versandetikett {content.tracking_number}")
    canvas.setAuthor("Demo-Paketdienst")
    _draw_header(canvas, content)
    _draw_sender(canvas, content)
    _draw_recipient(canvas, content)
    _draw_facts(canvas, content)
    _draw_code(canvas, content)
    canvas.showPage()
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
    middle = (_HEADER + _SENDER) / 2
    _text(canvas, "Demo-Paketdienst", BOLD, 17, _LEFT, middle - 1)
    _text(canvas, "MUSTER  ·  Demo – kein gültiges Etikett", REGULAR, 6.5, _LEFT, middle - 10.5)
    service = shorten(clean(content.service_name).upper(), BOLD, 11, 40 * mm)
    badge = width(service, BOLD, 11) + 2 * _PAD
    canvas.rect(_RIGHT - badge, middle - 4 * mm, badge, 8 * mm, stroke=0, fill=1)
    canvas.setFillGray(1)
    _text(canvas, service, BOLD, 11, _RIGHT - badge + _PAD, middle - 4)
    canvas.setFillGray(0)


def _draw_sender(canvas: Canvas, content: LabelContent) -> None:
    _rule(canvas, _SENDER, _RULE)
    _text(canvas, "Absender", REGULAR, _CAPTION, _LEFT, _SENDER - 8)
    name, *rest = [clean(line) for line in content.sender_lines if clean(line)] or [""]
    left = _LEFT + 16 * mm
    _text(canvas, shorten(name, BOLD, 7.5, _RIGHT - left), BOLD, 7.5, left, _SENDER - 10)
    _text(canvas, shorten(" · ".join(rest), REGULAR, 7.5, _RIGHT - left), REGULAR, 7.5, left, _SENDER - 20.5)


def _draw_recipient(canvas: Canvas, content: LabelContent) -> None:
    _rule(canvas, _RECIPIENT, _HAIRLINE)
    _text(canvas, "Empfänger", REGULAR, _CAPTION, _LEFT, _RECIPIENT - 8)
    top = _RECIPIENT - 12
    for row in recipient_rows(content.recipient_lines, _ROOM, top - _FACTS - 6):
        top -= row.leading
        _text(canvas, row.text, row.font, row.size, _LEFT, top + row.size * 0.12)


def _draw_facts(canvas: Canvas, content: LabelContent) -> None:
    _rule(canvas, _FACTS, _HAIRLINE)
    side = _FACTS - _CODE_TOP - 4
    datamatrix(canvas, routing_data(content), _RIGHT - side, _CODE_TOP + 2, side)
    half = (_ROOM - side - _PAD) / 2
    facts = (
        ("Gewicht", weight_text(content.weight_grams), "Datum", f"{content.announced_on:%d.%m.%Y}"),
        ("Bestellung", content.order_reference, "Bestellnummer des Kunden", content.po_number or "–"),
        ("Referenz", content.reference, "", ""),
    )
    step = (_FACTS - _CODE_TOP) / len(facts)
    for index, (first, first_value, second, second_value) in enumerate(facts):
        top = _FACTS - index * step
        _fact(canvas, first, first_value, _LEFT, top, half - _PAD if second else 2 * half)
        if second:
            _fact(canvas, second, second_value, _LEFT + half, top, half - _PAD)
    if content.weight_grams > _HEAVY_GRAMS:
        _draw_heavy(canvas, content.weight_grams)


def _draw_heavy(canvas: Canvas, grams: int) -> None:
    pass


def _draw_code(canvas: Canvas, content: LabelContent) -> None:
    _rule(canvas, _CODE_TOP, _RULE)
    bottom = _BOTTOM + 7 * mm
    code128(canvas, content.tracking_number, _LEFT, bottom, _ROOM, _CODE_TOP - bottom - 3 * mm)
    shown = width(clean(content.tracking_number), BOLD, 13)
    _text(canvas, content.tracking_number, BOLD, 13, (PAGE[0] - shown) / 2, _BOTTOM + 1.5 * mm)


def _fact(canvas: Canvas, caption: str, value: str, left: float, top: float, room: float) -> None:
    _text(canvas, caption, REGULAR, _CAPTION, left, top - 8)
    _text(canvas, shorten(clean(value), BOLD, 9, room), BOLD, 9, left, top - 19)


def _rule(canvas: Canvas, height: float, thickness: float) -> None:
    canvas.setLineWidth(thickness)
    canvas.line(_LEFT, height, _RIGHT, height)


def _text(canvas: Canvas, text: str, font: str, size: float, left: float, baseline: float) -> None:
    canvas.setFont(font, size)
    canvas.drawString(left, baseline, text)
