"""The demo keeps to a folder of its own, and nothing of a merchant's gets into it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from packhaus.database import DatabaseProblem, default_data_folder, delete_cluster, open_cluster
from packhaus.demo.folder import default_demo_folder, is_a_demos, make_anew

SOURCE = Path(__file__).parents[2] / "src"


def run(data: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PACKHAUS_", "DATABASE"))
    }
    return subprocess.run(
        [sys.executable, "-m", "packhaus", "--data", str(data), *words],
        env=kept | environment | {"PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_without_data_it_lies_beside_the_merchants_own_and_never_in_it() -> None:
    own, demos = default_data_folder(), default_demo_folder()
    assert demos.parent.parent == own.parent
    assert not demos.is_relative_to(own)
    assert not own.is_relative_to(demos.parent), "the print file lies beside the demo's data"


def test_it_is_made_for_its_owner_only_and_deletes_only_what_a_demo_made(tmp_path: Path) -> None:
    data = tmp_path / "packhaus-demo" / "data"
    make_anew(data)
    assert is_a_demos(data)
    assert stat.S_IMODE(data.stat().st_mode) == (0o711 if os.geteuid() == 0 else 0o700)
    assert stat.S_IMODE((data / "logs").stat().st_mode) == 0o700
    (data / "keys").mkdir()
    make_anew(data)
    assert not (data / "keys").exists()

    (data / "keys").mkdir()
    (data / "demo").unlink()
    with pytest.raises(OSError, match="no demo made"):
        make_anew(data)
    assert (data / "keys").exists()


def test_a_demo_that_still_runs_is_not_deleted_by_the_next(tmp_path: Path) -> None:
    tmp_path.chmod(0o711)
    data = tmp_path / "data"
    make_anew(data)
    with open_cluster(data, durable=False):
        with pytest.raises(DatabaseProblem):
            make_anew(data)
        answer = run(data, "demo", "--once")
        assert answer.returncode == 1
        assert "in use" in answer.stderr
        assert "Traceback" not in answer.stderr
    delete_cluster(data)


@pytest.mark.parametrize("command", ["serve", "web", "worker"])
def test_a_demos_folder_is_served_by_the_demo_only(command: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    make_anew(data)
    answer = run(data, command)
    assert answer.returncode == 1
    assert str(data) in answer.stderr
    assert "the next demo deletes all that is in it" in " ".join(answer.stderr.split())
    assert "--data" in answer.stderr
    assert not (data / "keys").exists()
    assert not (data / "postgres").exists()

    # Started by the demo it goes on, here to the next thing that is wrong.
    other = run(data, command, PACKHAUS_DEMO="1", DATABASE_URL="nonsense://")
    assert "is no address of a PostgreSQL" in other.stderr
