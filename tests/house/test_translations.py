"""Every text that a merchant can see is said in German too, with the same places to fill in."""

from __future__ import annotations

import gettext
import io
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils.translation import gettext as say
from django.utils.translation import override, pgettext
from texts import Text, in_python, in_template, texts
from translations import complaints, entries, read, written

from messages import compiled, means_the_same

ROOT = Path(__file__).parents[2]
GERMAN = ROOT / "src/packhaus/locale/de/LC_MESSAGES/django.po"


def test_german_is_complete_and_says_the_same() -> None:
    assert complaints(read(GERMAN), texts()) == []


def test_no_translation_is_a_guess() -> None:
    assert [
        line for line in GERMAN.read_text(encoding="utf-8").splitlines() if line.startswith("#, fuzzy")
    ] == []


def test_the_program_reads_what_people_wrote() -> None:
    assert means_the_same(GERMAN.with_suffix(".mo").read_bytes(), compiled(GERMAN))


def test_the_panel_says_each_text_in_german() -> None:
    with override("de"):
        shown = {
            text: pgettext(text.context, text.text) if text.context else say(text.text) for text in texts()
        }
    said = read(GERMAN)
    assert {text for text in shown if not text.plural and shown[text] != said[text][0]} == set()
    with override("en"):
        assert say("Orders") == "Orders"


def test_the_file_of_translations_stands_in_its_one_order() -> None:
    assert GERMAN.read_text(encoding="utf-8") == written("de", read(GERMAN), texts())


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ((), "not translated"),
        (("",), "not translated"),
        (("Sendung %(numer)s ist da",), "places"),
        (("Sendung ist da",), "places"),
        (("Sendung %(number)s ist da %(number)d",), "places"),
    ],
)
def test_a_wrong_translation_is_named(said: tuple[str, ...], complaint: str) -> None:
    text = Text("Parcel %(number)s is there")
    assert complaints({text: ("Sendung %(number)s ist da",)}, {text: ["a.py:1"]}) == []
    [found] = complaints({text: said} if said else {}, {text: ["a.py:1"]})
    assert found.startswith(complaint)


def test_the_form_for_one_may_leave_its_number_out_but_not_the_other() -> None:
    text = Text("%(n)s day in %(city)s", "%(n)s days in %(city)s")
    places = {text: ["a.py:1"]}
    assert complaints({text: ("Ein Tag in %(city)s", "%(n)s Tage in %(city)s")}, places) == []
    assert len(complaints({text: ("%(n)s Tag in %(city)s", "Tage in %(city)s")}, places)) == 1
    assert len(complaints({text: ("%(n)s Tag in %(city)s",)}, places)) == 1


def test_a_text_that_nobody_says_any_more_is_named() -> None:
    assert complaints({Text("Gone"): ("Weg",)}, {}) == ["no longer used: 'Gone'"]


PYTHON = """
from django.utils.translation import gettext as say, gettext_lazy as _, ngettext, pgettext_lazy
from packhaus.kit.words import gettext_noop
from somewhere import gettext
say("one"); _("two " "halves"); gettext_noop("three")
ngettext("%(n)s day", "%(n)s days", n); pgettext_lazy("parcel", "lost")
gettext("not ours"); say(variable)
"""
TEMPLATE = """
{% translate "one" %} {% translate "lost" context "parcel" %} {{ x|default:_("two") }}
{% blocktranslate with n=order.number %}Order {{ n }} at 100 %{% endblocktranslate %}
{% blocktranslate count n=days %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}
{% include "a.html" with title=_("three") %} {# {% translate "not this" %} #}
"""


def test_texts_are_found_in_python_under_every_name() -> None:
    assert {text for _, text in in_python(PYTHON)} == {
        Text("one"),
        Text("two halves"),
        Text("three"),
        Text("%(n)s day", "%(n)s days"),
        Text("lost", context="parcel"),
    }


def test_texts_are_found_in_every_tag_of_a_template() -> None:
    assert {text for _, text in in_template(TEMPLATE)} == {
        Text("one"),
        Text("two"),
        Text("three"),
        Text("lost", context="parcel"),
        Text("Order %(n)s at 100 %%"),
        Text("%(n)s day", "%(n)s days"),
    }


def test_written_translations_read_as_they_were(tmp_path: Path) -> None:
    said = {
        Text('He said "go"\tand\nleft \\'): ("Er sagte „los“\tund\nging \\",),
        Text("%(n)s day", "%(n)s days"): ("%(n)s Tag", "%(n)s Tage"),
        Text("lost", context="parcel"): ("verloren",),
    }
    file = tmp_path / "django.po"
    file.write_text(written("de", said, {text: ["packhaus/a.py:1"] for text in said}), encoding="utf-8")
    assert read(file) == said
    assert len(list(entries(file))) == 4
    translations = gettext.GNUTranslations(io.BytesIO(compiled(file)))
    assert translations.pgettext("parcel", "lost") == "verloren"
    assert translations.ngettext("%(n)s day", "%(n)s days", 3) == "%(n)s Tage"


def test_script_messages_needs_no_gettext_programs() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "script/support/messages.py"), "--check"],
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
