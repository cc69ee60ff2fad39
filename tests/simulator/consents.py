"""A browser at the simulator's Seller Central, as far as authorizing a public application goes."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from simulators import SimulatorProcess

REDIRECT = "https://packhaus.example/amazon/callback"
LOGIN = "https://packhaus.example/amazon/login"
PARTICIPATIONS = "/sellers/v1/marketplaceParticipations"
YEAR = 365 * 86400
DAY = 86400


def register(simulator: SimulatorProcess, **changes: Any) -> dict[str, Any]:
    """Give the public application its addresses, published."""
    wish = {"redirect_uris": [REDIRECT], "login_uri": LOGIN, "status": "published", **changes}
    shown: dict[str, Any] = simulator.admin("/authorization", {"application": "public", **wish})
    return shown


def public(simulator: SimulatorProcess, **wish: Any) -> dict[str, Any]:
    """What the admin face says of the public application, after a change if one is wished."""
    seller = f"&seller={wish.pop('seller')}" if "seller" in wish else ""
    body = {"application": "public", **wish} if wish else None
    shown: dict[str, Any] = simulator.admin(f"/authorization?application=public{seller}", body)
    return shown


class Visitor:
    """Somebody at Seller Central, with cookies; follows no redirect by itself."""

    def __init__(self, simulator: SimulatorProcess) -> None:
        self.simulator = simulator
        self.base = simulator.info["seller_central"]
        self.browser = httpx.Client(timeout=30)

    def sign_in(self, seller_id: str) -> None:
        form = {"account": seller_id, "password": "geheim"}
        assert self.browser.post(f"{self.base}/signin", data=form).status_code == 303

    def open(self, path: str, **query: str) -> httpx.Response:
        return self.browser.get(self.base + path, params=query)

    def ask(self, **changes: str | None) -> httpx.Response:
        """The consent page of the website workflow."""
        query = {"application_id": self.simulator.info["public"]["application_id"], "state": "s-1", **changes}
        return self.open("/apps/authorize/consent", **{k: v for k, v in query.items() if v is not None})

    def press(self, page: httpx.Response, decision: str) -> httpx.Response:
        """Send the form of a consent page with one of its two buttons."""
        assert page.status_code == 200, page.text
        found = re.search(r'<form method="post" action="([^"]+)"', page.text)
        assert found is not None
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
        form = {name: unescape(value) for name, value in hidden}
        target = self.simulator.info["api"] + found.group(1)
        return self.browser.post(target, data={**form, "decision": decision})

    def agree(self, **changes: str | None) -> dict[str, str]:
        """Say yes on the consent page; what the redirect address is told."""
        return told(self.press(self.ask(**changes), "confirm"))

    def to_login(self) -> dict[str, str]:
        """Re-authorize from Amazon's side; what the application's log-in address is told."""
        application_id = self.simulator.info["public"]["application_id"]
        page = self.press(self.open("/apps/authorize/grant", application_id=application_id), "confirm")
        link = re.search(r'class="button" href="([^"]+)"', page.text)
        assert link is not None, page.text
        address = unescape(link.group(1))
        assert address.startswith(LOGIN + "?")
        return query_of(address)

    def call_back(self, address: str, **query: str) -> httpx.Response:
        """Go to an ``amazon_callback_uri``."""
        return self.browser.get(address, params=query)


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def told(answer: httpx.Response, address: str = REDIRECT) -> dict[str, str]:
    """What a redirect tells the application."""
    assert answer.status_code == 302, answer.text
    assert answer.headers["location"].startswith(address + "?")
    return query_of(answer.headers["location"])


def exchange(simulator: SimulatorProcess, code: str, /, **changes: str | None) -> httpx.Response:
    """Exchange a code with the public application's keys."""
    keys = simulator.info["public"]
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": keys["client_id"],
        "client_secret": keys["client_secret"],
        **changes,
    }
    sent = {name: value for name, value in form.items() if value is not None}
    return simulator.http.post(simulator.info["token_url"], data=sent)


def refresh(simulator: SimulatorProcess, refresh_token: str) -> httpx.Response:
    """An access token of the public application."""
    keys = simulator.info["public"]
    return simulator.token(
        client_id=keys["client_id"], client_secret=keys["client_secret"], refresh_token=refresh_token
    )


def authorized(simulator: SimulatorProcess) -> dict[str, Any]:
    """The public application authorized by the first seller; the tokens."""
    register(simulator)
    answer = exchange(simulator, Visitor(simulator).agree()["spapi_oauth_code"])
    assert answer.status_code == 200, answer.text
    tokens: dict[str, Any] = answer.json()
    return tokens
