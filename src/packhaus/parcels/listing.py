"""The rows of the list of parcels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from packhaus.confirmations.models import Confirmation
from packhaus.kit.addresses import shown_name
from packhaus.kit.personal import Recipient
from packhaus.parcels.models import Parcel, Purchase
from packhaus.privacy import vault


@dataclass(frozen=True)
class Row:
    """One parcel as the list shows it, with the last purchase of its label while it is a draft."""

    parcel: Parcel
    recipient: Recipient | None
    confirmation: Confirmation | None
    purchase: Purchase | None
    home: str

    @property
    def name(self) -> str:
        """Whom it goes to: the person, else the company."""
        return shown_name(self.recipient) if self.recipient else ""

    @property
    def place(self) -> str:
        """The city, with the country where it is abroad."""
        city = self.recipient.city if self.recipient else ""
        abroad = self.parcel.order.country if self.parcel.order.country != self.home else ""
        return f"{city} {abroad}".strip()


def rows_of(parcels: Sequence[Parcel], home: str) -> list[Row]:
    """The rows of ``parcels`` (with order and confirmation selected): names in one question."""
    live = {parcel.order_id for parcel in parcels if parcel.order.erased_at is None}
    recipients = vault.recipients(sorted(live))
    drafts = [parcel.pk for parcel in parcels if parcel.state == Parcel.State.DRAFT]
    purchases = {one.parcel_id: one for one in Purchase.objects.filter(parcel_id__in=drafts).order_by("pk")}
    return [
        Row(
            parcel,
            recipients.get(parcel.order_id),
            getattr(parcel, "confirmation", None),
            purchases.get(parcel.pk),
            home,
        )
        for parcel in parcels
    ]
