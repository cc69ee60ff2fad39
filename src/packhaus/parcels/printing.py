"""Printing labels that were bought: A6 pages, or four on an A4 sheet (R5.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from packhaus.accounts.models import Member
from packhaus.kit.errors import NeedsMerchant
from packhaus.kit.personal import Purpose, Sealed
from packhaus.kit.words import Words, gettext_noop
from packhaus.parcels.models import Document, Parcel
from packhaus.parcels.sheets import BadLabel, impose_a4, merge_a6
from packhaus.privacy import vault
from packhaus.privacy.retention import facts_of, is_over, last_day, utc_day


def labels_pdf(
    parcels: Sequence[Parcel], *, media: Literal["A6", "A4"], start: int, member: Member, now: datetime
) -> bytes:
    """The labels of ``parcels`` in their order as one PDF, and the note that they were printed.

    ``start`` is the first free place (0 to 3) on a partly used A4 sheet. Raises NeedsMerchant where a
    parcel has no label, or none any more (R4.2).
    """
    documents = {
        document.parcel_id: document
        for document in Document.objects.filter(
            parcel__in=parcels, kind="label", organization=member.organization
        )
    }
    missing = [parcel for parcel in parcels if parcel.pk not in documents]
    if any(is_gone(parcel, now) for parcel in missing):
        raise NeedsMerchant(Words(GONE), "parcels:list")
    if missing or not parcels:
        raise NeedsMerchant(
            Words(
                gettext_noop("%(count)s of these parcels have no label to print. Buy the labels first."),
                {"count": str(len(missing) or 0)},
            ),
            "orders:list",
        )
    labels = [_label(parcel, documents[parcel.pk], now) for parcel in parcels]
    try:
        pdf = impose_a4(labels, start=start) if media == "A4" else merge_a6(labels)
    except BadLabel as bad:
        raise NeedsMerchant(
            Words(
                gettext_noop("The label of %(parcel)s cannot be printed: %(why)s"),
                {"parcel": str(parcels[bad.index]), "why": str(bad.words)},
            ),
            "parcels:list",
        ) from None
    Parcel.objects.filter(pk__in=[parcel.pk for parcel in parcels]).update(printed_at=now)
    return pdf


def is_gone(parcel: Parcel, now: datetime) -> bool:
    """Whether the label of ``parcel`` is erased, for it may not be kept any longer (R4.2)."""
    last = last_day(facts_of(parcel.order), Purpose.FULFILLMENT)
    return parcel.order.erased_at is not None or is_over(last, utc_day(now))


GONE = gettext_noop(
    "A label holds the buyer's address. This one is erased, for its time is over: it cannot be printed again."
    " Where goods leave once more, enter the address anew as an order of your own."
)


def _label(parcel: Parcel, document: Document, now: datetime) -> bytes:
    sealed = Sealed(document.lease, bytes(document.wrapped), bytes(document.sealed))
    aad_id = f"{parcel.public_id}/label"
    facts = facts_of(parcel.order)
    return vault.open_document(sealed, parcel.organization_id, aad_id, facts, now, parcel.order_id)
