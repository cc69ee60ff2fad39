"""Bundles are opened and checked on any machine: with files alone, without database or data folder (R4.3)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from pyrage import x25519

from packhaus.privacy.archive.bundle import check_file, manifest_of, unpack
from packhaus.privacy.archive.files import BUNDLE


class _Line(msgspec.Struct):
    sku: str
    title: str
    quantity: int
    price_cents: int | None


class _Order(msgspec.Struct):
    id: str
    order: str
    shop: str = ""
    purchased_at: str = ""
    shipped_at: str | None = None
    delivered_at: str | None = None
    country: str = ""
    currency: str = ""
    total_cents: int | None = None
    lines: list[_Line] = []
    recipient: dict[str, object] = {}


_COLUMNS = (
    "name",
    "company",
    "lines",
    "postal_code",
    "city",
    "region",
    "country",
    "buyer_name",
    "tax_number",
)
_decode = msgspec.json.Decoder(_Order).decode


def bundles_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The bundles among some files and folders."""
    for path in paths:
        if path.is_dir():
            yield from sorted(found for found in path.glob(f"*{BUNDLE}") if found.is_file())
        else:
            yield path


def open_bundle(path: Path, identities: Sequence[x25519.Identity]) -> dict[str, bytes]:
    """The orders of a bundle, as lines of JSON by their ids. Raises BundleProblem, and OSError."""
    return {_decode(line).id: line for line in unpack(path.name, path.read_bytes(), identities).lines}


def check_bundle(path: Path) -> bool:
    """Whether there is a manifest to check a bundle with. Raises BundleProblem, and OSError."""
    manifest = manifest_of(path)
    if manifest is None:
        return False
    check_file(path, manifest.sha256)
    return True


def as_table(lines: Iterable[bytes]) -> str:
    """Orders as a table for a spreadsheet, one a row; amounts in whole units of their currency."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    head = ("order", "shop", "purchased_at", "shipped_at", "delivered_at", "currency", "total", "goods")
    writer.writerow((*head, *_COLUMNS))
    for line in lines:
        order = _decode(line)
        goods = "\n".join(
            f"{one.quantity} x {one.sku} {one.title} {_amount(one.price_cents)}" for one in order.lines
        )
        dates = (order.purchased_at, order.shipped_at, order.delivered_at)
        cells = [order.order, order.shop, *dates, order.currency, _amount(order.total_cents), goods]
        cells += [_cell(order.recipient.get(name, "")) for name in _COLUMNS]
        writer.writerow([_harmless(cell or "") for cell in cells])
    return text.getvalue()


def _amount(cents: int | None) -> str:
    return "" if cents is None else f"{cents / 100:.2f}"


def _cell(value: object) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _harmless(cell: str) -> str:
    # A spreadsheet would take what a buyer wrote for a formula.
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell
