"""What lies inside a file: archives and streams unpacked, a PDF's text, a write-ahead log in one piece."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator

import pikepdf
import pypdfium2

from support.plain_forms import SHORTEST

_MAGIC = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]|PK\x03\x04|%PDF-")
_GZIP_OR_ZLIB, _RAW = 47, -15
_MOST = 1 << 27
_FED = 1 << 12
_LOCAL_FILE_HEADER = struct.Struct("<4s5H3L2H")
_DEEPEST = 4
_WAL_NAME = re.compile(r"[0-9A-F]{24}")
_WAL_PAGE, _WAL_HEADER, _WAL_FIRST_HEADER = 8192, 24, 40


def inside(data: bytes, name: str = "", depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """The bytes themselves, and all that is packed in them at any place: (where, bytes).

    ``name`` is the file's name, by which a segment of PostgreSQL's write-ahead log is known. What is packed
    is unpacked as far as it is whole.
    """
    yield "", data
    if _WAL_NAME.fullmatch(name):
        yield "in one piece", _without_page_headers(data)
    if depth == _DEEPEST:
        return
    for found in _MAGIC.finditer(data):
        place = found.start()
        for kind, unpacked in _unpacked(found.group(), data, place):
            for where, deeper in inside(unpacked, depth=depth + 1):
                yield " > ".join(filter(None, (f"{kind} at {place}", where))), deeper


def _unpacked(magic: bytes, data: bytes, place: int) -> Iterator[tuple[str, bytes]]:
    if magic == b"%PDF-":
        yield from _pdf(data[place:])
        return
    if magic == b"PK\x03\x04":
        kind, wbits, start = "zip", _RAW, _member(data, place)
    else:
        kind, wbits, start = ("gzip" if magic[0] == 0x1F else "zlib"), _GZIP_OR_ZLIB, place
    unpacked = _inflated(data, start, wbits)
    if len(unpacked) >= SHORTEST:
        yield kind, unpacked


def _member(data: bytes, place: int) -> int:
    if place + _LOCAL_FILE_HEADER.size > len(data):
        return len(data)
    *_, name, extra = _LOCAL_FILE_HEADER.unpack_from(data, place)
    return place + _LOCAL_FILE_HEADER.size + name + extra


def _inflated(data: bytes, start: int, wbits: int) -> bytes:
    stream = zlib.decompressobj(wbits)
    out = bytearray()
    view = memoryview(data)
    try:
        while start < len(data) and not stream.eof and len(out) < _MOST:
            out += stream.decompress(view[start : start + _FED])
            start += _FED
    except zlib.error:
        pass
    return bytes(out)


def _pdf(data: bytes) -> Iterator[tuple[str, bytes]]:
    another = data.find(b"%PDF-", 5)
    whole = data if another < 0 else data[:another]
    whole = whole[: whole.rfind(b"%%EOF") + 5] or whole
    try:
        with pikepdf.open(io.BytesIO(whole)) as pdf:
            for each in pdf.objects:
                if isinstance(each, pikepdf.Stream):
                    yield "PDF stream", _decoded(each)
    except pikepdf.PdfError:
        return
    try:
        document = pypdfium2.PdfDocument(whole)
    except pypdfium2.PdfiumError:
        return
    try:
        for page in document:
            # A page's own fonts number their letters as they like: only its text says what one reads.
            text = page.get_textpage().get_text_range()
            yield "PDF text", "\n".join((text, " ".join(text.split()))).encode("utf-8", "replace")
    finally:
        document.close()


def _decoded(stream: pikepdf.Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return stream.read_raw_bytes()


def _without_page_headers(data: bytes) -> bytes:
    return b"".join(
        data[start + (_WAL_FIRST_HEADER if start == 0 else _WAL_HEADER) : start + _WAL_PAGE]
        for start in range(0, len(data), _WAL_PAGE)
    )
