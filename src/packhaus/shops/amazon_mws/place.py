"""Where reading stopped within a list of orders: the token of a page, of our own making.

Amazon asks for the lines of each order by a call of its own, and allows one in two seconds: a page of 100
orders can seldom be read whole at once. The token names those still to come (ids only, nothing personal) and
Amazon's token for what follows.
"""

from __future__ import annotations

import re

import msgspec

_FORM = re.compile(r"ids:(?P<ids>[A-Za-z0-9,-]*);next:(?P<next>.*)", re.DOTALL)


class Place(msgspec.Struct, frozen=True):
    """``ids``: orders of Amazon's last page that are still to be read; ``next``: Amazon's own token."""

    ids: tuple[str, ...] = ()
    next: str = ""

    def written(self) -> str | None:
        """The token; None at the end of the list."""
        return f"ids:{','.join(self.ids)};next:{self.next}" if self.ids or self.next else None


def read_place(token: str) -> Place | None:
    """The place that a token names; None where it is no token of ours."""
    found = _FORM.fullmatch(token)
    if found is None:
        return None
    return Place(tuple(each for each in found["ids"].split(",") if each), found["next"])
