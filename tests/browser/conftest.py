"""Packhaus and the simulator as they run, and a merchant's Chromium in German."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from packhaus.demo.processes import Processes

CHROMIUM = os.environ.get("PACKHAUS_CHROMIUM") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@dataclass
class Desk:
    """A running installation: the panel's address, its processes, the simulator's addresses, its data."""

    address: str
    processes: Processes
    simulator: dict[str, Any]
    data: Path


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    home = Path(tempfile.mkdtemp(prefix="packhaus-browser-"))
    home.chmod(0o711)
    data = home / "data"
    (data / "logs").mkdir(parents=True)
    processes = Processes(data)
    try:
        simulator = processes.start_simulator(5, 60)
        yield Desk(processes.start_packhaus(0), processes, simulator, data)
    finally:
        processes.stop()
        from packhaus.database import delete_cluster

        delete_cluster(data)
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def merchant(chromium: Browser) -> Iterator[Page]:
    """A window in German. What the browser complains of (a blocked script, an error) fails the test."""
    context = chromium.new_context(locale="de-DE", viewport={"width": 1280, "height": 960})
    page = context.new_page()
    page.set_default_timeout(20_000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console", lambda said: complaints.append(said.text) if is_complaint(said.type, said.text) else None
    )
    yield page
    context.close()
    assert complaints == []


def is_complaint(kind: str, text: str) -> bool:
    """Errors of the console, but for a form that is shown again with what is wrong (422)."""
    return kind == "error" and "422" not in text
