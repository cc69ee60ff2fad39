"""Labels of any size and any PDF writer are printed whole, as a viewer shows them."""

from __future__ import annotations

from collections.abc import Callable

import pikepdf
import pytest
from reportlab.lib.units import mm

from foreign_label import FOREIGN_CODES, foreign
from label_reader import codes_at, difference, label_content, page_sizes_mm, scanned
from packhaus.parcels.sheets import impose_a4, merge_a6
from packhaus_simulator.label import draw_label

A6_MM = (105.0, 148.0)


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
