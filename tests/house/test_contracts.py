"""Who may know whom: the contracts stand in ``pyproject.toml``; each breaks on a planted import."""

from __future__ import annotations

import shutil
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import grimp
import pytest
from importlinter import configuration
from importlinter.application import use_cases
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract

configuration.configure()

ROOT = Path(__file__).parents[2]
OPTIONS = use_cases.read_user_options(str(ROOT / "pyproject.toml"))
CONTRACTS = {contract["id"]: contract for contract in OPTIONS.contracts_options}
KINDS = {
    "forbidden": ForbiddenContract,
    "independence": IndependenceContract,
    "layers": LayersContract,
    "protected": ProtectedContract,
}

OFFENCES = [
    ("line", "packhaus.orders.bulk", "packhaus.parcels.models"),
    ("line", "packhaus.engine.due", "packhaus.orders.models"),
    ("line", "packhaus.shops.port", "packhaus.products.models"),
    ("line", "packhaus.accounts.login", "packhaus.engine.clock"),
    ("line", "packhaus.kit.money", "packhaus.database.problem"),
    ("line", "packhaus.parcels.printing", "packhaus.flow.labels"),
    ("line", "packhaus.flow.sync", "packhaus.desk.formats"),
    ("pure", "packhaus.orders.rules", "django"),
    ("pure", "packhaus.parcels.rules", "time"),
    ("pure", "packhaus.privacy.retention", "packhaus.engine.clock"),
    ("pure", "packhaus.kit.words", "django"),
    ("pure", "packhaus.kit.money", "httpx"),
    ("pages", "packhaus.flow.announce", "packhaus.parcels.pages"),
    ("pages", "packhaus.shops.registry", "packhaus.shops.amazon.pages"),
    ("pages", "packhaus.flow.announce", "packhaus.orders.pages.actions"),
    ("forms", "packhaus.flow.edit", "packhaus.orders.forms"),
    ("desk", "packhaus.flow.sync", "packhaus.desk.formats"),
    ("desk", "packhaus.orders.waiting", "packhaus.desk.countries"),
    ("amazon", "packhaus.flow.confirm", "packhaus.shops.amazon.refusals"),
    ("amazon", "packhaus.orders.pages.detail", "packhaus.shops.amazon.carriers"),
    ("amazon_mws", "packhaus.flow.confirm", "packhaus.shops.amazon_mws.feeds"),
    ("amazon_mws", "packhaus.shops.amazon.shop", "packhaus.shops.amazon_mws.xml"),
    ("carriers", "packhaus.flow.labels", "packhaus.carriers.demo.carrier"),
    ("effects", "packhaus.orders.pages.actions", "packhaus.shops.registry"),
    ("effects", "packhaus.parcels.pages.detail", "packhaus.carriers.registry"),
    ("outside", "packhaus.shops.amazon.shop", "packhaus.orders.models"),
    ("outside", "packhaus.shops.amazon.client", "packhaus.engine.limits"),
    ("outside", "packhaus.carriers.demo.carrier", "django"),
    ("outside", "packhaus.shops.amazon.mapping", "packhaus.privacy.vault"),
    ("outside", "packhaus.shops.amazon_mws.client", "packhaus.engine.limits"),
    ("boxes", "packhaus.shops.amazon.client", "packhaus_simulator.amazon.limits"),
    ("boxes", "packhaus_simulator.amazon.limits", "packhaus.shops.amazon.limits"),
    ("world", "packhaus_simulator.world.orders", "starlette"),
    ("world", "packhaus_simulator.world.orders", "packhaus_simulator.amazon.order_wire"),
    ("faces", "packhaus_simulator.amazon.orders", "packhaus_simulator.admin.changes"),
    ("demo", "packhaus.demo.run", "packhaus.flow.announce"),
    ("ciphers", "packhaus.shops.amazon.tokens", "cryptography"),
    ("calls", "packhaus.flow.sync", "httpx"),
    ("calls", "packhaus.orders.pages.detail", "httpx"),
    ("calls", "packhaus.flow.deliver", "smtplib"),
    ("sql", "packhaus.orders.models", "psycopg"),
]


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("packhaus", "packhaus_simulator", include_external_packages=True, cache_dir=None)


def is_kept(identity: str, graph: grimp.ImportGraph) -> bool:
    options = dict(CONTRACTS[identity])
    contract = KINDS[options["type"]](
        name=options["name"], session_options=OPTIONS.session_options, contract_options=options
    )
    return contract.check(deepcopy(graph), verbose=False).kept


def test_every_contract_is_kept(graph: grimp.ImportGraph) -> None:
    assert [identity for identity in CONTRACTS if not is_kept(identity, graph)] == []


@pytest.mark.parametrize(("identity", "importer", "imported"), OFFENCES)
def test_a_planted_import_breaks_its_contract(
    graph: grimp.ImportGraph, identity: str, importer: str, imported: str
) -> None:
    planted = deepcopy(graph)
    assert importer in planted.modules, f"{importer} has moved: plant the offence elsewhere"
    if "." in imported:
        assert imported in planted.modules, f"{imported} has moved: plant the offence elsewhere"
    elif imported not in planted.modules:
        planted.add_module(imported, is_squashed=True)
    planted.add_import(
        importer=importer, imported=imported, line_number=1, line_contents=f"import {imported}"
    )
    assert is_kept(identity, graph)
    assert not is_kept(identity, planted)


def test_each_contract_has_a_planted_offence() -> None:
    assert {identity for identity, _, _ in OFFENCES} == set(CONTRACTS)


def test_a_room_that_does_not_say_where_it_stands_is_found(graph: grimp.ImportGraph) -> None:
    planted = deepcopy(graph)
    planted.add_module("packhaus.returns")
    assert not is_kept("line", planted)


def test_the_linter_reads_files_as_they_are(tmp_path: Path) -> None:
    """One offence as a file in a copy of the tree, found by the command that script/lint runs."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "*.ttf"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)

    def lint() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                sys.executable,
                "-c",
                "from importlinter.cli import lint_imports_command as lint; lint()",
                "--no-cache",
            ],
            cwd=tmp_path,
            env={"PYTHONPATH": str(tmp_path / "src"), "COLUMNS": "200"},
            capture_output=True,
            text=True,
            check=False,
        )

    clean = lint()
    assert clean.returncode == 0, clean.stdout
    late = "def buy() -> None:\n    from packhaus.parcels.models import Parcel\n    Parcel()\n"
    (tmp_path / "src/packhaus/orders/rules_of_thumb.py").write_text(late)
    planted = lint()
    assert planted.returncode == 1
    assert "packhaus.orders.rules_of_thumb -> packhaus.parcels.models (l.2)" in planted.stdout
