"""SKUs and their weights, entered once (R3.2)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from desk.merchant import Merchant
from packhaus.accounts.models import Organization
from packhaus.engine.models import Due
from packhaus.kit.words import Words
from packhaus.products.models import Product


def page(browser: Client, query: str = "") -> str:
    answer = browser.get(f"/products/?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def skus(html: str) -> list[str]:
    return re.findall(r'<td class="mono sku">([^<]+)</td>', html)


def of(merchant: Merchant, sku: str, **fields: Any) -> Product:
    product = merchant.product(sku)
    Product.objects.filter(pk=product.pk).update(**fields)
    product.refresh_from_db()
    return product


@pytest.fixture
def some(merchant: Merchant) -> Merchant:
    of(merchant, "LISTED", listing_grams=380, listing_source="item_package_weight")
    of(merchant, "OWN", listing_grams=380, own_grams=400, own_at=merchant.now)
    of(merchant, "FREE")
    odd = Words("A weight is above zero. Enter what one packed piece weighs, in grams.")
    of(merchant, "ODD", listing_problem=odd.stored())
    order = merchant.order("waiting", ("no_weight",))
    order.lines.update(sku="WANTED")
    of(merchant, "WANTED", title="Schneidbrett Eiche")
    return merchant


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("all", ["WANTED", "FREE", "ODD", "LISTED", "OWN"]),
        ("missing", ["WANTED", "FREE", "ODD"]),
        ("listing", ["LISTED"]),
        ("own", ["OWN"]),
        ("odd", ["ODD"]),
    ],
)
def test_a_chip_counts_what_its_list_shows_and_what_is_wanted_stands_first(
    signed_in: Client, some: Merchant, code: str, found: list[str]
) -> None:
    assert skus(page(signed_in, f"show={code}")) == found
    chip = re.search(rf'href="\?show={code}"[^>]*>.*?<b>(\d+)</b>', page(signed_in), re.DOTALL)
    assert chip
    assert int(chip[1]) == len(found)


def test_a_row_says_which_weight_holds_and_who_waits(signed_in: Client, some: Merchant) -> None:
    html = page(signed_in)
    assert html.count("1 Bestellung wartet") == 1
    assert 'placeholder="380"' in html
    assert 'value="400"' in html
    assert "Ein Gewicht liegt über null" in html
    assert "3 Artikel ohne Gewicht" in page(signed_in, "show=missing")


def test_an_order_waits_only_for_the_sku_that_lacks_a_weight(signed_in: Client, merchant: Merchant) -> None:
    order = merchant.order("waiting", ("no_weight",))
    order.lines.update(sku="WANTED")
    order.lines.create(
        organization=merchant.organization,
        position=2,
        shop_line_id="b",
        sku="KNOWN",
        quantity=1,
        unit_grams=50,
    )
    of(merchant, "WANTED")
    of(merchant, "KNOWN", listing_grams=50)
    assert "wartet" not in page(signed_in, "show=listing")
    assert "1 Bestellung wartet" in page(signed_in, "show=missing")


def test_a_weight_entered_here_frees_its_orders_for_good(signed_in: Client, some: Merchant) -> None:
    product = Product.objects.get(sku="WANTED")
    answer = signed_in.post(f"/products/{product.public_id}/weight/", {"weight": "1,18 kg"}, follow=True)
    html = answer.content.decode()
    assert "WANTED wiegt ab jetzt 1,18\u00a0kg. 1 Bestellung wartet nicht mehr darauf." in html
    assert skus(page(signed_in, "show=own")) == ["OWN", "WANTED"]
    assert "Schneidbrett Eiche" in html
    order = some.order("waiting", ("no_weight",))
    assert order.shop_order_id in signed_in.get("/orders/?state=waiting").content.decode()


def test_ones_own_weight_can_be_taken_away(signed_in: Client, some: Merchant) -> None:
    own = Product.objects.get(sku="OWN")
    answer = signed_in.post(f"/products/{own.public_id}/weight/", {"weight": ""}, follow=True)
    assert "OWN: Es gilt wieder das Gewicht aus dem Angebot." in answer.content.decode()
    own.refresh_from_db()
    assert (own.own_grams, own.grams) == (None, 380)
    free = of(some, "ONLY-OWN", own_grams=5)
    answer = signed_in.post(f"/products/{free.public_id}/weight/", {"weight": ""}, follow=True)
    assert "ONLY-OWN hat kein Gewicht mehr." in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("schwer", "zum Beispiel 1180, oder mit Einheit"),
        ("0", "Ein Gewicht liegt über null"),
        ("900 kg", "mehr als 70 kg"),
        ("1,5", "ganze Gramm"),
        ("<b>", "zum Beispiel 1180, oder mit Einheit"),
    ],
)
def test_a_wrong_weight_is_said_beside_its_field_and_stays_in_it(
    signed_in: Client, some: Merchant, typed: str, said: str
) -> None:
    product = Product.objects.get(sku="WANTED")
    answer = signed_in.post(f"/products/{product.public_id}/weight/", {"weight": typed})
    html = answer.content.decode()
    assert answer.status_code == 422
    error = re.search(r'id="bad-weight">(.*?)</p>', html, re.DOTALL)
    assert error
    assert said in error[1]
    assert 'aria-describedby="bad-weight"' in html
    assert f'value="{typed.replace("<", "&lt;").replace(">", "&gt;")}"' in html
    product.refresh_from_db()
    assert product.own_grams is None


def test_a_wrong_weight_typed_elsewhere_is_said_there(signed_in: Client, some: Merchant) -> None:
    product = Product.objects.get(sku="WANTED")
    form = {"weight": "schwer", "next": "/orders/?state=waiting"}
    answer = signed_in.post(f"/products/{product.public_id}/weight/", form, follow=True)
    assert answer.redirect_chain == [("/orders/?state=waiting", 302)]
    assert "WANTED: Tragen Sie das Gewicht in Gramm ein" in answer.content.decode()


def test_nothing_entered_changes_nothing(signed_in: Client, some: Merchant) -> None:
    product = Product.objects.get(sku="WANTED")
    answer = signed_in.post(f"/products/{product.public_id}/weight/", {"weight": " "}, follow=True)
    assert "Tragen Sie ein Gewicht für WANTED ein" in answer.content.decode()


def test_a_listing_is_looked_up_again_when_asked(signed_in: Client, some: Merchant) -> None:
    product = Product.objects.get(sku="ODD")
    answer = signed_in.post(f"/products/{product.public_id}/look-up/", follow=True)
    assert "Das Angebot von ODD wird nachgesehen." in answer.content.decode()
    assert Due.objects.filter(kind="weights", subject=product.connection_id).exists()


def test_products_are_found_by_sku_and_title(signed_in: Client, some: Merchant, now: datetime) -> None:
    other = Merchant(Organization.objects.create(name="Fremd", created_at=now), now)
    of(other, "WANTED-TOO")
    assert skus(page(signed_in, "q=want")) == ["WANTED"]
    assert skus(page(signed_in, "q=eiche")) == ["WANTED"]
    assert "Das kommt in keiner SKU und keinem Titel vor" in page(signed_in, "q=nirgends")


def test_empty_pages_say_what_to_do_next(signed_in: Client, merchant: Merchant) -> None:
    assert "Artikel kommen mit den ersten Bestellungen" in page(signed_in)
    of(merchant, "LISTED", listing_grams=380)
    assert "Jeder Artikel hat ein Gewicht" in page(signed_in, "show=missing")


def test_without_a_shop_the_page_leads_to_connecting_one(signed_in: Client) -> None:
    assert 'href="/settings/integrations/connect/">Amazon verbinden</a>' in page(signed_in)
