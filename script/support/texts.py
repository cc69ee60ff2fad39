"""Every text that the source marks as translatable, with the places where it stands.

Read from the source itself, as xgettext would, so that a machine without the gettext programs can do it.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

SOURCES = Path(__file__).resolve().parents[2] / "src"
MARKERS = {"django.utils.translation", "packhaus.kit.words"}

_LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"(?<![\w])(n?p?gettext|_)\(((?:{_LITERAL})(?:,\s*(?:{_LITERAL}))*)")


@dataclass(frozen=True)
class Text:
    """One text: what it says, in several where a count decides, and in what sense."""

    text: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> str:
        """The form in which a .mo file keeps it."""
        head = f"{self.context}\x04{self.text}" if self.context else self.text
        return f"{head}\0{self.plural}" if self.plural else head


def texts(sources: Path = SOURCES) -> dict[Text, list[str]]:
    """All texts below a folder, each with its places (``file:line``)."""
    found: dict[Text, list[str]] = {}
    for file in sorted(sources.rglob("*")):
        if file.suffix == ".py":
            marked = in_python(file.read_text(encoding="utf-8"))
        elif file.suffix in (".html", ".txt") and "templates" in file.parts:
            marked = in_template(file.read_text(encoding="utf-8"))
        else:
            continue
        for line, text in marked:
            found.setdefault(text, []).append(f"{file.relative_to(sources)}:{line}")
    return found


def in_python(source: str) -> Iterator[tuple[int, Text]]:
    """The texts of a Python file: literals given to gettext and its kin, whatever it is imported as."""
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name: alias.name.removesuffix("_lazy").removesuffix("_noop")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in MARKERS
        for alias in node.names
        if "gettext" in alias.name
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in names:
            continue
        said = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        text = _text(names[node.func.id], said)
        if text:
            yield node.lineno, text


def in_template(source: str) -> Iterator[tuple[int, Text]]:
    """The texts of a template: translate, blocktranslate and _("...")."""
    prepared = templatize(source)
    for match in _CALL.finditer(prepared):
        said = [ast.literal_eval(literal) for literal in re.findall(_LITERAL, match[2])]
        text = _text("gettext" if match[1] == "_" else match[1], said)
        if text:
            yield prepared.count("\n", 0, match.start()) + 1, text


def _text(function: str, said: list[str]) -> Text | None:
    head = function.removesuffix("gettext")
    wanted = 1 + len(head)
    if len(said) < wanted:
        return None
    context = said.pop(0) if "p" in head else ""
    return Text(said[0], said[1] if "n" in head else "", context)
