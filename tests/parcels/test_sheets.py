"""Print sheets: every label readable where it lies, whatever PDF the carrier sent."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
import zxingcpp
from PIL import ImageChops, ImageStat
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from label_reader import (
    embedded_fonts,
    label_content,
    misread,
    page_count,
    page_sizes_mm,
    picture,
    scanned,
    text_lines,
)
from packhaus.parcels.sheets import BadLabel, impose_a4, merge_a6
from packhaus_simulator.label import LabelContent, draw_label
from packhaus_simulator.label_codes import code128, datamatrix

A6_MM, A4_MM = (105.0, 148.0), (210.0, 297.0)


def parcels(count: int) -> list[LabelContent]:
    return [
        label_content(
            tracking_number=f"DPD{number:016d}",
            reference=f"PH-{number:05d}",
            recipient_lines=(f"Käthe Grün-Łoś {number}", f"Überweg {number}", "10437 Berlin", "Deutschland"),
        )
        for number in range(count)
    ]


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


def test_each_label_becomes_one_a6_page_in_order() -> None:
    contents = parcels(5)
    merged = merge_a6([draw_label(content) for content in contents])
    assert page_sizes_mm(merged) == [A6_MM] * 5
    for page, content in enumerate(contents):
        assert misread(merged, [content], page) == set()
        assert content.recipient_lines[0] in text_lines(merged, page)


def test_an_a6_label_is_printed_as_the_carrier_drew_it() -> None:
    label = draw_label(label_content())
    assert difference(label, merge_a6([label])) < 0.5
    assert difference(label, merge_a6([draw_label(label_content(tracking_number="DPD9"))])) > 5


def test_four_labels_lie_on_one_a4_sheet_and_the_fifth_on_the_next() -> None:
    contents = parcels(5)
    sheets = impose_a4([draw_label(content) for content in contents])
    assert page_sizes_mm(sheets) == [A4_MM] * 2
    assert misread(sheets, contents[:4], 0) == set()
    assert misread(sheets, contents[4:], 1) == set()
    for content in contents[:4]:
        assert content.recipient_lines[0] in "\n".join(text_lines(sheets, 0))


def test_a_label_missing_from_a_sheet_is_noticed() -> None:
    contents = parcels(4)
    sheets = impose_a4([draw_label(content) for content in contents[:3]])
    assert misread(sheets, contents) == {
        ("Code128", contents[3].tracking_number),
        ("DataMatrix", f"{contents[3].tracking_number}|Deutschland|10437|PH-00003"),
    }


@pytest.mark.parametrize("start", range(4))
def test_a_partly_used_sheet_is_filled_from_its_first_free_place(start: int) -> None:
    contents = parcels(3)
    sheets = impose_a4([draw_label(content) for content in contents], start)
    where = {number + start: content for number, content in enumerate(contents)}
    assert page_count(sheets) == (2 if start > 1 else 1)
    for number in range(page_count(sheets) * 4):
        expected = [where[number]] if number in where else []
        assert codes_at(sheets, number) == {content.tracking_number for content in expected}


@pytest.mark.parametrize("start", [-1, 4])
def test_a_place_that_a_sheet_does_not_have_is_refused(start: int) -> None:
    with pytest.raises(ValueError, match="0 to 3"):
        impose_a4([draw_label(label_content())], start)


@pytest.mark.parametrize("print_", [merge_a6, impose_a4])
def test_nothing_to_print_is_said(print_: Callable[[list[bytes]], bytes]) -> None:
    with pytest.raises(ValueError, match="no labels"):
        print_([])


@pytest.mark.parametrize(
    "size",
    [(105, 148), (148, 105), (101.6, 152.4), (103, 199), (148, 210), (210, 297), (297, 210), (100, 70)],
    ids=lambda size: f"{size[0]}x{size[1]}",
)
def test_a_label_of_any_size_fits_whole(size: tuple[float, float]) -> None:
    label = foreign(*size)
    assert scanned(label) == FOREIGN_CODES
    merged, sheet = merge_a6([label]), impose_a4([label] * 4)
    assert page_sizes_mm(merged) == [A6_MM]
    assert scanned(merged) == FOREIGN_CODES
    assert scanned(sheet) == FOREIGN_CODES
    assert all(codes_at(sheet, number) == {"FOREIGN-42"} for number in range(4))


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_that_viewers_turn_is_printed_as_they_show_it(angle: int) -> None:
    def turn(document: pikepdf.Pdf) -> None:
        document.pages[0].rotate(angle, relative=False)

    label = foreign(*((148, 105) if angle % 180 else (105, 148)), turn)
    merged = merge_a6([label])
    assert page_sizes_mm(merged) == [A6_MM]
    assert scanned(merged) == FOREIGN_CODES
    assert difference(label, merged) < 1


def inherit_all(document: pikepdf.Pdf) -> None:
    page, pages = document.pages[0].obj, document.Root.Pages
    for key in ("/MediaBox", "/Resources", "/Rotate"):
        pages[key] = page[key]
        del page[key]


def crop(document: pikepdf.Pdf) -> None:
    page = document.pages[0]
    page.mediabox = pikepdf.Array([-200, -300, 900, 1200])
    page.cropbox = pikepdf.Array([0, 0, 105 * mm, 148 * mm])
    page.contents_add(b"q 0 g -200 -300 190 1500 re f Q")


def own_unit(document: pikepdf.Pdf) -> None:
    page = document.pages[0]
    page.contents_add(b"q 0.5 0 0 0.5 0 0 cm", prepend=True)
    page.contents_add(b"Q")
    page.mediabox = pikepdf.Array([0, 0, 52.5 * mm, 74 * mm])
    page.obj.UserUnit = 2


def several_contents(document: pikepdf.Pdf) -> None:
    page = document.pages[0]
    whole = page.obj.Contents.read_bytes()
    cut = whole.index(b"\n", len(whole) // 2) + 1
    page.obj.Contents = pikepdf.Array([document.make_stream(whole[:cut]), document.make_stream(whole[cut:])])


def circle(document: pikepdf.Pdf) -> None:
    """All forms share one dictionary of resources, which names them: a habit of some PDF writers."""
    page = document.pages[0]
    resources = document.make_indirect(pikepdf.Dictionary(page.resources))
    form = document.make_stream(
        page.obj.Contents.read_bytes(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=page.mediabox,
        Resources=resources,
    )
    resources.XObject = pikepdf.Dictionary(Fm0=form)
    page.obj.Resources = resources
    page.obj.Contents = document.make_stream(b"/Fm0 Do")


def stamped(document: pikepdf.Pdf) -> None:
    """The whole label as a stamp annotation: what a viewer shows and a plain page copy forgets."""
    page = document.pages[0]
    stamp = document.make_stream(
        page.obj.Contents.read_bytes(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=page.mediabox,
        Resources=page.resources,
    )
    annotation = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Stamp,
        Rect=page.mediabox,
        F=4,
        AP=pikepdf.Dictionary(N=stamp),
    )
    page.obj.Annots = pikepdf.Array([document.make_indirect(annotation)])
    page.obj.Contents = document.make_stream(b"")


@pytest.mark.parametrize("change", [inherit_all, crop, own_unit, several_contents, circle, stamped])
def test_labels_of_other_writers_are_printed_as_viewers_show_them(
    change: Callable[[pikepdf.Pdf], None],
) -> None:
    label = foreign(105, 148, change)
    merged = merge_a6([label, draw_label(label_content())])
    assert page_sizes_mm(merged) == [A6_MM] * 2
    assert scanned(merged) == FOREIGN_CODES
    assert difference(label, merged) < 1


def test_a_label_protected_without_a_password_is_printed() -> None:
    label = foreign(105, 148, encryption=pikepdf.Encryption(owner="secret", user=""))
    assert scanned(merge_a6([label])) == FOREIGN_CODES


def test_all_pages_of_a_label_are_printed() -> None:
    two = merge_a6([foreign(105, 148), draw_label(label_content())])
    sheet = impose_a4([two, two], start=1)
    assert page_count(sheet) == 2
    assert [codes_at(sheet, number) for number in range(1, 5)] == [
        {"FOREIGN-42"},
        {"DPD0340123456789012"},
        {"FOREIGN-42"},
        {"DPD0340123456789012"},
    ]


def test_fonts_are_kept_once_in_a_large_batch() -> None:
    labels = [draw_label(content) for content in parcels(120)]
    for printed in (merge_a6(labels), impose_a4(labels)):
        assert embedded_fonts(printed) == 2
        assert len(printed) < sum(map(len, labels)) / 10
    assert len(merge_a6(iter(labels))) == len(merge_a6(labels))


def test_the_same_batch_gives_the_same_file() -> None:
    labels = [draw_label(content) for content in parcels(3)]
    assert impose_a4(labels) == impose_a4(labels)


def blank() -> bytes:
    document, file = pikepdf.new(), BytesIO()
    document.add_blank_page(page_size=(298, 420))
    document.save(file)
    return file.getvalue()


DAMAGED = {
    "no bytes": (b"", "no PDF"),
    "an error page": (b"<html><body>502 Bad Gateway</body></html>", "no PDF"),
    "cut in half": (draw_label(label_content())[:15_000], "cut off"),
    "the last bytes missing": (draw_label(label_content())[:-20], "cut off"),
    "a password": (foreign(105, 148, encryption=pikepdf.Encryption(owner="o", user="u")), "password"),
    "a blank page": (blank(), "nothing to print"),
    "no pages": (b"%PDF-1.4\ntrailer <<>>\n%%EOF", "damaged"),
}


@pytest.mark.parametrize("print_", [merge_a6, impose_a4])
@pytest.mark.parametrize(("damaged", "words"), DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_label_is_named(print_: Callable[[list[bytes]], bytes], damaged: bytes, words: str) -> None:
    good = draw_label(label_content())
    with pytest.raises(BadLabel, match=words) as caught:
        print_([good, good, damaged, good])
    assert caught.value.index == 2


def test_a_flipped_bit_in_what_is_drawn_or_in_a_font_is_refused() -> None:
    label = draw_label(label_content())
    assert merge_a6([label])
    streams = [found.span(1) for found in re.finditer(rb"stream\n(.*?)endstream", label, re.DOTALL)]
    assert len(streams) == 5
    chance = random.Random(7)
    for start, end in streams:
        for _ in range(12):
            spoiled = bytearray(label)
            spoiled[chance.randrange(start, end)] ^= 1 << chance.randrange(8)
            with pytest.raises(BadLabel, match="damaged"):
                merge_a6([bytes(spoiled)])


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
