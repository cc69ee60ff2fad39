"""Which products a list shows: one entry a filter."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from packhaus.accounts.models import Organization
from packhaus.orders.models import OrderLine
from packhaus.products.models import Product

_NO_WEIGHT = Q(own_grams=None, listing_grams=None)


@dataclass(frozen=True)
class Filter:
    """One chip: its code in the address, its word, its picture, and which products it keeps."""

    code: str
    label: Promise
    icon: str
    keeps: Q


FILTERS: dict[str, Filter] = {
    entry.code: entry
    for entry in (
        Filter("all", _("All"), "", Q()),
        Filter("missing", _("Without a weight"), "scale", _NO_WEIGHT),
        Filter("listing", _("From the listing"), "tag", Q(own_grams=None, listing_grams__isnull=False)),
        Filter("own", _("Entered here"), "edit", Q(own_grams__isnull=False)),
        Filter("odd", _("Odd weight in the listing"), "warn", Q(listing_problem__isnull=False)),
    )
}


@dataclass(frozen=True)
class Choice:
    """What the merchant chose; ``q`` is a part of a SKU or a title."""

    show: str = "all"
    q: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Choice:
        """The choice out of an address; an unknown filter is none."""
        show = query.get("show", "all")
        return cls(show if show in FILTERS else "all", query.get("q", "").strip()[:100])

    def address(self, show: str) -> str:
        """The query of the address of the same search with another filter."""
        return urlencode([("show", show)] + ([("q", self.q)] if self.q else []))


def _found(organization: Organization, choice: Choice) -> QuerySet[Product]:
    products = Product.objects.filter(organization=organization)
    if choice.q:
        products = products.filter(
            Q(sku__icontains=choice.q) | Q(title__icontains=choice.q) | Q(asin__iexact=choice.q)
        )
    return products


def counts(organization: Organization, choice: Choice) -> dict[str, int]:
    """How many products each chip keeps."""
    found = _found(organization, choice).aggregate(
        **{f"n_{code}": Count("pk", filter=entry.keeps or ~Q(pk=None)) for code, entry in FILTERS.items()}
    )
    return {code: found[f"n_{code}"] for code in FILTERS}


def matching(organization: Organization, choice: Choice) -> QuerySet[Product]:
    """The products of a choice: first those that orders wait for, then those without a weight, then by SKU.

    Each says in ``waiting_orders`` how many orders wait for its weight.
    """
    lines = OrderLine.objects.filter(
        organization=organization,
        order__connection=OuterRef("connection"),
        sku=OuterRef("sku"),
        order__waiting__contains=["no_weight"],
        unit_grams=None,
    )
    waiting = (
        lines.order_by().values("sku").annotate(orders=Count("order", distinct=True)).values("orders")[:1]
    )
    return (
        _found(organization, choice)
        .filter(FILTERS[choice.show].keeps)
        .select_related("connection")
        .annotate(
            waiting_orders=Coalesce(Subquery(waiting, output_field=IntegerField()), Value(0)),
            weightless=~Exists(Product.objects.filter(pk=OuterRef("pk")).exclude(_NO_WEIGHT)),
        )
        .order_by("-weightless", "-waiting_orders", "sku", "pk")
    )
