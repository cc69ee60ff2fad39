"""A lease key that was let go of lies in no memory of the process, not even in what was freed (rule 7)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from canaries.memory import keys_in_memory

_SRC = Path(__file__).resolve().parents[2] / "src"
_HOLDS = """
import pathlib, sys
from packhaus.kit.keyfiles import make_file, read_file
from packhaus.privacy.seal import LeaseCipher, fingerprint

path = pathlib.Path(sys.argv[1])
make_file(path)
key = read_file(path)
fingerprint(key)
cipher = LeaseCipher("run-2026-12-08.1", key)
sealed = cipher.seal(b"x", b"")
print("held", flush=True)
input()
assert cipher.open(sealed, b"") == b"x"
del cipher, key
print("let go", flush=True)
input()
"""


def seen(path: Path) -> tuple[bool, bool]:
    """Whether the key in ``path`` lies in a process that holds it, and once it has let go of it."""
    found = []
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDS, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(_SRC)},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for said in ("held", "let go"):
            assert process.stdout.readline().strip() == said
            found.append(bool(keys_in_memory(process.pid, {"it": path.read_bytes()})))
            process.stdin.write("\n")
            process.stdin.flush()
        assert process.wait(timeout=20) == 0
    return found[0], found[1]


def test_a_key_that_was_let_go_of_is_wiped(tmp_path: Path) -> None:
    assert seen(tmp_path / "run-2026-12-08.1.key") == (True, False)
