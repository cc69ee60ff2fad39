"""A .po file of translations: read, compared with the texts of the source, written in one fixed order.

No line numbers are kept in it, so that an edit elsewhere in a file changes nothing here.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from texts import Text

KEYWORDS = ("msgctxt", "msgid_plural", "msgid", "msgstr")
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]")
Translations = dict[Text, tuple[str, ...]]
"""What each text is in the other language: one form, or one for each number."""


class BadMessageError(Exception):
    """A .po file cannot be read; the message names file, line and mend."""


def entries(file: Path) -> Iterator[dict[str, str]]:
    """The entries of a .po file: keyword to text; without fuzzy and obsolete ones."""
    entry: dict[str, str] = {}
    fuzzy, last = False, ""
    for number, raw in enumerate([*file.read_text(encoding="utf-8").splitlines(), ""], 1):
        line = raw.strip()
        starts = line.startswith(("msgctxt", "msgid ")) and ("msgid" in entry or line.startswith("msgctxt"))
        if (not line or line.startswith("#") or starts) and entry:
            if not fuzzy:
                yield entry
            entry, fuzzy = {}, False
        if line.startswith("#,"):
            fuzzy = fuzzy or "fuzzy" in line
        if not line or line.startswith("#"):
            continue
        word, _, quoted = line.partition(" ") if not line.startswith('"') else (last, "", line)
        if word.partition("[")[0] not in KEYWORDS:
            raise BadMessageError(f"{file}:{number}: a line begins with msgid, msgstr or a quotation mark.")
        try:
            text = ast.literal_eval(quoted.strip())
        except (SyntaxError, ValueError):
            raise BadMessageError(
                f"{file}:{number}: the text must stand in one pair of quotation marks."
            ) from None
        entry[word], last = entry.get(word, "") + text, word


def read(file: Path) -> Translations:
    """The translations of a .po file, without its header and without fuzzy and obsolete ones."""
    return {
        Text(entry["msgid"], entry.get("msgid_plural", ""), entry.get("msgctxt", "")): tuple(
            entry[name] for name in sorted(entry) if name.startswith("msgstr")
        )
        for entry in entries(file)
        if entry["msgid"]
    }


def complaints(translations: Mapping[Text, tuple[str, ...]], texts: Mapping[Text, list[str]]) -> list[str]:
    """What is wrong with the translations, one line each: missing, no longer used, other places to fill."""
    found = []
    for text, places in texts.items():
        said = translations.get(text, ())
        if not said or not all(said) or len(said) != (2 if text.plural else 1):
            found.append(f"not translated: {text.text!r} ({places[0]})")
            continue
        for form in said:
            wanted, has = places_of(text.plural or text.text), places_of(form)
            # "One order": the form for one may leave its number out.
            if has != wanted and not (text.plural and form == said[0] and has < wanted):
                found.append(f"places {sorted(has)} instead of {sorted(wanted)}: {form!r} ({places[0]})")
    found += [f"no longer used: {text.text!r}" for text in translations if text not in texts]
    return found


def places_of(text: str) -> set[str]:
    """The places in a text where a value comes in."""
    return set(PLACE.findall(text.replace("%%", "")))


def written(
    language: str, translations: Mapping[Text, tuple[str, ...]], texts: Mapping[Text, list[str]]
) -> str:
    """A .po file with every text of the source, an empty translation where there is none yet."""
    head = [
        'msgid ""',
        'msgstr ""',
        r'"Content-Type: text/plain; charset=UTF-8\n"',
        r'"Content-Transfer-Encoding: 8bit\n"',
        rf'"Language: {language}\n"',
        r'"Plural-Forms: nplurals=2; plural=(n != 1);\n"',
        "",
    ]
    files = {text: sorted({place.rpartition(":")[0] for place in places}) for text, places in texts.items()}
    lines = []
    for text in sorted(texts, key=lambda text: (files[text][0], text.key)):
        said = translations.get(text, ("",) * (2 if text.plural else 1))
        lines += [f"#: {file}" for file in files[text]]
        lines += ["#, python-format"] if places_of(text.text + text.plural) else []
        lines += [f"msgctxt {quoted(text.context)}"] if text.context else []
        lines += [f"msgid {quoted(text.text)}"]
        if text.plural:
            lines += [f"msgid_plural {quoted(text.plural)}"]
            lines += [f"msgstr[{number}] {quoted(form)}" for number, form in enumerate(said)]
        else:
            lines += [f"msgstr {quoted(said[0])}"]
        lines += [""]
    return "\n".join(head + lines)


def quoted(text: str) -> str:
    """A text between quotation marks, as a .po file has it."""
    return '"' + text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n").replace("\t", r"\t") + '"'
