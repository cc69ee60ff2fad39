"""The search for texts in plain form: what is planted is found, in every form; what is not there is not.

Then with it: nothing of what the vault holds is in plain form in any file of the database (issue 9, Shows 5).
"""

import base64
import bz2
import gzip
import html
import io
import json
import os
import quopri
import secrets
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import transaction

from label_reader import label_content
from packhaus.database import Cluster
from packhaus.kit.personal import Contact, Purpose, Recipient
from packhaus.privacy.keys import KeyRing
from packhaus.privacy.retention import facts_of
from packhaus.privacy.vault import PersonalRow, put
from packhaus.shops.models import SetAside
from packhaus_simulator.label import draw_label
from privacy.merchants import NOW, made_connection, made_label, made_orders, made_set_aside
from support.bytesearch import search

TEXT = "Jürgen Zqmüller, Straße 5"
OTHERS = ["Zqbrunhilde Aster", "Zqwaldemar Birke"]


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.txt", data)
    return out.getvalue()


def split_over_log_pages(data: bytes) -> bytes:
    """A segment of a write-ahead log in which a record runs over the end of a page."""
    half = len(data) // 2
    first = os.urandom(8192 - half) + data[:half]
    return first + os.urandom(24) + data[half:] + os.urandom(8192 - 24 - (len(data) - half))


PLANTS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-8, upper case": lambda text: text.upper().encode(),
    "utf-8, lower case": lambda text: text.lower().encode(),
    "utf-16le": lambda text: text.encode("utf-16-le"),
    "utf-16be": lambda text: text.encode("utf-16-be"),
    "latin-1": lambda text: text.encode("latin-1"),
    "base64 of utf-8": lambda text: base64.b64encode(text.encode()),
    "base64 of utf-8, one on": lambda text: base64.b64encode(b"x" + text.encode() + b"yz"),
    "base64 of utf-8, two on": lambda text: base64.urlsafe_b64encode(b"xy" + text.encode() + b"z"),
    "base64 of latin-1": lambda text: base64.b64encode(b"a" + text.encode("latin-1")),
    "hex of utf-8": lambda text: text.encode().hex().encode(),
    "hex of utf-8, upper": lambda text: text.encode().hex().upper().encode(),
    "json": lambda text: json.dumps({"name": text}).encode(),
    "percent-encoded": lambda text: quote(text).encode(),
    "html": lambda text: html.escape(text).encode("ascii", "xmlcharrefreplace"),
    "quoted-printable": lambda text: quopri.encodestring(text.encode()),
    "gzip": lambda text: gzip.compress(text.encode()),
    "gzip within a file": lambda text: os.urandom(777) + gzip.compress(text.encode()) + os.urandom(99),
    "zlib": lambda text: zlib.compress(text.encode() * 2),
    "a session of Django's": lambda text: base64.b64encode(text.encode()) + b":1abc:sig",
    "zip": lambda text: zipped(text.encode()),
    "zip in gzip": lambda text: gzip.compress(zipped(text.encode("utf-16-le"))),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data"
    (made / "deep" / "er").mkdir(parents=True)
    (made / "noise").write_bytes(os.urandom(300_000))
    (made / "empty").write_bytes(b"")
    (made / "zeros").write_bytes(bytes(300_000))
    return made


@pytest.mark.parametrize("form", PLANTS)
@pytest.mark.parametrize("place", [0, 65_530, 131_072])
def test_what_is_planted_is_found(folder: Path, form: str, place: int) -> None:
    texts = [OTHERS[0], TEXT, OTHERS[1]]
    assert search(folder, texts).hits == []
    planted = folder / "deep" / "er" / "planted"
    planted.write_bytes(os.urandom(place) + PLANTS[form](TEXT) + os.urandom(50))
    report = search(folder, texts)
    assert {(hit.path, hit.needle) for hit in report.hits} == {(planted, 1)}
    assert TEXT not in "".join(map(str, report.hits))


def test_a_record_split_over_pages_of_the_log_is_found(folder: Path) -> None:
    log = split_over_log_pages(TEXT.encode())
    (folder / "not-a-log").write_bytes(log)
    assert search(folder, [TEXT]).hits == []
    (folder / "000000010000000000000001").write_bytes(log)
    assert [hit.inside for hit in search(folder, [TEXT]).hits] == ["in one piece"]


