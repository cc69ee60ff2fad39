"""Reads XML that a caller sent. A document type is refused: nobody needs one here, and it can be a trap."""

from dataclasses import dataclass, field
from xml.parsers import expat


class UnreadableError(Exception):
    """Not well-formed, or with a document type; says where."""


@dataclass
class Element:
    """One element; ``name`` without its namespace's prefix, ``text`` without white space around it."""

    name: str
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def all(self, name: str) -> list["Element"]:
        """The children of a name."""
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> "Element | None":
        """The first child of a name."""
        return next(iter(self.all(name)), None)

    def value(self, *path: str) -> str | None:
        """The text at a path of names; ``None`` where the path ends early or nothing is in it."""
        found: Element | None = self
        for name in path:
            found = found.first(name) if found is not None else None
        return found.text or None if found is not None else None


def read_xml(content: bytes) -> Element:
    """The root of a document. Raises ``UnreadableError``."""
    reader = _Reader()
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as problem:
        raise UnreadableError(
            f"XML Parsing Error at Line {problem.lineno}, Column {problem.offset}: "
            f"{expat.ErrorString(problem.code)}"
        ) from None
    except (LookupError, ValueError):
        # The parser asks Python for an encoding that it does not know itself, and takes no multi-byte one.
        raise UnreadableError("XML Parsing Error: the encoding is not supported") from None
    return reader.root.children[0]


class _Reader:
    def __init__(self) -> None:
        self.root = Element("")
        self._open = [self.root]
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        made = Element(name.rpartition(":")[2])
        self._open[-1].children.append(made)
        self._open.append(made)

    def _end(self, name: str) -> None:
        closed = self._open.pop()
        closed.text = closed.text.strip()

    def _text(self, text: str) -> None:
        self._open[-1].text += text

    def _refuse(self, name: str, system_id: str | None, public_id: str | None, internal: bool) -> None:
        raise UnreadableError(
            f"XML Parsing Error at Line {self.parser.CurrentLineNumber}: DOCTYPE is not allowed"
        )
