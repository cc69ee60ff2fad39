"""What a merchant does on the first day, click by click: set up, connect, mend, ship, print."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from packhaus.demo.browser import Browser, Page, Stuck
from packhaus.demo.consent import Consent

PASSWORD = "Packtisch-2-Nord"
EMAIL = "miriam@hagedorn.example"


class Merchant:
    """A merchant at the panel and, in another tab, in Seller Central."""

    def __init__(self, panel: str, simulator: dict[str, Any], language: str) -> None:
        self._panel = Browser(panel, language)
        self._seller_central = Browser(f"{simulator['seller_central']}/", "de")
        self._at = simulator

    def sign_up(self) -> None:
        """The owner's account, at the first visit."""
        page = self._panel.get("/")
        self._panel.send(
            page.form(has="organization"),
            {
                "organization": "Hagedorn Haushaltswaren",
                "name": "Miriam Kaczmarek",
                "email": EMAIL,
                "password": PASSWORD,
                "again": PASSWORD,
            },
        )
        page = self._panel.get("/")
        if page.path.startswith("/login"):
            self._panel.send(page.form(has="password"), {"email": EMAIL, "password": PASSWORD})

    def set_up_shipping(self) -> None:
        """Where parcels leave from, and the account at the carrier."""
        page = self._panel.get("/settings/sender/")
        self._panel.send(
            page.form(has="postal_code"),
            {
                "name": "Hagedorn Haushaltswaren",
                "street": "Lagerstraße 4",
                "postal_code": "51063",
                "city": "Köln",
                "country": "DE",
            },
        )
        page = self._panel.get("/settings/carriers/")
        form = page.form(has="key")
        typed: dict[str, str | list[str]] = {
            "name": "Demo",
            "address": str(self._at["carrier"]),
            "key": str(self._at["carrier_key"]),
        }
        _must_go(self._panel.send(form, typed), "key")

    def connect_amazon(self) -> None:
        """Settings > Integrations > Amazon: paste, test, choose countries, save (R2)."""
        page = self._panel.get("/settings/integrations/amazon/")
        page = self._panel.send(
            page.form(has="refresh_token"),
            {
                "client_id": str(self._at["client_id"]),
                "client_secret": str(self._at["client_secret"]),
                "refresh_token": str(self._at["refresh_token"]),
                "seller_id": str(self._at["seller_id"]),
                "countries": ["DE"],
                "name": "Hagedorn",
                "import_weights": "on",
                "confirm_at": "handled",
            },
            press="test",
        )
        form = page.form(has="countries")
        _must_go(
            self._panel.send(form, {"countries": form.choices["countries"]}, press="save"), "refresh_token"
        )

    def set_up_mail(self) -> None:
        """The mail server for reminders, and a test mail to oneself (R4.5)."""
        smtp = self._at["smtp"]
        page = self._panel.get("/settings/mail/")
        typed: dict[str, str | list[str]] = {
            "host": str(smtp["host"]),
            "port": str(smtp["port"]),
            "security": "none",
            "user": str(smtp["user"]),
            "password": str(smtp["password"]),
            "sender_address": str(smtp["user"]),
            "sender_name": "Hagedorn Versand",
        }
        page = self._panel.send(page.form(has="sender_address"), typed)
        _must_go(page, "sender_address")
        self._panel.send(page.form(to="/settings/mail/test/"))

    def missing_weights(self) -> list[str]:
        """The paths to which the weights of SKUs without one are sent."""
        page = self._panel.get("/products/?show=missing")
        return [form.action for form in page.forms if form.action.endswith("/weight/")]

    def enter_weight_here(self, grams: int) -> bool:
        """Enter the weight of the first SKU that lacks one. False where none lacks one."""
        page = self._panel.get("/products/?show=missing")
        for form in page.forms:
            if form.action.endswith("/weight/") and "weight" in form.fields and not form.fields["weight"][0]:
                self._panel.send(form, {"weight": str(grams)})
                return True
        return False

    def enter_weight_at_amazon(self, grams: int) -> str:
        """Enter a weight in a listing: inventory, advanced view, more details, shipping weight (R3.1)."""
        inventory = self._seller_central.get(f"{self._at['seller_central']}/inventory?fehlt=1")
        links = [link for link in inventory.links if "/abis/listing/edit" in link]
        if not links:
            return ""
        page = self._seller_central.get(f"{links[0]}&{urlencode({'reiter': 'weitere-details'})}")
        form = page.form(has="website_shipping_weight")
        typed: dict[str, str | list[str]] = {
            "website_shipping_weight": str(grams),
            "website_shipping_weight-unit": "grams",
        }
        self._seller_central.send(form, typed)
        return form.fields["sku"][0]

    def buy_labels(self, at_most: int = 0) -> str:
        """Choose the orders that are ready and buy their labels as a batch. The batch's path."""
        page = self._panel.get("/orders/?state=ready" + ("" if at_most else "&all=1"))
        form = page.form(to="/batches/")
        typed: dict[str, str | list[str]] = {}
        if at_most:
            typed["order"] = form.choices.get("order", [])[:at_most]
        batch = self._panel.send(form, typed)
        if not re.fullmatch(r"/batches/[0-9a-z]+/", batch.path):
            raise Stuck(f"no batch began: {batch.words[:400]}")
        return batch.path

    def buy_labels_twice(self, at_most: int = 0) -> str:
        """The same batch clicked twice: both clicks show the same batch."""
        page = self._panel.get("/orders/?state=ready&all=1")
        form = page.form(to="/batches/")
        first, second = self._panel.send(form), self._panel.send(form)
        if first.path != second.path:
            raise Stuck(f"two clicks made two batches: {first.path} and {second.path}")
        return first.path

    def mend_streets(self, batch: str) -> int:
        """Complete the streets that the carrier refused, where the batch's page asks for it. How many."""
        mended = 0
        for form in self._panel.get(batch).forms:
            if form.action.endswith("/street/"):
                self._panel.send(form, {"street": f"{form.fields['street'][0].strip()} 12"})
                mended += 1
        return mended

    def print_labels(self, batch: str, media: str) -> bytes:
        """The labels of a batch as a PDF, as the browser would open it."""
        page = self._panel.get(f"{batch}labels.pdf?{urlencode({'media': media, 'start': 0})}")
        if not page.content.startswith(b"%PDF"):
            raise Stuck(f"no PDF came from {page.path}: {page.words[:300]}")
        return page.content

    def connect_by_consent(self) -> None:
        """Connect with Amazon's own page of consent (R1)."""
        consent = Consent(self._panel, self._at)
        consent.register()
        consent.connect()

    def authorize_again(self) -> None:
        """Renew at Amazon, from Manage Your Apps (R4.7)."""
        Consent(self._panel, self._at).again()

    def change_secret(self, secret: str) -> None:
        """The application's new client secret, in good time (R4.4)."""
        Consent(self._panel, self._at).change_secret(secret)

    def looks_at(self, path: str) -> Page:
        """Open a page of the panel."""
        return self._panel.get(path)


def _must_go(page: Page, field: str) -> None:
    """A form that shows itself again has refused: say its words."""
    if any(field in form.fields for form in page.forms) and page.status == 422:
        raise Stuck(f"{page.path} did not take what was entered: {page.words[:600]}")
