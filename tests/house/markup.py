"""What stands in a template: its tags, its attributes, and the words that nothing translates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.template.base import Lexer, Token, TokenType

SPOKEN = {"alt", "aria-label", "aria-description", "content", "label", "placeholder", "title"}
"""Attributes that a reader sees or hears."""
_LITERAL = re.compile(r'"([^"]*)"')
_WORD = re.compile(r"[^\W\d_]{2,}")
_UNSPOKEN = {"size", "kind", "css", "id", "method", "tone", "name"}
"""What tags of ours are given that no reader sees."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.words: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self._inside = tag if tag in ("script", "style") else ""
        if tag == "style" or (tag == "script" and "src" not in given):
            self.faults.append(f"<{tag}> in the page: put it into a file of the room's static folder")
        for name, value in given.items():
            if name == "style" or name.startswith(("on", "hx-on")) or "javascript:" in (value or ""):
                self.faults.append(f"{name}={value!r}: the browser refuses inline script and style")
            if name in SPOKEN and not (tag == "meta" and name == "content"):
                self.words += _WORD.findall(value or "")
            if tag == "input" and name == "value" and given.get("type") in ("submit", "button"):
                self.words += _WORD.findall(value or "")

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.words += _WORD.findall(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""


def inline_faults(source: str) -> list[str]:
    """Inline script, inline style and attributes that run something, each with its mend."""
    return _read(source).faults


def untranslated(source: str) -> list[str]:
    """Words of a template that stay as they are, whether in its text or in what a tag is given."""
    said = list(_read(source).words)
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            said += [word for literal in _sentences(token) for word in _WORD.findall(literal)]
    return said


def _sentences(token: Token) -> Iterator[str]:
    name, *bits = token.split_contents()
    if name in ("translate", "trans", "blocktranslate", "blocktrans", "static", "url", "load", "extends"):
        return
    for bit in bits:
        if '_("' in bit or bit.partition("=")[0] in _UNSPOKEN:
            continue
        for literal in _LITERAL.findall(bit):
            if " " in literal or literal[:1].isupper():
                yield literal


def _read(source: str) -> _Reader:
    """Read a template as HTML, its variables and tags left out and with them all that is translated."""
    reader, skipped, page = _Reader(), False, []
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            name = token.contents.split(maxsplit=1)[0]
            if name in ("blocktranslate", "blocktrans", "comment") or token.contents.endswith("_class"):
                skipped = True
            elif name in ("endblocktranslate", "endblocktrans", "endcomment", "endblock"):
                skipped = False
            # An empty place keeps two attributes apart where a tag stood between them.
            page.append(" " if name in ("if", "elif", "else", "endif") else "")
        elif token.token_type == TokenType.TEXT and not skipped:
            page.append(token.contents)
    reader.feed("".join(page))
    reader.close()
    return reader
