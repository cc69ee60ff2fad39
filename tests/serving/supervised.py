"""A child under supervision: supervised.py FILE KIND GRACE. It notes start and orderly end in FILE."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from packhaus.serving import end_with_parent


def note(file: Path, event: str) -> None:
    with file.open("a") as lines:
        lines.write(f"{event} {os.getpid()} {time.monotonic()}\n")


def main(file: Path, kind: str, grace: float) -> None:
    stopping = [False]
    signal.signal(signal.SIGTERM, lambda *_: stopping.__setitem__(0, kind != "stubborn"))
    if kind != "careless":
        end_with_parent(grace)
    if kind == "stubborn":
        grandchild = subprocess.Popen(["/bin/sleep", "600"])
        file.with_suffix(".grandchild").write_text(str(grandchild.pid))
    note(file, "start")
    if kind == "failing":
        sys.exit(3)
    while not stopping[0]:
        time.sleep(0.01)
    time.sleep(0.1)
    note(file, "end")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]))
