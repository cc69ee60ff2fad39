"""What the page on connecting says of the panel is so: its addresses, its states, its causes, its times."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from help_pages import DOCUMENTS, ROOT

from packhaus.authorizations.rules import SECRET_LIVES, a_month_before, a_year_after
from packhaus.desk.states import LOOKS
from packhaus.flow.rotate import AGAIN, AT_MOST
from packhaus.shops.causes import CAUSES
from packhaus.shops.rules import CLOCK_MAY_DIFFER

LANGUAGES = ("de", "en")
SECTIONS = {
    "states": {"de": "Was jeder Stand bedeutet", "en": "What each state means"},
    "causes": {"de": "Warum es nicht geht", "en": "Why it does not work"},
    "addresses": {
        "de": "Öffentliche Anwendung: über die Website",
        "en": "Public application: by the website",
    },
}


def section(name: str, language: str) -> str:
    text = (ROOT / DOCUMENTS["connecting"][language]).read_text(encoding="utf-8")
    return text.partition(f"\n## {SECTIONS[name][language]}\n")[2].partition("\n## ")[0]


def first_cells(text: str) -> list[str]:
    """The first cell of each row of a table, without its head."""
    return [row.split("|")[1].strip() for row in re.findall(r"^\|.+$", text, re.M)][2:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_addresses_to_register_are_the_panels(language: str) -> None:
    listed = re.findall(r"`https://packhaus\.[\w.-]+(/[^`]+)`", section("addresses", language))
    assert listed == [reverse("amazon:login"), reverse("amazon:callback")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_of_an_authorization_is_explained(language: str) -> None:
    with translation.override(language):
        words = {str(look.word) for state, look in LOOKS["authorization"].items() if state != "requested"}
    assert set(first_cells(section("states", language))) == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cause_is_there_in_the_words_of_the_connections_page(language: str) -> None:
    with translation.override(language):
        titles = [translation.gettext(cause.title) for cause in CAUSES.values()]
    said = [re.sub(r"%\(\w+\)s", "…", title.replace("%(shop)s", "Amazon")) for title in titles]
    assert first_cells(section("causes", language)) == said


def test_the_times_are_those_of_the_rules() -> None:
    text = (ROOT / DOCUMENTS["connecting"]["en"]).read_text(encoding="utf-8")
    for words, rule, value in [
        ("180 days", SECRET_LIVES, timedelta(days=180)),
        ("more than five minutes", CLOCK_MAY_DIFFER, timedelta(minutes=5)),
        ("every ten minutes", AGAIN, timedelta(minutes=10)),
        ("for a whole day", AT_MOST, timedelta(days=1)),
    ]:
        assert words in re.sub(r"\s+", " ", text)
        assert rule == value, words


def test_a_year_and_a_month_are_those_of_the_calendar() -> None:
    """R4.4, R4.5: the same date of the next year; from one month before."""
    assert a_year_after(date(2026, 11, 24)) == date(2027, 11, 24)
    assert a_month_before(date(2027, 11, 24)) == date(2027, 10, 24)


BUTTONS = {
    "connecting": (
        "Connect Amazon",
        "Connect with Amazon",
        "Public application",
        "Amazon asks",
        "Renew",
        "Revoke",
        "Test",
        "Save",
        "User permissions",
        "Other ways",
    ),
    "addresses": (
        "Orders without an address",
        "no address",
        "Enter it",
        "Change",
        "Replace token and secret",
        "Addresses readable: no",
    ),
}
"""What a page tells the reader to look for in the panel."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", BUTTONS)
def test_buttons_and_pages_are_called_as_in_the_panel(slug: str, language: str) -> None:
    text = (ROOT / DOCUMENTS[slug][language]).read_text(encoding="utf-8")
    with translation.override(language):
        names = [translation.gettext(name) for name in BUTTONS[slug]]
    assert [name for name in names if name not in text] == []
