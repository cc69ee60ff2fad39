"""What a letter is, and what several kinds of them say alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext, pgettext

from packhaus.kit.words import Words
from packhaus.messages.lines import Line

AUTHORIZATIONS = "authorizations:list"


@dataclass(frozen=True)
class Letter:
    """``page`` names the page of the panel to which the link leads, ``link`` what is done there."""

    subject: str
    paragraphs: Sequence[str]
    page: str
    link: str


Writer = Callable[[Sequence[Line], date], Letter]
"""Writes a letter about some accounts, as things stand on a day; in the language that is active."""


def full_date(day: date) -> str:
    """``24 November 2026``, written out in the reader's language."""
    return format_date(day, pgettext("date format: full", "j F Y"))


def account_of(line: Line) -> str:
    """The account in words, with its shop."""
    values = {"account": line.account, "shop": line.shop, "seller": line.seller_id}
    if line.seller_id:
        return gettext("“%(account)s” (%(shop)s, seller ID %(seller)s)") % values
    return gettext("“%(account)s” (%(shop)s)") % values


def reason_of(line: Line) -> list[str]:
    """The stored sentence of a line, in the language that is active; empty where there is none."""
    reason = Words.from_stored(line.reason)
    if reason is None:
        return []
    text = gettext(reason.text)
    return [text % reason.values if reason.values else text]


def about(lines: Sequence[Line], one: str, many: str) -> str:
    """A subject that names the account, or counts where there are several."""
    return many % {"count": len(lines)} if len(lines) > 1 else one % {"account": lines[0].account}


def stands_still() -> str:
    """What follows where nothing is asked any more."""
    return gettext(
        "Until then no orders come in, and no parcels are confirmed to the shop. Nothing is lost: what comes"
        " up waits, and goes on by itself afterwards."
    )
