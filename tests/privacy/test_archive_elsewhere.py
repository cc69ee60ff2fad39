"""R4.3: a bundle is opened on another machine with the private key alone, and with nothing else."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from packhaus.privacy.archive.models import ArchiveBundle
from packhaus.privacy.archive.write import path_of, write_due
from packhaus.shops.models import Connection
from privacy.archives import DAY, Holder, numbers_of, shipped, switch_on
from privacy.merchants import NOW
from privacy.people import RECIPIENT

SRC = Path(__file__).parents[2] / "src"


class Elsewhere:
    """Another machine: bundles carried there, a folder that is empty otherwise, no database, no settings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [
                sys.executable,
                "-m",
                "packhaus",
                "--data",
                str(self.folder / "empty"),
                "archive",
                *map(str, arguments),
            ],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(SRC), "HOME": str(self.folder)},
            cwd=self.folder,
            capture_output=True,
            timeout=60,
        )


@pytest.fixture
def elsewhere(tmp_path: Path) -> Elsewhere:
    return Elsewhere(tmp_path / "elsewhere")


@pytest.fixture
def holder() -> Holder:
    return Holder()


@pytest.fixture
def carried(
    connection: Connection, holder: Holder, elsewhere: Elsewhere, tmp_path: Path, settings: Any
) -> Path:
    """Two bundles, carried to the other machine; the numbers in them are 306-0000000-..."""
    settings.ARCHIVE = tmp_path / "archive"
    switch_on(connection.organization, NOW, holder)
    shipped(connection, 3, NOW)
    write_due(connection.organization_id, NOW + 20 * DAY)
    shipped(connection, 2, NOW + 21 * DAY)
    write_due(connection.organization_id, NOW + 40 * DAY)
    for bundle in ArchiveBundle.objects.all():
        for path in (path_of(bundle), path_of(bundle).with_suffix(".json")):
            shutil.copy(path, elsewhere.folder)
    return elsewhere.folder


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(bytes(content))


def bundles(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.age"))


def test_opened_with_the_private_key_alone(elsewhere: Elsewhere, carried: Path, holder: Holder) -> None:
    done = elsewhere.run("open", "--key", holder.key_file(carried), carried)
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert sorted(order["order"] for order in found) == [f"306-0000000-{number:07d}" for number in range(5)]
    assert {order["recipient"]["name"] for order in found} == {RECIPIENT.name}
    assert not (carried / "empty").exists(), "nothing was made where the data folder would be"


def test_the_same_order_in_two_copies_comes_once(elsewhere: Elsewhere, carried: Path, holder: Holder) -> None:
    copy = shutil.copy(bundles(carried)[0], carried / "copy.age")
    done = elsewhere.run("open", "--key", holder.key_file(carried), *bundles(carried), copy)
    assert len(done.stdout.splitlines()) == 5
    assert b"5 orders" in done.stderr


def test_into_a_file_of_ones_own_or_a_table(elsewhere: Elsewhere, carried: Path, holder: Holder) -> None:
    key = holder.key_file(carried)
    done = elsewhere.run("open", "--key", key, "--out", carried / "orders.csv", carried)
    assert (done.returncode, done.stdout) == (0, b"")
    assert stat.S_IMODE((carried / "orders.csv").stat().st_mode) == 0o600
    rows = list(csv.DictReader(io.StringIO((carried / "orders.csv").read_text("utf-8-sig")), delimiter=";"))
    assert (rows[0]["total"], rows[0]["tax_number"]) == ("25.99", RECIPIENT.tax_number)
    assert rows[0]["goods"] == "2 x TOPF-24 Kochtopf 24 cm 25.99"
    again = elsewhere.run("open", "--key", key, "--out", carried / "orders.csv", carried)
    assert again.returncode == 1
    assert b"is there already" in again.stderr


def test_refused_with_another_key(elsewhere: Elsewhere, carried: Path) -> None:
    done = elsewhere.run("open", "--key", Holder().key_file(carried), carried)
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"cannot be opened with this key" in done.stderr
    assert b"Traceback" not in done.stderr


def test_refused_without_a_key(elsewhere: Elsewhere, carried: Path, holder: Holder) -> None:
    public = carried / "public.txt"
    public.write_text(holder.public_key)
    for arguments in (("open", carried), ("open", "--key", public, carried)):
        done = elsewhere.run(*arguments)
        assert done.returncode != 0
        assert done.stdout == b""
    assert b"holds no private key" in done.stderr


@pytest.mark.parametrize("at", [0, 30, 150, 250, -1])
def test_a_flipped_bit_is_found_and_stops_no_other(
    elsewhere: Elsewhere, carried: Path, holder: Holder, at: int
) -> None:
    checked = elsewhere.run("check", carried)
    assert (checked.returncode, checked.stdout.split()[0]) == (0, b"2")
    flip(bundles(carried)[0], at)
    checked = elsewhere.run("check", carried)
    assert checked.returncode == 1
    assert bundles(carried)[0].name.encode() in checked.stderr
    assert b"has changed" in checked.stderr
    opened = elsewhere.run("open", "--key", holder.key_file(carried), carried)
    assert opened.returncode == 1
    assert bundles(carried)[0].name.encode() in opened.stderr
    assert len(opened.stdout.splitlines()) == 2


def test_a_bundle_that_is_cut_off_is_found(elsewhere: Elsewhere, carried: Path, holder: Holder) -> None:
    first = bundles(carried)[0]
    first.write_bytes(first.read_bytes()[:-40])
    opened = elsewhere.run("open", "--key", holder.key_file(carried), first)
    assert (opened.returncode, opened.stdout) == (1, b"")
    assert b"cut off" in opened.stderr
    first.with_suffix(".json").unlink()
    assert b"no manifest" in elsewhere.run("check", first).stderr


def test_a_pair_of_keys_made_elsewhere(elsewhere: Elsewhere) -> None:
    made = elsewhere.run("new-key", "private.key")
    path = elsewhere.folder / "private.key"
    assert made.stdout.startswith(b"age1")
    assert b"AGE-SECRET-KEY" not in made.stdout + made.stderr
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert elsewhere.run("new-key", "private.key").returncode == 1
    assert path.read_text().count("AGE-SECRET-KEY-1") == 1


def test_a_key_file_with_a_passphrase(carried: Path, holder: Holder) -> None:
    from pyrage import passphrase

    from packhaus.privacy.archive.bundle import identities_of
    from packhaus.privacy.archive.errors import BundleProblem

    content = passphrase.encrypt(holder.key_file(carried).read_bytes(), "Packtisch-2-Nord")
    (identity,) = identities_of(content, iter(["Packtisch-2-Nord"]))
    assert str(identity.to_public()) == holder.public_key
    with pytest.raises(BundleProblem, match="passphrase"):
        identities_of(content, iter(["wrong"]))


def test_the_orders_are_those_that_left(connection: Connection, carried: Path, holder: Holder) -> None:
    from privacy.archives import numbers_in

    assert numbers_in(holder, list(ArchiveBundle.objects.all())) == numbers_of(list(connection.orders.all()))
