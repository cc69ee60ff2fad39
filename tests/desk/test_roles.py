"""Owners and packers: each address says for whom it is, and a packer changes nothing that is an owner's."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.test import Client

from desk.merchant import Merchant
from desk.test_access import ADDRESSES, OPEN, filled
from packhaus.desk.visitor import is_for_owners

if TYPE_CHECKING:
    from packhaus.accounts.models import Member, Organization

MEMBERS = {
    "/",
    "/batches/",
    "/batches/<str:public_id>/",
    "/batches/<str:public_id>/go-on/",
    "/batches/<str:public_id>/labels.pdf",
    "/batches/<str:public_id>/progress/",
    "/batches/<str:public_id>/retry/",
    "/batches/<str:public_id>/stop/",
    "/batches/<str:public_id>/street/",
    "/components/",
    "/help/",
    "/help/addresses/",
    "/help/connecting/",
    "/help/data-protection/",
    "/help/own-orders/",
    "/logout/",
    "/new-order/",
    "/orders/",
    "/orders/<str:public_id>/",
    "/orders/<str:public_id>/address/",
    "/orders/<str:public_id>/cancel/",
    "/orders/<str:public_id>/fetch/",
    "/orders/<str:public_id>/uncancel/",
    "/orders/hold/",
    "/orders/release/",
    "/orders/search/",
    "/parcels/",
    "/parcels/<str:public_id>/",
    "/parcels/<str:public_id>/confirm/",
    "/parcels/<str:public_id>/give-back/",
    "/parcels/<str:public_id>/label.pdf",
    "/parcels/labels.pdf",
    "/parcels/print/",
    "/password/",
    "/products/",
    "/products/<str:public_id>/look-up/",
    "/products/<str:public_id>/weight/",
    "/settings/",
    "/settings/data-protection/",
    "/settings/data-protection/erased/",
    "/settings/integrations/",
    "/settings/integrations/<str:public_id>/read/",
    "/settings/integrations/<str:public_id>/stands/",
    "/settings/permissions/",
    "/settings/permissions/<str:public_id>/",
}
"""What a packer needs: the day's work, and to see how connections and data stand."""

OWNERS = {
    "/order-files/",
    "/order-files/<str:public_id>/",
    "/order-files/<str:public_id>/forget/",
    "/order-files/<str:public_id>/progress/",
    "/order-files/<str:public_id>/refused/",
    "/order-files/<str:public_id>/start/",
    "/settings/carriers/",
    "/settings/data-protection/access.csv",
    "/settings/data-protection/access/",
    "/settings/data-protection/archive/",
    "/settings/data-protection/archive/<str:public_id>/delete/",
    "/settings/data-protection/archive/keys/",
    "/settings/data-protection/archive/keys/<str:public_id>/end/",
    "/settings/data-protection/archive/keys/<str:public_id>/try/",
    "/settings/data-protection/archive/look/",
    "/settings/data-protection/archive/move/",
    "/settings/data-protection/archive/years/",
    "/settings/data-protection/clock/",
    "/settings/data-protection/requests/",
    "/settings/data-protection/requests/copy/",
    "/settings/data-protection/requests/erase/",
    "/settings/data-protection/requests/find/",
    "/settings/integrations/amazon-mws/",
    "/settings/integrations/amazon-mws/<str:public_id>/",
    "/settings/integrations/amazon-mws/<str:public_id>/test/",
    "/settings/integrations/amazon-mws/<str:public_id>/token/",
    "/settings/integrations/amazon-mws/mend/",
    "/settings/integrations/amazon/",
    "/settings/integrations/amazon/<str:public_id>/",
    "/settings/integrations/amazon/<str:public_id>/secrets/",
    "/settings/integrations/amazon/<str:public_id>/test/",
    "/settings/integrations/amazon/application/",
    "/settings/integrations/amazon/arrived/",
    "/settings/integrations/amazon/asked/",
    "/settings/integrations/amazon/consent/",
    "/settings/integrations/amazon/finish/<str:public_id>/",
    "/settings/integrations/amazon/mend/",
    "/settings/integrations/amazon/not-taken/",
    "/settings/integrations/amazon/walk/<str:public_id>/",
    "/settings/integrations/amazon/walk/<str:public_id>/progress/",
    "/settings/integrations/applications/<str:public_id>/secret/",
    "/settings/integrations/connect/",
    "/settings/integrations/own/",
    "/settings/integrations/own/<str:public_id>/",
    "/settings/mail/",
    "/settings/mail/test/",
    "/settings/mail/test/<str:public_id>/",
    "/settings/mail/tracking/",
    "/settings/mail/tracking/text/",
    "/settings/members/",
    "/settings/members/<str:public_id>/active/",
    "/settings/members/<str:public_id>/link/",
    "/settings/members/<str:public_id>/role/",
    "/settings/permissions/<str:public_id>/renew/",
    "/settings/permissions/<str:public_id>/revoke/",
    "/settings/sender/",
}
"""Secrets, connections, authorizations, data protection, and all that changes how the shop ships."""

SENDER = {
    "name": "Hagedorn",
    "street": "Weg 1",
    "postal_code": "23552",
    "city": "Lübeck",
    "country": "DE",
}


@pytest.fixture
def packer(organization: Organization, now: datetime) -> Member:
    from packhaus.accounts.models import Member

    return Member.objects.create(
        organization=organization,
        email="packtisch@example.com",
        name="Paula Pack",
        role=Member.Role.PACKER,
        language="de",
        created_at=now,
    )


@pytest.fixture
def packing(client: Client, packer: Member) -> Client:
    """A browser in which the packer is logged in."""
    client.force_login(packer)
    return client


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Every row that Packhaus has."""
    models = apps.get_app_config("packhaus").get_models()
    return {model.__name__: sorted(model._default_manager.values_list(), key=repr) for model in models}


def test_every_address_says_for_whom_it_is() -> None:
    declared = [OPEN, MEMBERS, OWNERS]
    assert set(ADDRESSES) == set().union(*declared)
    assert sum(map(len, declared)) == len(set().union(*declared))


def test_each_page_of_owners_and_no_other_is_marked() -> None:
    assert {address for address, entry in ADDRESSES.items() if is_for_owners(entry.callback)} == OWNERS


@pytest.mark.parametrize("address", sorted(OWNERS))
def test_a_packer_is_refused_and_changes_nothing(
    packing: Client, merchant: Merchant, member: Member, address: str
) -> None:
    ids = [merchant.connection.public_id, merchant.connection.granted.public_id, merchant.carrier.public_id]
    ids.append(member.public_id)
    before = rows()
    for public_id in ids if "<" in address else ids[:1]:
        for answer in (
            packing.get(filled(address, public_id)),
            packing.post(filled(address, public_id), SENDER),
        ):
            assert answer.status_code == 403
            assert member.name in answer.content.decode(), "it says whom to ask"
    assert rows() == before


def test_the_same_form_from_an_owner_changes_something(
    signed_in: Client, merchant: Merchant, packer: Member
) -> None:
    before = rows()
    assert signed_in.post("/settings/sender/", SENDER).status_code == 302
    assert rows() != before


@pytest.mark.parametrize("address", sorted(address for address in MEMBERS if "<" not in address))
def test_no_page_leads_a_packer_to_where_packers_may_not_go(
    packing: Client, merchant: Merchant, member: Member, address: str
) -> None:
    """No link and no form leads there, and what is there to read is shown."""
    if address == "/logout/":
        return
    answer = packing.get(address)
    assert answer.status_code in {200, 405}
    if address.startswith("/help/") or answer.status_code == 405:
        return
    leads = re.findall(r'(?:href|action|hx-get|hx-post)="(/[^"#?]*)', b"".join(answer).decode())
    owners = [re.compile(re.sub(r"<str:public_id>", "[0-9a-zA-Z]+", each)) for each in OWNERS]
    assert [lead for lead in leads if any(each.fullmatch(lead) for each in owners)] == []
