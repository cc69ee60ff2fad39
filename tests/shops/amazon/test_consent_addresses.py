"""Where a merchant is sent for consent, and that nobody else's address is followed (R1)."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from packhaus.kit.errors import NeedsMerchant
from packhaus.shops.amazon.consent import AmazonWayIn
from packhaus.shops.amazon.hosts import is_seller_central

OURS = "https://packhaus.example/settings/integrations/amazon/callback/"


@pytest.fixture(autouse=True)
def real_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PACKHAUS_SELLER_CENTRAL", raising=False)


def consent(marketplace_id: str, *, is_draft: bool = False) -> tuple[str, dict[str, list[str]]]:
    parts = urlsplit(
        AmazonWayIn().consent_address(
            application_id="amzn1.sp.solution.1",
            is_draft=is_draft,
            state="s/+=",
            redirect_uri=OURS,
            marketplace_id=marketplace_id,
        )
    )
    return f"{parts.scheme}://{parts.netloc}{parts.path}", parse_qs(parts.query)


@pytest.mark.parametrize(
    ("marketplace_id", "host"),
    [
        ("A1PA6795UKMFR9", "sellercentral-europe.amazon.com"),
        ("A1805IZSGTT6HS", "sellercentral.amazon.nl"),
        ("ATVPDKIKX0DER", "sellercentral.amazon.com"),
        ("A1VC38T7YXB528", "sellercentral.amazon.co.jp"),
    ],
)
def test_consent_is_asked_at_the_marketplaces_own_host(marketplace_id: str, host: str) -> None:
    address, query = consent(marketplace_id)
    assert address == f"https://{host}/apps/authorize/consent"
    assert query == {"application_id": ["amzn1.sp.solution.1"], "state": ["s/+="], "redirect_uri": [OURS]}
    assert consent(marketplace_id, is_draft=True)[1]["version"] == ["beta"]


@pytest.mark.parametrize(
    "address",
    [
        "https://sellercentral-europe.amazon.com/apps/authorize/confirm/amzn1.sp.solution.1",
        "https://sellercentral.amazon.com/apps/authorize/confirm/amzn1.sp.solution.1?a=b&c=%20",
        "https://sellercentral.amazon.nl:443/x",
    ],
)
def test_the_way_back_to_amazon_keeps_what_it_has(address: str) -> None:
    assert is_seller_central(address)
    way = AmazonWayIn()
    back = way.callback_address(
        callback_uri=address, outside_state="a&b", is_draft=True, state="s", redirect_uri=OURS
    )
    assert back.startswith(address + ("&" if "?" in address else "?"))
    query = parse_qs(urlsplit(back).query)
    assert (query["amazon_state"], query["state"], query["redirect_uri"]) == (["a&b"], ["s"], [OURS])
    assert query["version"] == ["beta"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/apps/authorize/confirm/1",
        "//sellercentral.amazon.com/x",
        "http://sellercentral.amazon.com/x",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://evil.example/x",
        "https://sellercentral.amazon.com.evil.example/x",
        "https://evilsellercentral.amazon.com/x",
        "https://sellercentral.amazon.com@evil.example/x",
        "https://evil.example#@sellercentral.amazon.com/x",
        "https://evil.example\\@sellercentral.amazon.com/x",
        "https://sellercentral.amazon.com\\.evil.example/x",
        "https://sellercentral.amazon.com:8443/x",
        "https://sellercentral.amazon.com:x/x",
        "https://sellercentral.amazon.com/x\r\nLocation: https://evil.example",
        "https://sellercentral.amazon.com/x\t",
        " https://sellercentral.amazon.com/x",
        "https://sellerсentral.amazon.com/x",
        "https://www.amazon.com/x",
        "https://[::1]/x",
        "http://127.0.0.1:8000/seller-central/x",
    ],
)
def test_any_other_address_is_not_followed(address: str) -> None:
    assert not is_seller_central(address)
    with pytest.raises(NeedsMerchant, match="does not lead to Seller Central"):
        AmazonWayIn().callback_address(
            callback_uri=address, outside_state="", is_draft=False, state="s", redirect_uri=OURS
        )


@pytest.mark.parametrize(
    ("address", "followed"),
    [
        ("http://127.0.0.1:8765/seller-central/apps/x", True),
        ("http://127.0.0.1:8765/seller-central/../admin", False),
        ("http://127.0.0.1:8765/admin", False),
        ("http://127.0.0.1:8766/seller-central/x", False),
        ("https://127.0.0.1:8765/seller-central/x", False),
        ("https://sellercentral.amazon.com/x", False),
    ],
)
def test_the_setting_takes_the_place_of_all_hosts(
    monkeypatch: pytest.MonkeyPatch, address: str, followed: bool
) -> None:
    monkeypatch.setenv("PACKHAUS_SELLER_CENTRAL", "http://127.0.0.1:8765/seller-central")
    assert is_seller_central(address) is followed


@pytest.mark.parametrize(
    ("host", "country"),
    [("sellercentral.amazon.com", "ATVPDKIKX0DER"), ("sellercentral.amazon.co.jp", "A1VC38T7YXB528")],
)
def test_the_way_back_says_in_which_region_the_account_is(host: str, country: str) -> None:
    assert AmazonWayIn().marketplace_of(f"https://{host}/apps/x") == country
    assert AmazonWayIn().marketplace_of("http://127.0.0.1:8765/x") == ""
