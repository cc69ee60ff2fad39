"""Whatever shows a buyer leaves an entry in the log, with what it was for (R4.2)."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection as database
from django.test import Client

from own.merchant import file_of, row
from packhaus.messages.models import Message
from packhaus.orders.models import Order
from packhaus.parcels.models import Parcel
from packhaus.privacy.models import AccessLog
from packhaus.shops.own.models import OrderFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse

    from own.merchant import Own

NAME, STREET = "Zqönke Hünerwolf", "Quittenstieg 17"
_LINK = re.compile(r'(?:href|src|hx-get)="(/[^"#]*)')
_CSV = b"\n".join(
    [
        file_of(row("W-1", name=NAME, street=STREET)).strip(),
        row("W-2", name=NAME, street=STREET, code="4277").encode(),
        b"",
    ]
)


@pytest.fixture
def panel(own: Own, client: Client) -> Client:
    own.line.member.language = "en"
    own.line.member.save()
    own.write_mails("announced")
    client.force_login(own.line.member)
    return client


@pytest.fixture
def shipped(own: Own, panel: Client) -> list[Order]:
    """One order with its label, one that is ready, one whose label is refused; a file of two rows."""
    own.line.simulator.admin("/carrier", {"refuse_postal_codes": ["99998"]})
    orders = [own.enter(f"B-{number}", name=NAME, code=code) for number, code in ((1, "04277"), (2, "04277"))]
    refused = own.enter("B-3", name=NAME, code="99998")
    own.ship(orders[0], refused)
    panel.post("/order-files/", {"file": SimpleUploadedFile("orders.csv", _CSV)})
    AccessLog.objects.all().delete()
    return [*orders, refused]


def text_of(answer: HttpResponse) -> str:
    body = b"".join(answer)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist() if not name.endswith(".pdf"))
    return str(body.decode("utf-8", "replace"))


def shows_somebody(answer: HttpResponse) -> bool:
    text = text_of(answer)
    return text.startswith("%PDF") or NAME in text or STREET in text


def crawled(panel: Client) -> Iterator[tuple[str, HttpResponse, list[AccessLog]]]:
    """Every page that a link leads to from Today, and what looking at it left in the log."""
    waiting, seen = ["/"], {"/"}
    while waiting:
        path = waiting.pop(0)
        AccessLog.objects.all().delete()
        answer = panel.get(path)
        yield path, answer, list(AccessLog.objects.all())
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        for link in _LINK.findall(text_of(answer)):
            plain = link.replace("&amp;", "&")
            shape = re.sub(r"=[^&]*", "=", plain)
            if not plain.startswith(("/static/", "/logout")) and shape not in seen:
                seen.add(shape)
                waiting.append(plain)


def test_each_page_that_shows_a_buyer_is_on_record(panel: Client, shipped: list[Order], own: Own) -> None:
    shown: set[str] = set()
    for path, answer, log in crawled(panel):
        assert answer.status_code < 500, path
        if shows_somebody(answer):
            assert log, f"{path} shows a buyer, and nobody would know who looked"
            assert {entry.member for entry in log} == {own.line.member}, path
            assert "other" not in {entry.kind for entry in log}, f"{path}: what it is for has no words"
            shown.add(log[0].place)
    assert {
        "orders:list",
        "orders:detail",
        "orders:address",
        "parcels:list",
        "parcels:detail",
        "parcels:label",
        "parcels:batch",
        "own:file",
    } <= shown, "the crawl came to where buyers are shown"


def test_what_is_posted_and_shows_a_buyer_is_on_record_too(panel: Client, shipped: list[Order]) -> None:
    made = OrderFile.objects.get()
    form = panel.get(f"/order-files/{made.public_id}/").context["form"]
    matching = {name: str(form[name].value() or "") for name in form.fields}
    ids = [order.public_id for order in shipped]
    for path, data, kind in (
        ("/orders/search/", {"q": "B-1"}, "page"),
        ("/orders/search/", {"q": "TASSE-1"}, "list"),
        ("/settings/data-protection/requests/find/", {"q": NAME}, "request"),
        ("/settings/data-protection/requests/copy/", {"order": ids}, "export"),
        (f"/order-files/{made.public_id}/", matching | {"column_number": ""}, "file"),
    ):
        AccessLog.objects.all().delete()
        answer = panel.post(path, data, follow=True)
        assert shows_somebody(answer), path
        assert kind in set(AccessLog.objects.values_list("kind", flat=True)), path


def test_what_the_program_does_with_a_buyers_data_is_on_record_with_nobodys_name(
    own: Own, panel: Client
) -> None:
    order = own.enter("B-9", name=NAME)
    own.ship(order)
    assert Message.objects.get(order=order).state == "sent"
    found = AccessLog.objects.filter(order=order, member=None).values_list("kind", flat=True)
    assert set(found) == {"carrier", "mail"}
    panel.get(f"/parcels/{Parcel.objects.get(order=order).public_id}/label.pdf")
    assert AccessLog.objects.filter(order=order, kind="label", member=own.line.member).exists()
    with database.cursor() as cursor:
        cursor.execute("SELECT packhaus_accesslog::text FROM packhaus_accesslog")
        rows = " ".join(row[0] for row in cursor)
    assert rows
    assert not [word for word in (NAME, "Hünerwolf", STREET, "04277", "muessig.example") if word in rows]
