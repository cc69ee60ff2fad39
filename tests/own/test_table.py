"""A file of orders is read whatever program wrote it, or refused with what to mend (R5.1)."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhaus.kit.errors import Rejected
from packhaus.shops.own.table import MOST_ROWS, letter, read_table, written

TEXT = "Bestellnummer;Name;Straße;PLZ;Ort\n1001;Jörg Müßig;Königstraße 3;04277;Leipzig\n"


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("cp1252"), "cp1252"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.replace("\n", "\r\n").encode("cp1252"), "cp1252"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("cp850"), "cp850"),
        (TEXT.replace("\n", "\r").encode("mac_roman"), "mac_roman"),
        (TEXT.encode() + b"\x1a", "utf-8"),
        (TEXT.replace("Müßig", "Müßig mit „Gruß”an").encode("cp1252"), "cp1252"),
    ],
)
def test_encodings(raw: bytes, encoding: str) -> None:
    table = read_table(raw)
    assert table.encoding == encoding
    assert table.columns[2] == "Straße"
    assert table.lines[0].cells[1][:10] == "Jörg Müßig"
    assert table.lines[0].cells[2] == "Königstraße 3"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separators(separator: str) -> None:
    table = read_table(TEXT.replace(";", separator).encode())
    assert table.delimiter == separator
    assert table.lines[0].cells == ("1001", "Jörg Müßig", "Königstraße 3", "04277", "Leipzig")


def test_a_semicolon_file_with_commas_in_its_texts() -> None:
    raw = b'Nr;Name;Betrag\n1;"Meier, Anna";74,80\n2;"Schulz, ""Otto""";9,90\n'
    table = read_table(raw)
    assert [line.cells[1] for line in table.lines] == ["Meier, Anna", 'Schulz, "Otto"']


def test_a_text_over_two_lines_and_rows_without_anything_are_no_rows_of_their_own() -> None:
    table = read_table(b'Nr;Hinweis;Ort\n1;"oben\nlinks";Bonn\n;;\n\n3;;Ulm\n')
    assert [(line.number, line.cells[0]) for line in table.lines] == [(2, "1"), (5, "3")]


def test_the_separator_that_excel_names_in_the_first_line_is_believed() -> None:
    assert read_table(b"sep=;\r\nNr;Ort, Land\r\n1;Ulm\r\n").columns == ("Nr", "Ort, Land")


def test_tabs_that_excel_names_in_the_first_line_are_believed() -> None:
    assert read_table("sep=\t\nNr\tOrt; Land\n1\tUlm\n".encode("utf-16")).columns == ("Nr", "Ort; Land")


@pytest.mark.parametrize(
    "above",
    ["\n\n", ";;\n", "Bestellungen vom 24.11.\n\n", "Hagedorn;;\n", "\ufeff\n", "Vom 24.11., 10 Uhr\n"],
)
def test_what_stands_above_the_head_is_passed_over(above: str) -> None:
    table = read_table((above + "Nr;Name;Ort\n1;Anna;Ulm\n2;Otto;Bonn\n").encode())
    assert table.columns == ("Nr", "Name", "Ort")
    assert [line.cells for line in table.lines] == [("1", "Anna", "Ulm"), ("2", "Otto", "Bonn")]
    assert table.lines[0].number == above.count("\n") + 2, "as a spreadsheet counts"


def test_rows_that_end_early_or_late_do_not_hide_the_separator() -> None:
    table = read_table(b"Nr;Name;Ort;Betrag;Hinweis\n1;A;Ulm;7,50\n2;B;Bonn;8,90\n3;C;Hof;9,00;x;y\n")
    assert table.delimiter == ";"
    assert len(table.columns) == 5


def test_texts_are_read_that_excel_was_told_to_leave_as_they_are() -> None:
    table = read_table(b'Nr;PLZ;Name\n="0017";"=""04277""";"=""Anna """"Ann"""" M"""\n')
    assert table.lines[0].cells == ("0017", "04277", 'Anna "Ann" M')


def packed(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "text;" * 2000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (b"Nr;Name\n", "no rows"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfe", "empty"),
        (packed("[Content_Types].xml", "docProps/app.xml", "xl/workbook.xml"), "In Excel choose Save as"),
        (packed("bestellungen.csv"), "Unpack it"),
        (b"\x1f\x8b\x08\x00rest", "Unpack it"),
        (b"<html><table><tr><td>a;b</td></tr></table>\n;x", "web page"),
        (b'[{"nr": 1, "name": "Anna"}]', "JSON"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "Excel"),
        (b"%PDF-1.7\x01\x02;\n;", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x0dIHDR;\x01,", "no text file"),
        (b"just one column\nand a value\n", "No columns"),
        (b'Nr;Name\n1;"Anna\n2;Otto\n3;Ida\n', "row 2 or below"),
        (b"\x81\x8d;\x8f\n1;2\n", "no text file"),
        (b"Nr;Name\n" + b"1;a\n" * (MOST_ROWS + 1), "20001 rows"),
        (b"Nr;Name\n" + b"1;" + b"a" * 10_000_001, "larger than 10 MB"),
    ],
)
def test_what_is_no_table_is_refused_with_the_mend(raw: bytes, says: str) -> None:
    with pytest.raises(Rejected) as refused:
        read_table(raw)
    assert says in str(refused.value.words)


def test_refused_rows_come_back_in_a_file_that_can_be_read_again_with_the_same_columns() -> None:
    table = read_table(TEXT.encode("cp1252"))
    again = read_table(written((*table.columns, "Packhaus"), [(*table.lines[0].cells, "wrong")], ";"))
    assert again.digest == table.digest
    assert again.lines == table.lines


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless() -> None:
    for cell in ('=HYPERLINK("http://evil.example")', "+cmd|' /C calc'!A0", "-2+3+cmd|x", "@SUM(A1)"):
        given_back = written(("Nr", "Name"), [("1", cell)], ";")
        assert f"'{cell[:4]}".encode() in given_back
        assert read_table(given_back).lines[0].cells[1] == cell
    assert b";+49 341 1234-56\r\n" in written(("Nr", "Telefon"), [("1", "+49 341 1234-56")], ";")


def test_nothing_of_a_table_shows_by_chance() -> None:
    table = read_table(TEXT.encode())
    assert "Müßig" not in f"{table!r} {table.lines!r} {table.lines[0]}"


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_refused(raw: bytes) -> None:
    try:
        table = read_table(raw)
    except Rejected:
        return
    assert len(table.columns) >= 2
    assert all(len(line.cells) >= len(table.columns) for line in table.lines)


def test_letters_of_columns() -> None:
    assert [letter(index) for index in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
