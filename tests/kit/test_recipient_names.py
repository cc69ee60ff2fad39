"""Order numbers, care of and desks in names and lines (merchants' finding 13)."""

from __future__ import annotations

import pytest

from packhaus.kit.addresses import Hint
from packhaus.kit.recipient_names import split_order_number
from recognizing import recognized

NAMES = [
    ("Max Muster PO-2024-12345", "PO-2024-12345", "Max Muster", "PO-2024-12345"),
    ("Max Muster 4500123", "4500123", "Max Muster", "4500123"),
    ("Max Muster po: 4500", "4500", "Max Muster", "4500"),
    ("Muster GmbH & Co. KG, 4500 123", "4500 123", "Muster GmbH & Co. KG", "4500 123"),
    ("Max Muster (KST 12)", "KST 12", "Max Muster", "KST 12"),
    ("Hans Peter Müller Müller", "Müller", "Hans Peter Müller", "Müller"),
    ("Hans Müller", "Müller", "Hans Müller", "Müller"),
    ("Kiosk 2", "2", "Kiosk 2", "2"),
    ("Kiosk PO 2", "2", "Kiosk", "2"),
    ("4500123", "4500123", "4500123", "4500123"),
    ("Max Muster", "4500", "Max Muster", "4500"),
    ("Max Muster PO 4500123", "", "Max Muster", "4500123"),
    ("Max Muster (PO# 45/12)", "", "Max Muster", "45/12"),
    ("Max Muster - Bestellnr. A 12", "", "Max Muster", "A 12"),
    ("Max Muster 4500123", "", "Max Muster 4500123", ""),
    ("Marco Po", "", "Marco Po", ""),
    ("Apollo 12", "", "Apollo 12", ""),
    ("John PO Box 12", "", "John PO Box 12", ""),
]


@pytest.mark.parametrize(("whole", "known", "name", "number"), NAMES)
def test_the_order_number_behind_the_name_is_split_off(
    whole: str, known: str, name: str, number: str
) -> None:
    assert split_order_number(whole, known) == (name, number)
    found = recognized("Hauptstr. 5", name=whole, po_number=known)
    assert (found.name, found.po_number) == (name, number)
    assert (Hint.ORDER_NUMBER_IN_NAME in found.hints) == (name != whole)


@pytest.mark.parametrize(
    ("name", "line", "who"),
    [
        ("Maja Nunez", "c/o Familie O’Connor", "Familie O’Connor"),
        ("Maja Nunez", "C/O: Meyer", "Meyer"),
        ("Maja Nunez", "bei Familie Groß", "Familie Groß"),
        ("Maja Nunez", "p/a Jansen", "Jansen"),
        ("Maja Nunez", "chez Mme Dupont", "Mme Dupont"),
        ("Maja Nunez c/o Groß", "", "Groß"),
    ],
)
def test_care_of_is_recognized(name: str, line: str, who: str) -> None:
    found = recognized(line, "Hauptstr. 5", name=name)
    assert (found.name, found.care_of, found.street_line) == ("Maja Nunez", who, "Hauptstr. 5")
    assert recognized("Hauptstr. 5 (c/o Meyer)").care_of == "Meyer"


def test_the_desk_that_it_goes_to_is_recognized() -> None:
    found = recognized("Einkauf, z. Hd. Frau Çelik", "Industriestr. 12", "Tor 3", name="Meyer & Söhne")
    assert (found.attention, found.street_line, found.additions) == (
        "Frau Çelik",
        "Industriestr. 12",
        ("Einkauf", "Tor 3"),
    )
