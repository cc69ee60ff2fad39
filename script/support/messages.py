"""Makes each .mo file from the .po file beside it, and says what is wrong with the translations.

Django's own command needs the gettext programs, which a machine with only Python and git has not.
"""

import gettext
import io
import struct
import sys
from pathlib import Path

from texts import texts
from translations import BadMessageError, complaints, entries, read, written

SOURCES = Path(__file__).resolve().parents[2] / "src"


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
    """Make all .mo files below src; or with --update first bring each .po file up to the source; or check."""
    wrong = []
    for source in sorted(SOURCES.rglob("LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if "--update" in sys.argv[1:]:
            source.write_text(written(source.parts[-3], read(source), texts()), encoding="utf-8")
        wrong += [f"{source.parts[-3]}: {complaint}" for complaint in complaints(read(source), texts())]
        wanted = compiled(source)
        if target.exists() and means_the_same(target.read_bytes(), wanted):
            continue
        if "--check" in sys.argv[1:]:
            wrong.append(f"not current: {target}")
        else:
            target.write_bytes(wanted)
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    try:
        main()
    except BadMessageError as bad:
        sys.exit(str(bad))
