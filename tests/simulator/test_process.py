"""The process itself: first line, ports, its end, and how fast it is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

from simulator.everything import ALL_DATA, LONG_AGO, ORDERS
from simulators import SimulatorProcess, running_simulator

WORLD = 12

_SRC = Path(__file__).resolve().parents[2] / "src"


def _run(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "packhaus_simulator", *options],
        env={**os.environ, "PYTHONPATH": str(_SRC)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_the_first_line_names_everything(simulator: SimulatorProcess) -> None:
    assert {
        "api",
        "token_url",
        "seller_central",
        "admin",
        "carrier",
        "carrier_key",
        "client_id",
        "client_secret",
        "refresh_token",
        "seller_id",
        "marketplace_ids",
        "public",
    } <= set(simulator.info)
    assert set(simulator.info["public"]) == {"application_id", "client_id", "client_secret"}
    assert simulator.info["refresh_token"].startswith("Atzr|")
    assert simulator.admin("") == simulator.info


def test_any_host_header_is_taken_and_only_loopback_listens(simulator: SimulatorProcess) -> None:
    headers = {"host": "sellingpartnerapi-eu.amazon.com", "x-amz-access-token": simulator.access_token()}
    answer = simulator.http.get(
        simulator.info["api"] + "/sellers/v1/marketplaceParticipations", headers=headers
    )
    assert answer.status_code == 200
    assert simulator.info["api"].startswith("http://127.0.0.1:")


def test_a_taken_port_is_said_in_words(simulator: SimulatorProcess) -> None:
    ended = _run("--port", simulator.info["api"].rsplit(":", 1)[1])
    assert ended.returncode == 2
    assert "cannot be used" in ended.stderr
    assert ended.stdout == ""


def test_help_is_worth_reading() -> None:
    assert "merchant-fulfilled orders at the start" in _run("--help").stdout


def test_it_ends_when_its_parent_is_gone() -> None:
    with running_simulator(orders=1) as simulator:
        assert simulator.process.stdin is not None
        simulator.process.stdin.close()
        assert simulator.process.wait(timeout=10) == 0
        try:
            simulator.http.get(simulator.info["admin"] + "/state")
        except httpx.ConnectError:
            return
    raise AssertionError("it still answers")


def test_ctrl_c_ends_it_without_a_word() -> None:
    command = [sys.executable, "-m", "packhaus_simulator", "--orders", "1"]
    environment = {**os.environ, "PYTHONPATH": str(_SRC)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as started:
        assert started.stdout is not None
        assert started.stdout.readline()
        started.send_signal(signal.SIGINT)
        _, said = started.communicate(timeout=20)
    assert (started.returncode, said) == (0, "")


def test_twenty_thousand_orders_start_in_seconds_and_pages_stay_fast() -> None:
    started = time.perf_counter()
    with running_simulator(orders=20_000) as simulator:
        assert time.perf_counter() - started < 20
        token = simulator.access_token()
        simulator.admin("/switches", {"limits": False})
        query = {**LONG_AGO, "includedData": ALL_DATA, "fulfilledBy": "MERCHANT"}
        simulator.call(ORDERS, query, token=token)
        took = []
        for _ in range(9):
            begun = time.perf_counter()
            answer = simulator.call(ORDERS, query, token=token)
            took.append(time.perf_counter() - begun)
            assert len(answer.json()["orders"]) == 100
        # Generous, for machines that do other things besides; alone it takes about 30 ms.
        assert sorted(took)[4] < 0.25
