"""The bytes of a file of orders as text: in whatever encoding a program wrote it, or a refusal."""

from __future__ import annotations

import codecs
import re

from packhaus.kit.errors import Rejected
from packhaus.kit.words import Words, gettext_noop

MOST_BYTES = 10_000_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOKED_AT = 4_000
_UMLAUTS = {
    "cp1252": re.compile(rb"[A-Za-z][\xe4\xf6\xfc\xdf]"),
    "cp850": re.compile(rb"[A-Za-z][\x81\x84\x94][A-Za-z]"),
    "mac_roman": re.compile(rb"[a-z][\x8a\x9f\xa7][a-z]"),
}
"""Umlauts inside a word, of Windows, DOS and old Macs: where one has them, the others have none there."""
_OF_OTHER_FORM = ("<", "{", "[{", "%PDF")
_SPREADSHEETS = (b"xl/workbook", b"opendocument.spreadsheet", b"Index/Tables/")


def decoded(raw: bytes) -> tuple[str, str]:
    """A file's text and its encoding. Raises Rejected for what is none."""
    if not raw.strip():
        raise Rejected(Words(EMPTY))
    if len(raw) > MOST_BYTES:
        raise Rejected(Words(TOO_LARGE, {"most": str(MOST_BYTES // 1_000_000)}))
    if raw.startswith(b"PK\x03\x04"):
        raise Rejected(Words(SPREADSHEET if any(name in raw for name in _SPREADSHEETS) else PACKED))
    if raw.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise Rejected(Words(SPREADSHEET))
    if raw.startswith((b"\x1f\x8b", b"PK", b"7z\xbc\xaf", b"Rar!")):
        raise Rejected(Words(PACKED))
    encoding = _encoding(raw)
    try:
        text = raw.decode(encoding).rstrip("\x00\x1a")
    except UnicodeError:
        raise Rejected(Words(NO_TEXT)) from None
    begins = text.lstrip("\ufeff \r\n\t")
    if not begins:
        raise Rejected(Words(EMPTY))
    if begins.startswith(_OF_OTHER_FORM):
        raise Rejected(Words(OTHER_FORM))
    if "\x00" in text:
        raise Rejected(Words(NO_TEXT))
    return text, encoding


def _encoding(raw: bytes) -> str:
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return encoding
    # Without a mark the zeros beside plain letters tell which half of a letter comes first.
    halves = {"utf-16-le": raw[1:_LOOKED_AT:2], "utf-16-be": raw[:_LOOKED_AT:2]}
    for encoding, half in halves.items():
        if half.count(0) * 2 > len(half):
            return encoding
    try:
        raw.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return max(_UMLAUTS, key=lambda encoding: len(_UMLAUTS[encoding].findall(raw)))


EMPTY = gettext_noop("The file is empty. Export the orders again and choose that file.")
TOO_LARGE = gettext_noop("The file is larger than %(most)s MB. Part it in several files.")
SPREADSHEET = gettext_noop(
    "This is a spreadsheet, as Excel keeps it, and not CSV. In Excel choose Save as, “CSV UTF-8”, and choose"
    " that file."
)
PACKED = gettext_noop("This file is packed, as ZIP files are. Unpack it and choose the CSV file in it.")
NO_TEXT = gettext_noop("This is no text file. Orders come as CSV: export them again in that form.")
OTHER_FORM = gettext_noop(
    "This is a web page, XML, JSON or PDF, not CSV. Export the orders again and choose CSV there."
)
