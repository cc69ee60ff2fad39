"""The demo carrier's refusals, said to the merchant: which field, its form, and where it is mended."""

from __future__ import annotations

import msgspec

from packhaus.kit.errors import Rejected
from packhaus.kit.words import Words, gettext_noop


class _FieldError(msgspec.Struct):
    field: str = ""
    code: str = ""


class _Errors(msgspec.Struct):
    errors: list[_FieldError]


def refusal(content: bytes) -> Rejected:
    """The error for an answer in which the carrier names what it does not take. Nothing is bought."""
    try:
        error = msgspec.json.decode(content, type=_Errors).errors[0]
    except (msgspec.DecodeError, IndexError):
        error = _FieldError()
    known = _WORDS.get((error.field, error.code))
    if known:
        return Rejected(Words(known), error.field)
    if error.field.startswith("sender."):
        return Rejected(
            Words(SENDER, {"field": error.field[:60], "code": error.code[:60] or "?"}), error.field
        )
    return Rejected(
        Words(OTHERWISE, {"field": error.field[:60] or "?", "code": error.code[:60] or "?"}), error.field
    )


_WORDS = {
    ("recipient.name", "required"): gettext_noop(
        "The recipient's name is missing. Add it to the address, then try again."
    ),
    ("recipient.name", "too_long"): gettext_noop(
        "The recipient's name has more than the 50 characters that fit on a label. Shorten it in the "
        "address, then try again."
    ),
    ("recipient.city", "required"): gettext_noop(
        "The city is missing. Add it to the address, then try again."
    ),
    ("recipient.lines", "required"): gettext_noop(
        "The street is missing. Add it to the address, then try again."
    ),
    ("recipient.lines", "too_long"): gettext_noop(
        "The address has more than 4 lines, or a line of more than 60 characters: that does not fit on a "
        "label. Shorten it in the address, then try again."
    ),
    ("recipient.lines", "house_number_missing"): gettext_noop(
        "The street has no house number. Add it to the address, then try again."
    ),
    ("recipient.postal_code", "required"): gettext_noop(
        "The postal code is missing. Add it to the address, then try again."
    ),
    ("recipient.postal_code", "bad_form"): gettext_noop(
        "The postal code does not have the form that the country uses. Check it in the address, "
        "then try again."
    ),
    ("recipient.postal_code", "not_routable"): gettext_noop(
        "The carrier does not deliver to this postal code at present. Check it in the address, or send the "
        "parcel with another carrier."
    ),
    ("recipient.country", "unknown_country"): gettext_noop(
        "The carrier does not deliver to this country. Check it in the address, or send the parcel with "
        "another carrier."
    ),
    ("service", "country_not_served"): gettext_noop(
        "This service does not go to the recipient's country. Choose another one."
    ),
    ("weight_grams", "out_of_range"): gettext_noop(
        "The parcel weighs more than this service takes. Send it in two parcels, choose "
        "another service, or correct the weight of the SKU."
    ),
}
SENDER = gettext_noop(
    "The carrier refused the sender's address (%(field)s, %(code)s). Correct the sender in the settings, "
    "then try again."
)
OTHERWISE = gettext_noop(
    "The carrier refused the field %(field)s (%(code)s). Check the address, then try again."
)
