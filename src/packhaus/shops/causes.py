"""Each cause for which a connection does not work: its words, its mend, and where that is done.

One entry here, and the connection's page, the table in ``docs/why.md`` and its test follow from it. Texts are
English message ids; what stands in them comes from ``shops.rules``. ``%(shop)s`` is the shop's name.
"""

from __future__ import annotations

from dataclasses import dataclass

from packhaus.kit.words import gettext_noop

SECRET = "shops:secret"
TOKEN = "{shop}:edit#token"
COUNTRIES = "{shop}:edit#work"
AUTHORIZATIONS = "authorizations:list"
ADDRESSES_HELP = "help:addresses"
SHOPS_OWN_PAGE = "shop"


@dataclass(frozen=True)
class Cause:
    """What stands in the way. ``means``: what follows from it; ``mend``: who does what.

    ``where`` names the page of the mend (with ``{shop}``, maybe an anchor) and ``label`` is its button;
    ``SHOPS_OWN_PAGE`` is the shop's own page on which access is given. ``tone``: ``late`` where orders or
    confirmations stand still, ``wait`` where something is lacking, empty where it is everyday work.
    """

    code: str
    title: str
    means: str
    mend: str
    label: str = ""
    where: str = ""
    tone: str = "late"


_BY_ITSELF = gettext_noop("Nothing is to be done: Packhaus tries again by itself.")
_NEW_SECRET = gettext_noop(
    "Make a new client secret at %(shop)s and enter it here. The token stays the same."
)
_ROLE = gettext_noop(
    "Give the application the role at %(shop)s, authorize it again where %(shop)s asks for it, then test."
)

