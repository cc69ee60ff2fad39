"""Packstation, post office and Postnummer, wherever the buyer wrote them (merchants' finding 34)."""

from __future__ import annotations

import pytest

from packhaus.kit.addresses import Hint
from packhaus.kit.pickup_points import PickupKind
from recognizing import recognized

PICKUP = [
    ("Anna Schmidt", ("12345678", "Packstation 145")),
    ("Anna Schmidt", ("Packstation 145", "12345678")),
    ("Anna Schmidt", ("Postnummer 12345678", "Packstation 145")),
    ("Anna Schmidt", ("Packstation Nr. 145", "Post-Nr.: 123 456 78")),
    ("Anna Schmidt", ("DHL Packstation 145 / 12345678",)),
    ("Anna Schmidt", ("An Packstation 145", "Postnummer:12345678")),
    ("Anna Schmidt", ("Packstation", "145", "12345678")),
    ("Anna Schmidt", ("Pack-Station: 145, Postnummer", "12345678")),
    ("Anna Schmidt", ("Paketstation 145", "12345678")),
    ("Anna Schmidt 12345678", ("Packstation 145",)),
    ("12345678 Anna Schmidt", ("", "PACKSTATION 145")),
    ("Anna Schmidt, Postnummer 12345678", ("Packstation 145",)),
]


@pytest.mark.parametrize(("name", "lines"), PICKUP)
def test_a_packstation_is_recognized_in_any_line_and_in_the_name(name: str, lines: tuple[str, ...]) -> None:
    found = recognized(*lines, name=name)
    assert (found.pickup.kind, found.pickup.number, found.pickup.post_number) == (
        PickupKind.PACKSTATION,
        "145",
        "12345678",
    )
    assert found.name == "Anna Schmidt"
    assert (found.street, found.additions, found.hints) == ("", (), (Hint.ONLY_DHL,))


def test_a_packstation_in_the_company_field_is_recognized() -> None:
    found = recognized("12345678", company="Packstation 145")
    assert (found.pickup.number, found.pickup.post_number, found.company) == ("145", "12345678", "")


@pytest.mark.parametrize(
    "lines",
    [
        ("Postfiliale 512", "Postnummer 12345678"),
        ("DHL-Paketshop 512, 12345678",),
        ("Deutsche Post Filiale 512", "12345678"),
        ("Filiale 512", "12345678"),
    ],
)
def test_a_post_office_is_recognized(lines: tuple[str, ...]) -> None:
    found = recognized(*lines)
    assert (found.pickup.kind, found.pickup.number, found.pickup.post_number) == (
        PickupKind.POST_OFFICE,
        "512",
        "12345678",
    )


@pytest.mark.parametrize(
    ("lines", "hints"),
    [
        (("Packstation 145",), (Hint.ONLY_DHL, Hint.POST_NUMBER_MISSING)),
        (("Packstation 145", "1234"), (Hint.ONLY_DHL, Hint.POST_NUMBER_MISSING)),
        (("Packstation", "12345678"), (Hint.ONLY_DHL, Hint.STATION_NUMBER_MISSING)),
        (("Hauptstr. 5", "Postnummer 12345678"), (Hint.POST_NUMBER_WITHOUT_STATION,)),
    ],
)
def test_what_a_packstation_lacks_is_said(lines: tuple[str, ...], hints: tuple[Hint, ...]) -> None:
    assert recognized(*lines).hints == hints


def test_what_only_resembles_a_pickup_point_is_left_alone() -> None:
    assert recognized("Filiale Nord GmbH", "Weg 3").pickup.kind is None
    assert recognized("Rewe Filiale 512", "Weg 3").pickup.kind is None
    assert recognized("Weg 3", "Telefon 0301234567").pickup.post_number == ""
    assert recognized("Packstation 145", country="IT").pickup.kind is None
