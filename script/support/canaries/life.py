"""What happens on a day: buyers buy and change their minds, the merchant ships, prints and is asked."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pyrage

from canaries.house import House
from canaries.people import Canary
from packhaus.demo.browser import Browser, Form, Page
from packhaus.demo.merchant import EMAIL, PASSWORD, Merchant

_HEAD = "Bestellnummer;Name;Straße;PLZ;Ort;Land;E-Mail;Telefon;Hinweis;SKU;Artikel;Menge;Gewicht"
_NEVER_SHIPPED = 0.05
_OWN = 0.04
_UNTIL_READ = timedelta(minutes=6)
_READY = "SELECT count(*) FROM packhaus_order WHERE state = 'ready'"
_UNDER_WAY = "SELECT count(*) FROM packhaus_batchitem WHERE state IN ('waiting', 'unknown')"


class Desk(Browser):
    """Another member's browser at the panel, which can also choose a file."""

    def __init__(self, panel: str) -> None:
        super().__init__(panel, "de")
        page = self.get("/login/")
        self.send(page.form(has="password"), {"email": EMAIL, "password": PASSWORD})

    def choose_file(self, form: Form, field: str, name: str, raw: bytes) -> Page:
        """Send a form with a file."""
        fields = {key: values[-1] for key, values in form.fields.items() if values and key != field}
        answer = self._http.post(
            form.action, data=fields, files={field: (name, raw, "text/csv")}, headers={"Referer": form.action}
        )
        return self._checked(answer)


class Life:
    """The buyers by the shop's numbers of their orders, and what is done with these day by day."""

    def __init__(self, house: House, merchant: Merchant, desk: Desk, chance: random.Random) -> None:
        self._house = house
        self._merchant = merchant
        self._desk = desk
        self._chance = chance
        self._next = 1
        self._unshipped: list[str] = []
        self.of_number: dict[str, Canary] = {}
        self.asked_to_erase: list[str] = []
        self.counts = {"labels_printed": 0, "cancelled": 0, "erased_on_request": 0, "copies": 0, "own": 0}

    def people_buy(self, count: int) -> None:
        """So many new orders; some at the merchant's own shop, some with an article of unknown weight."""
        own = round(count * _OWN) or (1 if count >= 10 else 0)
        unshipped = round(count * _NEVER_SHIPPED) or (2 if count >= 10 else 0)
        here = self._house.number("SELECT count(*) FROM packhaus_order")
        self._buy(count - own - unshipped, "all")
        self._unshipped += self._buy(unshipped, "none")
        if own:
            self._bring_file(own)
        self._house.move_to(self._house.now() + _UNTIL_READ)
        self._house.until(
            f"{count} new orders",
            lambda: self._house.number("SELECT count(*) FROM packhaus_order") >= here + count,
            hurry=True,
        )
        self._house.rest()

    def _buy(self, count: int, weights: str) -> list[str]:
        if not count:
            return []
        people = [Canary(self._next + each) for each in range(count)]
        self._next += count
        wish = {
            "people": [one.as_buyer() for one in people],
            "weights": weights,
            "address": "plain",
            "special": False,
            "marketplace": "DE",
            "status": "UNSHIPPED",
        }
        answer = httpx.post(
            f"{self._house.simulator['admin']}/orders", json=wish, trust_env=False, timeout=60
        )
        numbers: list[str] = answer.raise_for_status().json()["ids"]
        self.of_number |= dict(zip(numbers, people, strict=True))
        return numbers

    def _bring_file(self, count: int) -> None:
        rows = [_HEAD]
        for _ in range(count):
            one = Canary(self._next)
            self._next += 1
            self.of_number[f"K-{one.number}"] = one
            cells = [f"K-{one.number}", one.name, one.street, "04277", "Leipzig", "DE", one.email]
            rows.append(";".join([*cells, one.phone, one.notes, "TASSE-1", "Tasse", "1", "850"]))
        page = self._desk.get("/order-files/")
        raw = "\n".join([*rows, ""]).encode()
        page = self._desk.choose_file(page.form(has="file"), "file", "bestellungen.csv", raw)
        page = self._desk.send(page.form(has="column_number"))
        self._desk.send(page.form(to="/start/"))
        self.counts["own"] += count

    def ship(self, *, crash: bool) -> None:
        """Labels for all that is ready, and their print; ``crash``: the worker is killed meanwhile."""
        house = self._house
        if not house.number(_READY):
            return
        batch = self._merchant.buy_labels()
        if crash:
            time.sleep(self._chance.uniform(0, 0.5))
            house.kill("worker")
        house.until("all labels", lambda: house.number(_UNDER_WAY) == 0, hurry=True)
        media = self._chance.choice(("A4", "A6"))
        if self._merchant.print_labels(batch, media).startswith(b"%PDF"):
            self.counts["labels_printed"] += 1

    def look_up(self, live: Sequence[str]) -> None:
        """The merchant opens orders, and looks for buyers by name; somebody wants a copy."""
        for number in self._some(live, 2):
            self._desk.get(f"/orders/?q={number}")
            self._desk.send(self._found(number).form(to="/requests/copy/"))
            self.counts["copies"] += 1
        for number in self._some(live, 1):
            page = self._desk.get("/settings/data-protection/requests/")
            self._desk.send(page.form(to="/requests/find/"), {"q": self.of_number[number].name})
        self._desk.get("/orders/")
        self._desk.get("/parcels/")

    def change_minds(self) -> None:
        """A buyer cancels an order that has not left."""
        for number in self._some([one for one in self._unshipped if not one.startswith("K-")], 1):
            self._unshipped.remove(number)
            answer = httpx.post(
                f"{self._house.simulator['admin']}/orders/{number}", json={"cancel": "BUYER"}, trust_env=False
            )
            answer.raise_for_status()
            self.counts["cancelled"] += 1

    def ask_to_erase(self, live: Sequence[str]) -> None:
        """A buyer wants all to be gone now."""
        for number in self._some([one for one in live if one not in self.asked_to_erase], 1):
            chosen = self._found(number).form(to="/requests/copy/")
            form = replace(chosen, action=chosen.action.replace("/copy/", "/erase/"))
            self._desk.send(self._desk.send(form).form(has="sure"))
            self.asked_to_erase.append(number)
            self.counts["erased_on_request"] += 1

    def _found(self, number: str) -> Page:
        page = self._desk.get("/settings/data-protection/requests/")
        return self._desk.send(page.form(to="/requests/find/"), {"q": number})

    def _some(self, of: Sequence[str], count: int) -> list[str]:
        return self._chance.sample(list(of), min(count, len(of)))


def begin(house: House, seed: int) -> tuple[Merchant, Desk]:
    """The first morning: sign up, ship, connect Amazon, write to own buyers, keep an archive."""
    simulator: dict[str, Any] = house.start_simulator(seed, 0)
    address = house.start()
    merchant = Merchant(address, simulator, "de")
    merchant.sign_up()
    merchant.set_up_shipping()
    merchant.set_up_mail()
    merchant.connect_amazon()
    desk = Desk(address)
    page = desk.get("/settings/mail/tracking/")
    desk.send(page.form(has="at"), {"on": "on", "at": "announced", "delivered": "on"})
    page = desk.get("/settings/data-protection/archive/")
    public_key = str(pyrage.x25519.Identity.generate().to_public())
    typed: dict[str, str | list[str]] = {
        "public_key": public_key,
        "label": "Steuer",
        "keeper": "Kanzlei Nord",
        "place": "Tresor",
    }
    desk.send(page.form(has="public_key"), typed)
    return merchant, desk
