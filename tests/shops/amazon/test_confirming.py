"""What Amazon's answers to a confirmation mean (rows C1 to C15 of what was seen live)."""

from __future__ import annotations

import msgspec
import pytest

from packhaus.shops.amazon.shop import AmazonShop
from packhaus.shops.port import ConfirmOutcome
from shops.amazon.other_side import OtherSide, Said
from shops.amazon.said import PARCEL

PATH = "/orders/v0/orders/302-1234567-7654321/shipmentConfirmation"
ACCEPTED, REFUSED, CHECK = ConfirmOutcome.ACCEPTED, ConfirmOutcome.REFUSED, ConfirmOutcome.CHECK

ROWS = [
    (
        "C2",
        "The input you have submitted is not valid. Please check the fields with invalid type "
        "[packageDetail.packageReferenceId].",
        REFUSED,
        "report this",
    ),
    ("C3", "PackageReferenceId: is invalid, must be a positive numeric value.", REFUSED, "report this"),
    (
        "C4",
        "Date time: 2024-04-24T18:00:00+00:00 is invalid, must be formatted by ISO 8601 standards.",
        REFUSED,
        "ship date",
    ),
    (
        "C5",
        "OrderItemId  is invalid, please obtain the value through the getOrderItems API "
        "or Manage Orders page",
        REFUSED,
        "Fetch the order again",
    ),
    (
        "C5 one blank",
        "OrderItemId 123 is invalid, please obtain the value through the getOrderItems API",
        REFUSED,
        "Fetch the order again",
    ),
    (
        "C6",
        "Failed to create package due to not finding a matching package or order already fulfilled. "
        "ErrorMessage(errorCode=GeneralError, errorDescription=Unable to find package to update for order "
        "(302-1234567-7654321), errorMetric=PackageToUpdateNotFound, packageIndex=null)",
        CHECK,
        "looks at the order's packages",
    ),
    (
        "C7",
        "ErrorCode: NonexistentOrderItem Description: Failed to find order item list by order ID: "
        "302-1234567-7654321",
        CHECK,
        "cancelled",
    ),
    ("C8", "Failed to create/update package due to overfulfillment", CHECK, "more pieces"),
    ("C9", "ErrorCode: InvalidCarrier Description: Selected carrier is not supported", REFUSED, "“DHL”"),
    ("C9 name", "ErrorCode: CarrierNameCorrection Description: Carrier name", REFUSED, "called at Amazon"),
    (
        "C10 blocked",
        "ErrorCode: BlockedTrackingId Description: blocked",
        REFUSED,
        "blocks the tracking number",
    ),
    ("C10 double", "ErrorCode: DuplicateTrackingId Description: used", CHECK, "has the tracking number"),
    ("C11", "InvalidPackageVersion", CHECK, "takes no further change"),
    (
        "C11 updates",
        "Package has reached maximum number of allowed updates",
        CHECK,
        "takes no further change",
    ),
    ("C12", "Failed validation because order is enrolled in FBM Ship+", REFUSED, "enrolled in FBM Ship+"),
    (
        "C14",
        "The tracking ID 00340434161094015902 for DHL does not match the expected format for the carrier.",
        REFUSED,
        "form of “DHL”",
    ),
    (
        "C15",
        "The input you have submitted is not valid. Please check your input and try again.",
        REFUSED,
        "own words",
    ),
]


@pytest.mark.parametrize(
    ("message", "outcome", "word"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
@pytest.mark.parametrize("in_details", [False, True])
def test_each_refusal_is_said_in_the_merchants_terms(
    amazon: OtherSide, shop: AmazonShop, message: str, outcome: ConfirmOutcome, word: str, in_details: bool
) -> None:
    texts = (
        {"message": "Invalid Input", "details": message}
        if in_details
        else {"message": message, "details": ""}
    )
    amazon.say(PATH, Said(400, {"errors": [{"code": "InvalidInput", **texts}]}))
    answer = shop.confirm(PARCEL)
    assert answer.outcome is outcome
    said = str(answer.words)
    for part in (word, "302-1234567-7654321", "1"):
        assert part in said
    assert PARCEL.tracking_number not in said
    assert answer.words is not None
    assert PARCEL.tracking_number not in str(answer.words.stored())


def test_204_is_accepted(amazon: OtherSide, shop: AmazonShop) -> None:
    """C1; C13 looks the same and is told apart only by reading the order's packages."""
    amazon.say(PATH, Said(204))
    answer = shop.confirm(PARCEL)
    assert (answer.outcome, answer.words) == (ACCEPTED, None)


def test_where_two_things_are_said_it_is_looked(amazon: OtherSide, shop: AmazonShop) -> None:
    errors = [
        {"code": "InvalidInput", "message": "ErrorCode: InvalidCarrier Description: no"},
        {"code": "InvalidInput", "message": "PackageToUpdateNotFound"},
    ]
    amazon.say(PATH, Said(400, {"errors": errors}))
    assert shop.confirm(PARCEL).outcome is CHECK


@pytest.mark.parametrize("body", [b"", b"<html>", {"errors": []}, {"error": "cannot be parsed"}])
def test_a_refusal_without_words_is_still_one(amazon: OtherSide, shop: AmazonShop, body: object) -> None:
    amazon.say(PATH, Said(400, body))
    answer = shop.confirm(PARCEL)
    assert answer.outcome is REFUSED
    assert "Seller Central" in str(answer.words)


def test_amazons_own_words_are_quoted_within_bounds(amazon: OtherSide, shop: AmazonShop) -> None:
    message = "Failed validation because order\n\x07 " + PARCEL.tracking_number + " x" * 500
    amazon.say(PATH, Said(400, {"errors": [{"code": "InvalidInput", "message": message}]}))
    words = shop.confirm(PARCEL).words
    assert words is not None
    assert words.values["quote"].startswith("InvalidInput Failed validation because order …")
    assert len(words.values["quote"]) <= 200
    assert "\n" not in words.values["quote"]


def test_an_order_that_amazon_does_not_know(amazon: OtherSide, shop: AmazonShop) -> None:
    amazon.say(PATH, Said(404, {"errors": [{"code": "NotFound", "message": "no"}]}))
    answer = shop.confirm(PARCEL)
    assert (answer.outcome, "does not know order 302-1234567-7654321" in str(answer.words)) == (REFUSED, True)


@pytest.mark.parametrize(
    ("lacking", "word"),
    [
        ({"tracking_number": " "}, "without tracking"),
        ({"carrier_code": ""}, "called at Amazon"),
        ({"carrier_code": "Other", "carrier_name": " "}, "it has 0"),
        ({"carrier_code": "Other", "carrier_name": "x" * 51}, "it has 51"),
    ],
)
def test_what_amazon_never_takes_is_said_without_a_call(
    amazon: OtherSide, shop: AmazonShop, lacking: dict[str, str], word: str
) -> None:
    answer = shop.confirm(msgspec.structs.replace(PARCEL, **lacking))
    assert answer.outcome is REFUSED
    assert word in str(answer.words)
    assert amazon.heard == []
