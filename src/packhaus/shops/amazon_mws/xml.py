"""Reads Amazon's XML into plain records. It comes from outside: no document type, no entities, no network."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

import msgspec
from lxml import etree


class UnreadableError(Exception):
    """Not XML, or XML that is refused for what it could do."""


class Element(msgspec.Struct, frozen=True):
    """One element, its names without namespaces. It may hold personal data: ``repr`` shows nothing."""

    name: str
    text: str = ""
    attributes: dict[str, str] = {}
    children: tuple[Element, ...] = ()

    def __repr__(self) -> str:
        return "<Element>"

    def all(self, name: str) -> Iterator[Element]:
        """The children of a name."""
        return (child for child in self.children if child.name == name)

    def at(self, *path: str) -> Element | None:
        """The first element at a path of names."""
        found: Element | None = self
        for name in path:
            found = next(found.all(name), None) if found is not None else None
        return found

    def value(self, *path: str) -> str | None:
        """The text at a path of names, without white space around it; None where there is none."""
        found = self.at(*path)
        return (found.text.strip() or None) if found is not None else None

    def written(self) -> bytes:
        """The element as XML again, without attributes and namespaces."""
        return self._written().encode("utf-8", "replace")

    def _written(self) -> str:
        inner = "".join(child._written() for child in self.children)
        return f"<{self.name}>{escape(self.text.strip())}{inner}</{self.name}>"


def read(content: bytes) -> Element:
    """The root of a document. Raises UnreadableError.

    What nests deeper or names longer than libxml2 lets by default is refused too.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableError from None
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError
    return _element(root)


def _element(node: etree._Element) -> Element:
    return Element(
        name=_local(str(node.tag)),
        text=str(node.text or ""),
        attributes={_local(str(name)): str(value) for name, value in node.attrib.items()},
        children=tuple(_element(child) for child in node),
    )


def _local(name: str) -> str:
    return name.rpartition("}")[2]
