"""Where the work stands, in numbers: for ``packhaus status`` and for the frame."""

from __future__ import annotations

from django.db.models import Count, Q

from packhaus.authorizations.models import Authorization
from packhaus.confirmations.models import Confirmation
from packhaus.engine.clock import now
from packhaus.engine.models import BatchItem, Due
from packhaus.orders.models import Order
from packhaus.parcels.models import Purchase
from packhaus.products.models import Product
from packhaus.shops.models import SetAside


def figures() -> dict[str, int]:
    """Counts over all organizations of this installation. Nothing personal."""
    orders: dict[str, int] = Order.objects.aggregate(
        orders=Count("id"),
        **{f"orders_{state}": Count("id", filter=Q(state=state)) for state in Order.State.values},
        without_weight=Count("id", filter=Q(waiting__contains=["no_weight"])),
        without_address=Count("id", filter=Q(waiting__contains=["no_address"])),
    )
    confirmations: dict[str, int] = Confirmation.objects.aggregate(
        **{
            f"confirmations_{state}": Count("id", filter=Q(state=state))
            for state in Confirmation.State.values
        }
    )
    return {
        **orders,
        "set_aside": SetAside.objects.count(),
        "labels": Purchase.objects.filter(state="bought").count(),
        **confirmations,
        "labels_under_way": BatchItem.objects.filter(state__in=("waiting", "unknown")).count(),
        "weights_to_look_up": Product.objects.filter(
            looked_up_at=None, look_up_due_at__isnull=False, own_grams=None
        ).count(),
        **Authorization.objects.aggregate(
            **{
                f"authorizations_{state}": Count("id", filter=Q(state=state))
                for state in Authorization.State.values
            }
        ),
        "due": Due.objects.count(),
        "at_work": Due.objects.filter(Q(due_at__lte=now()) | Q(claimed_until__isnull=False)).count(),
    }
