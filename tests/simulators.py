"""Starts the simulator as its own process and speaks to it as its users do: over HTTP."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

_SRC = Path(__file__).resolve().parent.parent / "src"


class SimulatorProcess:
    """A running simulator. ``info`` is its first line; ``admin`` speaks to its admin face."""

    def __init__(self, process: subprocess.Popen[str], info: dict[str, Any]) -> None:
        self.process = process
        self.info = info
        self.http = httpx.Client(timeout=30)

    @property
    def pid(self) -> int:
        return self.process.pid

    def admin(self, path: str, body: object = None, *, method: str | None = None) -> Any:
        """GET without a body, POST with one; gives the JSON, fails on an error status."""
        verb = method or ("GET" if body is None else "POST")
        answer = self.http.request(verb, self.info["admin"] + path, json=body)
        assert answer.is_success, f"{verb} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def reset(self, **wish: int) -> None:
        """A fresh world (``seed``, ``orders``, ``skus``); the credentials of the new seed are taken over."""
        self.info = self.admin("/reset", wish)

    def call(
        self,
        path: str,
        query: Mapping[str, str | int] | None = None,
        body: object = None,
        *,
        token: str | None = None,
    ) -> httpx.Response:
        """One SP-API call with a fresh access token: GET, or POST where there is a body."""
        return self.http.request(
            "GET" if body is None else "POST",
            self.info["api"] + path,
            params=dict(query or {}),
            json=body,
            headers={"x-amz-access-token": self.access_token() if token is None else token},
        )

    def carrier(
        self, method: str, path: str, body: object = None, *, key: str | None = None
    ) -> httpx.Response:
        """One call at the carrier, with its key unless another is given."""
        headers = {"authorization": f"Bearer {self.info['carrier_key'] if key is None else key}"}
        return self.http.request(method, self.info["carrier"] + path, json=body, headers=headers)

    def advance(self, seconds: float) -> None:
        """Move the simulated clock ahead."""
        self.admin("/clock", {"advance_seconds": seconds})

    def access_token(self) -> str:
        """A fresh access token by the refresh token."""
        answer = self.token()
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])

    def token(self, **changes: str | None) -> httpx.Response:
        """Ask the token endpoint; ``changes`` replace or (``None``) drop form fields."""
        form = {
            "grant_type": "refresh_token",
            "client_id": self.info["client_id"],
            "client_secret": self.info["client_secret"],
            "refresh_token": self.info["refresh_token"],
        } | changes
        return self.http.post(
            self.info["token_url"], data={key: value for key, value in form.items() if value is not None}
        )

    def close(self) -> None:
        """End the process and wait for it."""
        self.http.close()
        if self.process.stdin:
            self.process.stdin.close()
        self.process.terminate()
        self.process.wait(timeout=10)
        if self.process.stdout:
            self.process.stdout.close()


@contextmanager
def running_simulator(
    *, seed: int = 1, orders: int = 240, **options: str | int
) -> Iterator[SimulatorProcess]:
    """Run a simulator on a free port; it ends with this block, or with this process if that is killed."""
    command = [sys.executable, "-m", "packhaus_simulator", "--exit-with-stdin"]
    wanted = {"port": 0, "seed": seed, "orders": orders, **options}
    for name, value in wanted.items():
        command += [f"--{name.replace('_', '-')}", str(value)]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(_SRC)},
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise RuntimeError(f"the simulator ended with {process.wait(timeout=10)} before its first line")
    simulator = SimulatorProcess(process, json.loads(line))
    try:
        yield simulator
    finally:
        simulator.close()
