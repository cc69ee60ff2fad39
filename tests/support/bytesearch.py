"""Searches every file of a folder for texts in plain form: script/plain-search DATA --needles FILE

FILE has one text a line, or is a JSON list of texts. What is found is named by the text's place in FILE
(from 0), never by the text. Found: exit 1. A file that cannot be read: exit 2. Else 0. The last line is one
JSON object.

A text is found in its usual encodings and escapes, whole or packed (gzip, zlib, zip, PDF). Not found is what
is cut in two: by PostgreSQL in a value over 2,000 bytes, or by line breaks within base64.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from support.below import files_below
from support.inside import inside
from support.plain_forms import SHORTEST, Needles


class Hit(NamedTuple):
    """A text found: in which file, where inside it, the text's place in the list, in which form."""

    path: Path
    inside: str
    needle: int
    form: str

    def __str__(self) -> str:
        place = f" ({self.inside})" if self.inside else ""
        return f"{self.path}{place}: text {self.needle}, {self.form}"


@dataclass
class Report:
    """What a search saw. ``too_short``: the places of texts that were not looked for."""

    needles: int
    too_short: list[int]
    hits: list[Hit] = field(default_factory=list)
    unreadable: list[Path] = field(default_factory=list)
    files: int = 0
    bytes: int = 0


def search(folder: Path, texts: Sequence[str]) -> Report:
    """Look for ``texts`` in all files below ``folder``, in their names too. Links are followed.

    A text is reported once a file, with the first place and form in which it was found.
    """
    needles = Needles(texts)
    report = Report(needles.count, needles.too_short)
    for path in files_below([folder], lambda place: report.unreadable.append(Path(place))):
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            continue
        except OSError:
            report.unreadable.append(path)
            continue
        report.files += 1
        report.bytes += len(data)
        found: dict[int, tuple[str, str]] = {}
        for where, each in ("the file's name", os.fsencode(path.name)), *inside(data, path.name):
            for needle, form in needles.found_in(each).items():
                found.setdefault(needle, (where, form))
        report.hits += [Hit(path, where, needle, form) for needle, (where, form) in sorted(found.items())]
    return report


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        "script/plain-search", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--needles", type=Path, required=True, metavar="FILE")
    given = parser.parse_args(arguments)
    if not given.data.is_dir():
        parser.error(f"{given.data} is no folder")
    content = given.needles.read_text(encoding="utf-8")
    texts = json.loads(content) if content.lstrip().startswith("[") else content.splitlines()
    report = search(given.data, texts)
    for hit in report.hits:
        print(hit)
    for path in report.unreadable:
        print(f"{path}: cannot be read", file=sys.stderr)
    for place in report.too_short:
        print(f"text {place} has fewer than {SHORTEST} bytes and was not looked for", file=sys.stderr)
    print(
        json.dumps(
            {
                "files": report.files,
                "bytes": report.bytes,
                "needles": report.needles - len(report.too_short),
                "too_short": len(report.too_short),
                "unreadable": len(report.unreadable),
                "hits": len(report.hits),
            }
        )
    )
    return 1 if report.hits else 2 if report.unreadable else 0


if __name__ == "__main__":
    sys.exit(main())
