"""A carrier's label PDF, read so that its pages can be placed on a print sheet."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import NamedTuple

import pikepdf

from packhaus.kit.words import Words, gettext_noop
from packhaus.parcels.pdf_sharing import DamagedStreamError, SharedCopies, SourceCopies, check_stream

_NO_PDF = gettext_noop("The label is no PDF: set the carrier's label format to PDF.")
_CUT_OFF = gettext_noop("The label's PDF is cut off: fetch the label from the carrier again.")
_DAMAGED = gettext_noop("The label's PDF is damaged: fetch the label from the carrier again.")
_LOCKED = gettext_noop("The label's PDF asks for a password: ask the carrier for labels without one.")
_EMPTY = gettext_noop("The label's PDF has nothing to print: fetch the label from the carrier again.")


class Unprintable(Exception):
    """A label that cannot be printed; ``words`` say why, and the mend."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.words = Words(text)


class Box(NamedTuple):
    """A rectangle in points, from the lower left."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Points."""
        return self.top - self.bottom


class LabelPage(NamedTuple):
    """A page of a label as a form of the target PDF.

    ``box`` is its visible part, ``turned`` how many degrees viewers turn it clockwise, ``unit`` how many
    points one of its own units is.
    """

    form: pikepdf.Object
    box: Box
    turned: int
    unit: float


def label_pages(shared: SharedCopies, label: bytes) -> list[LabelPage]:
    """All pages of the PDF ``label``, copied into the target of ``shared``. Raises Unprintable.

    Small faults of form that every viewer forgives are forgiven. A file that is cut off or holds a
    damaged part is refused: half a barcode costs more than a second look.
    """
    if b"%PDF-" not in label[:1024]:
        raise Unprintable(_NO_PDF)
    if b"%%EOF" not in label[-1024:]:
        raise Unprintable(_CUT_OFF)
    try:
        with pikepdf.open(BytesIO(label), suppress_warnings=True) as source:
            if any("/Annots" in page.obj for page in source.pages):
                source.flatten_annotations("print")
            copies = SourceCopies(shared, source)
            pages = [_label_page(shared.target, copies, page) for page in source.pages]
    except pikepdf.PasswordError as error:
        raise Unprintable(_LOCKED) from error
    except (pikepdf.PdfError, DamagedStreamError, RecursionError, TypeError, ValueError) as error:
        raise Unprintable(_DAMAGED) from error
    if not pages:
        raise Unprintable(_EMPTY)
    return pages


def _label_page(target: pikepdf.Pdf, copies: SourceCopies, page: pikepdf.Page) -> LabelPage:
    box = _visible(page)
    entries: dict[str, object] = {
        "/Type": pikepdf.Name.XObject,
        "/Subtype": pikepdf.Name.Form,
        "/BBox": pikepdf.Array([round(edge, 4) for edge in box]),
        "/Resources": copies.copy(page.resources),
    }
    if "/Group" in page.obj:
        entries["/Group"] = copies.copy(page.obj.Group)
    form = pikepdf.Stream(target, _content(page, copies, entries), entries)
    unit = page.obj.get("/UserUnit", 1)
    return LabelPage(form, box, page.rotation % 360, float(str(unit)))


def _visible(page: pikepdf.Page) -> Box:
    media, crop = _box(page.mediabox), _box(page.cropbox)
    seen = Box(
        max(media.left, crop.left),
        max(media.bottom, crop.bottom),
        min(media.right, crop.right),
        min(media.top, crop.top),
    )
    seen = seen if seen.width > 0 and seen.height > 0 else media
    if seen.width < 1 or seen.height < 1:
        raise Unprintable(_EMPTY)
    return seen


def _box(edges: pikepdf.Object) -> Box:
    left, bottom, right, top = (float(str(edge)) for edge in edges)
    return Box(min(left, right), min(bottom, top), max(left, right), max(bottom, top))


def _content(page: pikepdf.Page, copies: SourceCopies, entries: dict[str, object]) -> bytes:
    """The page's content as it goes into a form; adds to ``entries`` how it is encoded."""
    raw, empty = b"", True
    content = page.obj.get("/Contents")
    if isinstance(content, pikepdf.Stream):
        raw = content.read_raw_bytes()
        check_stream(content, raw)
        empty = not content.read_bytes().strip()
        for key in ("/Filter", "/DecodeParms"):
            if key in content:
                entries[key] = copies.copy(content[key])
    elif isinstance(content, pikepdf.Array):
        parts = []
        for part in content:
            check_stream(part, part.read_raw_bytes())
            parts.append(part.read_bytes())
        drawn = b"\n".join(parts)
        empty = not drawn.strip()
        raw = zlib.compress(drawn)
        entries["/Filter"] = pikepdf.Name.FlateDecode
    if empty:
        raise Unprintable(_EMPTY)
    return raw
