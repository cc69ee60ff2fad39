"""The processes that the demo runs: the simulator and Packhaus itself, both by their commands."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread
from typing import Any

import httpx

from packhaus.demo.folder import OF_THE_DEMO

_STALE = 0.2
"""Seconds that a line of figures may have needed from the database to here."""

_HEARD = 0.75
"""Seconds after which every process has heard of a moved clock, which each asks for every half second."""

_OF_THE_MERCHANT = (
    "DATABASE_URL",
    "PACKHAUS_DATA",
    "PACKHAUS_KEYS",
    "PACKHAUS_SECRET_KEY",
    "PACKHAUS_HTTPS",
    "PACKHAUS_URL",
    "PACKHAUS_SMTP",
    "PACKHAUS_SMTP_FROM",
)
"""Settings of an installation on the same machine, which the demo leaves alone."""

_OLD_DEVELOPER = {
    "DEVELOPER_NAME": "name",
    "DEVELOPER_ID": "developer_id",
    "ACCESS_KEY": "access_key",
    "SECRET_KEY": "secret_key",
}


class Processes:
    """Starts commands of ``packhaus`` for one data folder and ends them in the end."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._environment = {k: v for k, v in os.environ.items() if k not in _OF_THE_MERCHANT}
        self._environment[OF_THE_DEMO] = "1"
        self._running: list[subprocess.Popen[str]] = []
        self._panel: subprocess.Popen[str] | None = None
        self._watch: subprocess.Popen[str] | None = None
        self._clock: subprocess.Popen[str] | None = None
        self._figures: tuple[float, dict[str, int]] | None = None
        self.simulator: dict[str, Any] = {}

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "packhaus", "--data", str(self._data), *arguments]

    def start_simulator(self, seed: int, orders: int) -> dict[str, Any]:
        """Amazon and the carrier in a box; their addresses."""
        process = subprocess.Popen(
            self._command(
                "simulator", "--port", "0", "--seed", str(seed), "--orders", str(orders), "--exit-with-stdin"
            ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=self._environment,
            text=True,
        )
        self._running.append(process)
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            raise RuntimeError("the simulator did not start")
        self.simulator = json.loads(line)
        self._environment |= {
            "PACKHAUS_AMAZON_API_EU": self.simulator["api"],
            "PACKHAUS_AMAZON_TOKEN_URL": self.simulator["token_url"],
            "PACKHAUS_SELLER_CENTRAL": self.simulator["seller_central"],
            "PACKHAUS_MWS_EU": self.simulator["mws"],
            **{
                f"PACKHAUS_MWS_{name}": self.simulator["mws_developer"][key]
                for name, key in _OLD_DEVELOPER.items()
            },
        }
        return self.simulator

    def start_packhaus(self, port: int) -> str:
        """Packhaus on this machine; its address, once it answers."""
        port = port or _free_port()
        address = f"http://127.0.0.1:{port}"
        log = (self._data / "logs" / "serve.log").open("a")
        process = subprocess.Popen(
            self._command("serve", "--port", str(port)),
            env=self._environment | {"PACKHAUS_LOG_LEVEL": "WARNING"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            text=True,
        )
        log.close()
        self._running.append(process)
        self._panel = process
        end = time.monotonic() + 90
        while time.monotonic() < end:
            if process.poll() is not None:
                break
            try:
                if httpx.get(f"{address}/login/", trust_env=False, timeout=5).status_code < 500:
                    return address
            except httpx.HTTPError:
                time.sleep(0.1)
        tail = (self._data / "logs" / "serve.log").read_text()[-1500:]
        raise RuntimeError(f"Packhaus did not start; the end of its log:\n{tail}")

    def status(self) -> dict[str, int]:
        """The next line of ``packhaus status --json --watch``: not older than this question."""
        asked = time.monotonic()
        if self._watch is None:
            self._watch = self._start(self._command("status", "--json", "--watch"), stdout=subprocess.PIPE)
            Thread(target=self._read, args=(self._watch,), daemon=True).start()
        while self._figures is None or self._figures[0] <= asked:
            if self._watch.poll() is not None:
                raise RuntimeError("packhaus status ended by itself")
            time.sleep(0.05)
        return self._figures[1]

    def _read(self, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or ():
            self._figures = (time.monotonic() - _STALE, json.loads(line))

    def _start(
        self, command: list[str], *, stdout: int, stdin: int = subprocess.DEVNULL
    ) -> subprocess.Popen[str]:
        process = subprocess.Popen(command, env=self._environment, stdin=stdin, stdout=stdout, text=True)
        self._running.append(process)
        return process

    def _answer_of(self, process: subprocess.Popen[str]) -> None:
        if not (process.stdout and process.stdout.readline()):
            raise RuntimeError("packhaus clock ended by itself")

    def move_clocks(self, hours: float, speed: float = 1) -> None:
        """Move the clocks of both sides, the other one first; from now on they run at ``speed``."""
        httpx.post(
            f"{self.simulator['admin']}/clock",
            json={"advance_seconds": hours * 3600, "speed": speed},
            trust_env=False,
        ).raise_for_status()
        if self._clock is None:
            self._clock = self._start(
                self._command("clock", "--follow"), stdout=subprocess.PIPE, stdin=subprocess.PIPE
            )
            self._answer_of(self._clock)
        assert self._clock.stdin
        self._clock.stdin.write(f"{hours} {speed}\n")
        self._clock.stdin.flush()
        self._answer_of(self._clock)
        time.sleep(_HEARD)

    def at_amazon(self) -> dict[str, Any]:
        """What the simulator's books say."""
        answer = httpx.get(f"{self.simulator['admin']}/state", trust_env=False, timeout=30)
        found: dict[str, Any] = answer.raise_for_status().json()
        return found

    def hurry_carrier(self, times: float) -> None:
        """Let parcels that are bought from now on travel so many times as fast."""
        httpx.post(
            f"{self.simulator['admin']}/carrier", json={"journeys": {"speed": times}}, trust_env=False
        ).raise_for_status()

    def new_orders(self, count: int, **wish: object) -> None:
        """Somebody buys something; ``wish`` as the simulator's admin face takes it."""
        httpx.post(
            f"{self.simulator['admin']}/orders",
            json={"count": count, "weights": "mixed"} | wish,
            trust_env=False,
        ).raise_for_status()

    def new_secret(self) -> str:
        """Amazon gives the public application a new client secret; the one before lives seven more days."""
        answer = httpx.post(
            f"{self.simulator['admin']}/authorization",
            json={"application": "public", "rotate_secret": True},
            trust_env=False,
        )
        return str(answer.raise_for_status().json()["client_secret"])

    def asked(self, path: str) -> Any:
        """What the simulator's admin face says at ``path``."""
        answer = httpx.get(f"{self.simulator['admin']}{path}", trust_env=False, timeout=30)
        return answer.raise_for_status().json()

    def wait(self) -> None:
        """Until Packhaus ends by itself."""
        if self._panel is not None:
            self._panel.wait()

    def stop(self) -> None:
        """End what was started, last first."""
        for process in reversed(self._running):
            if process.stdin:
                process.stdin.close()
            if process.poll() is None:
                process.terminate()
        for process in reversed(self._running):
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout:
                process.stdout.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
