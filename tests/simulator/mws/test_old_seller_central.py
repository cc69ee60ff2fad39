"""The guide's first two steps in the old Seller Central, sentence by sentence (R1, R2.1, R4.4 to R4.7)."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin

import httpx
import pytest

from simulator.mws.asking import Asker, refusal
from simulators import SimulatorProcess

WORLD = 12

_ID = "3244-7764-4129"
_LICENSE = "Ich habe die Amazon MWS-Lizenzvereinbarung gelesen und akzeptiert."
_RESPONSIBILITY = (
    "Ich verstehe, dass ich die volle Verantwortung für die Handlungen und Unterlassungen von Packhaus in "
    "Bezug auf mein Amazon-Verkaufskonto übernehme und hiermit Amazon anweise Packhaus den Zugriff auf mein "
    "Amazon-Verkaufskonto zu gestatten."
)
_FILLED = {"developer_name": "Packhaus", "developer_id": _ID, "license": "yes", "responsibility": "yes"}


class _Merchant:
    """Follows links and buttons by their words, with the cookies of one browser."""

    def __init__(self, simulator: SimulatorProcess) -> None:
        self.base: str = simulator.info["seller_central"]
        self.http = httpx.Client(follow_redirects=True)
        self.at = self.http.get(f"{self.base}/mws")

    @property
    def page(self) -> str:
        return unescape(self.at.text)

    def click(self, words: str) -> None:
        found = re.search(rf'<a [^>]*href="([^"]+)"[^>]*>{re.escape(words)}</a>', self.at.text)
        assert found is not None, f"no {words!r} on {self.at.url}"
        self.at = self.http.get(urljoin(str(self.at.url), unescape(found.group(1))))

    def send(self, **form: str) -> None:
        found = re.search(r'<form[^>]* action="([^"]+)"', self.at.text)
        assert found is not None
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', self.at.text))
        address = urljoin(str(self.at.url), unescape(found.group(1)))
        self.at = self.http.post(address, data={**{k: unescape(v) for k, v in hidden.items()}, **form})

    def go(self, path: str) -> None:
        self.at = self.http.get(self.base + path)

    def sign_in(self, seller_id: str) -> None:
        self.send(account=seller_id, password="irgendeines")


@pytest.fixture
def merchant(simulator: SimulatorProcess) -> _Merchant:
    """At the form: signed in, and on by the buttons of the guide."""
    merchant = _Merchant(simulator)
    merchant.click("Als Entwickler registrieren")
    merchant.sign_in(simulator.info["seller_id"])
    merchant.click("Verwalten Sie Ihre Apps")
    merchant.click("Neuen Entwickler autorisieren")
    return merchant


def test_the_guide_as_it_is_written(simulator: SimulatorProcess) -> None:
    """R1.1 to R1.3, R2.1: every page and button that the guide names, in its order."""
    merchant = _Merchant(simulator)
    assert "Amazon Marketplace Web Service" in merchant.page
    merchant.click("Als Entwickler registrieren")
    assert "Anmelden" in merchant.page
    merchant.sign_in(simulator.info["seller_id"])
    assert "<h1>Benutzerberechtigungen</h1>" in merchant.page
    assert "Drittentwickler und Apps" in merchant.page
    merchant.click("Verwalten Sie Ihre Apps")
    merchant.click("Neuen Entwickler autorisieren")
    for words in ("Name des Entwicklers", "Entwickler-ID", _LICENSE, _RESPONSIBILITY):
        assert words in merchant.page
    merchant.send(**_FILLED)
    assert "Verkäuferkonto-Kennungen für Hausrat Seeblick" in merchant.page
    assert "Verkäufer-Entwickler-Autorisierung" in merchant.page
    told = dict(re.findall(r'id="([a-z-]+)" readonly value="([^"]+)"', merchant.page))
    assert told["seller-id"] == simulator.info["seller_id"]
    assert told["marketplace-id"] == "A1PA6795UKMFR9"
    assert told["token"] == simulator.admin("/mws")["token"]
    asker = Asker(simulator)
    answer = asker.ask("Sellers", "ListMarketplaceParticipations", MWSAuthToken=told["token"])
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"developer_name": " "}, ["Geben Sie den Namen des Entwicklers ein."]),
        ({"developer_id": "324477644129"}, ["drei Gruppen von je vier Ziffern"]),
        ({"developer_id": ""}, ["drei Gruppen von je vier Ziffern"]),
        ({"developer_id": "1111-2222-3333"}, ["1111-2222-3333 ist bei Amazon MWS nicht registriert"]),
        ({"license": ""}, [f"Diese Erklärung muss angekreuzt sein: „{_LICENSE}“"]),
        ({"responsibility": ""}, [f"Diese Erklärung muss angekreuzt sein: „{_RESPONSIBILITY}“"]),
        ({"license": "", "responsibility": ""}, [f"„{_LICENSE}“", f"„{_RESPONSIBILITY}“"]),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_authorized(
    simulator: SimulatorProcess, merchant: _Merchant, changes: dict[str, str], words: list[str]
) -> None:
    merchant.send(**{**_FILLED, **changes})
    assert merchant.at.status_code == 400
    assert merchant.page.count('class="wrong"') == len(words)
    for each in words:
        assert each in merchant.page
    assert simulator.admin("/mws")["token"] is None
    kept = {**_FILLED, **changes}["developer_id"]
    assert f'name="developer_id" value="{kept}"' in merchant.page
    merchant.send(**_FILLED)
    assert simulator.admin("/mws")["token"] in merchant.page


def test_nobody_gets_there_without_signing_in(simulator: SimulatorProcess) -> None:
    """R1.1."""
    merchant = _Merchant(simulator)
    for path in ("user-permissions", "manage-apps", "authorize-developer", "identifiers"):
        merchant.go(f"/mws/{path}")
        assert "<h1>Anmelden</h1>" in merchant.page
    answer = merchant.http.post(f"{merchant.base}/mws/authorize-developer", data=_FILLED)
    assert "<h1>Anmelden</h1>" in answer.text
    assert simulator.admin("/mws")["token"] is None


def test_an_account_that_is_not_professional_is_told_so(simulator: SimulatorProcess) -> None:
    """R1.1."""
    seller_id = simulator.admin("/sellers", {"professional": False, "name": "Nebenbei"})["seller_id"]
    merchant = _Merchant(simulator)
    merchant.click("Als Entwickler registrieren")
    merchant.sign_in(seller_id)
    assert merchant.at.status_code == 403
    assert "Das Konto „Nebenbei“ ist kein professionelles Verkäuferkonto." in merchant.page
    merchant.click("Mit einem anderen Konto anmelden")
    merchant.sign_in(simulator.info["seller_id"])
    assert "Aktuelle Autorisierungen" in merchant.page


def test_the_table_with_its_dates_its_end_and_its_renewal(
    simulator: SimulatorProcess, merchant: _Merchant
) -> None:
    simulator.admin("/clock", {"set": "2027-03-10T09:00:00Z", "speed": 0})
    merchant.send(**_FILLED)
    asker = Asker(simulator)
    merchant.go("/mws/user-permissions")
    for words in ("Aktuelle Autorisierungen", _ID, "10.03.2027", "10.03.2028", "aktiv"):
        assert words in merchant.page
    assert "Mitteilung vom" not in merchant.page
    simulator.admin("/clock", {"set": "2028-02-25T09:00:00Z"})
    merchant.go("/mws/user-permissions")
    assert re.findall(r"Mitteilung vom ([0-9.]+)", merchant.page) == [
        "10.02.2028",
        "17.02.2028",
        "24.02.2028",
    ]
    simulator.admin("/clock", {"set": "2028-03-10T09:00:00Z"})
    merchant.go("/mws/user-permissions")
    assert "abgelaufen, Token deaktiviert" in merchant.page
    assert refusal(asker.ask("Sellers", "GetServiceStatus")) == (401, "AccessDenied")
    merchant.send(action="renew")
    assert "aktiv" in merchant.page
    assert "10.03.2029" in merchant.page
    assert "Mitteilung vom" not in merchant.page
    assert asker.ask("Sellers", "GetServiceStatus").status_code == 200


def test_revoked_under_user_permissions(simulator: SimulatorProcess, merchant: _Merchant) -> None:
    merchant.send(**_FILLED)
    asker = Asker(simulator)
    merchant.go("/mws/user-permissions")
    merchant.send(action="revoke")
    assert "widerrufen" in merchant.page
    assert 'value="renew"' not in merchant.page
    assert refusal(asker.ask("Sellers", "GetServiceStatus")) == (401, "AccessDenied")
    merchant.go("/mws/identifiers")
    assert asker.authorization["token"] not in merchant.page


def test_two_sellers_have_a_token_each_and_their_own_orders(simulator: SimulatorProcess) -> None:
    other = simulator.admin("/sellers", {"orders": 9})["seller_id"]
    first, second = Asker(simulator), Asker(simulator, other)
    assert first.authorization["token"] != second.authorization["token"]
    since = {"CreatedAfter": "2020-01-01T00:00:00Z", "MarketplaceId.Id.1": "A1PA6795UKMFR9"}
    seen = [
        set(asker.listed("Orders", "ListOrders", **since).texts("Orders/Order/AmazonOrderId"))
        for asker in (first, second)
    ]
    assert all(seen)
    assert not seen[0] & seen[1]
    crossed = first.ask("Orders", "ListOrders", **since, SellerId=other)
    assert refusal(crossed) == (401, "AccessDenied")


def test_a_name_is_escaped(simulator: SimulatorProcess, merchant: _Merchant) -> None:
    merchant.send(**{**_FILLED, "developer_name": "<script>x</script>", "license": ""})
    assert "<script>" not in merchant.at.text
    merchant.send(**{**_FILLED, "developer_name": "<script>x</script>"})
    assert "<script>" not in merchant.at.text
    merchant.go("/mws/user-permissions")
    assert "<script>" not in merchant.at.text
