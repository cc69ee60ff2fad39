"""Which parcels a list shows: one entry a filter; chips, counts and the address follow from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from packhaus.accounts.models import Organization
from packhaus.parcels.models import Parcel

_S = Parcel.State
_BOUGHT = ~Q(state=_S.VOIDED, tracking_number="")
"""A draft whose label was refused is no parcel: nothing left, nothing was paid."""


@dataclass(frozen=True)
class Filter:
    """One chip: its code in the address, its word, its picture, and which parcels it keeps.

    ``states``: where nothing else than the state decides.
    """

    code: str
    label: Promise
    icon: str
    keeps: Q
    states: tuple[str, ...] = ()


_NOT_DELIVERED = tuple(state for state in _S if state not in {_S.DELIVERED, _S.RETURNED, _S.VOIDED})

STATES: dict[str, Filter] = {
    code: Filter(code, label, icon, Q(state__in=states), states)
    for code, label, icon, states in (
        ("way", _("Not delivered yet"), "", _NOT_DELIVERED),
        ("announced", _("Announced"), "ring", (_S.DRAFT, _S.ANNOUNCED)),
        ("moving", _("On the way"), "truck", (_S.HANDLED, _S.IN_TRANSIT, _S.OUT_FOR_DELIVERY)),
        ("trouble", _("Trouble"), "warn", (_S.EXCEPTION, _S.RETURNING, _S.LOST)),
        ("delivered", _("Delivered"), "home", (_S.DELIVERED,)),
        ("returned", _("Returned"), "inbox", (_S.RETURNED,)),
        ("voided", _("Given back"), "ban", (_S.VOIDED,)),
    )
}
"""One of them is chosen at a time."""

ALSO: dict[str, Filter] = {
    entry.code: entry
    for entry in (
        Filter("unprinted", _("Not printed"), "print", Q(printed_at=None, state=_S.ANNOUNCED)),
        Filter("refused", _("Confirmation refused"), "xc", Q(confirmation__state="refused")),
        Filter(
            "owed",
            _("Confirmation on its way"),
            "clock",
            Q(confirmation__state__in=["owed", "intended", "unknown"]),
        ),
    )
}
"""Each narrows the list further."""


@dataclass(frozen=True)
class Choice:
    """What the merchant chose; it stands in the address."""

    state: str = "way"
    also: tuple[str, ...] = ()

    @classmethod
    def read(cls, query: QueryDict) -> Choice:
        """The choice out of an address; words that are no filter's count as not there."""
        also = tuple(code for code in ALSO if code in query.getlist("only"))
        state = query.get("state", "")
        if state not in STATES:
            state = "" if also else "way"
        return cls(state, also)

    def address(self) -> str:
        """The choice as the query of an address, without the question mark."""
        pairs = [("state", self.state)] if self.state else []
        return urlencode(pairs + [("only", code) for code in self.also])

    def with_state(self, code: str) -> Choice:
        """The same choice in another state."""
        return replace(self, state=code)

    def toggled(self, code: str) -> Choice:
        """The same choice with one narrowing filter more or less."""
        chosen = set(self.also) ^ {code}
        return replace(self, also=tuple(known for known in ALSO if known in chosen))


def bought(organization: Organization) -> QuerySet[Parcel]:
    """All parcels of the merchant for which a label was bought or is being bought."""
    return Parcel.objects.filter(_BOUGHT, organization=organization)


def matching(organization: Organization, choice: Choice) -> QuerySet[Parcel]:
    """The parcels of a choice, what changed last first."""
    parcels = bought(organization)
    if choice.state:
        parcels = parcels.filter(STATES[choice.state].keeps)
    for code in choice.also:
        parcels = parcels.filter(ALSO[code].keeps)
    return parcels.order_by("-state_at", "-pk")


def counts(organization: Organization) -> dict[str, int]:
    """How many parcels each chip keeps, over all of the merchant's."""
    parcels = Parcel.objects.filter(organization=organization).order_by()
    by_state = dict(parcels.exclude(state=_S.VOIDED).values_list("state").annotate(Count("pk")))
    by_state[_S.VOIDED] = bought(organization).filter(state=_S.VOIDED).count()
    found = {code: sum(by_state.get(state, 0) for state in entry.states) for code, entry in STATES.items()}
    return found | {code: bought(organization).filter(entry.keeps).count() for code, entry in ALSO.items()}
