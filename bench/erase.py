"""One million orders due on one day: erased by a worker, while orders come in and people use the panel.

script/bench erase [ORDERS]. Each order has a recipient, a contact, a parcel with its purchase and its
confirmation, and a label of 2 kB. A real worker process erases; beside it a writer takes in 100 orders every
two seconds (at Amazon's limit it would be 100 in three minutes), and a browser asks the panel of
``packhaus web`` for one page after the other. The panel's p99 is held against that of the same pages, with
the same writer, before the worker starts. ``worker_cpu_seconds``: of the worker process alone.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from many_orders import Shop
from setting import HERE, installation

BASELINE_SECONDS = 25
LIVE = 500


class Panel:
    """One person who asks for one page after the other, and how long each took."""

    def __init__(self, port: int, cookie: str, pages: list[str]) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.cookie = cookie
        self.pages = pages
        self.took: list[float] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._ask, daemon=True)

    def _ask(self) -> None:
        import httpx

        with httpx.Client(
            base_url=self.address, cookies={"packhaus_session": self.cookie}, timeout=60
        ) as client:
            turn = 0
            while not self._stop.is_set():
                started = time.perf_counter()
                answer = client.get(self.pages[turn % len(self.pages)])
                assert answer.status_code == 200, (self.pages[turn % len(self.pages)], answer.status_code)
                self.took.append(time.perf_counter() - started)
                turn += 1
                time.sleep(0.05)

    def __enter__(self) -> Panel:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def p99(self) -> float:
        """Seconds that 99 of 100 pages took at most."""
        return sorted(self.took)[max(0, round(len(self.took) * 0.99) - 1)]


@contextlib.contextmanager
def writing(shop: Shop) -> Iterator[None]:
    """A shop's pages coming in all the while."""
    stop = threading.Event()

    def write() -> None:
        from django.db import connection

        while not stop.wait(2):
            shop.take_in(100)
        connection.close()

    thread = threading.Thread(target=write, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@contextlib.contextmanager
def process(data: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of Packhaus on the bench's database."""
    with (data / f"{arguments[0]}.log").open("wb") as log:
        started = subprocess.Popen(
            [sys.executable, "-m", "packhaus", "--data", str(data), *arguments],
            env={**os.environ, "PYTHONPATH": str(HERE / "src"), "PACKHAUS_KEYS": str(data / "keys")},
            stdout=log,
            stderr=log,
        )
    try:
        yield started
    finally:
        started.terminate()
        try:
            started.wait(30)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def peak_mb(pid: int) -> float:
    """The most memory that a process ever held, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024, 1)


def cpu_seconds(pid: int) -> float:
    """What a process has computed so far."""
    found = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(found[11]) + int(found[12])) / os.sysconf("SC_CLK_TCK")


def signed_in(shop: Shop) -> str:
    """A session of a member."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from packhaus.accounts.models import Member

    member = Member(
        organization=shop.connection.organization,
        email="bench@bench.example",
        name="Bench",
        created_at=shop.now,
    )
    member.set_password("Packtisch-2-Nord")
    member.save()
    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def measure(data: Path, count: int, baseline: float) -> dict[str, Any]:
    """Everything once. What is left after it, and what was taken that lives, ends the bench in words."""
    from packhaus.engine.models import Due
    from packhaus.orders.models import Order
    from packhaus.parcels.models import Document
    from packhaus.privacy import vault
    from packhaus.privacy.models import ClockWatch, ErasureReceipt, OrderPersonal

    shop = Shop()
    live = [order for _ in range(LIVE // 100) for order in shop.take_in(100)]
    shop.make_due(count)
    Due.objects.all().delete()
    print(json.dumps({"made": count}), file=sys.stderr, flush=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    one = Order.objects.get(pk=live[0]).public_id
    pages = ["/", "/orders/", f"/orders/{one}/", "/parcels/"]
    cookie = signed_in(shop)
    with process(data, "web", "--port", str(port)), writing(shop):
        _until(lambda: _answers(port), 60)
        with Panel(port, cookie, pages):
            time.sleep(5)
        with Panel(port, cookie, pages) as before:
            time.sleep(baseline)
        with Panel(port, cookie, pages) as meanwhile:
            Due.objects.all().delete()
            started = time.perf_counter()
            with process(data, "worker") as worker:
                _until(lambda: ClockWatch.objects.exclude(ran_at=None).exists(), 1800)
                seconds = time.perf_counter() - started
                peak, cpu = peak_mb(worker.pid), cpu_seconds(worker.pid)
    left = Order.objects.filter(pk__lt=live[0]).exclude(pk=shop.model.pk).filter(erased_at=None).count()
    erased = Order.objects.exclude(erased_at=None).count()
    rows = {row.holding: row.rows for row in ErasureReceipt.objects.all()}
    if (erased, left) != (count, 0) or OrderPersonal.objects.filter(order__erased_at__isnull=False).exists():
        raise SystemExit(f"{erased} of {count} orders are erased: {rows}")
    if Document.objects.exclude(pk=shop.label.pk).exists():
        raise SystemExit("labels are left")
    if len(vault.recipients(live)) != len(live):
        raise SystemExit("living orders lost their addresses")
    print(json.dumps({"receipts": rows, "pages": [len(before.took), len(meanwhile.took)]}), file=sys.stderr)
    return {
        "orders": count,
        "seconds": round(seconds, 1),
        "peak_mb": peak,
        "panel_p99_ratio": round(meanwhile.p99 / before.p99, 2),
        "worker_cpu_seconds": round(cpu, 1),
        "panel_p99_ms": [round(before.p99 * 1000), round(meanwhile.p99 * 1000)],
    }


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _until(happened: Any, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            raise SystemExit("it takes too long")
        time.sleep(0.2)


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/bench erase", description=__doc__)
    parser.add_argument("orders", type=int, nargs="?", default=1_000_000)
    parser.add_argument(
        "--baseline", type=float, default=BASELINE_SECONDS, help="seconds of the panel before"
    )
    wanted = parser.parse_args()
    with installation(durable=True) as data:
        print(json.dumps(measure(data, wanted.orders, wanted.baseline)))


if __name__ == "__main__":
    main()
