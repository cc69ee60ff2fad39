"""The hunt's own eyes: each form and packing of a canary is seen, whose it is is known, and nothing else."""

from __future__ import annotations

import base64
import gzip
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from canaries.days import Facts, last_day
from canaries.forms import seen_in
from canaries.people import Canary, canary_in
from canaries.search import Searcher

ONE = Canary(4711)


@pytest.mark.parametrize("text", ONE.texts())
@pytest.mark.parametrize(
    "form",
    [
        lambda text: text.encode(),
        lambda text: text.encode("latin-1", "ignore"),
        lambda text: text.upper().encode(),
        lambda text: text.encode("utf-16"),
        lambda text: b"x" + text.encode("utf-16-be"),
        lambda text: base64.b64encode(text.encode()),
        lambda text: base64.urlsafe_b64encode(b"xy" + text.encode()),
        lambda text: base64.b64encode(text.encode("utf-16-le")),
        lambda text: text.encode().hex().encode(),
        lambda text: b"7" + text.encode().hex().upper().encode(),
        lambda text: text.encode("utf-16-be").hex().encode(),
    ],
)
def test_each_text_is_seen_in_each_form_and_whose_it_is(text: str, form: Callable[[str], bytes]) -> None:
    seen = list(seen_in(b"\0\1<" + form(text) + b">\2\0"))
    assert seen
    assert {one.canary for one in seen} == {ONE}


@pytest.mark.parametrize("encode", [bytes.hex, lambda raw: base64.b64encode(raw).decode(), bytes.decode])
def test_neighbors_are_told_apart(encode: Callable[[bytes], str]) -> None:
    people = [Canary(number) for number in (1, 22, 333)]
    rows = encode("".join(one.name for one in people).encode()).encode()
    assert {one.canary for one in seen_in(rows)} == set(people)


def test_buyers_are_told_apart() -> None:
    codes = {Canary(number).code for number in (*range(6000), *range(300_000, 300_050))}
    assert len(codes) == 6050
    assert all(
        canary_in(f"<{Canary(number).street}>") == Canary(number) for number in (1, 74, 75, 5624, 5999)
    )


def test_in_chance_there_are_none() -> None:
    noise = random.Random(1)
    assert not list(seen_in(noise.randbytes(4_000_000)))
    digits = "".join(noise.choices("0123456789", k=1_000_000)).encode()
    assert not list(seen_in(digits))


def test_what_changes_is_searched_again_and_what_does_not_is_not(tmp_path: Path) -> None:
    pages = tmp_path / "base" / "5"
    pages.mkdir(parents=True)
    heap, nothing = pages / "16384", Path("none")
    heap.write_bytes(bytes(8192 * 3))
    searcher = Searcher()
    first = searcher.search([tmp_path], {}, nothing)
    assert (first.finds, first.bytes_new) == ([], 8192)
    heap.write_bytes(bytes(8192) + bytes(8190) + ONE.name.encode() + bytes(8194 - len(ONE.name.encode())))
    over_the_edge = searcher.search([tmp_path], {}, nothing)
    assert [one.number for one in over_the_edge.finds] == [ONE.number]
    (tmp_path / "copy").mkdir()
    heap.rename(tmp_path / "copy" / "16384")
    assert searcher.search([tmp_path / "base"], {}, nothing).bytes_new == 0


def test_packings_are_opened_and_keys_known(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", ONE.gift * 3)
    (tmp_path / "outer.gz").write_bytes(gzip.compress(packed.getvalue()))
    key, folder = bytes(range(32)), tmp_path / "leases"
    folder.mkdir()
    (folder / "end-2026-12-01.1.key").write_bytes(key)
    (tmp_path / "notes").write_bytes(key)
    (tmp_path / "more.txt").write_text(f"key: {key.hex()}")
    seen = Searcher().search([tmp_path], {"end-2026-12-01.1.key": key}, folder)
    assert {one.number for one in seen.finds if not one.key} == {ONE.number}
    assert {Path(one.path).name for one in seen.finds if one.key} == {"notes", "more.txt"}
    assert list(seen.loose.values()) == [key]


def test_days_by_r4_2() -> None:
    from datetime import UTC, date, datetime, timedelta

    shipped = datetime(2026, 12, 1, 15, tzinfo=UTC)
    never = Facts(shipped, shipped, None, None, None, "open", shipped)
    left = Facts(shipped, shipped, shipped, shipped + timedelta(days=2), None, "open", shipped)
    cancelled = Facts(shipped, shipped, None, None, None, "cancelled", shipped)
    assert last_day(never, "tax") == date(2027, 1, 29)
    assert last_day(left, "fulfillment") == date(2026, 12, 30)
    assert last_day(left, "tax") == date(2027, 1, 1)
    assert last_day(cancelled, "tax") == date(2026, 12, 30)
