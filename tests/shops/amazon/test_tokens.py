"""Access tokens: kept, refreshed once, never shown; how Login with Amazon refuses (E7 to E11)."""

from __future__ import annotations

import logging
import pickle
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import httpx
import msgspec
import pytest

from packhaus.kit.errors import AuthorizationEnded, NeedsMerchant, Problem, Retry
from packhaus.shops.amazon.shop import AmazonShop
from packhaus.shops.amazon.tokens import TOKENS, AccessToken
from packhaus.shops.port import Credentials
from shops.amazon.other_side import TOKEN_PATH, MemoryLimiter, MovedClock, OtherSide, Said
from shops.amazon.said import DENIED, ENDED_TOKEN, MALFORMED, ORDERS, PARCEL, WINDOW

EMPTY_PAGE = Said(200, {"orders": []})
REVOKED = {
    "error_description": "The request has an invalid grant parameter : refresh_token. "
    "User may have revoked or didn't grant the permission.",
    "error": "invalid_grant",
}


def token_of(amazon: OtherSide) -> list[str]:
    return [heard.headers["x-amz-access-token"] for heard in amazon.calls()]


def test_a_token_is_kept_until_a_minute_before_its_end(
    amazon: OtherSide, shop: AmazonShop, clock: MovedClock
) -> None:
    amazon.say(ORDERS, EMPTY_PAGE)
    shop.orders(WINDOW, None)
    clock.move(minutes=58, seconds=59)
    shop.orders(WINDOW, None)
    assert len(amazon.calls(TOKEN_PATH)) == 1
    clock.move(seconds=1)
    shop.orders(WINDOW, None)
    assert len(amazon.calls(TOKEN_PATH)) == 2
    assert token_of(amazon) == ["Atza|secret-access-1", "Atza|secret-access-1", "Atza|secret-access-2"]


def test_a_token_is_kept_for_all_of_the_process(
    amazon: OtherSide, credentials: Credentials, limiter: MemoryLimiter, clock: MovedClock
) -> None:
    amazon.say(ORDERS, EMPTY_PAGE)
    for _ in range(3):
        AmazonShop(credentials, limiter, clock).orders(WINDOW, None)
    assert len(amazon.calls(TOKEN_PATH)) == 1


def test_other_credentials_have_a_token_of_their_own(
    amazon: OtherSide, credentials: Credentials, limiter: MemoryLimiter, clock: MovedClock
) -> None:
    amazon.say(ORDERS, EMPTY_PAGE)
    for changed in ({}, {"client_secret": "secret-of-client-2"}, {"refresh_token": "Atzr|secret-refresh-2"}):
        AmazonShop(msgspec.structs.replace(credentials, **changed), limiter, clock).orders(WINDOW, None)
    assert len(amazon.calls(TOKEN_PATH)) == 3


def test_many_threads_ask_for_one_token(
    amazon: OtherSide, credentials: Credentials, limiter: MemoryLimiter, clock: MovedClock
) -> None:
    amazon.token_seconds = 0.2
    with ThreadPoolExecutor(12) as pool:
        tokens = list(pool.map(lambda _: TOKENS.get(credentials, clock).value, range(12)))
    assert set(tokens) == {"Atza|secret-access-1"}
    assert len(amazon.calls(TOKEN_PATH)) == 1


def test_many_threads_with_an_ended_token_ask_for_one_more(
    amazon: OtherSide, credentials: Credentials, limiter: MemoryLimiter, clock: MovedClock
) -> None:
    old = TOKENS.get(credentials, clock)

    def again(_: int) -> str:
        TOKENS.forget(credentials, old)
        return TOKENS.get(credentials, clock).value

    amazon.token_seconds = 0.1
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(again, range(8))) == {"Atza|secret-access-2"}
    assert len(amazon.calls(TOKEN_PATH)) == 2


@pytest.mark.parametrize("body", [ENDED_TOKEN, MALFORMED])
def test_a_token_that_amazon_no_longer_takes_is_refreshed_once(
    amazon: OtherSide, shop: AmazonShop, body: object
) -> None:
    amazon.say("/orders", Said(403, body), Said(204))
    assert shop.confirm(PARCEL).words is None
    assert token_of(amazon) == ["Atza|secret-access-1", "Atza|secret-access-2"]


def test_and_only_once(amazon: OtherSide, shop: AmazonShop, limiter: MemoryLimiter) -> None:
    amazon.say(ORDERS, Said(403, ENDED_TOKEN))
    with pytest.raises(AuthorizationEnded):
        shop.orders(WINDOW, None)
    assert len(amazon.calls()) == 2
    assert limiter.taken == ["searchOrders", "searchOrders"]


def test_a_role_given_since_needs_a_fresh_token(
    amazon: OtherSide, shop: AmazonShop, clock: MovedClock
) -> None:
    amazon.say(ORDERS, EMPTY_PAGE)
    shop.orders(WINDOW, None)
    clock.move(minutes=5)
    amazon.say(ORDERS, Said(403, DENIED), EMPTY_PAGE)
    assert shop.orders(WINDOW, None).orders == ()
    amazon.say(ORDERS, Said(403, DENIED))
    with pytest.raises(AuthorizationEnded) as caught:
        shop.orders(WINDOW, None)
    assert caught.value.cause == "role"
    assert len(amazon.calls(TOKEN_PATH)) == 2


LOGIN = [
    ("E8 revoked", 400, REVOKED, "token", "Authorize the application again"),
    (
        "E10 wrong secret",
        401,
        {"error_description": "Client authentication failed", "error": "invalid_client"},
        "secret",
        "client secret (32 characters)",
    ),
    (
        "E7 ended secret",
        403,
        {"errors": [{"code": "Unauthorized", "message": "The LWA secret token you provided has expired."}]},
        "secret",
        "180 days",
    ),
    (
        "other application",
        400,
        {"error": "unauthorized_client", "error_description": "Not authorized"},
        "token",
        "another application",
    ),
]


