"""The pages of orders of one's own, as a browser without JavaScript sees them (R5.1, R4.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from own.merchant import file_of, row
from packhaus.accounts.models import Member, Organization
from packhaus.messages.models import MailTemplate, TrackingMails
from packhaus.orders.models import Order
from packhaus.privacy import vault
from packhaus.shops.own.models import OrderFile
from packhaus.shops.own.table import read_table

if TYPE_CHECKING:
    from own.merchant import Own

BY_HAND = {
    "name": "Jörg Müßig",
    "street": "Königstraße 3a",
    "postal_code": "04277",
    "city": "Leipzig",
    "country": "DE",
    "email": "joerg@muessig.example",
    "weight": "1,2 kg",
    "line-TOTAL_FORMS": "2",
    "line-INITIAL_FORMS": "0",
    "line-0-title": "Tasse",
    "line-0-sku": "TASSE-1",
    "line-0-quantity": "2",
    "line-1-title": "",
    "line-1-sku": "",
    "line-1-quantity": "1",
}


@pytest.fixture
def panel(own: Own, client: Client) -> Client:
    own.line.member.language = "en"
    own.line.member.save()
    client.force_login(own.line.member)
    return client


def upload(panel: Client, raw: bytes) -> OrderFile:
    answer = panel.post("/order-files/", {"file": SimpleUploadedFile("orders.csv", raw)})
    assert answer.status_code == 302, answer.content.decode()
    return OrderFile.objects.order_by("-pk")[0]


def matched(panel: Client, made: OrderFile, **changes: str) -> dict[str, str]:
    form = panel.get(f"/order-files/{made.public_id}/").context["form"]
    return {name: str(form[name].value() or "") for name in form.fields} | changes


def test_an_order_is_entered_by_hand(panel: Client, own: Own) -> None:
    assert panel.get("/new-order/").status_code == 200
    answer = panel.post("/new-order/", BY_HAND, follow=True)
    order = Order.objects.get()
    assert (order.state, order.weight_grams, order.shop_order_id) == ("ready", 1200, "H-1001")
    assert [(line.sku, line.quantity) for line in order.lines.all()] == [("TASSE-1", 2)]
    shown = answer.content.decode()
    assert "Order H-1001 is here." in shown
    assert "Jörg Müßig" in shown
    assert "Fetch again from Amazon" not in shown
    assert vault.contacts([order.pk])[order.pk].email == "joerg@muessig.example"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": ""}, "Enter a name or a company"),
        ({"postal_code": "4277"}, "one less"),
        ({"email": "joerg"}, "name@domain.example"),
        ({"weight": "schwer"}, "1180 g"),
        ({"line-0-title": "", "line-0-sku": ""}, "Enter what is in the parcel"),
        ({"line-1-sku": "TASSE-1"}, "stands above already"),
        ({"street": ""}, "required"),
    ],
)
def test_what_is_wrong_by_hand_is_said_at_its_field(
    panel: Client, changes: dict[str, str], says: str
) -> None:
    answer = panel.post("/new-order/", BY_HAND | changes)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Order.objects.exists()


def test_a_number_that_is_here_is_said_at_its_field(panel: Client) -> None:
    panel.post("/new-order/", BY_HAND | {"number": "B-17"})
    answer = panel.post("/new-order/", BY_HAND | {"number": "B-17"})
    assert answer.status_code == 422
    assert "Order B-17 is here already" in answer.content.decode()
    assert Order.objects.count() == 1


def test_enter_in_a_field_saves_and_asks_for_no_more_lines(panel: Client) -> None:
    form = panel.get("/new-order/").content.decode().split('<form method="post"')[-1]
    assert "name=" not in re.findall(r"<button([^>]*)>", form)[0], "Enter presses the first one"


def test_more_lines_keep_what_was_typed(panel: Client) -> None:
    answer = panel.post("/new-order/", BY_HAND | {"more": "1"})
    shown = answer.content.decode()
    assert "Königstraße 3a" in shown
    assert shown.count('name="line-') > BY_HAND.keys().__len__() - 7
    assert 'name="line-4-sku"' in shown
    assert 'value="TASSE-1"' in shown
    assert not Order.objects.exists()


def test_a_file_is_matched_checked_and_taken_in(panel: Client, own: Own) -> None:
    made = upload(panel, file_of(row(1), row(2, code="4277"), row(3)))
    page = f"/order-files/{made.public_id}/"
    first = panel.get(page).content.decode()
    assert "Jörg Müßig 1" in first
    assert panel.post(page, matched(panel, made)).status_code == 302
    checked = panel.get(page).content.decode()
    assert "Take in 2 orders" in checked
    assert "Excel takes the zero" in checked
    assert not Order.objects.exists(), "nothing comes in before it is said"
    panel.post(f"{page}start/")
    assert 'hx-trigger="every 1s"' in panel.get(page).content.decode()
    own.line.work()
    done = panel.get(page).content.decode()
    assert "2 orders" in done
    assert panel.get(f"{page}progress/").headers["HX-Refresh"] == "true"
    refused = panel.get(f"{page}refused/")
    assert refused.headers["Cache-Control"] == "no-store"
    table = read_table(refused.content)
    assert [line.cells[0] for line in table.lines] == ["2"]
    assert "Postal code: " in refused.content.decode()


def test_a_column_that_is_lacking_is_asked_for(panel: Client) -> None:
    made = upload(panel, file_of(row(1)))
    answer = panel.post(f"/order-files/{made.public_id}/", matched(panel, made, column_city=""))
    assert answer.status_code == 422
    assert answer.context["form"].errors["column_city"] == [
        "Choose the column of the file in which this stands."
    ]


def test_a_wrong_column_is_named(panel: Client) -> None:
    made = upload(panel, file_of(*(row(number) for number in range(1, 9))))
    form = matched(panel, made)
    form["column_postal_code"], form["column_city"] = form["column_city"], form["column_postal_code"]
    panel.post(f"/order-files/{made.public_id}/", form)
    shown = panel.get(f"/order-files/{made.public_id}/").content.decode()
    assert "is surely another one" in shown
    assert "Take in" not in shown


def test_a_file_that_is_none_is_refused(panel: Client) -> None:
    answer = panel.post("/order-files/", {"file": SimpleUploadedFile("orders.xlsx", b"PK\x03\x04etc")})
    assert answer.status_code == 422
    assert "This file is packed" in answer.content.decode()
    answer = panel.post("/order-files/", {"file": SimpleUploadedFile("x.csv", b"x;y\n" * 4_000_000)})
    assert answer.status_code == 422
    assert "larger than 10 MB" in answer.content.decode()
    assert "Choose a file.<" not in answer.content.decode(), "one was chosen"
    answer = panel.post("/order-files/", {"file": SimpleUploadedFile("x.csv", b"")})
    assert "The file is empty. Export the orders again" in answer.content.decode()
    assert panel.post("/order-files/", {}).status_code == 422


def test_a_cell_is_shown_as_text(panel: Client) -> None:
    made = upload(panel, file_of(row(1, code="<script>alert(1)</script>")))
    panel.post(f"/order-files/{made.public_id}/", matched(panel, made))
    shown = panel.get(f"/order-files/{made.public_id}/").content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown


def test_a_file_is_erased_when_the_merchant_says_so(panel: Client) -> None:
    made = upload(panel, file_of(row(1)))
    answer = panel.post(f"/order-files/{made.public_id}/forget/", follow=True)
    assert "The file is erased." in answer.content.decode()
    assert not OrderFile.objects.exists()


def test_r4_1_the_order_says_why_its_buyer_gets_no_mail(panel: Client, own: Own) -> None:
    own.line.connect()
    own.line.work()
    own.write_mails()
    order = own.line.orders(connection__shop="amazon")[0]
    for address in (f"/orders/{order.public_id}/", f"/orders/?open={order.public_id}"):
        assert "Amazon forbids tracking e-mails to its buyers" in panel.get(address).content.decode()
    mine = own.enter("B-17")
    assert "Amazon forbids" not in panel.get(f"/orders/{mine.public_id}/").content.decode()


def test_r4_1_the_settings_say_whose_buyers_are_never_written_to(panel: Client, own: Own) -> None:
    page = "/settings/mail/tracking/"
    for chosen in ({"on": "on", "at": "announced", "delivered": "on"}, {"at": "handled"}):
        assert panel.post(page, chosen).status_code == 302
        assert "Amazon forbids tracking e-mails to its buyers" in panel.get(page).content.decode()
    kept = TrackingMails.objects.get()
    assert (kept.on_since, kept.at, kept.delivered) == (None, "handled", False)


def test_switching_on_again_does_not_move_its_beginning(panel: Client) -> None:
    page = "/settings/mail/tracking/"
    panel.post(page, {"on": "on", "at": "announced"})
    before = TrackingMails.objects.get().on_since
    panel.post(page, {"on": "on", "at": "handled"})
    assert TrackingMails.objects.get().on_since == before


def test_a_text_is_seen_saved_and_taken_back(panel: Client, own: Own) -> None:
    page = "/settings/mail/tracking/text/?kind=tracking&language=de"
    mine = {"subject": "Ab geht die Post {order_number}", "text": "Moin {name}: {tracking_number}"}
    seen = panel.post(page, mine | {"do": "preview"}).content.decode()
    assert "Ab geht die Post H-1001" in seen
    assert not MailTemplate.objects.exists()
    wrong = panel.post(page, {"subject": "{vorname}", "text": "ohne", "do": "save"})
    assert wrong.status_code == 422
    assert "{vorname} is not known" in wrong.content.decode()
    panel.post(page, mine | {"do": "save"})
    assert MailTemplate.objects.get().subject == mine["subject"]
    panel.post(page, {"do": "reset"})
    assert not MailTemplate.objects.exists()
    assert panel.get("/settings/mail/tracking/text/?kind=reminder&language=de").status_code == 404


def test_the_shop_of_ones_own_is_named(panel: Client, own: Own) -> None:
    panel.post("/settings/integrations/own/", {"name": "Hofladen"})
    shown = panel.get("/settings/integrations/").content.decode()
    assert "Hofladen" in shown
    answer = panel.get("/settings/integrations/own/")
    panel.post(answer.headers["Location"], {"name": "Hofladen Köln"})
    assert own.enter().connection.name == "Hofladen Köln"


def test_another_merchant_sees_nothing_of_a_file(panel: Client, own: Own, client: Client) -> None:
    made = upload(panel, file_of(row(1)))
    other = Organization.objects.create(name="Fremd", created_at=own.line.now())
    stranger = Member.objects.create(
        organization=other, email="fremd@example.org", name="Fremd", created_at=own.line.now()
    )
    client.force_login(stranger)
    page = f"/order-files/{made.public_id}/"
    for address in (page, f"{page}progress/", f"{page}refused/"):
        assert client.get(address).status_code == 404
    for address in (page, f"{page}start/", f"{page}forget/"):
        assert client.post(address).status_code == 404
    assert client.get(f"/settings/integrations/own/{made.connection.public_id}/").status_code == 404
    assert "Müßig" not in client.get("/order-files/").content.decode()
    assert OrderFile.objects.get().state == "new"
