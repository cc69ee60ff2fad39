"""``packhaus demo``: the whole line, once to its end or staying up to look around."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from packhaus.database import DatabaseProblem
from packhaus.demo.browser import Stuck
from packhaus.demo.folder import make_anew
from packhaus.demo.merchant import EMAIL, PASSWORD, Merchant
from packhaus.demo.processes import Processes

_WEIGHTS = (380, 760, 1_180, 240, 520)


def run_demo(data: Path, *, once: bool, orders: int, seed: int, port: int, language: str) -> int:
    """Run the demo in ``data``, which it empties first: it is the demo's own. The exit status."""
    started = time.monotonic()
    try:
        make_anew(data)
    except OSError as error:
        print(f"The demo's folder {data} cannot be made anew: {error.strerror}.", file=sys.stderr)
        return 1
    except DatabaseProblem as problem:
        print(f"The demo cannot begin. {problem}", file=sys.stderr)
        return 1
    processes = Processes(data)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        _say(f"A made-up Amazon with {orders} orders and a made-up carrier start ...")
        simulator = processes.start_simulator(seed, orders)
        _say("Packhaus starts ...")
        address = processes.start_packhaus(0 if once else port)
        merchant = Merchant(address, simulator, language)
        if once:
            print(json.dumps(_whole_line(processes, merchant, data, started)), flush=True)
            return 0
        first_morning(processes, merchant)
        _say(f"\nOpen {address}/ and log in with {EMAIL} and the password {PASSWORD}")
        _say(f"Seller Central of the made-up Amazon: {simulator['seller_central']}")
        _say(f"Mails that Packhaus sent: {simulator['mail']}")
        _say("New orders come in now and then. It is made anew at every start. Stop it with Ctrl+C.")
        _live(processes)
    except KeyboardInterrupt:
        return 0
    except (Stuck, RuntimeError, TimeoutError) as error:
        print(f"The demo stopped: {error}\nIts logs lie in {data / 'logs'}.", file=sys.stderr)
        return 1
    finally:
        processes.stop()
    return 0


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _until(what: str, found: Callable[[], Any], seconds: float = 120) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = found()
        if value:
            return value
        time.sleep(0.3)
    raise TimeoutError(f"not within {seconds:.0f} seconds: {what}")


def _set_up(processes: Processes, merchant: Merchant) -> int:
    """Owner, sender, carrier, Amazon; then the orders come in by themselves. How many are at Amazon."""
    _say("A merchant signs up, enters sender and carrier, and connects Amazon ...")
    merchant.sign_up()
    merchant.set_up_shipping()
    merchant.set_up_mail()
    merchant.connect_amazon()
    at_amazon = int(processes.at_amazon()["merchant_fulfilled"])

    def all_here() -> bool:
        now = processes.status()
        return now["orders"] >= at_amazon and now["weights_to_look_up"] == 0

    _until(f"{at_amazon} orders with their weights", all_here)
    found = processes.status()
    _say(f"{found['orders']} orders are here, {found['without_weight']} of them without a weight.")
    return at_amazon


def _whole_line(processes: Processes, merchant: Merchant, data: Path, started: float) -> dict[str, Any]:
    at_amazon = _set_up(processes, merchant)
    without = processes.status()["without_weight"]
    sku = merchant.enter_weight_at_amazon(890)
    turn = 0
    while processes.status()["without_weight"] > without // 2 and merchant.enter_weight_here(
        _WEIGHTS[turn % len(_WEIGHTS)]
    ):
        turn += 1
    _say(f"{turn} weights entered here, one in the listing of {sku} at Amazon.")

    batch = merchant.buy_labels_twice()
    _until("all labels of the batch", lambda: processes.status()["labels_under_way"] == 0)
    mended = merchant.mend_streets(batch)
    _until("the mended labels", lambda: processes.status()["labels_under_way"] == 0)
    bought = processes.status()["labels"]
    _say(f"{bought} labels bought in a batch, {mended} of them after completing a street.")
    folder = data.parent / "print"
    folder.mkdir(mode=0o700, exist_ok=True)
    print_file = folder / "labels-A4.pdf"
    print_file.write_bytes(merchant.print_labels(batch, "A4"))

    _say("A day and a half goes by: the carrier scans, Amazon is told ...")
    processes.move_clocks(36, speed=30)

    def told() -> bool:
        now = processes.status()
        return now["confirmations_accepted"] >= now["labels"]

    _until("every parcel confirmed at Amazon", told)
    now = processes.status()
    return {
        "orders_at_amazon": int(processes.at_amazon()["merchant_fulfilled"]),
        "orders_here": now["orders"],
        "without_weight": now["without_weight"],
        "labels": now["labels"],
        "confirmed_here": now["confirmations_accepted"],
        "confirmed_at_amazon": int(processes.at_amazon()["packages_confirmed"]),
        "print_file": str(print_file),
        "seconds": round(time.monotonic() - started, 1),
    } | ({} if at_amazon == now["orders"] else {"orders_at_start": at_amazon})


def first_morning(processes: Processes, merchant: Merchant) -> str:
    """Some parcels go on their way within minutes, the rest waits. The path of the first batch."""
    processes.hurry_carrier(120)
    _set_up(processes, merchant)
    batch = merchant.buy_labels(at_most=40)
    _until("the first labels", lambda: processes.status()["labels_under_way"] == 0)
    merchant.print_labels(batch, "A4")
    return batch


def _live(processes: Processes) -> None:
    while True:
        time.sleep(90)
        processes.new_orders(2)
