"""Each way in which Amazon says no, told by its cure (rows E1 to E13 and X3 of what was seen live)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from packhaus.kit.errors import AuthorizationEnded, NeedsMerchant, Retry
from packhaus.kit.words import Words
from packhaus.shops.amazon.answers import errors_in
from packhaus.shops.amazon.problems import AmazonRejected
from packhaus.shops.amazon.shop import AmazonShop
from packhaus.shops.port import ConfirmOutcome, TokenEnded
from shops.amazon.other_side import MemoryLimiter, MovedClock, OtherSide, Said
from shops.amazon.said import (
    DENIED,
    ENDED_SECRET,
    ENDED_TOKEN,
    INVALID,
    MALFORMED,
    ORDERS,
    PARCEL,
    QUOTA,
    SECRETS,
    WINDOW,
    WRONG_REGION,
    error,
)


@pytest.mark.parametrize("cut", ["before", "amid"])
@pytest.mark.parametrize("sends", [False, True])
def test_a_broken_connection_is_tried_again(
    amazon: OtherSide, shop: AmazonShop, cut: str, sends: bool
) -> None:
    amazon.say("/orders", Said(200, {"orders": []}, cut=cut))
    assert ask(shop, sends=sends).sent is sends


@pytest.mark.parametrize("sends", [False, True])
def test_silence_is_tried_again(
    amazon: OtherSide, shop: AmazonShop, sends: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PACKHAUS_AMAZON_READ_SECONDS", "0.2")
    amazon.say("/orders", Said(204, seconds=0.6))
    found = ask(shop, sends=sends)
    assert found.sent is sends
    assert "within 0.2 seconds" in str(found)


def test_where_nobody_is_nothing_was_sent(shop: AmazonShop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.order("302-1")
    monkeypatch.setenv("PACKHAUS_AMAZON_API_EU", "http://127.0.0.1:1")
    found = ask(shop, sends=True)
    assert (found.sent, "could not be reached" in str(found)) == (False, True)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 408])
@pytest.mark.parametrize("sends", [False, True])
@pytest.mark.parametrize(
    "body", [error("InternalFailure", "We encountered an internal error."), b"<html>", None]
)
def test_amazons_own_trouble_is_tried_again(
    amazon: OtherSide, shop: AmazonShop, status: int, sends: bool, body: object
) -> None:
    """E12: one such lasted a day."""
    amazon.say("/orders", Said(status, body))
    found = ask(shop, sends=sends)
    assert (found.sent, found.after) == (sends, None)
    assert f"{status} at" in str(found)
    assert "req-4711" in str(found)


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, b"<html>Welcome to the hotel</html>"), (200, b'{"orders": ['), (302, b""), (200, b"")],
)
def test_rubbish_is_tried_again(amazon: OtherSide, shop: AmazonShop, status: int, body: bytes) -> None:
    amazon.say("/orders", Said(status, body, headers={"location": "http://127.0.0.1:1/elsewhere"}))
    assert "could not be read" in str(ask(shop, sends=False))


@pytest.mark.parametrize(("status", "body"), [(200, b"<html>Welcome to the hotel</html>"), (302, b"")])
def test_rubbish_leaves_a_confirmation_open(
    amazon: OtherSide, shop: AmazonShop, status: int, body: bytes
) -> None:
    amazon.say("/orders", Said(status, body))
    assert ask(shop, sends=True).sent


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 1 / 0.0056),
        ({"x-amzn-RateLimit-Limit": "0.5"}, 2),
        ({"x-amzn-RateLimit-Limit": "soon"}, 1 / 0.0056),
        ({"x-amzn-RateLimit-Limit": "0.0"}, 1 / 0.0056),
        ({"x-amzn-RateLimit-Limit": "nan"}, 1 / 0.0056),
    ],
)
def test_a_used_up_limit_names_the_time(
    amazon: OtherSide,
    shop: AmazonShop,
    limiter: MemoryLimiter,
    clock: MovedClock,
    headers: dict[str, str],
    seconds: float,
) -> None:
    """E3, E4: message before code, no details, and the header absent or of no use."""
    amazon.say(ORDERS, Said(429, QUOTA, headers=headers))
    found = ask(shop, sends=False)
    assert found.after == clock.now + timedelta(seconds=seconds)
    assert limiter.emptied == ["searchOrders"]
    assert not ask_again_is_sent(amazon, shop)


def ask_again_is_sent(amazon: OtherSide, shop: AmazonShop) -> bool:
    before = len(amazon.calls())
    with pytest.raises(Retry):
        shop.orders(WINDOW, None)
    return len(amazon.calls()) > before


def test_a_used_up_limit_acts_on_nothing(amazon: OtherSide, shop: AmazonShop) -> None:
    amazon.say("/orders", Said(429, QUOTA))
    assert not ask(shop, sends=True).sent


def test_our_own_bucket_is_asked_first(amazon: OtherSide, shop: AmazonShop, clock: MovedClock) -> None:
    amazon.say(ORDERS, Said(200, {"orders": []}))
    for _ in range(20):
        shop.orders(WINDOW, None)
    found = ask(shop, sends=False)
    assert len(amazon.calls()) == 20
    assert found.after is not None
    clock.now = found.after + timedelta(milliseconds=1)
    shop.orders(WINDOW, None)
    assert len(amazon.calls()) == 21


def test_the_rate_that_amazon_names_is_learned(
    amazon: OtherSide, shop: AmazonShop, limiter: MemoryLimiter
) -> None:
    amazon.say(ORDERS, Said(400, INVALID, headers={"x-amzn-RateLimit-Limit": "0.0167"}))
    ask(shop, sends=False)
    assert limiter.learned == {"searchOrders": 0.0167}


CAUSES = [
    ("E5 no right", 403, DENIED, "role", "role is missing"),
    ("E6 broken token", 403, MALFORMED, "token", "Authorize the application again"),
    ("ended token", 403, ENDED_TOKEN, "token", "Authorize the application again"),
    ("401", 401, ENDED_TOKEN, "token", "Authorize the application again"),
    ("E7 ended secret", 403, ENDED_SECRET, "secret", "180 days"),
    ("E13 wrong region", 403, WRONG_REGION, "region", "Choose a country"),
    ("gateway", 403, {"message": "Forbidden"}, "role", "role is missing"),
    ("V3 denied", 403, error("AccessDeniedException", "no"), "role", "role is missing"),
]


@pytest.mark.parametrize("sends", [False, True])
@pytest.mark.parametrize(
    ("status", "body", "cause", "mend"), [row[1:] for row in CAUSES], ids=[r[0] for r in CAUSES]
)
def test_a_denial_is_told_by_its_cause(
    amazon: OtherSide, shop: AmazonShop, status: int, body: object, cause: str, mend: str, sends: bool
) -> None:
    amazon.say("/orders", Said(status, body))
    with pytest.raises(AuthorizationEnded) as caught:
        shop.confirm(PARCEL) if sends else shop.orders(WINDOW, None)
    assert caught.value.cause == cause
    assert mend in str(caught.value)
    assert caught.value.where == "amazon:connection"
    assert not any(secret in str(caught.value) for secret in SECRETS)


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("body", [b"<html>Firewall</html>", b"", b"{}"])
def test_a_denial_without_amazons_words_ends_nothing(
    amazon: OtherSide, shop: AmazonShop, status: int, body: bytes
) -> None:
    amazon.say("/orders", Said(status, body))
    assert "proxy or a firewall" in str(ask(shop, sends=False))


REFUSALS = [
    ("E1", INVALID),
    ("E2 bare list", [{"code": "InvalidInput", "message": "Could not match input arguments"}]),
    ("X3 other shape", {"error": "Request has missing or invalid parameters and cannot be parsed."}),
    ("no body", b""),
]


@pytest.mark.parametrize("body", [row[1] for row in REFUSALS], ids=[row[0] for row in REFUSALS])
def test_a_refused_question_is_asked_again(amazon: OtherSide, shop: AmazonShop, body: object) -> None:
    """V5: for a night Amazon refused questions that are valid."""
    amazon.say("/orders", Said(400, body))
    assert not isinstance(ask(shop, sends=False), TokenEnded)
    with pytest.raises(Retry, match="req-4711"):
        shop.order("302-1")


@pytest.mark.parametrize("body", [row[1] for row in REFUSALS], ids=[row[0] for row in REFUSALS])
def test_a_refused_token_starts_the_window_again(amazon: OtherSide, shop: AmazonShop, body: object) -> None:
    amazon.say(ORDERS, Said(400, body))
    with pytest.raises(TokenEnded, match="no order is lost"):
        shop.orders(WINDOW, "old+token")


def test_an_unknown_order_is_none(amazon: OtherSide, shop: AmazonShop) -> None:
    amazon.say("/orders", Said(404, error("NotFound", "The resource specified does not exist.")))
    assert shop.order("302-1234567-7654321") is None


@pytest.mark.parametrize("status", [400, 403, 404, 413, 415])
def test_a_refused_search_for_weights_says_so_at_each_sku(
    amazon: OtherSide, shop: AmazonShop, status: int
) -> None:
    amazon.say("/listings", Said(status, INVALID))
    if status == 403:
        with pytest.raises(AuthorizationEnded):
            shop.weights("A1PA6795UKMFR9", ["A"])
        return
    found = shop.weights("A1PA6795UKMFR9", ["A", "B", ""])
    assert [(each.sku, each.grams) for each in found] == [("A", None), ("B", None), ("", None)]
    assert all("enter the weight here" in str(each.problem) for each in found)


def test_a_refused_confirmation_is_no_error(amazon: OtherSide, shop: AmazonShop) -> None:
    amazon.say("/orders", Said(413, b""))
    assert shop.confirm(PARCEL).outcome is ConfirmOutcome.REFUSED


def test_a_plain_address_elsewhere_is_refused(shop: AmazonShop, monkeypatch: pytest.MonkeyPatch) -> None:
    for address in (
        "http://api.example",
        "ftp://127.0.0.1",
        "nonsense",
        "https://",
        "http://127.0.0.1:99999",
    ):
        monkeypatch.setenv("PACKHAUS_AMAZON_API_EU", address)
        with pytest.raises(NeedsMerchant, match="PACKHAUS_AMAZON_API_EU"):
            shop.orders(WINDOW, None)


def test_a_proxy_of_the_environment_is_not_asked_for_this_machine(
    amazon: OtherSide, shop: AmazonShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    amazon.say(ORDERS, Said(200, {"orders": []}))
    assert shop.orders(WINDOW, None).orders == ()


def test_what_was_refused_shows_nothing_of_it() -> None:
    errors = errors_in(b'{"errors": [{"code": "c", "message": "Frau Wunderlich"}]}')
    found = AmazonRejected(Words("no"), 400, errors)
    assert found.errors[0].message == "Frau Wunderlich"
    assert "Wunderlich" not in repr(found) + str(found) + repr(found.errors)


def ask(shop: AmazonShop, *, sends: bool) -> Retry:
    with pytest.raises(Retry) as caught:
        shop.confirm(PARCEL) if sends else shop.orders(WINDOW, None)
    return caught.value
