"""A private application is open to ten accounts at most (Amazon's page on self-authorization)."""

from __future__ import annotations

from html import unescape
from typing import Any

import httpx
import pytest

from simulator.consents import Visitor
from simulators import SimulatorProcess

WORLD = 3
CONSOLE = "/sellingpartner/developerconsole"


@pytest.fixture
def eleven(simulator: SimulatorProcess) -> list[str]:
    """Eleven sellers, of whom ten have authorized the private application."""
    first = simulator.info["seller_id"]
    others = [simulator.admin("/sellers", {"orders": 1})["seller_id"] for _ in range(10)]
    for seller in others[:9]:
        _authorize(simulator, seller)
    return [first, *others]


def _authorize(simulator: SimulatorProcess, seller: str, **wish: Any) -> dict[str, Any]:
    found: dict[str, Any] = simulator.admin(f"/authorization?seller={seller}", {"authorize": True} | wish)
    return found


def _in_the_portal(simulator: SimulatorProcess, seller: str) -> httpx.Response:
    visitor = Visitor(simulator)
    visitor.sign_in(seller)
    return visitor.browser.post(f"{visitor.base}{CONSOLE}/authorize")


def test_the_eleventh_account_is_refused_until_another_one_leaves(
    simulator: SimulatorProcess, eleven: list[str]
) -> None:
    refused = _in_the_portal(simulator, eleven[-1])
    assert refused.status_code == 400
    shown = unescape(refused.text)
    assert "höchstens 10 Verkäuferkonten" in shown
    assert "Konten: 10 von höchstens 10" in shown
    assert "Atzr|" not in shown

    simulator.admin(f"/authorization?seller={eleven[4]}", {"revoke_refresh_token": True})
    assert "Atzr|" in _in_the_portal(simulator, eleven[-1]).text


def test_another_token_for_an_account_that_is_in_counts_once(
    simulator: SimulatorProcess, eleven: list[str]
) -> None:
    again = _in_the_portal(simulator, eleven[3])
    assert again.status_code == 200
    assert "Atzr|" in again.text


def test_a_public_application_has_no_such_limit(simulator: SimulatorProcess, eleven: list[str]) -> None:
    for seller in eleven:
        given = _authorize(simulator, seller, application="public")
        assert given["refresh_token"]


def test_behind_the_counter_it_is_refused_too(simulator: SimulatorProcess, eleven: list[str]) -> None:
    answer = simulator.http.post(
        f"{simulator.info['admin']}/authorization?seller={eleven[-1]}", json={"authorize": True}
    )
    assert answer.status_code == 400
    assert "10 accounts at most" in answer.text
