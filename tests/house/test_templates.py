"""No inline script or style in any template, and no word that only some readers understand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from house.markup import inline_faults, untranslated

HOUSE = Path(__file__).parents[2] / "src/packhaus"
TEMPLATES = sorted(HOUSE.glob("**/templates/**/*.html"))

SAME_IN_EVERY_LANGUAGE = {
    "Packhaus",
    "Amazon",
    "MWS",
    "Prime",
    "Deutsch",
    "English",
    "SKU",
    "ASIN",
    "DHL",
    "PDF",
    "kg",
}
SAME_IN_EVERY_LANGUAGE |= {"Enter", "Esc"}
"""Names, units and keys."""
MADE_UP = {"desk/templates/_sheet.html"}
"""The sheet of all components shows made-up buyers and goods."""
ONE_LANGUAGE = re.compile(r"desk/help/templates/[\w-]+\.(de|en)\.html")
"""A help page is written once for each language; tests/desk/test_help.py holds it to its document."""


def name_of(file: Path) -> str:
    return str(file.relative_to(HOUSE))


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 60


@pytest.mark.parametrize("file", TEMPLATES, ids=name_of)
def test_nothing_runs_in_the_page_itself(file: Path) -> None:
    assert inline_faults(file.read_text(encoding="utf-8")) == []


SPOKEN = [
    file for file in TEMPLATES if name_of(file) not in MADE_UP and not ONE_LANGUAGE.fullmatch(name_of(file))
]


@pytest.mark.parametrize("file", SPOKEN, ids=name_of)
def test_every_word_is_translated(file: Path) -> None:
    words = untranslated(file.read_text(encoding="utf-8"))
    assert [word for word in words if word not in SAME_IN_EVERY_LANGUAGE] == []


def test_markup_made_in_python_has_no_inline_style_or_script_either() -> None:
    found = [
        f"{name_of(file)}: {match[0]}"
        for file in sorted(HOUSE.glob("**/*.py"))
        for match in re.finditer(r"<[a-z]+[^>\n]*\s(style|on[a-z]+)=[\"{']", file.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        "<p style='color:red'>x</p>",
        '<button {% if a %}onclick="go()"{% endif %}>x</button>',
        "<script>go()</script>",
        "<style>p{}</style>",
        '<a href="javascript:go()">x</a>',
        '<div hx-on:click="go()">x</div>',
    ],
)
def test_a_planted_inline_is_found(planted: str) -> None:
    assert inline_faults("{% load static %}<main>" + planted + "</main>")
    assert inline_faults('<script src="{% static "a.js" %}" defer></script><p class="w-10">x</p>') == []


@pytest.mark.parametrize(
    ("planted", "words"),
    [
        ("<h1>Good {{ x }} morning</h1>", ["Good", "morning"]),
        ('<input placeholder="Search">', ["Search"]),
        ('<button aria-label="Close">×</button>', ["Close"]),
        ('<input type="submit" value="Save">', ["Save"]),
        ('{% include "desk/_empty.html" with title="No orders yet" url=x %}', ["No", "orders", "yet"]),
        ('{% icon "x" "late" "Late" %}', ["Late"]),
        ("{% blocktranslate %}fine{% endblocktranslate %}{% if a %}bad{% endif %}", ["bad"]),
        ('<h1>{% translate "fine" %}</h1><option value="x">{{ word }}</option>', []),
    ],
)
def test_a_planted_word_is_found(planted: str, words: list[str]) -> None:
    assert untranslated(planted) == words
