"""Addresses as buyers write them: lines told apart, nothing refused (merchants' finding 12)."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packhaus.kit.addresses import HINT_WORDS, Hint, recognize
from packhaus.kit.personal import Recipient
from recognizing import recognized


def test_the_street_may_stand_in_the_second_line() -> None:
    found = recognized("", "Hauptstr. 5")
    assert (found.street_line, found.company, found.hints) == ("Hauptstr. 5", "", ())


@pytest.mark.parametrize(
    ("country", "company", "street"),
    [
        ("DE", "Muster GmbH", "Hauptstr. 5"),
        ("DE", "Meyer Platz GmbH & Co. KG", "Weg 3"),
        ("DE", "Firma 24 AG", "Hauptstr. 5"),
        ("DE", "Hotel Adlon", "Unter den Linden 77"),
        ("DE", "Grundschule Nord", "Schulweg 1"),
        ("NL", "Jansen B.V.", "Damstraat 12"),
        ("PL", "Źródło Sp. z o.o.", "ul. Długa 14"),
        ("FR", "Dupont SARL", "12 rue Foch"),
        ("IT", "Rossi S.n.c.", "Via Roma 12"),
        ("ES", "Muebles Sol S.L.", "Calle Mayor 10"),
        ("SE", "Volvo AB", "Storgatan 3"),
    ],
)
def test_a_company_in_the_first_line_is_told_from_the_street(country: str, company: str, street: str) -> None:
    found = recognized(company, street, country=country)
    assert (found.company, found.street_line) == (company, street)
    assert found.hints == (Hint.STREET_NOT_FIRST,)


def test_the_companys_own_field_goes_first_and_no_line_is_lost() -> None:
    found = recognized("Zweigwerk Nord GmbH", "Weg 3", company="Muster AG")
    assert (found.company, found.additions) == ("Muster AG", ("Zweigwerk Nord GmbH",))
    for line in ("Muster AG", "Café Özdemir"):
        found = recognized(line, "Weg 3", company=line)
        assert (found.company, found.street_line, found.additions) == (line, "Weg 3", ())


@pytest.mark.parametrize(
    ("lines", "street_line"),
    [
        (("Hauptstraße", "", "5"), "Hauptstraße 5"),
        (("Hauptstraße", "Nr. 5 a"), "Hauptstraße 5 a"),
        (("Lindenhof", "12"), "Lindenhof 12"),
        (("Haus Nr. 5", "Dorfstr."), "Dorfstr. 5"),
    ],
)
def test_a_house_number_in_a_line_of_its_own_is_found(lines: tuple[str, ...], street_line: str) -> None:
    found = recognized(*lines)
    assert found.street_line == street_line
    assert Hint.HOUSE_NUMBER_APART in found.hints
    assert Hint.HOUSE_NUMBER_MISSING not in found.hints
    assert found.additions == ()


def test_floors_and_buildings_are_additions_and_never_the_street() -> None:
    found = recognized("Wohnung 5", "Dorfstr. 3, 2. OG", "Hinterhaus", "Klingel Meyer")
    assert found.street_line == "Dorfstr. 3"
    assert found.additions == ("2. OG", "Wohnung 5", "Hinterhaus", "Klingel Meyer")
    found = recognized("Haus B, Dorfstr. 3, 2. OG")
    assert (found.street_line, found.additions) == ("Dorfstr. 3", ("Haus B, 2. OG",))


@pytest.mark.parametrize(
    ("country", "line", "number"),
    [
        ("DE", "Postfach 12 34", "12 34"),
        ("SE", "Box 123", "123"),
        ("NL", "Postbus 90", "90"),
        ("FR", "BP 12", "12"),
    ],
)
def test_a_post_office_box_is_said_to_take_no_parcels(country: str, line: str, number: str) -> None:
    found = recognized(line, country=country)
    assert (found.po_box, found.hints) == (number, (Hint.PO_BOX,))


def test_nothing_is_asked_of_countries_whose_habits_are_not_known() -> None:
    found = recognized("Some House", "Long Road", country="US")
    assert (found.additions, found.hints) == (("Some House", "Long Road"), ())


def test_an_empty_address_is_hinted_at_and_not_refused() -> None:
    assert recognized("", name="").hints == (Hint.STREET_MISSING,)


def test_every_hint_has_words() -> None:
    assert set(HINT_WORDS) == set(Hint)


PIECE = st.text(min_size=0, max_size=60) | st.sampled_from(
    [
        "Packstation 145",
        "12345678",
        "c/o",
        "z. Hd.",
        "PO",
        "Hauptstr. 5",
        "GmbH",
        "Nr.",
        "5",
        "s/n",
        "17. Juni",
        "(",
        ")",
    ]
)
TEXT = st.lists(PIECE, max_size=5).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(
    name=TEXT,
    company=TEXT,
    lines=st.lists(TEXT, max_size=4).map(tuple),
    po_number=TEXT,
    country=st.sampled_from(["DE", "AT", "NL", "PL", "FR", "IT", "ES", "SE", "US", "", "de"]),
)
def test_no_text_breaks_it_and_the_original_stays(
    name: str, company: str, lines: tuple[str, ...], po_number: str, country: str
) -> None:
    sent = Recipient(name=name, company=company, lines=lines, po_number=po_number, country=country)
    found = recognize(sent)
    assert found.original == Recipient(
        name=name, company=company, lines=lines, po_number=po_number, country=country
    )
    assert bool(found.name) == bool(name.strip(" ,;\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0"))


@pytest.mark.parametrize(
    "text", ["W" * 500, "1-" * 250, "(" * 500, "c/o " * 125, "PO 1 " * 100, "Mai 1 " * 83]
)
def test_texts_of_500_characters_take_no_time(text: str) -> None:
    start = time.perf_counter()
    found = recognized(text, text, text, name=text, company=text, po_number=text)
    assert time.perf_counter() - start < 0.5
    assert found.original.lines == (text, text, text)


def test_nothing_personal_shows_in_a_log() -> None:
    found = recognized("12345678", "Packstation 145", "Hauptstr. 5")
    shown = f"{found!r} {found} {found.pickup!r} {found.original!r}"
    for secret in ("Anna", "12345678", "145", "Hauptstr"):
        assert secret not in shown
