"""What a file of orders can tell (registry): each field, whether it must be there, and what it is called.

A new field: an entry here, and a line in ``rows.py`` that reads it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from packhaus.kit.words import gettext_noop


@dataclass(frozen=True)
class Field:
    """``label`` and ``hint`` are message ids. ``names``: what columns with it are called, letters only."""

    code: str
    label: str
    names: frozenset[str]
    required: bool = False
    hint: str = ""


def _field(code: str, label: str, names: str, required: bool = False, hint: str = "") -> Field:
    return Field(code, label, frozenset(names.split()), required, hint)


_ALL = (
    _field(
        "number",
        gettext_noop("Order number"),
        "bestellnummer bestellnr bestellung auftragsnummer auftragsnr auftrag rechnungsnummer ordernumber"
        " orderid order ordernr orderno number nummer reference referenz",
        required=True,
        hint=gettext_noop("Rows with the same number, one below the other, are lines of one order."),
    ),
    _field(
        "name",
        gettext_noop("Name"),
        "name name1 empfänger empfaenger empfängername lieferadressename recipient recipientname shippingname"
        " kunde kundenname vollständigername fullname shiptoname",
        hint=gettext_noop("A name or a company must be there."),
    ),
    _field("first_name", gettext_noop("First name"), "vorname firstname shippingfirstname"),
    _field("last_name", gettext_noop("Last name"), "nachname familienname lastname surname shippinglastname"),
    _field(
        "company",
        gettext_noop("Company"),
        "firma unternehmen company shippingcompany firmenname companyname",
    ),
    _field(
        "street",
        gettext_noop("Street"),
        "straße strasse strassehausnummer straßehausnummer straßeundhausnummer straßenr strassenr adresse"
        " anschrift adresszeile1 adresse1 street address address1 addressline1 shippingaddress1"
        " shippingstreet lieferadresse streetaddress",
        required=True,
        hint=gettext_noop("With the number, or the number in a column of its own."),
    ),
    _field("house_number", gettext_noop("House number"), "hausnummer hausnr nr housenumber streetnumber"),
    _field(
        "extra",
        gettext_noop("Address line 2"),
        "adresszusatz zusatz adresszeile2 adresse2 address2 addressline2 shippingaddress2",
    ),
    _field(
        "postal_code",
        gettext_noop("Postal code"),
        "plz postleitzahl zip zipcode postalcode postcode shippingzip lieferplz",
        required=True,
    ),
    _field("city", gettext_noop("City"), "ort stadt city town shippingcity lieferort wohnort", required=True),
    _field("region", gettext_noop("Region"), "region bundesland provinz state province shippingprovince"),
    _field(
        "country",
        gettext_noop("Country"),
        "land ländercode laendercode lieferland country countrycode shippingcountry",
        hint=gettext_noop("A code such as AT, or a name. Where it is empty, the country chosen below holds."),
    ),
    _field(
        "email",
        gettext_noop("E-mail address"),
        "email mail emailadresse mailadresse kundenemail buyeremail customeremail",
        hint=gettext_noop("Where the tracking e-mail goes."),
    ),
    _field(
        "phone", gettext_noop("Phone"), "telefon telefonnummer tel mobil handy phone shippingphone mobile"
    ),
    _field(
        "notes",
        gettext_noop("For the driver"),
        "hinweis lieferhinweis bemerkung notiz note notes deliverynote ablageort kommentar",
    ),
    _field(
        "sku",
        gettext_noop("SKU"),
        "sku artikelnummer artikelnr artnr lineitemsku produktnummer itemsku",
        hint=gettext_noop("An SKU or what was sold must be there."),
    ),
    _field(
        "title",
        gettext_noop("What was sold"),
        "artikel bezeichnung artikelbezeichnung produkt produktname titel title product productname"
        " lineitemname item artikelname",
    ),
    _field(
        "quantity",
        gettext_noop("Pieces"),
        "menge anzahl stück stueck stk quantity qty lineitemquantity",
        hint=gettext_noop("Where it is empty: 1."),
    ),
    _field(
        "weight",
        gettext_noop("Weight of the parcel"),
        "gewicht gesamtgewicht weight totalweight gewichtg gewichtkg gewichtingramm gewichtinkg paketgewicht",
        hint=gettext_noop("Where it is empty, the weights of the SKUs are added up."),
    ),
    _field(
        "total",
        gettext_noop("Amount"),
        "summe betrag gesamt gesamtbetrag gesamtsumme total amount ordertotal rechnungsbetrag",
    ),
    _field(
        "ordered_on",
        gettext_noop("Ordered on"),
        "datum bestelldatum bestelltam auftragsdatum date orderdate createdat purchasedate",
    ),
)
FIELDS: dict[str, Field] = {field.code: field for field in _ALL}


def guessed(columns: Sequence[str]) -> dict[str, int]:
    """Which column has which field, by the columns' names: each column for one field at most."""
    found: dict[str, int] = {}
    for index, column in enumerate(columns):
        name = "".join(letter for letter in column.casefold() if letter.isalnum())
        code = next((code for code, field in FIELDS.items() if name in field.names), "")
        if code and code not in found:
            found[code] = index
    return found


def lacking(matching: Mapping[str, int]) -> list[str]:
    """The fields that must have a column and have none: codes of :data:`FIELDS`."""
    found = [code for code, field in FIELDS.items() if field.required and code not in matching]
    if not {"name", "company", "last_name"} & matching.keys():
        found.append("name")
    if not {"sku", "title"} & matching.keys():
        found.append("sku")
    return found
