"""A command that holds the database open: holder.py UID DATA [not-durable]. Leaves when its input ends.

It becomes the user only once everything is loaded: a clone in root's home is closed to everybody else.
"""

import ctypes
import encodings.idna  # noqa: F401 - loaded before the change of user
import json
import os
import pwd
import struct
import subprocess  # noqa: F401 - likewise
import sys
from pathlib import Path

from packhaus.database import DatabaseProblem, open_cluster
from packhaus.database.binaries import Binaries, of_wheel


def give_up_capabilities() -> None:
    """Root as in a container that may not change users: neither this process nor its children can."""
    system = ctypes.CDLL(None, use_errno=True)
    drop_from_bounding_set, set_securebits, no_root = 24, 28, 0b11
    for capability in (6, 7):
        assert system.prctl(drop_from_bounding_set, capability, 0, 0, 0) == 0
    assert system.prctl(set_securebits, no_root, 0, 0, 0) == 0
    header = struct.pack("=Ii", 0x20080522, 0)
    assert system.capset(header, bytes(24)) == 0


def main(uid: int, data: Path, durable: bool, programs: Path | None) -> None:
    binaries = of_wheel()
    if programs is not None:
        binaries = Binaries(programs, binaries.home, binaries.beside)
    os.chdir("/")
    if "without-capabilities" in sys.argv[3:]:
        give_up_capabilities()
    if os.geteuid() != uid:
        entry = pwd.getpwuid(uid)
        os.setgroups([])
        os.setgid(entry.pw_gid)
        os.setuid(uid)
        os.environ["HOME"] = entry.pw_dir
    try:
        with open_cluster(data, durable=durable, binaries=binaries) as cluster:
            print(json.dumps({"url": cluster.url}), flush=True)
            sys.stdin.read()
    except DatabaseProblem as problem:
        print(json.dumps({"problem": str(problem)}), flush=True)


if __name__ == "__main__":
    main(
        int(sys.argv[1]),
        Path(sys.argv[2]),
        "not-durable" not in sys.argv[3:],
        next((Path(word) for word in sys.argv[3:] if word.startswith("/")), None),
    )
