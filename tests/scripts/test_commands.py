"""The commands of script/, as somebody types them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PASSED, FAILED = 0, 1


def run(*words: str, cwd: Path = Path("/")) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def test_a_current_environment_is_left_as_it_is() -> None:
    place = ROOT / ".venv" / "packhaus-dev.lock"
    before = place.stat().st_mtime_ns
    for kind in ("dev", "runtime"):
        assert run(str(ROOT / "script" / "setup"), kind).returncode == 0
    assert place.stat().st_mtime_ns == before


def test_a_word_that_is_no_command_is_answered_with_what_there_is() -> None:
    for words, told in (
        (("setup", "everything"), "there is no set named everything"),
        (("run",), "script/run packhaus --help lists the commands"),
        (("run", "rm"), "script/run packhaus --help lists the commands"),
        (("bench",), "where NAME is one of:"),
        (("bench", "../setup"), "where NAME is one of:"),
        (("bench", "no_such_bench"), "where NAME is one of:"),
    ):
        answer = run(str(ROOT / "script" / words[0]), *words[1:])
        assert answer.returncode == 2
        assert told in answer.stderr
        assert answer.stdout == ""


def test_the_program_runs_from_any_folder() -> None:
    answer = run(str(ROOT / "script" / "run"), "packhaus", "--help")
    assert answer.returncode == 0
    assert "serve" in answer.stdout


def test_locks_have_hashes_for_all_and_name_no_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-uv.lock"):
        lines = (ROOT / name).read_text().splitlines()
        assert "://" not in "\n".join(lines)
        packages = [number for number, line in enumerate(lines) if "==" in line and not line.startswith(" ")]
        assert packages
        assert all(lines[number + 1].strip().startswith("--hash=sha256:") for number in packages)


@pytest.mark.parametrize(
    ("plugin", "body", "code"),
    [
        ((), "pytest.skip('no reason')", PASSED),
        (("-p", "no_skips"), "pytest.skip('no reason')", FAILED),
        (("-p", "no_skips"), "pass", PASSED),
        (("-p", "no_skips", "-n", "2"), "pytest.skip('no reason')", FAILED),
    ],
)
def test_a_skipped_test_fails_the_run(tmp_path: Path, plugin: tuple[str, ...], body: str, code: int) -> None:
    (tmp_path / "pytest.ini").write_text(f"[pytest]\npythonpath = {ROOT / 'script' / 'support'}\n")
    (tmp_path / "test_it.py").write_text(f"import pytest\ndef test_one():\n    {body}\n")
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "script" / "support")}
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:django", *plugin]
    ended = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == code, ended.stdout
