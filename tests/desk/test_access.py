"""Who sees what: nobody without logging in, and nobody another merchant's rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from desk.merchant import Merchant
from packhaus.accounts.models import Organization
from packhaus.desk.visitor import is_open_to_all

if TYPE_CHECKING:
    from packhaus.accounts.models import Member

FROM_AMAZON = {"/settings/integrations/amazon/callback/", "/settings/integrations/amazon/login/"}
"""They show nothing and change nothing: they take what Amazon sends out of the address (test_consent)."""
BY_LINK = {"/welcome/<str:public_id>/"}
"""It shows nothing without the key that an owner's link carries (accounts/test_members)."""
OPEN = {"/first-run/", "/login/", "/language/"} | FROM_AMAZON | BY_LINK
ASKED_WITH = {"/settings/mail/tracking/text/": "?kind=tracking&language=de"}
"""What a page must be asked with, where it shows one thing of many."""


def patterns(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


ADDRESSES = dict(patterns(get_resolver()))


def filled(address: str, public_id: str) -> str:
    return address.replace("<str:public_id>", public_id)


def test_only_what_must_be_is_open_to_all() -> None:
    assert {address for address, entry in ADDRESSES.items() if is_open_to_all(entry.callback)} == OPEN
    assert len(ADDRESSES) > 30


def test_an_address_names_rows_by_their_random_ids_only() -> None:
    for address in ADDRESSES:
        assert "<" not in filled(address, "x"), address


@pytest.mark.parametrize("address", sorted(set(ADDRESSES) - OPEN))
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_comes_in_without_logging_in(
    client: Client, member: Member, address: str, method: str
) -> None:
    answer = getattr(client, method)(filled(address, "0123456789abcdef"))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login/?next=")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(client: Client, member: Member) -> None:
    page = "http://testserver/orders/?state=ready"
    answer = client.post("/orders/hold/", headers={"referer": page})
    assert answer.headers["Location"] == "/login/?next=/orders/%3Fstate%3Dready"
    elsewhere = client.post("/orders/hold/", headers={"referer": "https://evil.example/orders/"})
    assert elsewhere.headers["Location"] == "/login/?next=/"


def test_a_part_of_a_page_is_not_replaced_by_the_log_in(client: Client, member: Member) -> None:
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/batches/0123456789abcdef/"}
    answer = client.get("/batches/0123456789abcdef/", headers=asked)
    assert answer.content == b""
    assert answer.headers["HX-Redirect"] == "/login/?next=/batches/0123456789abcdef/"


@pytest.fixture
def foreign(now: datetime) -> list[str]:
    """The public ids of another merchant's rows, one of each kind."""
    other = Merchant(Organization.objects.create(name="Fremd", created_at=now), now)
    order = other.order("ready")
    rows = (order, other.parcel(order), other.batch(order), other.product("SKU-9"), other.connection)
    return [row.public_id for row in rows] + [other.carrier.public_id]


@pytest.mark.parametrize("address", sorted(a for a in ADDRESSES if "<" in a))
def test_another_merchants_rows_are_not_there(signed_in: Client, foreign: list[str], address: str) -> None:
    for public_id in foreign:
        answers = [getattr(signed_in, method)(filled(address, public_id)) for method in ("get", "post")]
        assert {answer.status_code for answer in answers} <= {404, 405}
        assert 404 in {answer.status_code for answer in answers}


def test_ones_own_rows_are_there(signed_in: Client, merchant: Merchant) -> None:
    order = merchant.order("ready")
    for address in (
        f"/orders/{order.public_id}/",
        f"/parcels/{merchant.parcel(order).public_id}/",
        f"/batches/{merchant.batch(order).public_id}/",
        f"/settings/integrations/amazon/{merchant.connection.public_id}/",
    ):
        assert signed_in.get(address).status_code == 200, address


def test_rows_chosen_in_a_form_must_be_ones_own(
    signed_in: Client, merchant: Merchant, foreign: list[str]
) -> None:
    for address in ("/orders/hold/", "/orders/release/", "/batches/"):
        assert signed_in.post(address, {"order": [foreign[0]]}).status_code == 404, address
    assert signed_in.get(f"/settings/carriers/?account={foreign[-1]}").status_code == 404


@pytest.mark.parametrize("address", sorted(a for a in ADDRESSES if "<" not in a))
def test_every_answer_is_kept_out_of_caches_and_runs_no_foreign_script(
    signed_in: Client, merchant: Merchant, address: str
) -> None:
    answer = signed_in.get(address + ASKED_WITH.get(address, ""))
    assert answer.status_code in {200, 302, 405}, address
    assert answer.headers["Cache-Control"] == "no-store"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    page = b"".join(answer).decode()
    assert " style=" not in page
    assert "<style" not in page
    assert "<script>" not in page
    assert " onclick=" not in page