def test_a_text_in_a_files_name_or_behind_a_link_is_found(folder: Path, tmp_path: Path) -> None:
    (folder / "Zqbrunhilde Aster.pdf").write_bytes(b"")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "file").write_text(OTHERS[1])
    (folder / "link").symlink_to(elsewhere)
    (elsewhere / "back").symlink_to(folder)
    assert [hit.needle for hit in search(folder, OTHERS).hits] == [0, 1]


def test_a_name_on_a_label_is_found(folder: Path) -> None:
    lines = (TEXT, "Schönhauser Allee 112", "10437 Berlin", "Deutschland")
    label = draw_label(label_content(recipient_lines=lines))
    assert TEXT.encode() not in label
    (folder / "print.pdf").write_bytes(label)
    (folder / "cache").write_bytes(os.urandom(50) + gzip.compress(label))
    report = search(folder, [OTHERS[0], TEXT])
    assert {(hit.path.name, hit.needle) for hit in report.hits} == {("print.pdf", 1), ("cache", 1)}


def test_what_is_not_looked_for_is_said(folder: Path) -> None:
    report = search(folder, ["Li", TEXT, " Öz  "])
    assert (report.too_short, report.needles, report.files) == ([0, 2], 3, 3)
    assert report.bytes == 600_000
    (folder / "squeezed").write_bytes(bz2.compress(TEXT.encode()))
    assert search(folder, [TEXT]).hits == [], "bzip2 is not among the packings that are opened"


def test_the_command(folder: Path, tmp_path: Path) -> None:
    needles = tmp_path / "needles"

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "support.bytesearch", *map(str, arguments)]
        tests = str(Path(__file__).parents[1])
        surroundings = {**os.environ, "PYTHONPATH": tests}
        return subprocess.run(command, env=surroundings, capture_output=True, text=True)

    needles.write_text("\n".join([*OTHERS, TEXT, "Li"]), encoding="utf-8")
    clean = run(folder, "--needles", needles)
    assert clean.returncode == 0
    assert json.loads(clean.stdout) == {
        "files": 3, "bytes": 600_000, "needles": 3, "too_short": 1, "unreadable": 0, "hits": 0
    }  # fmt: skip
    (folder / "log").write_text(f"an order of {TEXT} came in", encoding="utf-16")
    needles.write_text(json.dumps([*OTHERS, TEXT]))
    found = run(folder, "--needles", needles)
    assert found.returncode == 1
    assert found.stdout.splitlines()[0] == f"{folder / 'log'}: text 2, utf-16le"
    assert "Zq" not in found.stdout + found.stderr
    assert run(folder / "nowhere", "--needles", needles).returncode == 2


def execute(statement: str) -> None:
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_nothing_that_the_vault_holds_is_in_the_databases_files(cluster: Cluster, keys: KeyRing) -> None:
    execute("SET synchronous_commit = on")
    mark = secrets.token_hex(6)
    words = {name: f"{name} Zqäöß{mark}" for name in ("name", "street", "phone", "gift", "label", "aside")}
    orders = made_orders(connection := made_connection(), 20)
    recipient = Recipient(name=words["name"], lines=(words["street"],), country="DE")
    contact = Contact(phone=words["phone"], gift_messages={"1": words["gift"]})
    put(
        [
            PersonalRow(order.organization_id, order.pk, purpose, record, facts_of(order))
            for order in orders
            for purpose, record in ((Purpose.TAX, recipient), (Purpose.FULFILLMENT, contact))
        ],
        NOW,
    )
    made_label(orders[0], words["label"].encode() * 500, NOW)
    aside = made_set_aside(connection, words["aside"].encode() * 500, NOW)
    places = [cluster.server.folders.data, keys.folder.parent]

    def look() -> list[tuple[str, int]]:
        # Rewrites the tables' own files, which the server else does when it likes.
        for table in ("packhaus_orderpersonal", "packhaus_document", "packhaus_setaside"):
            execute(f"VACUUM FULL {table}")
        reports = [search(place, list(words.values())) for place in places]
        assert reports[0].bytes > 5_000_000
        assert [report.unreadable for report in reports] == [[], []]
        return [(hit.path.parent.name, hit.needle) for report in reports for hit in report.hits]

    assert look() == []
    SetAside.objects.filter(pk=aside.pk).update(words={"text": words["name"]})
    planted = look()
    assert {needle for _, needle in planted} == {0}
    assert "pg_wal" in {parent for parent, _ in planted}
    assert len(planted) > 1, "and in the table's own file"
