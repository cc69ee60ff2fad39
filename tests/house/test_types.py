"""Strict types over all of ``src``, and no ``Any`` in what one room hands to another."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src"
IGNORED = re.compile(r"#\s*type:\s*ignore")


def files() -> list[Path]:
    return [file for file in sorted(SOURCES.rglob("*.py")) if "migrations" not in file.parts]


def module_of(file: Path) -> str:
    parts = file.relative_to(SOURCES).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """A noun, the engine, flow ...; of shops and carriers each one is a room of its own."""
    parts = module.split(".")
    return ".".join(parts[: 3 if parts[1:2] in (["shops"], ["carriers"]) and len(parts) > 3 else 2])


def untyped(source: str) -> Iterator[str]:
    """Public functions, methods and fields of a file that say ``Any``."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            for part in node.body:
                yield from (f"{node.name}.{name}" for name in says_any(part))
        yield from says_any(node)


def says_any(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        name, said = (
            node.name,
            [node.returns, *(a.annotation for a in ast.walk(node.args) if isinstance(a, ast.arg))],
        )
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        name, said = node.target.id, [node.annotation]
    else:
        return
    if not name.startswith("_") and any(
        re.search(r"\bAny\b", ast.unparse(one)) for one in said if one is not None
    ):
        yield name


def test_mypy_is_strict_and_reads_all_of_src() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
    assert settings["strict"] is True
    assert settings["files"] == ["src"]
    assert [one["module"] for one in settings["overrides"] if one.get("ignore_errors")] == [
        ["packhaus.migrations.*"]
    ]


def test_no_complaint_of_mypy_is_silenced() -> None:
    assert [str(file) for file in files() if IGNORED.search(file.read_text(encoding="utf-8"))] == []


def test_no_any_across_a_rooms_wall() -> None:
    graph = grimp.build_graph("packhaus", "packhaus_simulator", cache_dir=None)
    crossing = {}
    for file in files():
        module = module_of(file)
        said = list(untyped(file.read_text(encoding="utf-8")))
        importers = graph.find_modules_that_directly_import(module) if said else set()
        if any(room_of(importer) != room_of(module) for importer in importers):
            crossing[module] = said
    assert crossing == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def f(a: dict[str, Any]) -> int: ...", ["f"]),
        ("def f(*a: int) -> list[Any]: ...", ["f"]),
        ("class A:\n    def f(self, *, b: Any = 1) -> int: ...\n    c: Any", ["A.f", "A.c"]),
        ("TABLE: dict[str, Any] = {}", ["TABLE"]),
        ("def _f(a: Any) -> int: ...\nclass _A:\n    def f(self) -> Any: ...", []),
        ("def f(a: object) -> Anything: ...", []),
    ],
)
def test_a_planted_any_is_found(source: str, found: list[str]) -> None:
    assert list(untyped(source)) == found


def test_a_shop_is_a_room_of_its_own() -> None:
    assert room_of("packhaus.shops.amazon.client") == "packhaus.shops.amazon"
    assert room_of("packhaus.shops.port") == room_of("packhaus.shops.registry") == "packhaus.shops"
    assert room_of("packhaus.orders.pages.detail") == room_of("packhaus.orders.bulk") == "packhaus.orders"
    assert room_of("packhaus_simulator.amazon.gate") != room_of("packhaus_simulator.carrier.api")
