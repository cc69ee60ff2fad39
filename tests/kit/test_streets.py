"""Streets and house numbers as Germany and its neighbors write them."""

from __future__ import annotations

import pytest

from packhaus.kit.addresses import SERIOUS, Hint
from recognizing import recognized

STREETS = [
    ("DE", "Hauptstraße 5", "Hauptstraße", "5"),
    ("DE", "Hauptstr. 5a", "Hauptstr.", "5a"),
    ("DE", "Hauptstr.12", "Hauptstr.", "12"),
    ("DE", "Musterstraße12 b", "Musterstraße", "12 b"),
    ("DE", "Straße des 17. Juni 135", "Straße des 17. Juni", "135"),
    ("DE", "Straße 12 Nr. 5", "Straße 12", "5"),
    ("DE", "Am Markt 3-5", "Am Markt", "3-5"),
    ("DE", "Unter den Linden 77", "Unter den Linden", "77"),
    ("DE", "Q 7, 24", "Q 7", "24"),
    ("DE", "C4 12", "C4", "12"),
    ("DE", "12 Hauptstraße", "Hauptstraße", "12"),
    ("DE", "Niederdorf 12", "Niederdorf", "12"),
    ("DE", "Haus Sonne, Hauptstr. 5", "Hauptstr.", "5"),
    ("AT", "Mariahilfer Straße 5/2/14", "Mariahilfer Straße", "5/2/14"),
    ("AT", "Hauptplatz 5 Stiege 2 Top 12", "Hauptplatz", "5"),
    ("NL", "Damstraat 12-3", "Damstraat", "12-3"),
    ("NL", "Prinsengracht 263 hs", "Prinsengracht", "263 hs"),
    ("NL", "Coöperatieweg 125-II", "Coöperatieweg", "125-II"),
    ("NL", "'s-Gravenhekje 3", "'s-Gravenhekje", "3"),
    ("NL", "Plein 1944 12", "Plein 1944", "12"),
    ("PL", "ul. Świętokrzyska 14/23", "ul. Świętokrzyska", "14/23"),
    ("PL", "ul. 3 Maja 12 m. 4", "ul. 3 Maja", "12"),
    ("PL", "os. Piastów 12", "os. Piastów", "12"),
    ("PL", "Kowalewo 15", "Kowalewo", "15"),
    ("FR", "12 bis, rue de l'Île", "rue de l'Île", "12 bis"),
    ("FR", "5 B avenue Foch", "avenue Foch", "5 B"),
    ("FR", "12 rue du 8 Mai 1945", "rue du 8 Mai 1945", "12"),
    ("IT", "Via Città di Castello 4/B", "Via Città di Castello", "4/B"),
    ("IT", "Via Roma, 12/bis", "Via Roma", "12/bis"),
    ("IT", "Via XX Settembre, n. 5", "Via XX Settembre", "5"),
    ("IT", "Piazza 25 Aprile 1", "Piazza 25 Aprile", "1"),
    ("IT", "Contrada Piana snc", "Contrada Piana", "snc"),
    ("ES", "C/ Alcalá, 45, 3.º izq.", "C/ Alcalá", "45"),
    ("ES", "Calle 2 de Mayo 15", "Calle 2 de Mayo", "15"),
    ("ES", "Avda. de la Constitución s/n", "Avda. de la Constitución", "s/n"),
    ("SE", "Sankt Göransgatan 61 lgh 1102", "Sankt Göransgatan", "61"),
    ("SE", "Storgatan 3 B", "Storgatan", "3 B"),
]


@pytest.mark.parametrize(("country", "line", "street", "number"), STREETS)
def test_street_and_house_number(country: str, line: str, street: str, number: str) -> None:
    found = recognized(line, country=country)
    assert (found.street, found.house_number) == (street, number)
    assert found.hints == ()


@pytest.mark.parametrize(
    ("country", "line"),
    [
        ("DE", "Hauptstraße"),
        ("DE", "Straße des 17. Juni"),
        ("DE", "An der Kirche"),
        ("DE", "Im Winkel"),
        ("AT", "Kärntner Ring"),
        ("NL", "Laan van Meerdervoort"),
        ("PL", "ul. Długa"),
        ("FR", "Rue du 8 Mai 1945"),
        ("FR", "Lieu-dit Le Bourg"),
        ("IT", "Corso Garibaldi"),
        ("ES", "Paseo del Prado"),
        ("SE", "Kungsvägen"),
    ],
)
def test_a_street_without_a_house_number_is_known_and_said(country: str, line: str) -> None:
    found = recognized(line, country=country)
    assert (found.street, found.house_number) == (line, "")
    assert found.hints == (Hint.HOUSE_NUMBER_MISSING,)
    assert Hint.HOUSE_NUMBER_MISSING in SERIOUS
