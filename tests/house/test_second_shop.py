"""A second shop costs the house nothing: it is one folder, and taken away it leaves no hole."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"
SHOP = "packhaus/shops/amazon_mws"
NAMED = re.compile(r"amazon[_-]?mws", re.IGNORECASE)
TEXTS = (".py", ".html", ".css", ".js", ".json", ".txt")


def naming(source: Path) -> dict[str, list[str]]:
    """The lines outside its folder that name the shop, by file."""
    found: dict[str, list[str]] = {}
    for path in sorted((source / "packhaus").rglob("*")):
        name = path.relative_to(source).as_posix()
        if path.suffix not in TEXTS or name.startswith(SHOP):
            continue
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if NAMED.search(line)]
        if lines:
            found[name] = lines
    return found


def test_five_lines_outside_its_folder_name_it() -> None:
    found = naming(SOURCE)
    assert {name: len(lines) for name, lines in found.items()} == {
        "packhaus/shops/registry.py": 4,
        "packhaus/urls.py": 1,
    }


def test_without_its_folder_and_these_lines_the_house_stands(tmp_path: Path) -> None:
    """The whole panel is loaded and checked in a copy, in a process of its own."""
    copy = tmp_path / "src"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for name in naming(copy):
        path = copy / name
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not NAMED.search(line)), encoding="utf-8")
    shutil.rmtree(copy / SHOP)
    assert stands(copy) == "amazon own"


def stands(source: Path) -> str:
    """The shops that a copy offers, once its pages and models are loaded and checked."""
    program = (
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "call_command('check', verbosity=0)\n"
        "from packhaus import urls\n"
        "from packhaus.shops.registry import SHOPS\n"
        "print(*SHOPS)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={
            "PYTHONPATH": str(source),
            "DJANGO_SETTINGS_MODULE": "packhaus.settings",
            "PACKHAUS_DATA": str(source.parent / "data"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]
