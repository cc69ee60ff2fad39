"""Rows are read with their orders, or refused one by one: field, form and mend (R5.1)."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from packhaus.shops.own.fields import FIELDS, guessed, lacking
from packhaus.shops.own.orders import Orders, orders_of
from packhaus.shops.own.rows import Matching
from packhaus.shops.own.table import read_table
from packhaus.shops.own.values import form_of

NOW = datetime(2026, 11, 24, 10, 42, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")
HEAD = (
    "Bestellnummer;Vorname;Nachname;Firma;Straße;Hausnummer;PLZ;Ort;Land;E-Mail;SKU;Artikel;Menge;Gewicht;Summe"
    ";Datum"
)
GOOD = (
    "1001;Jörg;Müßig;;Königstraße;3a;04277;Leipzig;;joerg@muessig.example;TASSE-1;Tasse;2;1,2;74,80"
    ";23.11.2026"
)


def read(*rows: str, head: str = HEAD, **choices: str) -> Orders:
    table = read_table("\n".join([head, *rows, ""]).encode())
    matching = Matching(**({"columns": guessed(table.columns), "weight_unit": "kg"} | choices))
    return orders_of(table, matching, NOW, ZONE)


def changed(**cells: str) -> str:
    values = dict(zip(HEAD.split(";"), GOOD.split(";"), strict=True))
    return ";".join((values | {name.replace("_", "-"): cell for name, cell in cells.items()}).values())


def test_a_row_is_an_order() -> None:
    [found] = read(GOOD).found
    order = found.order
    assert order.shop_order_id == "1001"
    assert order.recipient is not None
    assert order.contact is not None
    assert (order.recipient.name, order.recipient.lines) == ("Jörg Müßig", ("Königstraße 3a",))
    assert (order.recipient.postal_code, order.recipient.city, order.country) == ("04277", "Leipzig", "DE")
    assert order.contact.email == "joerg@muessig.example"
    assert [(line.sku, line.title, line.quantity) for line in order.lines] == [("TASSE-1", "Tasse", 2)]
    assert order.weight_grams == 1200
    assert order.total is not None
    assert order.total.cents == 7480
    assert order.purchased_at == datetime(2026, 11, 22, 23, 0, tzinfo=UTC)


def test_columns_of_other_programs_are_known_by_their_names() -> None:
    shopify = [
        "Name",
        "Email",
        "Lineitem quantity",
        "Lineitem name",
        "Lineitem sku",
        "Shipping Street",
        "Shipping Zip",
        "Shipping City",
        "Shipping Country",
    ]
    found = guessed(shopify)
    assert {code: shopify[index] for code, index in found.items()} == {
        "name": "Name",
        "email": "Email",
        "quantity": "Lineitem quantity",
        "title": "Lineitem name",
        "sku": "Lineitem sku",
        "street": "Shipping Street",
        "postal_code": "Shipping Zip",
        "city": "Shipping City",
        "country": "Shipping Country",
    }
    assert lacking(found) == ["number"]
    assert lacking({}) == ["number", "street", "postal_code", "city", "name", "sku"]


def test_each_name_of_a_column_belongs_to_one_field() -> None:
    names = [name for field in FIELDS.values() for name in field.names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("cells", "field", "says"),
    [
        ({"Bestellnummer": ""}, "number", "missing"),
        ({"Vorname": "", "Nachname": ""}, "name", "missing"),
        ({"Straße": "", "Hausnummer": ""}, "street", "missing"),
        ({"PLZ": "4277"}, "postal_code", "Excel takes the zero"),
        ({"PLZ": "Leipzig"}, "postal_code", "form AAAAAAA"),
        ({"PLZ": "SW1A 1AA", "Land": "GB", "Ort": "12345"}, "city", "form 99999"),
        ({"Land": "Atlantis"}, "country", "form AAAAAAAA"),
        ({"E_Mail": "joerg at muessig"}, "email", "form AAAAA AA AAAAAAA"),
        ({"Menge": "zwei"}, "quantity", "whole number"),
        ({"Menge": "1,5"}, "quantity", "whole number"),
        ({"Menge": "0"}, "quantity", "whole number"),
        ({"E_Mail": "jörg@muessig.example"}, "email", "Before the @"),
        ({"E_Mail": "joerg@.example"}, "email", "form AAAAA@.AAAAAAA"),
        ({"Bestellnummer": "3,02123E+16"}, "number", "Excel has rounded"),
        ({"SKU": "4.00612E+12"}, "sku", "Excel has rounded"),
        ({"PLZ": "A-04277"}, "postal_code", "form A-99999"),
        ({"Gewicht": "schwer"}, "weight", "1180 g"),
        ({"Gewicht": "900"}, "weight", "70 kg at most"),
        ({"Summe": "viel"}, "total", "74,80"),
        ({"Datum": "irgendwann"}, "ordered_on", "24.11.2026"),
        ({"Datum": "01.08.2026"}, "ordered_on", "older than 60 days"),
        ({"Datum": "24.12.2026"}, "ordered_on", "not come yet"),
        ({"SKU": "", "Artikel": ""}, "sku", "Neither"),
        ({"Straße": "x" * 200}, "street", "180 at most"),
    ],
)
def test_a_wrong_cell_is_named_with_its_form_and_the_mend(
    cells: dict[str, str], field: str, says: str
) -> None:
    result = read(changed(**cells), GOOD.replace("1001", "1002"))
    assert [found.order.shop_order_id for found in result.found] == ["1002"], "the good row goes in"
    [wrong] = result.wrong
    assert (wrong.row, wrong.field) == (2, field)
    assert says in str(wrong.words)
    assert result.refused == {2}


@pytest.mark.parametrize("weight", ["0,85", "1,5", "1.234,5"])
def test_grams_with_places_after_the_comma_are_no_weight_of_one_gram(weight: str) -> None:
    [wrong] = read(changed(Gewicht=weight), weight_unit="g").wrong
    assert "Write g or kg behind it" in str(wrong.words)


@pytest.mark.parametrize(
    ("code", "land", "read_as"),
    [("D-04277", "DE", "04277"), ("A 1010", "AT", "1010"), ("CH-8001", "CH", "8001")],
)
def test_a_plate_before_a_postal_code_goes(code: str, land: str, read_as: str) -> None:
    recipient = read(changed(PLZ=code, Land=land)).found[0].order.recipient
    assert recipient is not None
    assert recipient.postal_code == read_as


def test_what_is_wrong_never_quotes_a_cell() -> None:
    result = read(changed(PLZ="Geheimrat", E_Mail="geheim.rat", Menge="geheim", Land="Geheimland"))
    assert len(result.wrong) == 4
    assert "eheim" not in str([wrong.stored() for wrong in result.wrong])
    assert form_of("Am Weg 3a, Hof 2") == "AA AAA 9A, AAA 9"


@pytest.mark.parametrize(
    ("weight", "unit", "grams"),
    [
        ("1,2", "kg", 1200),
        ("1.250", "g", 1250),
        ("1.250", "kg", 1250),
        ("1250", "g", 1250),
        ("1.250,5 g", "kg", 1251),
        ("0,5 kg", "g", 500),
        ("1,5 Kilo", "g", 1500),
        ("1500,00", "g", 1500),
    ],
)
def test_weights(weight: str, unit: str, grams: int) -> None:
    assert read(changed(Gewicht=weight), weight_unit=unit).found[0].order.weight_grams == grams


@pytest.mark.parametrize("land", ["AT", "at", "Österreich", "austria", "AUT"])
def test_countries_by_code_or_name(land: str) -> None:
    assert read(changed(Land=land, PLZ="1010")).found[0].order.country == "AT"


def test_rows_with_one_number_are_one_order() -> None:
    further = "1001;;;;;;;;;;TELLER-2;Teller;1;;;"
    [found] = read(GOOD, further, GOOD.replace("1001", "1002").replace("TASSE", "X")).found[:1]
    assert [line.sku for line in found.order.lines] == ["TASSE-1", "TELLER-2"]
    assert found.rows == (2, 3)


def test_an_order_does_not_come_in_without_its_wrong_row() -> None:
    result = read(GOOD, "1001;;;;;;;;;;TELLER-2;Teller;keine;;;")
    assert result.found == []
    assert result.refused == {2, 3}
    assert [wrong.row for wrong in result.wrong] == [3]


def test_a_number_that_comes_again_is_said_and_not_doubled() -> None:
    result = read(GOOD, GOOD.replace("1001", "1002"), GOOD)
    assert [found.order.shop_order_id for found in result.found] == ["1001", "1002"]
    [wrong] = result.wrong
    assert (wrong.row, wrong.field) == (4, "number")
    assert "row 2" in str(wrong.words)


@pytest.mark.parametrize(
    ("second", "field"),
    [
        (changed(Nachname="Anders", SKU="B"), "number"),
        (GOOD, "sku"),
        (changed(SKU="B", Gewicht="9"), "weight"),
    ],
)
def test_rows_of_one_order_that_disagree_are_refused_together(second: str, field: str) -> None:
    result = read(GOOD, second)
    assert result.found == []
    assert [(wrong.row, wrong.field) for wrong in result.wrong] == [(3, field)]
    assert result.refused == {2, 3}


def test_a_row_that_goes_on_beyond_the_last_column_is_refused() -> None:
    [wrong] = read(f"{GOOD};zu viel").wrong
    assert "last column, P" in str(wrong.words)


def test_an_order_without_an_address_is_refused() -> None:
    [wrong] = read("1001;;;;;;;;;;TASSE-1;Tasse;1;;;").wrong
    assert wrong.field == "name"
