"""Settings > Integrations, and the table of authorizations: what stands in the way, and who mends it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from desk.test_permissions import text_of

if TYPE_CHECKING:
    from django.test import Client

    from desk.merchant import Merchant

LIST, TABLE = "/settings/integrations/", "/settings/permissions/"


def set_state(merchant: Merchant, state: str, cause: str = "") -> None:
    merchant.authorization.state, merchant.authorization.cause = state, cause
    merchant.authorization.save()


def test_what_works_is_read_on_demand(signed_in: Client, merchant: Merchant) -> None:
    assert "Jetzt lesen" in text_of(signed_in.get(LIST))


@pytest.mark.parametrize(
    ("state", "cause", "says"),
    [
        ("denied", "token", "Amazon nimmt das Token nicht mehr an"),
        ("revoked", "", "Diese Verbindung wurde hier beendet"),
    ],
)
def test_where_nobody_is_let_in_the_list_says_why_and_offers_no_reading(
    signed_in: Client, merchant: Merchant, state: str, cause: str, says: str
) -> None:
    set_state(merchant, state, cause)
    shown = text_of(signed_in.get(LIST))
    assert says in shown
    assert "Jetzt lesen" not in shown


def test_past_its_day_the_list_says_so(signed_in: Client, merchant: Merchant) -> None:
    merchant.authorization.application.secret_ends_on = (merchant.now - timedelta(days=2)).date()
    merchant.authorization.application.save()
    set_state(merchant, "deactivated", "secret")
    shown = text_of(signed_in.get(LIST))
    assert "Der Clientschlüssel ist am" in shown
    assert "Jetzt lesen" not in shown


@pytest.mark.parametrize(
    ("cause", "title", "mend"),
    [
        (
            "token",
            "Amazon nimmt das Token nicht mehr an.",
            "Autorisieren Sie die Anwendung bei Amazon erneut.",
        ),
        (
            "role",
            "Die Bestellungen dürfen nicht gelesen werden.",
            "Geben Sie der Anwendung bei Amazon die Rolle",
        ),
        ("keys", "Die Schlüssel dieses Packhaus fehlen oder stimmen nicht.", "Der Betreiber von Packhaus"),
    ],
)
def test_the_table_says_of_a_denial_what_it_is_and_who_mends_it(
    signed_in: Client, merchant: Merchant, cause: str, title: str, mend: str
) -> None:
    set_state(merchant, "denied", cause)
    table = text_of(signed_in.get(TABLE))
    assert title in table
    assert mend in table
    assert table.index(mend) < table.index("Verloren geht nichts"), "first the mend, then what goes on"
    page = text_of(signed_in.get(f"{TABLE}{merchant.authorization.public_id}/"))
    assert title.rstrip(".") in page
    assert "lässt uns nicht hinein" not in page