@pytest.mark.parametrize(
    ("status", "body", "cause", "mend"), [row[1:] for row in LOGIN], ids=[r[0] for r in LOGIN]
)
def test_what_login_with_amazon_refuses_is_told_by_its_cause(
    amazon: OtherSide, shop: AmazonShop, status: int, body: object, cause: str, mend: str
) -> None:
    amazon.say(TOKEN_PATH, Said(status, body))
    with pytest.raises(AuthorizationEnded) as caught:
        shop.orders(WINDOW, None)
    assert caught.value.cause == cause
    assert mend in str(caught.value)
    assert amazon.calls() == []


def test_what_is_no_refresh_token_is_named_by_its_form(
    amazon: OtherSide, credentials: Credentials, limiter: MemoryLimiter, clock: MovedClock
) -> None:
    amazon.say(TOKEN_PATH, Said(400, REVOKED))
    pasted = msgspec.structs.replace(credentials, refresh_token="amzn1.application-oa2-client.abc")
    with pytest.raises(AuthorizationEnded, match=r"\(32 characters\) is none: Amazon's begin with “Atzr\|”"):
        AmazonShop(pasted, limiter, clock).participations()


@pytest.mark.parametrize("code", ["invalid_request", "invalid_scope"])
def test_a_refused_form_is_a_thing_for_the_merchant(amazon: OtherSide, shop: AmazonShop, code: str) -> None:
    """E11."""
    amazon.say(TOKEN_PATH, Said(400, {"error": code, "error_description": "missing parameter"}))
    with pytest.raises(NeedsMerchant, match=code):
        shop.orders(WINDOW, None)


@pytest.mark.parametrize("lacking", ["client_id", "client_secret", "refresh_token"])
def test_what_is_not_filled_in_is_not_asked(
    amazon: OtherSide, credentials: Credentials, limiter: MemoryLimiter, clock: MovedClock, lacking: str
) -> None:
    with pytest.raises(NeedsMerchant, match="enter the missing one"):
        AmazonShop(msgspec.structs.replace(credentials, **{lacking: ""}), limiter, clock).participations()
    assert amazon.heard == []


@pytest.mark.parametrize(
    "said",
    [
        Said(500, {"error": "server_error"}),
        Said(503, b""),
        Said(429, b""),
        Said(200, b"<html>"),
        Said(403, b"<html>"),
        Said(200, {"token_type": "bearer"}),
        Said(200, {"access_token": ""}),
        Said(200, {"access_token": 7}),
        Said(200, b"{}", cut="amid"),
        Said(200, b"{}", cut="before"),
    ],
)
def test_no_usable_answer_is_tried_again_and_nothing_was_sent(
    amazon: OtherSide, shop: AmazonShop, said: Said
) -> None:
    amazon.say(TOKEN_PATH, said)
    with pytest.raises(Retry) as caught:
        shop.confirm(PARCEL)
    assert not caught.value.sent
    assert amazon.calls() == []


def test_a_token_that_ends_at_once_is_used_at_once(amazon: OtherSide, shop: AmazonShop) -> None:
    amazon.expires_in = 30
    amazon.say(ORDERS, EMPTY_PAGE)
    shop.orders(WINDOW, None)
    shop.orders(WINDOW, None)
    assert len(amazon.calls(TOKEN_PATH)) == 2


def test_no_secret_is_shown(
    amazon: OtherSide,
    shop: AmazonShop,
    credentials: Credentials,
    clock: MovedClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for logger in ("", "httpx", "httpcore", "packhaus"):
        caplog.set_level(logging.DEBUG, logger=logger)
    echo = {
        "errors": [
            {
                "code": "InvalidInput",
                "message": "Atza|secret-access-1 Atzr|secret-refresh",
                "details": "amzn1.oa2-cs.v1.secret-of-client",
            }
        ]
    }
    shown: list[str] = []
    contexts: list[BaseException | None] = []
    for said in (
        EMPTY_PAGE,
        Said(400, echo),
        Said(403, ENDED_TOKEN),
        Said(500, echo),
        Said(200, b"rubbish"),
        Said(200, b"", cut="before"),
    ):
        amazon.say("/orders", said)
        for call in (
            lambda: shop.orders(WINDOW, None),
            lambda: shop.confirm(PARCEL),
            lambda: shop.order("1"),
        ):
            try:
                shown.append(repr(call()))
            except Problem as problem:
                shown += [*traceback.format_exception(problem), repr(problem), str(problem.words.stored())]
                contexts.append(problem.__context__)
    amazon.say(TOKEN_PATH, Said(401, {"error": "invalid_client", "error_description": "secret-of-client"}))
    clock.move(hours=2)
    with pytest.raises(AuthorizationEnded) as caught:
        shop.orders(WINDOW, None)
    shown += traceback.format_exception(caught.value)
    shown += [repr(shop), repr(credentials), repr(shop._client), repr(TOKENS), caplog.text]
    shown.append(
        repr(
            AccessToken(
                "Atza|secret-access-9", datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
            )
        )
    )
    assert len(shown) > 20
    assert not any(isinstance(context, httpx.HTTPError) for context in contexts)
    assert "HTTP Request" in caplog.text
    for secret in ("secret-access", "secret-refresh", "secret-of-client"):
        assert secret not in "\n".join(shown)
    assert b"secret-access" in pickle.dumps(amazon.heard), "the planted one is found"
