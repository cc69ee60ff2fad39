"""Makes the panel's help pages: documents in Markdown become templates that need no Markdown at run time.

A document is text for people, so anything in it that is not plain text, a list, a table, a quotation or a
link is refused: no HTML, no picture. A quotation is a draft for Amazon, which reads English, and a paragraph
that is all emphasis is one of its questions.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "src/packhaus/desk/help/templates"

DOCUMENTS: dict[str, dict[str, str]] = {
    "addresses": {"de": "docs/de/anschriften.md", "en": "docs/en/addresses.md"},
    "connecting": {"de": "docs/de/verbinden.md", "en": "docs/en/connecting.md"},
    "own-orders": {"de": "docs/de/eigene-bestellungen.md", "en": "docs/en/own-orders.md"},
    "data-protection": {"de": "docs/de/datenschutz.md", "en": "docs/en/data-protection.md"},
}
"""The pages, by the last part of their address: the document of each language."""

PLACES: dict[str, str] = {
    "Einstellungen > Integrationen": "shops:list",
    "Settings > Integrations": "shops:list",
    "Einstellungen > Integrationen > Öffentliche Anwendung": "amazon:application",
    "Settings > Integrations > Public application": "amazon:application",
    "Einstellungen > Benutzerberechtigungen": "authorizations:list",
    "Settings > User permissions": "authorizations:list",
    "Einstellungen > E-Mail": "messages:settings",
    "Settings > E-mail": "messages:settings",
    "Neue Bestellung": "own:order",
    "New order": "own:order",
    "Aus einer Datei": "own:files",
    "From a file": "own:files",
    "Einstellungen > Datenschutz": "privacy:overview",
    "Settings > Data protection": "privacy:overview",
}
"""Places in the panel. Printed bold in a document, they are a link in the panel."""

DRAFT_LANGUAGE = "en"


class BadDocumentError(Exception):
    """A document cannot become a page; the message names document, place and mend."""


@dataclass(frozen=True)
class Heading:
    """A heading below the title: how deep, its anchor, what it says."""

    level: int
    anchor: str
    text: str


def anchor_of(text: str) -> str:
    """A heading's anchor, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


