"""The demo's own data folder: where it lies, how it is known, how it is made anew."""

from __future__ import annotations

import shutil
from pathlib import Path

from packhaus.database import default_data_folder, delete_cluster
from packhaus.database.folders import prepared

OF_THE_DEMO = "PACKHAUS_DEMO"
"""Set to 1 in the environment of the commands that the demo starts: they alone may serve its folder."""


def default_demo_folder() -> Path:
    """Where a demo's data lies unless told otherwise: beside a merchant's own, never in it."""
    return default_data_folder().with_name("packhaus-demo") / "data"


def is_a_demos(data: Path) -> bool:
    """Whether a demo made this data folder, so that the next one deletes it."""
    return _marker(data).exists()


def make_anew(data: Path) -> None:
    """Delete what a demo left in ``data`` and make it empty.

    Raises OSError where there is something in it that no demo made, or the folder cannot be written, and
    DatabaseProblem while its database is in use.
    """
    if data.exists() and any(data.iterdir()) and not is_a_demos(data):
        raise OSError(1, "there is something in it that no demo made; name another folder with --data")
    if is_a_demos(data):
        delete_cluster(data)
        shutil.rmtree(data)
    prepared(data)
    _marker(data).write_text("Everything in this folder is a demo's. The next demo deletes it.\n")


def _marker(data: Path) -> Path:
    return data / "demo"
