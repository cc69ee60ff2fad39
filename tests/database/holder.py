"""A command that holds the database open: holder.py UID DATA [not-durable]. Leaves when its input ends.

It becomes the user only once everything is loaded: a clone in root's home is closed to everybody else.
"""

import encodings.idna  # noqa: F401 - loaded before the change of user
import json
import os
import pwd
import subprocess  # noqa: F401 - likewise
import sys
from pathlib import Path

from packhaus.database import DatabaseProblem, open_cluster
from packhaus.database.binaries import Binaries, of_wheel


def main(uid: int, data: Path, durable: bool, programs: Path | None) -> None:
    binaries = of_wheel()
    if programs is not None:
        binaries = Binaries(programs, binaries.home, binaries.beside)
    os.chdir("/")
    if os.geteuid() != uid:
        entry = pwd.getpwuid(uid)
        os.setgroups([])
        os.setgid(entry.pw_gid)
        os.setuid(uid)
        os.environ["HOME"] = entry.pw_dir
    try:
        with open_cluster(data, durable=durable, binaries=binaries) as cluster:
            print(json.dumps({"url": cluster.url}), flush=True)
            for line in sys.stdin:
                if line.strip() == "revive":
                    cluster.revive()
                    print(json.dumps({"url": cluster.url}), flush=True)
    except DatabaseProblem as problem:
        print(json.dumps({"problem": str(problem)}), flush=True)


if __name__ == "__main__":
    main(
        int(sys.argv[1]),
        Path(sys.argv[2]),
        "not-durable" not in sys.argv[3:],
        next((Path(word) for word in sys.argv[3:] if word.startswith("/")), None),
    )
