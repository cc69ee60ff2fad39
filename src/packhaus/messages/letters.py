"""The kinds of mails (registry): for each its text, written in the reader's language when it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from packhaus.kit.words import gettext_noop
from packhaus.messages.access_letters import denied, good_again
from packhaus.messages.letter import (
    AUTHORIZATIONS,
    Letter,
    Writer,
    about,
    account_of,
    full_date,
    reason_of,
    stands_still,
)
from packhaus.messages.lines import Line


def _left(ends_on: date, today: date) -> str:
    days = (ends_on - today).days
    if days <= 0:
        return gettext("now")
    if days == 1:
        return gettext("tomorrow")
    return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}


def _end(line: Line, today: date) -> str:
    ends_on = line.ends_on or today
    values = {"account": account_of(line), "date": full_date(ends_on), "left": _left(ends_on, today)}
    if line.ending == "secret":
        return gettext("The client secret for %(account)s ends on %(date)s, %(left)s.") % values
    return gettext("The authorization of %(account)s ends on %(date)s, %(left)s.") % values


def _renew(lines: Sequence[Line]) -> list[str]:
    said = []
    endings = {line.ending for line in lines}
    if "year" in endings:
        said.append(
            gettext(
                "How to renew: open the authorizations in Packhaus, choose “Renew” and confirm at Amazon."
                " There is nothing to enter again. It is good for another year then."
            )
        )
    if "secret" in endings:
        said.append(
            gettext(
                "How to renew the client secret: rotate it at Amazon at your application, below “LWA"
                " credentials”, and enter the new one in Packhaus. The old one stays good for seven days."
            )
        )
    return said


def _reminder(lines: Sequence[Line], today: date) -> Letter:
    """R4.5: which account, what ends when, how many days are left, what happens then, how to renew."""
    ends = sorted(lines, key=lambda line: line.ends_on or today)
    first = ends[0]
    values = {"account": first.account, "date": full_date(first.ends_on or today), "count": len(ends)}
    if len(ends) > 1:
        subject = gettext("%(count)s authorizations end soon, the first on %(date)s") % values
    elif first.ending == "secret":
        subject = gettext("The client secret for “%(account)s” ends on %(date)s") % values
    else:
        subject = gettext("The authorization of “%(account)s” ends on %(date)s") % values
    return Letter(
        subject,
        [
            *(_end(line, today) for line in ends),
            gettext(
                "What happens then: from 00:00 of that day Packhaus no longer asks the shop. No orders come"
                " in, and no parcels are confirmed to it. Nothing is lost: what comes up waits, and goes on"
                " once you renew."
            ),
            *_renew(ends),
            gettext("You get this reminder once a week until you renew or revoke the authorization."),
        ],
        AUTHORIZATIONS,
        gettext("Renew or revoke"),
    )


def _deactivated(lines: Sequence[Line], today: date) -> Letter:
    """R4.6: it ended without renewal."""
    return Letter(
        about(
            lines,
            gettext("The authorization of “%(account)s” has ended"),
            gettext("%(count)s authorizations have ended"),
        ),
        [
            *(
                gettext("The authorization of %(account)s ended on %(date)s and is deactivated.")
                % {"account": account_of(line), "date": full_date(line.ends_on or today)}
                for line in lines
            ),
            stands_still(),
            *_renew(lines),
        ],
        AUTHORIZATIONS,
        gettext("Renew"),
    )


def _archive_not_written(lines: Sequence[Line], today: date) -> Letter:
    """R4.3: buyers' data goes on its day, whether or not the archive has a copy; so say it before."""
    line = lines[0]
    ends_on = line.ends_on or today
    values = {"count": line.count, "date": full_date(ends_on), "left": _left(ends_on, today)}
    return Letter(
        gettext("The archive cannot be written: addresses go after %(date)s") % values,
        [
            ngettext(
                "%(count)s shipped order is in no bundle of the archive yet. Its address is deleted after"
                " %(date)s (%(left)s).",
                "%(count)s shipped orders are in no bundle of the archive yet. The first of their addresses"
                " is deleted after %(date)s (%(left)s).",
                line.count,
            )
            % values,
            *reason_of(line),
            gettext(
                "Amazon lets nobody keep addresses longer, so they go on that day also without a copy. Once"
                " the cause is mended the archive is written by itself."
            ),
        ],
        "archive:page",
        gettext("See the archive"),
    )


def _test(lines: Sequence[Line], today: date) -> Letter:
    return Letter(
        gettext("Test mail from Packhaus"),
        [
            gettext(
                "This mail was asked for in the settings. You can read it, so mails from Packhaus arrive."
            ),
            gettext(
                "By mail come reminders before an authorization ends, and word when a shop shuts us out."
            ),
        ],
        "messages:settings",
        gettext("Settings for e-mail"),
    )


@dataclass(frozen=True)
class Kind:
    """A kind of mail: what the panel calls it, and who writes it."""

    title: str
    write: Writer


KINDS: dict[str, Kind] = {
    "reminder": Kind(gettext_noop("Reminder of an end"), _reminder),
    "authorization_denied": Kind(gettext_noop("Shop shut us out"), denied),
    "authorization_deactivated": Kind(gettext_noop("Authorization ended"), _deactivated),
    "authorization_renewed": Kind(gettext_noop("Authorization good again"), good_again),
    "archive_not_written": Kind(gettext_noop("Archive not written"), _archive_not_written),
    "test": Kind(gettext_noop("Test mail"), _test),
}
