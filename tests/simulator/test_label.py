"""A label of the demo carrier: what a scanner, a reader and a printer find on it."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from label_reader import (
    Area,
    code_areas,
    embedded_fonts,
    label_content,
    misread,
    page_count,
    page_sizes_mm,
    scanned,
    text_areas,
    text_lines,
)
from packhaus_simulator.label import draw_label, routing_data, weight_text
from packhaus_simulator.label_text import BOLD, REGULAR, clean, glyphs

HARD_ADDRESSES = {
    "umlauts": ("Jörg Weißmüller-Öztürk", "Große Straße 7 b", "38100 Braunschweig", "Deutschland"),
    "packstation": ("Anna Lüdenscheidt", "12345678", "Packstation 145", "53113 Bonn", "Deutschland"),
    "company": ("Buchhandlung Ärmel & Söhne oHG", "z. Hd. Frau Çelik", "Ring 1", "1010 Wien", "Österreich"),
    "care of": (
        "Maja Nuñez",
        "c/o Familie O’Connor",
        "Hauptstr. 12a",
        "Hinterhaus, 3. OG",
        "80331 München",
        "DE",
    ),
    "french": ("Zoë Lefèvre-Œuvrard", "12 bis, rue de l'Île", "75004 Paris", "Frankreich"),
    "italian": ("Niccolò D'Agostino", "Via Città di Castello 4/B", "00136 Roma RM", "Italien"),
    "spanish": ("María José Ibáñez Peña", "C/ Alcalá, 45, 3.º izq.", "28014 Madrid", "Spanien"),
    "dutch": ("IJsbrand ’t Hooft", "’s-Gravenhekje 3", "1011 TG Amsterdam", "Niederlande"),
    "polish": ("Małgorzata Wiśniewska-Żółć", "ul. Świętokrzyska 14/23", "00-050 Warszawa", "Polen"),
    "swedish": ("Åsa Öberg", "Sankt Göransgatan 61 lgh 1102", "112 38 Stockholm", "Schweden"),
    "turkish": ("Şükrü İğdır", "Çağlayan Sokağı 9", "34400 İstanbul", "Türkei"),
    "romanian": ("Ștefan Țîrlea", "Str. Mărășești nr. 5, ap. 12", "010101 București", "Rumänien"),
    "czech": ("Řehoř Žďárský", "Náměstí Míru 820/9", "120 00 Praha", "Tschechien"),
    "hungarian": ("Győző Bűdős", "Fő utca 1.", "1011 Budapest", "Ungarn"),
    "icelandic": ("Þóra Æðelbjörg", "Laugavegur 22", "101 Reykjavík", "Island"),
    "maltese, vietnamese": ("Ġorġ Ħażż", "Nguyễn Thị Hoàng", "VLT 1117 Valletta", "Malta"),
    "greek and cyrillic": ("Γιώργος Παπαδόπουλος", "ул. Шипка 6", "1504 София", "Bulgarien"),
}


@pytest.mark.parametrize("lines", HARD_ADDRESSES.values(), ids=HARD_ADDRESSES.keys())
def test_both_barcodes_and_every_address_line_are_read_back(lines: tuple[str, ...]) -> None:
    content = label_content(recipient_lines=lines, tracking_number=f"DP{abs(len(lines[0])):014d}DE")
    label = draw_label(content)
    assert misread(label, [content]) == set()
    shown = text_lines(label)
    for line in lines:
        assert line in shown


def test_it_is_one_a6_page_with_all_fonts_embedded() -> None:
    label = draw_label(label_content())
    assert page_sizes_mm(label) == [(105.0, 148.0)]
    with pikepdf.open(BytesIO(label)) as document:
        fonts = document.pages[0].resources.Font
        assert len(fonts) == embedded_fonts(label) == 2
        assert all("/ToUnicode" in font for font in fonts.values())


def test_it_says_that_it_is_a_sample_and_all_that_a_depot_wants_to_know() -> None:
    shown = text_lines(draw_label(label_content(po_number="PO-4500-778812")))
    text = "\n".join(shown)
    assert "MUSTER · Demo – kein gültiges Etikett" in shown
    for fact in ("PAKET", "1,25 kg", "24.11.2026", "302-1234567-1234567", "PH-7Q4K-M2XD-9", "PO-4500-778812"):
        assert fact in shown
    assert "Haus & Herd Versand GmbH" in text
    assert "Lindenstraße 12 · 10969 Berlin · Deutschland" in text
    assert shown[-1] == "DPD0340123456789012"


@pytest.mark.parametrize(
    ("grams", "mark"),
    [(10_000, None), (10_001, "> 10 kg"), (20_000, "> 10 kg"), (20_001, "> 20 kg"), (31_500, "> 20 kg")],
)
def test_heavy_parcels_are_marked(grams: int, mark: str | None) -> None:
    shown = "\n".join(text_lines(draw_label(label_content(weight_grams=grams))))
    assert [found for found in ("> 10 kg", "> 20 kg") if found in shown] == ([mark] if mark else [])


@pytest.mark.parametrize(
    ("grams", "text"), [(1, "1 g"), (999, "999 g"), (1000, "1 kg"), (1250, "1,25 kg"), (23_456, "23,456 kg")]
)
def test_weights_are_written_the_german_way(grams: int, text: str) -> None:
    assert weight_text(grams) == text


@pytest.mark.parametrize(
    ("line", "postal_code"),
    [
        ("10437 Berlin", "10437"),
        ("D-10437 Berlin", "D-10437"),
        ("00-050 Warszawa", "00-050"),
        ("1011 TG Amsterdam", "1011 TG"),
        ("112 38 Stockholm", "112 38"),
        ("00136 Roma RM", "00136"),
        ("London", ""),
    ],
)
def test_the_datamatrix_holds_country_and_postal_code(line: str, postal_code: str) -> None:
    content = label_content(recipient_lines=("A B", "Weg 1", line, "Land"))
    assert routing_data(content) == f"DPD0340123456789012|Land|{postal_code}|PH-7Q4K-M2XD-9"
    assert misread(draw_label(content), [content]) == set()


def test_a_wrong_barcode_is_noticed() -> None:
    content = label_content()
    other = draw_label(label_content(tracking_number="DPD0340123456789013"))
    assert misread(other, [content]) >= {
        ("Code128", "DPD0340123456789012"),
        ("Code128", "DPD0340123456789013"),
    }


def test_a_barcode_that_cannot_be_scanned_is_noticed() -> None:
    content = label_content()
    with pikepdf.open(BytesIO(draw_label(content))) as document:
        bar = code_areas(draw_label(content))[-1]
        white = f"q 1 g {bar.left + 40} 0 14 {bar.top + 20} re f Q"
        document.pages[0].contents_add(white.encode())
        spoiled = BytesIO()
        document.save(spoiled)
    assert ("Code128", content.tracking_number) in misread(spoiled.getvalue(), [content])


@pytest.mark.parametrize(
    "number", ["1", "00340434161094042557", "RR123456785DE", "1Z999AA10123456784", "a-b.C/d 7"]
)
def test_tracking_numbers_of_all_forms_are_scanned(number: str) -> None:
    content = label_content(tracking_number=number)
    assert misread(draw_label(content), [content]) == set()


@pytest.mark.parametrize("number", ["", "DPÜ123", "A" * 60, "12\n34"])
def test_a_tracking_number_that_no_code_128_can_hold_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="tracking number"):
        draw_label(label_content(tracking_number=number))


LONG = {
    "one word": "W" * 500,
    "words": "Langenfeldstraßenbahn " * 23,
    "one long name": "Wolfeschlegelsteinhausenbergerdorff " * 14,
    "emoji": "🎁👩‍👩‍👧" * 100,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG.keys())
def test_texts_of_500_characters_neither_overflow_nor_overlap(text: str) -> None:
    content = label_content(
        service_name=text,
        sender_lines=(text, text, text),
        recipient_lines=(text, text, text, text, text, "12345 " + text, "Deutschland"),
        reference=text,
        order_reference=text,
        po_number=text,
    )
    label = draw_label(content)
    assert page_count(label) == 1
    assert misread(label, [content]) == set()
    assert "Deutschland" in text_lines(label)
    assert overlaps(label) == []


def test_short_recipients_do_not_overlap_either() -> None:
    for lines in HARD_ADDRESSES.values():
        assert (
            overlaps(draw_label(label_content(recipient_lines=lines, weight_grams=25_000, po_number="P")))
            == []
        )


def test_forty_address_lines_keep_name_place_and_country() -> None:
    lines = ("Ada Lovelace", *(f"Zusatz {number}" for number in range(40)), "10115 Berlin", "Deutschland")
    label = draw_label(label_content(recipient_lines=lines))
    assert {"Ada Lovelace", "10115 Berlin", "Deutschland", "…"} <= set(text_lines(label))
    assert overlaps(label) == []


@pytest.mark.parametrize("lines", [(), ("",), ("Nur ein Name",), ("Name", "Land")])
def test_incomplete_addresses_still_make_a_label(lines: tuple[str, ...]) -> None:
    content = label_content(recipient_lines=lines, sender_lines=())
    assert misread(draw_label(content), [content]) == set()


def test_what_the_font_lacks_is_shown_and_never_breaks_a_label() -> None:
    assert clean("Zoë 🎁") == "Zoë �"
    assert clean("👩‍👩‍👧 Familie 👍🏽") == "� Familie �"
    assert clean("שלום") == "����"
    assert clean("ﬁne 𝗔𝗻𝗻𝗮") == "fine Anna"
    assert clean("a\u00adb\u200bc\ufeff\x07d\u2028e\tf") == "abc d e f"
    assert clean("Mu\u0308ller") == "Müller"
    assert "Zoë �" in text_lines(draw_label(label_content(recipient_lines=("Zoë 🎁", "Weg 1", "1 A", "DE"))))


def test_both_weights_of_the_font_have_all_letters_of_european_languages() -> None:
    assert glyphs(REGULAR) == glyphs(BOLD)
    latin = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x218, 0x21C), 0x1E9E, 0x20AC]
    assert [chr(code) for code in latin if code not in glyphs(REGULAR)] == []


LETTERS = st.characters(
    min_codepoint=0x20, max_codepoint=0x17F, exclude_categories=["Cc", "Cf", "Zs"]
) | st.just(" ")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.text(LETTERS, min_size=1, max_size=40), street=st.text(LETTERS, min_size=1, max_size=40))
def test_any_latin_text_is_read_back(name: str, street: str) -> None:
    lines = tuple(clean(line) or "x" for line in (name, street))
    shown = "".join(
        "".join(text_lines(draw_label(label_content(recipient_lines=(*lines, "1 Ort", "DE"))))).split()
    )
    for line in lines:
        assert unicodedata.normalize("NFC", "".join(line.split())) in shown


def test_labels_drawn_at_once_are_the_same_as_one_after_another() -> None:
    contents = [
        label_content(tracking_number=f"DPD{number:016d}", recipient_lines=HARD_ADDRESSES["czech"])
        for number in range(24)
    ]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(draw_label, contents)) == [draw_label(content) for content in contents]


def test_a_label_shows_no_address_in_a_log() -> None:
    assert repr(label_content()) == "LabelContent(DPD0340123456789012)"


def overlaps(label: bytes) -> list[str]:
    """Texts that lie over each other, over a barcode or outside the page's margin."""
    texts, codes = text_areas(label), code_areas(label)
    page = Area(14, 14, 105 * 72 / 25.4 - 12, 148 * 72 / 25.4 - 14)
    found = []
    for index, (text, area) in enumerate(texts):
        if (
            area.left < page.left - 2
            or area.right > page.right
            or area.bottom < page.bottom
            or area.top > page.top
        ):
            found.append(f"outside: {text[:30]}")
        found += [f"on a barcode: {text[:30]}" for code in codes if area.overlaps(code)]
        found += [
            f"{text[:30]} / {other[:30]}" for other, place in texts[index + 1 :] if area.overlaps(place, 0.6)
        ]
    return found


def test_the_check_for_overlaps_sees_one() -> None:
    with pikepdf.open(BytesIO(draw_label(label_content()))) as document:
        font = next(iter(document.pages[0].resources.Font.keys()))
        document.pages[0].contents_add(
            f"BT {font} 12 Tf 20 310 Td (\x24\x25\x26) Tj 0 -240 Td (\x24\x25) Tj ET".encode()
        )
        written = BytesIO()
        document.save(written)
    found = overlaps(written.getvalue())
    assert any("Jürgen" in overlap for overlap in found)
    assert any("on a barcode" in overlap for overlap in found)
    assert scanned(written.getvalue())
