"""Errors named by their cure: who can mend it, and when."""

from __future__ import annotations

from datetime import datetime

from packhaus.kit.words import Words


class Problem(Exception):
    """The root of all errors that Packhaus raises on purpose. ``words`` say it to the merchant."""

    def __init__(self, words: Words) -> None:
        super().__init__(str(words))
        self.words = words


class Retry(Problem):
    """Time mends it: a limit, a time-out, an outage. Due again at ``after``.

    ``after`` is None where the caller's own back-off decides.
    ``sent`` says whether the other side may have acted on the call (a time-out after sending).
    ``cause`` is one of ``limit``, ``outage`` (it has trouble of its own), ``unreachable``, ``unreadable``
    (what came back is not the other side's), ``secret_new``; empty where nobody has told them apart.
    """

    def __init__(
        self, words: Words, after: datetime | None = None, *, sent: bool = False, cause: str = ""
    ) -> None:
        super().__init__(words)
        self.after = after
        self.sent = sent
        self.cause = cause or ("limit" if after is not None else "")


class NeedsMerchant(Problem):
    """The merchant mends it. ``where`` is the name of the page on which that is done."""

    def __init__(self, words: Words, where: str = "") -> None:
        super().__init__(words)
        self.where = where


class AuthorizationEnded(NeedsMerchant):
    """The other side no longer lets us in: the authorization's state must follow.

    ``cause`` is one of ``secret``, ``token``, ``role``, ``region``, ``seller``, ``code``, ``keys`` (this
    installation's own).
    """

    def __init__(self, words: Words, cause: str, where: str = "") -> None:
        super().__init__(words, where)
        self.cause = cause


class Rejected(Problem):
    """The other side refused this one thing for good. ``field`` names the part that is wrong."""

    def __init__(self, words: Words, field: str = "") -> None:
        super().__init__(words)
        self.field = field


class Bug(Problem):
    """A state that our own rules exclude."""
