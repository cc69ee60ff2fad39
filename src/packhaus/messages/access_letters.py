"""Mails of accounts that the shop refuses, or lets in again: for each cause its own words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext

from packhaus.messages.letter import (
    AUTHORIZATIONS,
    Letter,
    about,
    account_of,
    full_date,
    reason_of,
    stands_still,
)
from packhaus.messages.lines import Line

_ROLE, _KEYS, _SECRET = "role", "keys", "secret"
_LET_IN = (_ROLE, _KEYS, "test")


def denied(lines: Sequence[Line], today: date) -> Letter:
    """The shop refuses something, whatever the dates say: all, or the orders alone for want of a role."""
    shut = [line for line in lines if line.cause != _ROLE]
    lacking = [line for line in lines if line.cause == _ROLE]
    if not lacking:
        subject = about(
            shut,
            gettext("“%(account)s”: the shop no longer lets Packhaus in"),
            gettext("%(count)s accounts: the shop no longer lets Packhaus in"),
        )
    elif not shut:
        subject = about(
            lacking,
            gettext("“%(account)s”: the orders may not be read"),
            gettext("%(count)s accounts: the orders may not be read"),
        )
    else:
        subject = gettext("%(count)s accounts: the shop refuses access, wholly or in part") % {
            "count": len(lines)
        }
    said = [sentence for line in shut for sentence in _shut_out(line)]
    said += [stands_still()] if shut else []
    said += [sentence for line in lacking for sentence in _without_role(line)]
    said += [_orders_wait()] if lacking else []
    return Letter(subject, said, AUTHORIZATIONS, gettext("See what to do"))


def _shut_out(line: Line) -> list[str]:
    if line.cause == _KEYS:
        text = gettext("%(shop)s does not take the keys of this Packhaus, so %(account)s stands still.")
    else:
        text = gettext("%(shop)s no longer lets Packhaus into the account %(account)s.")
    return [text % {"shop": line.shop, "account": account_of(line)}, *reason_of(line)]


def _without_role(line: Line) -> list[str]:
    text = gettext("%(shop)s no longer lets Packhaus read the orders of %(account)s: a role is missing.")
    return [text % {"shop": line.shop, "account": account_of(line)}, *reason_of(line)]


def _orders_wait() -> str:
    return gettext(
        "Until then no orders come in. All else is tried as before, confirmations too. Nothing is lost: what"
        " comes up waits, and goes on by itself afterwards."
    )


def good_again(lines: Sequence[Line], today: date) -> Letter:
    """Good again; what waited goes on (R4.6)."""
    return Letter(
        _good_subject(lines),
        [*map(_good, lines), gettext("What waited goes on by itself. There is nothing to do.")],
        AUTHORIZATIONS,
        gettext("Current authorizations"),
    )


def _good_subject(lines: Sequence[Line]) -> str:
    causes = {line.cause for line in lines}
    if causes <= {_SECRET}:
        one = gettext("The new client secret for “%(account)s” is taken")
    elif causes <= {_ROLE}:
        one = gettext("“%(account)s”: the orders can be read again")
    elif causes <= {*_LET_IN}:
        one = gettext("“%(account)s”: the shop lets Packhaus in again")
    else:
        one = gettext("The authorization of “%(account)s” is renewed")
    if causes & {_SECRET, *_LET_IN}:
        return about(lines, one, gettext("%(count)s accounts go on"))
    return about(lines, one, gettext("%(count)s authorizations are renewed"))


def _good(line: Line) -> str:
    values = {
        "account": account_of(line),
        "shop": line.shop,
        "date": full_date(line.ends_on) if line.ends_on else "",
    }
    if line.cause == _SECRET:
        said = gettext("The new client secret for %(account)s is taken.") % values
    elif line.cause == _ROLE:
        said = gettext("%(shop)s lets Packhaus read the orders of %(account)s again.") % values
    elif line.cause in _LET_IN:
        said = gettext("%(shop)s lets Packhaus into the account %(account)s again.") % values
    elif line.ends_on:
        return gettext("The authorization of %(account)s is renewed. It ends on %(date)s.") % values
    else:
        return gettext("The authorization of %(account)s is renewed.") % values
    return f"{said} {_end_as_before(line)}".strip()


def _end_as_before(line: Line) -> str:
    """The date that no renewal has moved; of a new secret its own."""
    if line.ends_on is None:
        return ""
    if line.ending == "secret":
        text = gettext("The client secret ends on %(date)s at the latest.")
    else:
        text = gettext("Its authorization ends on %(date)s.")
    return text % {"date": full_date(line.ends_on)}
