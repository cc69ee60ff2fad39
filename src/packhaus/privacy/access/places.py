"""What each place opens buyers' data for: a page by its name, due work by its kind.

A place that is not named here is logged all the same, as *other*; a test names those that are missing.
"""

from __future__ import annotations

from dataclasses import dataclass

from packhaus.kit.words import gettext_noop


@dataclass(frozen=True)
class Opening:
    """``kind`` is a choice of ``AccessLog.Kind``; ``why`` a message id.

    ``as_whole``: many orders are looked through, of which nobody sees any; they are counted in one row.
    """

    kind: str
    why: str
    as_whole: bool = False


LOOK_THROUGH = "privacy:look_through"
_PRINT = Opening("label", gettext_noop("To print labels"))
_FILE = Opening("file", gettext_noop("To take in a file of orders"))

PLACES: dict[str, Opening] = {
    "orders:list": Opening("list", gettext_noop("To see what must leave")),
    "orders:search": Opening("list", gettext_noop("To find an order")),
    "orders:detail": Opening("page", gettext_noop("To see an order")),
    "orders:address": Opening("page", gettext_noop("To correct an address")),
    "parcels:list": Opening("list", gettext_noop("To see the parcels")),
    "parcels:detail": Opening("page", gettext_noop("To see a parcel")),
    "parcels:batch": Opening("list", gettext_noop("To mend refused labels")),
    "parcels:batch_progress": Opening("list", gettext_noop("To mend refused labels")),
    "parcels:street": Opening("page", gettext_noop("To correct an address")),
    "parcels:label": _PRINT,
    "parcels:print": _PRINT,
    "parcels:chosen_labels": _PRINT,
    "own:file": _FILE,
    "own:refused": _FILE,
    "work:order_file": _FILE,
    "work:label": Opening("carrier", gettext_noop("Given to the carrier, to buy the label")),
    "work:mail": Opening("mail", gettext_noop("To write a tracking e-mail to the buyer")),
    "work:archive": Opening("archive", gettext_noop("Written to the encrypted archive, for tax law")),
    LOOK_THROUGH: Opening("request", gettext_noop("Looked through for a person's request"), as_whole=True),
    "privacy:find": Opening("request", gettext_noop("Found for a person's request")),
    "privacy:copy": Opening("export", gettext_noop("A copy for the person, as they asked for it")),
    "privacy:erase": Opening("request", gettext_noop("To erase, as a person asked for it")),
}
OTHER = Opening("other", gettext_noop("Something else"))


def opening_at(place: str) -> Opening:
    """What a place opens buyers' data for."""
    return PLACES.get(place, OTHER)
