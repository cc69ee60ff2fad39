"""What Python says to a merchant goes through gettext: a sentence written in plain is English to everyone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "src/packhaus"
SPEAKS_FIRST = {"Words", "ValidationError", "add_error"}
"""Calls whose texts a merchant reads: ``add_error`` names its field first."""
SPEAKS_BY_NAME = {
    "title",
    "plural_title",
    "means",
    "mend_label",
    "label",
    "help_text",
    "verbose_name",
    "placeholder",
    "empty_label",
}
TOASTS = {"success", "info", "warning", "error", "debug"}


def in_plain(source: str) -> Iterator[tuple[int, str]]:
    """Sentences for merchants that no gettext is put around, with their lines."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        said: list[ast.expr] = []
        if name in SPEAKS_FIRST:
            said += node.args[1:2] if name == "add_error" else node.args[:1]
        if (
            name in TOASTS
            and isinstance(node.func, ast.Attribute)
            and ast.unparse(node.func.value) == "messages"
        ):
            said += node.args[1:2]
        said += [keyword.value for keyword in node.keywords if keyword.arg in SPEAKS_BY_NAME]
        for one in said:
            parts = one.values if isinstance(one, ast.JoinedStr) else [one]
            if any(isinstance(part, ast.Constant) and is_words(part.value) for part in parts):
                yield node.lineno, ast.unparse(one)


def is_words(value: object) -> bool:
    return isinstance(value, str) and any(letter.isalpha() for letter in value)


def test_no_sentence_is_said_in_plain() -> None:
    found = {
        str(file.relative_to(HOUSE)): said
        for file in sorted(HOUSE.rglob("*.py"))
        if "migrations" not in file.parts
        if (said := list(in_plain(file.read_text(encoding="utf-8"))))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ('Words("Enter a weight")', 1),
        ('Words(gettext_noop("Enter a weight"))', 0),
        ('raise ValidationError("Too long")', 1),
        ('self.add_error("street", "Too long")', 1),
        ('self.add_error("street", _("Too long"))', 0),
        ('forms.CharField(label="Street")', 1),
        ('forms.CharField(label="")', 0),
        ('messages.success(request, f"{name} is saved")', 1),
        ('messages.success(request, _("saved"))', 0),
        ('messages.error(request, f"{sku}: {error}")', 0),
        ('logger.info("for operators only")', 0),
    ],
)
def test_a_planted_sentence_is_found(source: str, count: int) -> None:
    assert len(list(in_plain(source))) == count
