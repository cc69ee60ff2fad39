"""An agency's panel: with many accounts a page asks the database no more than with few, and says it once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desk.test_permissions import text_of
from packhaus.authorizations.models import Application, Authorization
from packhaus.engine.due import make_due
from packhaus.kit.words import Words
from packhaus.shops.models import Connection, Participation
from packhaus.shops.problems import keep

if TYPE_CHECKING:
    from desk.merchant import Merchant

OUTAGE = Words("Amazon has trouble")


def add(merchant: Merchant, count: int) -> None:
    """Accounts of the merchant's application that work, with a country each."""
    application = Application.objects.get()
    began = merchant.now - timedelta(days=30)
    known = Authorization.objects.count()
    for number in range(known, known + count):
        authorization = Authorization.objects.create(
            organization=merchant.organization,
            application=application,
            shop="amazon",
            seller_id=f"A{number:09d}",
            sealed_refresh_token=b"sealed",
            state="active",
            given_at=began,
            term_began_at=began,
        )
        connection = Connection.objects.create(
            organization=merchant.organization,
            authorization=authorization,
            shop="amazon",
            name=f"Konto {number:03d}",
            confirm_at="handled",
            created_at=began,
        )
        Participation.objects.create(
            organization=merchant.organization,
            connection=connection,
            marketplace_id="A1PA6795UKMFR9",
            country="DE",
            name="Amazon.de",
            chosen=True,
        )
        make_due("sync", connection.pk, merchant.now)


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(database) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("path", ["/", "/settings/integrations/", "/settings/permissions/"])
def test_a_page_asks_no_more_with_many_accounts(signed_in: Client, merchant: Merchant, path: str) -> None:
    add(merchant, 3)
    queries(signed_in, path)
    few = queries(signed_in, path)
    add(merchant, 30)
    assert queries(signed_in, path) <= few + 1


def test_the_list_of_connections_has_pages(signed_in: Client, merchant: Merchant) -> None:
    add(merchant, 60)
    first = text_of(signed_in.get("/settings/integrations/"))
    second = text_of(signed_in.get("/settings/integrations/?page=2"))
    assert "Seite 1 von 2" in first
    assert "Konto 049" in first
    assert "Konto 049" not in second
    assert "Konto 060" in second
    assert "Deutschland" in second


def test_the_same_trouble_of_many_is_one_line_and_of_few_a_line_each(
    signed_in: Client, merchant: Merchant
) -> None:
    add(merchant, 40)
    some = Connection.objects.filter(name__in=["Konto 001", "Konto 002"])
    for one in some:
        keep(one, OUTAGE, merchant.now, "orders", "outage")
    few = text_of(signed_in.get("/"))
    assert few.count("Bei Amazon ist eine Störung") == 2
    for one in Connection.objects.exclude(name="Konto 007"):
        keep(one, OUTAGE, merchant.now, "orders", "outage")
    keep(Connection.objects.get(name="Konto 007"), OUTAGE, merchant.now, "weights", "role")
    many = text_of(signed_in.get("/"))
    assert many.count("Bei Amazon ist eine Störung") == 1
    assert "40 Verbindungen: Bei Amazon ist eine Störung" in many
    assert "Konto 007: Eine Rolle fehlt" in many, "another trouble is not lost among them"
