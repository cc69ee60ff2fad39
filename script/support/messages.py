"""Makes each .mo file from the .po file beside it, or with --check says which are not current.

Django's own command needs the gettext programs, which a machine with only Python and git has not.
"""

import ast
import gettext
import io
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2] / "src"
KEYWORDS = ("msgctxt", "msgid_plural", "msgid", "msgstr")


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


def catalog(file: Path) -> dict[str, str]:
    """Each message of a .po file and its translation, in the form in which a .mo file keeps them."""
    found: dict[str, str] = {}
    for entry in entries(file):
        key = entry["msgid"] if "msgctxt" not in entry else f"{entry['msgctxt']}\x04{entry['msgid']}"
        if "msgid_plural" in entry:
            forms = [entry[name] for name in sorted(name for name in entry if name.startswith("msgstr["))]
            key, text = f"{key}\0{entry['msgid_plural']}", "\0".join(forms) if all(forms) else ""
        else:
            text = entry.get("msgstr", "")
        if key in found:
            raise BadMessageError(
                f"{file}: the message {entry['msgid'][:60]!r} stands there twice: delete one."
            )
        found[key] = text
    return {key: text for key, text in found.items() if text}


def compiled(file: Path) -> bytes:
    """The .mo file of a .po file: a header, two tables of lengths and offsets, and the texts, sorted."""
    pairs = sorted((key.encode(), text.encode()) for key, text in catalog(file).items())
    begin = 28 + 16 * len(pairs)
    tables: list[list[int]] = [[], []]
    texts = b""
    for column, table in enumerate(tables):
        for pair in pairs:
            table += [len(pair[column]), begin + len(texts)]
            texts += pair[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, begin)
    return head + struct.pack(f"<{4 * len(pairs)}I", *tables[0], *tables[1]) + texts


def means_the_same(one: bytes, other: bytes) -> bool:
    """Whether two .mo files translate alike, whichever program made them."""
    first, second = (gettext.GNUTranslations(io.BytesIO(content)) for content in (one, other))
    return vars(first)["_catalog"] == vars(second)["_catalog"] and first.info() == second.info()


def main() -> None:
    """Make or check all .mo files below src."""
    stale = []
    for source in sorted(SOURCES.rglob("LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        wanted = compiled(source)
        if target.exists() and means_the_same(target.read_bytes(), wanted):
            continue
        stale.append(str(target))
        if "--check" not in sys.argv[1:]:
            target.write_bytes(wanted)
    if stale and "--check" in sys.argv[1:]:
        sys.exit("Not current: " + ", ".join(stale))


if __name__ == "__main__":
    try:
        main()
    except BadMessageError as bad:
        sys.exit(str(bad))
