"""Labels read as the other side reads them: rendered and scanned, text picked out of the PDF."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO

import pikepdf
import pypdfium2
import zxingcpp
from PIL import Image, ImageChops, ImageStat

from packhaus_simulator.label import LabelContent, routing_data

DPI = 300


_LABEL = LabelContent(
    tracking_number="DPD0340123456789012",
    service_name="Paket",
    sender_lines=("Haus & Herd Versand GmbH", "Lindenstraße 12", "10969 Berlin", "Deutschland"),
    recipient_lines=("Jürgen Müßigbrodt", "Schönhauser Allee 112", "10437 Berlin", "Deutschland"),
    weight_grams=1250,
    reference="PH-7Q4K-M2XD-9",
    order_reference="302-1234567-1234567",
    po_number=None,
    announced_on=date(2026, 11, 24),
)


def label_content(**changes: object) -> LabelContent:
    return replace(_LABEL, **changes)


def page_count(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def page_sizes_mm(pdf: bytes) -> list[tuple[float, float]]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [
            (round(w * 25.4 / 72, 1), round(h * 25.4 / 72, 1))
            for w, h in (page.get_size() for page in document)
        ]


def picture(pdf: bytes, page: int = 0, dpi: int = DPI) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        return document[page].render(scale=dpi / 72).to_pil().convert("L")


def scanned(pdf: bytes, page: int = 0) -> set[tuple[str, str]]:
    """Kind and text of each barcode that an independent reader finds on the rendered page."""
    return {(code.format.name, code.text) for code in zxingcpp.read_barcodes(picture(pdf, page))}


def expected_codes(content: LabelContent) -> set[tuple[str, str]]:
    return {("Code128", content.tracking_number), ("DataMatrix", routing_data(content))}


def misread(pdf: bytes, contents: list[LabelContent], page: int = 0) -> set[tuple[str, str]]:
    """Barcodes that are missing on the page or should not be there; empty if all is right."""
    expected = set().union(*(expected_codes(content) for content in contents)) if contents else set()
    return scanned(pdf, page) ^ expected


@dataclass(frozen=True)
class Area:
    """A rectangle on the page, in points from the lower left."""

    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: Area, slack: float = 0.0) -> bool:
        return (
            self.left + slack < other.right
            and other.left + slack < self.right
            and self.bottom + slack < other.top
            and other.bottom + slack < self.top
        )


def code_areas(pdf: bytes) -> list[Area]:
    image = picture(pdf)
    areas = []
    for code in zxingcpp.read_barcodes(image):
        corners = [
            code.position.top_left,
            code.position.top_right,
            code.position.bottom_left,
            code.position.bottom_right,
        ]
        across = [corner.x * 72 / DPI for corner in corners]
        down = [(image.height - corner.y) * 72 / DPI for corner in corners]
        areas.append(Area(min(across), min(down), max(across), max(down)))
    return areas


def text_areas(pdf: bytes) -> list[tuple[str, Area]]:
    """Each run of text on the first page with the place it takes."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage()
        return [
            (text.get_text_bounded(*box), Area(*box))
            for box in (text.get_rect(index) for index in range(text.count_rects()))
        ]


def text_lines(pdf: bytes, page: int = 0) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[page].get_textpage().get_text_range()
    # The reader takes a hyphen at a line's end for a broken word and joins the lines with U+FFFE.
    text = text.replace("\ufffe", "-\n")
    return [unicodedata.normalize("NFC", line.strip()) for line in text.splitlines()]


def embedded_fonts(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as document:
        return sum(
            1 for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item
        )


def difference(one: bytes, other: bytes, dpi: int = 150) -> float:
    """Mean difference of gray, 0 to 255, between the first pages."""
    first, second = picture(one, dpi=dpi), picture(other, dpi=dpi)
    return float(ImageStat.Stat(ImageChops.difference(first, second.resize(first.size))).mean[0])


def codes_at(sheets: bytes, number: int) -> set[str]:
    """Texts of the Code 128 in one place of the sheets, places counted through all pages."""
    page, place = divmod(number, 4)
    sheet = picture(sheets, page)
    row, column = divmod(place, 2)
    width, height = sheet.width // 2, sheet.height // 2
    part = sheet.crop((column * width, row * height, (column + 1) * width, (row + 1) * height))
    return {code.text for code in zxingcpp.read_barcodes(part) if code.format.name == "Code128"}
