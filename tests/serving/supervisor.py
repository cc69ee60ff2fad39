"""A parent that supervises two children: supervisor.py FOLDER GRACE KIND [KIND ...].

Each child writes its number and its end into FOLDER, by the name of its kind and place.
"""

import sys
from pathlib import Path

from packhaus.serving import Child, supervise

HERE = Path(__file__).parent


def main(folder: Path, grace: float, kinds: list[str]) -> int:
    children = []
    for place, kind in enumerate(kinds):
        command = [
            sys.executable,
            str(HERE / "supervised.py"),
            str(folder / f"{kind}-{place}"),
            kind,
            str(grace),
        ]
        children.append(Child(f"{kind}-{place}", ["/no/such/program"] if kind == "missing" else command))
    complaints = iter(["", "the disk is full", "the disk is full", ""])
    return supervise(children, meanwhile=lambda: next(complaints, ""), grace=grace)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]))
