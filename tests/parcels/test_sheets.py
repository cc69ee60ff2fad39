"""Print sheets: every label readable where it lies, whatever PDF the carrier sent."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest

from foreign_label import foreign
from label_reader import (
    codes_at,
    difference,
    embedded_fonts,
    label_content,
    misread,
    page_count,
    page_sizes_mm,
    text_lines,
)
from packhaus.parcels.sheets import BadLabel, impose_a4, merge_a6
from packhaus_simulator.label import LabelContent, draw_label

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
