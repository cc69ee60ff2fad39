"""What Seller Central calls things, in German."""

from packhaus_simulator.amazon.application import Kind
from packhaus_simulator.amazon.grants import State
from packhaus_simulator.amazon.operations import (
    ALL_ROLES,
    DELIVERY,
    INSIGHTS,
    INVENTORY,
    LISTING,
    TAX_INVOICING,
    TAX_REMITTANCE,
)

ROLES = {
    DELIVERY: "Namen, Anschriften und Telefonnummern Ihrer Käufer lesen, um zu versenden",
    INVENTORY: "Ihre Bestellungen lesen und ihren Versand bestätigen",
    LISTING: "Ihre Angebote und deren Gewichte lesen",
    INSIGHTS: "lesen, auf welchen Marktplätzen Sie verkaufen",
    TAX_INVOICING: "Namen und Steuernummern Ihrer Käufer lesen, um Rechnungen zu schreiben",
    TAX_REMITTANCE: "Namen und Steuernummern Ihrer Käufer lesen, um Steuern abzuführen",
}
RESTRICTED = frozenset((DELIVERY, TAX_INVOICING, TAX_REMITTANCE))
KINDS: dict[Kind, str] = {"private": "privat", "public": "öffentlich"}
STATES: dict[State, str] = {
    "active": "aktiv",
    "deactivated": "abgelaufen, Token deaktiviert",
    "revoked": "entzogen",
    "replaced": "abgelöst durch eine neuere",
}


def role_names(roles: frozenset[str]) -> str:
    """Roles in Amazon's order, or that there are none."""
    return ", ".join(role for role in ALL_ROLES if role in roles) or "keine"
