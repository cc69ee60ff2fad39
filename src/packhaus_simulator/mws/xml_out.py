"""Writes XML: everything is escaped, and what XML cannot hold becomes U+FFFD, as Amazon's guide says."""

import re
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

_DECLARATION = '<?xml version="1.0"?>\n'
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Xml(str):
    """Text that is XML already."""

    __slots__ = ()


Content = Xml | str | int


def _written(part: Content) -> str:
    return part if isinstance(part, Xml) else escape(_FORBIDDEN.sub("\ufffd", str(part)))


def tag(name: str, *content: Content, attributes: Mapping[str, str] | None = None) -> Xml:
    """One element with what is in it."""
    given = "".join(f" {key}={quoteattr(value)}" for key, value in (attributes or {}).items())
    return Xml(f"<{name}{given}>{''.join(_written(part) for part in content)}</{name}>")


def maybe(name: str, content: Content | None) -> Xml:
    """One element, or nothing where there is nothing to tell."""
    return Xml("") if content is None or content == "" else tag(name, content)


def truth(value: bool) -> str:
    """A boolean as XML Schema writes it."""
    return "true" if value else "false"


def joined(parts: Iterable[Xml]) -> Xml:
    """Elements after one another."""
    return Xml("".join(parts))


def document(root: Xml) -> bytes:
    """A whole document in UTF-8."""
    return (_DECLARATION + root).encode()
