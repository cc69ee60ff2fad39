"""``packhaus demo --once``: its figures agree, and nothing personal lies in plain form in what it leaves."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from label_reader import page_count, scanned
from simulators import running_simulator
from support.bytesearch import search

SEED, ORDERS = 3, 90


@pytest.fixture(scope="module")
def demo() -> Iterator[tuple[Path, dict[str, Any]]]:
    """The data folder that a whole demo leaves, and the figures on its last line."""
    home = Path(tempfile.mkdtemp(prefix="packhaus-demo-test-"))
    home.chmod(0o711)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PACKHAUS_", "DATABASE_URL"))}
    command = [sys.executable, "-m", "packhaus", "--data", str(home / "data")]
    done = subprocess.run(
        [*command, "demo", "--once", "--orders", str(ORDERS), "--seed", str(SEED)],
        env=environment | {"PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src")},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    yield home / "data", json.loads(done.stdout.splitlines()[-1])
    from packhaus.database import delete_cluster

    delete_cluster(home / "data")
    shutil.rmtree(home, ignore_errors=True)


def test_the_figures_agree(demo: tuple[Path, dict[str, Any]]) -> None:
    _, figures = demo
    assert figures["orders_at_amazon"] == figures["orders_here"] == ORDERS
    assert figures["labels"] == figures["confirmed_here"] == figures["confirmed_at_amazon"]
    assert figures["labels"] > ORDERS // 3
    assert figures["without_weight"] > 0


def test_the_print_file_has_every_label_with_a_readable_barcode(demo: tuple[Path, dict[str, Any]]) -> None:
    _, figures = demo
    pdf = Path(figures["print_file"]).read_bytes()
    pages = page_count(pdf)
    assert pages == -(-figures["labels"] // 4)
    codes = [code for page in range(pages) for code in scanned(pdf, page)]
    tracking = {text for kind, text in codes if kind == "Code128"}
    assert len(tracking) == figures["labels"], {kind for kind, _ in codes}


def test_nothing_personal_lies_in_plain_form_and_what_is_planted_is_found(
    demo: tuple[Path, dict[str, Any]],
) -> None:
    data, _ = demo
    needles = personal_texts()
    assert len(needles) > 3 * ORDERS
    report = search(data, needles)
    assert report.files > 500, "the database's files are among them"
    assert not report.unreadable
    assert [str(hit) for hit in report.hits] == []

    plant(data, needles[7])
    assert {hit.needle for hit in search(data, needles).hits} == {7}


def personal_texts() -> list[str]:
    """Names, streets, phones and gift messages of the demo's orders: the same seed makes the same people."""
    found: dict[str, None] = {}
    with running_simulator(seed=SEED, orders=ORDERS) as simulator:
        for brief in simulator.admin("/orders")["orders"]:
            truth = simulator.admin(f"/orders/{brief['id']}")
            address = truth["address"]
            texts = [address["name"], address["phone"], *address["lines"]]
            texts += [line.get("gift", {}).get("giftMessage", "") for line in gifts(truth["order"])]
            found |= {text: None for text in texts if text and len(text) >= 9}
    return list(found)


def gifts(order: dict[str, Any]) -> list[dict[str, Any]]:
    """The gift options of an order's lines, where the model keeps them."""
    return [
        {"gift": item.get("fulfillment", {}).get("packing", {}).get("giftOption", {})}
        for item in order.get("orderItems", [])
    ]


def plant(data: Path, text: str) -> None:
    """Write a text in plain form where a slip would: in a column of the database."""
    from packhaus.database import open_cluster

    with open_cluster(data) as cluster, psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute("UPDATE packhaus_orderline SET title = %s", [text])