_ALL = (
    Cause(
        code="revoked",
        title=gettext_noop("This connection was ended here"),
        means=gettext_noop(
            "Its token is destroyed, and %(shop)s is asked nothing any more. The orders that came in stay."
        ),
        mend=gettext_noop("Connect the account again if it is to go on."),
        label=gettext_noop("Connect again"),
        where="{shop}:new",
        tone="wait",
    ),
    Cause(
        code="year_over",
        title=gettext_noop("The authorization ended on %(on)s"),
        means=gettext_noop(
            "It holds for a year. Since then %(shop)s is asked nothing: orders and confirmations wait, "
            "nothing is lost."
        ),
        mend=gettext_noop(
            "Renew the authorization. Where %(shop)s keeps the token, nothing is entered again."
        ),
        label=gettext_noop("Renew"),
        where=AUTHORIZATIONS,
    ),
    Cause(
        code="secret_over",
        title=gettext_noop("The client secret ended on %(on)s"),
        means=gettext_noop(
            "Each lasts 180 days. Since then %(shop)s is asked nothing: orders and confirmations wait, "
            "nothing is lost."
        ),
        mend=_NEW_SECRET,
        label=gettext_noop("Enter new secret"),
        where=SECRET,
    ),
    Cause(
        code="secret_ended",
        title=gettext_noop("%(shop)s no longer takes the client secret"),
        means=gettext_noop(
            "It has ended, for each lasts 180 days, or a newer one has taken its place. Orders and "
            "confirmations wait, nothing is lost."
        ),
        mend=_NEW_SECRET,
        label=gettext_noop("Enter new secret"),
        where=SECRET,
    ),
    Cause(
        code="secret_new",
        title=gettext_noop("%(shop)s does not take the new client secret yet"),
        means=gettext_noop(
            "It was entered %(at)s, and %(shop)s is slow to learn of a new one: half an hour is usual. Until "
            "then orders and confirmations wait, nothing is lost."
        ),
        mend=_BY_ITSELF,
        tone="wait",
    ),
    Cause(
        code="secret_waits",
        title=gettext_noop("The new client secret is not taken yet"),
        means=gettext_noop(
            "It was entered %(at)s, and %(shop)s is slow to learn of a new one: half an hour is usual. Until "
            "then the old one goes on, and nothing stands still."
        ),
        mend=gettext_noop("Nothing is to be done: Packhaus tries it every 10 minutes."),
        tone="",
    ),
    Cause(
        code="secret_refused",
        title=gettext_noop("%(shop)s has not taken the new client secret"),
        means=gettext_noop(
            "It was entered %(at)s and refused each time since. Packhaus has stopped trying; the old one is "
            "used as long as %(shop)s takes it."
        ),
        mend=gettext_noop("Copy the new client secret from %(shop)s once more and enter it here."),
        label=gettext_noop("Enter new secret"),
        where=SECRET,
    ),
    Cause(
        code="keys",
        title=gettext_noop("The keys of this Packhaus are missing or wrong"),
        means=gettext_noop(
            "Nobody is let in with them. They belong to whoever runs Packhaus, the same for all accounts. "
            "Orders and confirmations wait, nothing is lost."
        ),
        mend=gettext_noop(
            "Whoever runs Packhaus corrects its settings and starts it again. Then all goes on by itself."
        ),
    ),
    Cause(
        code="token",
        title=gettext_noop("%(shop)s no longer takes the token"),
        means=gettext_noop(
            "The authorization was taken back there, or another one has replaced it. Orders and "
            "confirmations wait, nothing is lost."
        ),
        mend=gettext_noop("Authorize the application again at %(shop)s."),
        label=gettext_noop("Authorize again"),
        where=TOKEN,
    ),
    Cause(
        code="region",
        title=gettext_noop("The account belongs to another region of %(shop)s"),
        means=gettext_noop(
            "Its token was given in another part of the world than the chosen countries. What is asked for "
            "them is refused."
        ),
        mend=gettext_noop("Choose countries in which the account sells, or connect the right account."),
        label=gettext_noop("Choose countries"),
        where=COUNTRIES,
    ),
    Cause(
        code="role_orders",
        title=gettext_noop("The orders may not be read"),
        means=gettext_noop(
            "%(shop)s lets the application in, but refuses it the orders: a role is missing. No order comes "
            "in. What needs no such role goes on, and nothing is lost."
        ),
        mend=_ROLE,
        label=gettext_noop("Open %(shop)s"),
        where=SHOPS_OWN_PAGE,
    ),
    Cause(
        code="role",
        title=gettext_noop("A role is missing"),
        means=gettext_noop(
            "%(shop)s lets the application in, but refuses it this: %(work)s. That stands still; what needs "
            "no such role goes on."
        ),
        mend=_ROLE,
        label=gettext_noop("Open %(shop)s"),
        where=SHOPS_OWN_PAGE,
    ),
    Cause(
        code="worker",
        title=gettext_noop("Packhaus's own worker is not running"),
        means=gettext_noop(
            "Since %(at)s nobody does what is due: no order comes in, no confirmation goes out. Nothing is "
            "lost."
        ),
        mend=gettext_noop(
            "Start Packhaus again on its machine: “packhaus serve” starts the worker too. If it ends again, "
            "its log says why."
        ),
    ),
    Cause(
        code="unreachable",
        title=gettext_noop("%(shop)s cannot be reached"),
        means=gettext_noop(
            "Since %(at)s no connection to it comes about. Waiting meanwhile: %(work)s. Nothing is lost."
        ),
        mend=gettext_noop(
            "Look at the internet connection of the machine that Packhaus runs on. Packhaus tries again by "
            "itself."
        ),
    ),
    Cause(
        code="outage",
        title=gettext_noop("%(shop)s is out of order"),
        means=gettext_noop(
            "Since %(at)s it answers with errors of its own, or not at all. Waiting meanwhile: %(work)s. "
            "Nothing is lost."
        ),
        mend=_BY_ITSELF,
    ),
    Cause(
        code="unreadable",
        title=gettext_noop("What comes back is not %(shop)s's answer"),
        means=gettext_noop(
            "Since %(at)s something else answers in its place or breaks its answers: mostly a proxy or a "
            "firewall. Waiting meanwhile: %(work)s. Nothing is lost."
        ),
        mend=gettext_noop(
            "If it lasts, look for a proxy or a firewall between Packhaus and the internet. Packhaus tries "
            "again by itself."
        ),
    ),
    Cause(
        code="other",
        title=gettext_noop("Something at %(shop)s stands in the way"),
        means=gettext_noop("Packhaus cannot go on there: %(said)s"),
        mend=gettext_noop("Do what is said here, then test."),
        label=gettext_noop("See connection"),
        where="{shop}:edit",
    ),
    Cause(
        code="clock",
        title=gettext_noop("The clock is wrong here"),
        means=gettext_noop(
            "Beside %(shop)s's own it is %(span)s %(way)s. Deadlines, limits and the ends of authorizations "
            "go by it."
        ),
        mend=gettext_noop(
            "Set the clock of the machine that the database runs on, best by a time service (NTP)."
        ),
    ),
    Cause(
        code="addresses",
        title=gettext_noop("Addresses are not readable"),
        means=gettext_noop(
            "%(shop)s gives the application city, postal code and country only: it lacks the role for "
            "addresses. Orders come in, but wait without one."
        ),
        mend=gettext_noop(
            "Apply for the role at %(shop)s. Until it is granted, enter addresses at the order."
        ),
        label=gettext_noop("How to get the role"),
        where=ADDRESSES_HELP,
        tone="wait",
    ),
    Cause(
        code="limit",
        title=gettext_noop("%(shop)s's limit is reached"),
        means=gettext_noop(
            "%(shop)s takes only so many questions in a time. Waiting until %(at)s: %(work)s."
        ),
        mend=gettext_noop("Nothing is to be done: it goes on by itself then."),
        tone="",
    ),
)

CAUSES: dict[str, Cause] = {cause.code: cause for cause in _ALL}
"""By code, the worst first."""

CAUSE_OF_PROBLEM = {"secret": "secret_ended"} | {
    code: code
    for code in ("secret_new", "keys", "token", "region", "role", "unreachable", "outage", "unreadable")
}
"""A cause here by the one that an error names (``kit.errors``)."""

WORK = {
    "orders": gettext_noop("orders"),
    "order": gettext_noop("single orders"),
    "weights": gettext_noop("weights"),
    "confirmations": gettext_noop("confirmations"),
    "participations": gettext_noop("countries"),
    "labels": gettext_noop("labels"),
    "": gettext_noop("this connection's work"),
}
"""What is done with a shop, in the reader's words."""
FAST = gettext_noop("fast")
SLOW = gettext_noop("slow")
