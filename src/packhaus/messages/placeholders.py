"""The merchant's own texts of mails to buyers: what may stand in braces, and the filling in: pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from packhaus.kit.errors import Rejected
from packhaus.kit.words import Words, gettext_noop

PLACEHOLDERS = {
    "name": gettext_noop("the recipient's name"),
    "order_number": gettext_noop("the order number"),
    "carrier": gettext_noop("the carrier"),
    "tracking_number": gettext_noop("the tracking number"),
    "tracking_link": gettext_noop("the carrier's page with the parcel, where it has one"),
    "shop": gettext_noop("the name of your shop"),
}
MOST_SUBJECT, MOST_TEXT = 150, 5_000
_IN_BRACES = re.compile(r"\{([^{}\n]*)\}")
_BY_WHICH_IT_IS_FOUND = {"tracking_number", "tracking_link"}


def check_template(subject: str, text: str, *, needs_tracking: bool) -> None:
    """Raise Rejected, with ``field`` ``subject`` or ``text``, for a template that would give a wrong mail."""
    for field, part, most in (("subject", subject, MOST_SUBJECT), ("text", text, MOST_TEXT)):
        if not part.strip():
            raise Rejected(Words(EMPTY), field)
        if len(part) > most:
            raise Rejected(Words(TOO_LONG, {"length": str(len(part)), "most": str(most)}), field)
        for name in _IN_BRACES.findall(part):
            if name not in PLACEHOLDERS:
                known = ", ".join(f"{{{known}}}" for known in PLACEHOLDERS)
                raise Rejected(Words(UNKNOWN, {"name": f"{{{name[:40]}}}", "known": known}), field)
        if set(_IN_BRACES.sub("", part)) & set("{}"):
            raise Rejected(Words(LONE_BRACE), field)
    if "\n" in subject.strip() or "\r" in subject.strip():
        raise Rejected(Words(ONE_LINE), "subject")
    if needs_tracking and not _BY_WHICH_IT_IS_FOUND & set(_IN_BRACES.findall(text)):
        raise Rejected(Words(NO_TRACKING), "text")


def filled(template: str, values: Mapping[str, str]) -> str:
    """A template with its places filled in. A line whose places are all empty is left out."""
    lines = [_line(line, values) for line in template.replace("\r\n", "\n").split("\n")]
    return "\n".join(_without_double_gaps([line for line in lines if line is not None]))


def _line(line: str, values: Mapping[str, str]) -> str | None:
    names = _IN_BRACES.findall(line)
    if names and not any(values.get(name, "") for name in names):
        return None
    return _IN_BRACES.sub(lambda found: values.get(found[1], ""), line)


def _without_double_gaps(lines: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for line in lines:
        if line.strip() or (kept and kept[-1].strip()):
            kept.append(line)
    return kept


EMPTY = gettext_noop("This is empty. Write something, or take our text back.")
TOO_LONG = gettext_noop("This has %(length)s letters, and %(most)s at most go. Shorten it.")
UNKNOWN = gettext_noop("%(name)s is not known. In braces can stand: %(known)s.")
LONE_BRACE = gettext_noop("A brace stands alone. Close it, as in {name}, or take it away.")
ONE_LINE = gettext_noop("The subject is one line.")
NO_TRACKING = gettext_noop(
    "The buyer could not find the parcel: put {tracking_number} or {tracking_link} into the text."
)