class Page(RendererHTML):
    """One document on its way to a template."""

    def __init__(self, document: str, language: str, tokens: Sequence[Token]) -> None:
        super().__init__()
        self._document = document
        self._language = language
        self._tokens = list(tokens)
        self._closings: list[str] = []
        self._heads: list[str] = []
        self._column = 0
        rules: dict[str, Callable[..., str]] = {
            "heading_open": self._heading_open,
            "paragraph_open": self._paragraph_open,
            "table_open": self._table_open,
            "th_open": self._head_open,
            "tr_open": self._row_open,
            "td_open": self._cell_open,
            "blockquote_open": self._quotation_open,
            "link_open": self._link_open,
            "link_close": lambda *_: self._closings.pop(),
            "strong_open": self._strong_open,
            "strong_close": lambda *_: self._closings.pop(),
            "code_inline": lambda tokens, at, *_: f"<code>{_safe(tokens[at].content)}</code>",
            "fence": lambda tokens, at, *_: f"<pre><code>{_safe(tokens[at].content)}</code></pre>\n",
            "code_block": lambda tokens, at, *_: f"<pre><code>{_safe(tokens[at].content)}</code></pre>\n",
            "text": lambda tokens, at, *_: _safe(tokens[at].content),
            "image": self._refused,
            "html_block": self._refused,
            "html_inline": self._refused,
        }
        self.rules.update(rules)

    def headings(self) -> list[Heading]:
        """All headings in their order, the title first. Raises BadDocumentError for a doubled anchor."""
        found = [
            Heading(int(token.tag[1:]), anchor_of(said.content), said.content)
            for token, said in zip(self._tokens, self._tokens[1:], strict=False)
            if token.type == "heading_open"
        ]
        anchors = [heading.anchor for heading in found]
        doubled = sorted({anchor for anchor in anchors if anchors.count(anchor) > 1})
        if (
            doubled
            or not found
            or found[0].level != 1
            or self._tokens[0].type != "heading_open"
            or any(heading.level == 1 for heading in found[1:])
        ):
            raise BadDocumentError(
                f"{self._document}: one title (#) at the top and headings that differ, not {doubled}"
            )
        return found

    def template(self) -> str:
        """The whole template: title, table of contents, text."""
        title, *others = self.headings()
        name = _safe(_plain(title.text))
        contents = "".join(
            f'<li><a href="#{quote(heading.anchor)}">{_safe(_plain(heading.text))}</a></li>\n'
            for heading in others
            if heading.level == 2
        )
        # The title stands above the table of contents, so apart from the text.
        text = self.render(self._tokens[3:], _PARSER.options, {})
        return (
            '{% extends "desk/help/page.html" %}\n'
            f"{{% block title %}}{name}{{% endblock %}}\n"
            f'{{% block heading %}}<h1 id="{title.anchor}">{name}</h1>{{% endblock %}}\n'
            f"{{% block contents %}}{contents}{{% endblock %}}\n"
            f"{{% block text %}}{text}{{% endblock %}}\n"
        )

    def _heading_open(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        return f'<{tokens[at].tag} id="{anchor_of(tokens[at + 1].content)}">'

    def _paragraph_open(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        if tokens[at].hidden:
            return ""
        said = tokens[at + 1].children or []
        is_question = len(said) > 1 and said[0].type == "em_open" and said[-1].type == "em_close"
        return f"<p{self._in_english() if is_question else ''}>"

    def _table_open(self, *_: Any) -> str:
        self._heads = []
        return "<table>\n"

    def _head_open(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        self._heads.append(_plain(tokens[at + 1].content))
        return "<th>"

    def _row_open(self, *_: Any) -> str:
        self._column = 0
        return "<tr>\n"

    def _cell_open(self, *_: Any) -> str:
        head = self._heads[self._column]
        self._column += 1
        # On a phone each cell stands on a line of its own, with its column's name before it.
        return f'<td data-head="{_safe(head)}">' if self._column > 1 else "<td>"

    def _quotation_open(self, *_: Any) -> str:
        return f"<blockquote{self._in_english()}>\n"

    def _in_english(self) -> str:
        return "" if self._language == DRAFT_LANGUAGE else f' lang="{DRAFT_LANGUAGE}"'

    def _strong_open(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        place = PLACES.get(tokens[at + 1].content)
        self._closings.append("</a></strong>" if place else "</strong>")
        return f'<strong><a href="{{% url "{place}" %}}">' if place else "<strong>"

    def _link_open(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        target = str(tokens[at].attrs["href"])
        if target.startswith(("https://", "mailto:")):
            self._closings.append("</a>")
            outside = ' target="_blank" rel="noopener noreferrer"' if target.startswith("https:") else ""
            return f'<a href="{_safe(target)}"{outside}>'
        if "://" in target:
            raise BadDocumentError(f"{self._document}: {target} must begin with https://")
        address = self._inside(target)
        # A file of the program has no page in the panel: its name stands there, and leads nowhere.
        self._closings.append("</a>" if address else "")
        return f'<a href="{address}">' if address else ""

    def _inside(self, target: str) -> str:
        page, _, anchor = unquote(target).partition("#")
        if not page:
            if anchor not in {heading.anchor for heading in self.headings()}:
                raise BadDocumentError(f"{self._document}: there is no heading #{anchor}")
            return f"#{quote(anchor)}"
        beside = PurePosixPath(self._document).parent / page
        for slug, documents in DOCUMENTS.items():
            if documents.get(self._language) == str(beside):
                return f'{{% url "help:{slug}" %}}' + (f"#{quote(anchor)}" if anchor else "")
        return ""

    def _refused(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        raise BadDocumentError(f"{self._document}: no HTML and no picture: {tokens[at].content[:60]!r}")


def _plain(text: str) -> str:
    """What a heading says, without its marks."""
    return re.sub(r"[`*]", "", text)


def _safe(text: str) -> str:
    """Text as HTML that no template tag can hide in."""
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("{", "&#123;")):
        text = text.replace(sign, name)
    return text


# HTML is parsed so that it can be refused by name; without it, it would stand on the page as text.
_PARSER = MarkdownIt("commonmark", {"html": True}).enable("table")


def rendered(document: str, language: str, source: str) -> str:
    """The template of a document. Raises BadDocumentError."""
    return Page(document, language, _PARSER.parse(source)).template()


def templates() -> dict[Path, str]:
    """Each template that there should be, with its text."""
    return {
        TARGET / f"{slug}.{language}.html": rendered(
            document, language, (ROOT / document).read_text(encoding="utf-8")
        )
        for slug, documents in DOCUMENTS.items()
        for language, document in documents.items()
    }


def stale() -> list[str]:
    """Templates that are not what their documents say, and such without a document."""
    wanted = templates()
    found = {path: path.read_text(encoding="utf-8") for path in TARGET.glob("*.??.html")}
    return sorted(path.name for path in wanted.keys() | found.keys() if wanted.get(path) != found.get(path))


def main() -> None:
    """Write the templates, or with --check only say which are out of step."""
    if "--check" in sys.argv[1:]:
        if behind := stale():
            sys.exit(f"Out of step with docs (mend it with: script/help): {', '.join(behind)}")
        return
    wanted = templates()
    for path in set(TARGET.glob("*.??.html")) - wanted.keys():
        path.unlink()
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except BadDocumentError as bad:
        sys.exit(str(bad))
