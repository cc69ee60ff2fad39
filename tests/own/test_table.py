"""A file of orders is read whatever program wrote it, or refused with what to mend (R5.1)."""

from __future__ import annotations

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
    ],
)
def test_encodings(raw: bytes, encoding: str) -> None:
    table = read_table(raw)
    assert table.encoding == encoding
    assert table.columns[2] == "Straße"
    assert table.lines[0].cells[1:3] == ("Jörg Müßig", "Königstraße 3")


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


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (b"Nr;Name\n", "no rows"),
        (b"PK\x03\x04....", "Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "Excel"),
        (b"%PDF-1.7\x00\x01\x02;\n;", "no text file"),
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
    assert b"'=HYPERLINK" in written(("Nr", "Name"), [("1", '=HYPERLINK("http://evil.example")')], ";")


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
