"""Amazon's refusals of a confirmation, told apart by their prose and said in the merchant's terms.

Already shipped, cancelled, too many pieces: all come with one code, ``InvalidInput`` (finding 27). Rows C2
to C15 of AMAZON-SEEN; some texts come from production code without a date, and may be a feed's. What can
also mean that Amazon has the package already is never a refusal: the order's packages are looked at.
"""

from __future__ import annotations

import re

import msgspec

from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.port import ConfirmAnswer, ConfirmOutcome, Package

_CHECK = ConfirmOutcome.CHECK
_REFUSED = ConfirmOutcome.REFUSED
_LONGEST_QUOTE = 200
_SECRET = re.compile(r"Atz[A-Za-z.]*\|\S*|amzn1\.\S*")


class _Row(msgspec.Struct, frozen=True):
    seen: str
    pattern: re.Pattern[str]
    outcome: ConfirmOutcome
    text: str


def refusal(package: Package, texts: list[str]) -> ConfirmAnswer:
    """What Amazon's refusal of ``package`` means. ``texts`` are its errors, each in one line."""
    whole = " ".join(texts)
    values = {"order": package.shop_order_id, "reference": package.reference}
    for row in _ROWS:
        if row.pattern.search(whole):
            values |= {"carrier": package.carrier_name or package.carrier_code, "service": package.service}
            return ConfirmAnswer(outcome=row.outcome, words=Words(row.text, values))
    return ConfirmAnswer(
        outcome=_REFUSED, words=Words(OTHERWISE, {**values, "quote": _quote(whole, package)})
    )


def _quote(whole: str, package: Package) -> str:
    """Amazon's own words, without the tracking number, which goes when the buyer's data goes, and secrets."""
    whole = _SECRET.sub("…", whole)
    if package.tracking_number.strip():
        whole = whole.replace(package.tracking_number.strip(), "…")
    kept = " ".join("".join(letter if letter.isprintable() else " " for letter in whole).split())
    return (kept if len(kept) <= _LONGEST_QUOTE else kept[: _LONGEST_QUOTE - 1] + "…") or "–"


def _row(seen: str, pattern: str, outcome: ConfirmOutcome, text: str) -> _Row:
    return _Row(seen, re.compile(pattern, re.IGNORECASE), outcome, text)


# Those that can mean "Amazon has it already" come first: where two are said, looking is never wrong.
_ROWS = (
    _row(
        "C6",
        r"PackageToUpdateNotFound|order already fulfilled",
        _CHECK,
        gettext_noop(
            "Amazon says that order %(order)s is shipped already, or that it does not know parcel "
            "%(reference)s. Packhaus looks at the order's packages; if the parcel is missing there, "
            "confirm it in Seller Central."
        ),
    ),
    _row(
        "C8",
        r"overfulfillment",
        _CHECK,
        gettext_noop(
            "Amazon says that more pieces were confirmed for order %(order)s than were ordered (parcel "
            "%(reference)s). Packhaus looks at the order's packages; if the parcel is missing there, a "
            "line was cancelled or confirmed elsewhere: compare the quantities in Seller Central."
        ),
    ),
    _row(
        "C7",
        r"NonexistentOrderItem|Failed to find order item list",
        _CHECK,
        gettext_noop(
            "Amazon does not find the lines of parcel %(reference)s in order %(order)s: usually the order "
            "was cancelled. Packhaus reads the order again; if it is cancelled, stop the parcel."
        ),
    ),
    _row(
        "C10",
        r"DuplicateTrackingId",
        _CHECK,
        gettext_noop(
            "Amazon has the tracking number of parcel %(reference)s of order %(order)s already. Packhaus "
            "looks at the order's packages; if it is missing there, the number was confirmed for another "
            "order: compare them in Seller Central."
        ),
    ),
    _row(
        "C11",
        r"InvalidPackageVersion|maximum number of allowed updates",
        _CHECK,
        gettext_noop(
            "Amazon has parcel %(reference)s of order %(order)s and takes no further change of it. "
            "Packhaus looks at what Amazon has; correct it in Seller Central if it is wrong."
        ),
    ),
    _row(
        "C9",
        r"InvalidCarrier|Selected carrier is not supported|CarrierNameCorrection",
        _REFUSED,
        gettext_noop(
            "Amazon does not take “%(carrier)s” as the carrier of parcel %(reference)s of order "
            "%(order)s, so the buyer sees no tracking and the order stays unconfirmed. Choose in the "
            "settings what this carrier is called at Amazon, then send the confirmation again."
        ),
    ),
    _row(
        "C14",
        r"does not match the expected format for the carrier",
        _REFUSED,
        gettext_noop(
            "Amazon says that the tracking number of parcel %(reference)s of order %(order)s is not in "
            "the form of “%(carrier)s”. Check number and carrier, then send the confirmation again."
        ),
    ),
    _row(
        "C10",
        r"BlockedTrackingId",
        _REFUSED,
        gettext_noop(
            "Amazon blocks the tracking number of parcel %(reference)s of order %(order)s (used before, "
            "or made up). Check the number; if it is right, ask Amazon's seller support."
        ),
    ),
    _row(
        "C5",
        r"OrderItemId\b.*\bis invalid",
        _REFUSED,
        gettext_noop(
            "Amazon does not know a line of parcel %(reference)s in order %(order)s. Fetch the order "
            "again from Amazon, compare its lines with the parcel, then send the confirmation again."
        ),
    ),
    _row(
        "C4",
        r"Date time: .* is invalid|\bship ?date\b",
        _REFUSED,
        gettext_noop(
            "Amazon does not take the ship date of parcel %(reference)s of order %(order)s. Check the "
            "parcel's date, then send the confirmation again."
        ),
    ),
    _row(
        "C2, C3",
        r"packageReferenceId",
        _REFUSED,
        gettext_noop(
            "Amazon does not take the number %(reference)s by which Packhaus names this parcel of order "
            "%(order)s. Confirm the parcel in Seller Central and report this."
        ),
    ),
)

OTHERWISE = gettext_noop(
    "Amazon refused the confirmation of parcel %(reference)s of order %(order)s, in its own words: "
    "%(quote)s. Look at the order in Seller Central and confirm it there; orders with labels bought from "
    "Amazon are confirmed by Amazon."
)
UNKNOWN_ORDER = gettext_noop(
    "Amazon does not know order %(order)s, so parcel %(reference)s could not be confirmed. Check in "
    "Seller Central that the order belongs to this account."
)
