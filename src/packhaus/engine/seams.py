"""Named points between an intent, its call and its record, at which a test can kill the process."""

from __future__ import annotations

import os
import signal
from pathlib import Path

_NAMED = os.environ.get("PACKHAUS_SEAM", "")
_SPENT = os.environ.get("PACKHAUS_SEAM_SPENT", "")


def seam(name: str) -> None:
    """Do nothing, unless ``PACKHAUS_SEAM`` names this point: then the process gets SIGKILL here.

    ``PACKHAUS_SEAM_SPENT`` is a file that is written first, so that it happens once and a restarted
    process passes.
    """
    if name != _NAMED:
        return
    if _SPENT:
        try:
            os.close(os.open(_SPENT, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except FileExistsError:
            return
        Path(_SPENT).write_text(name)
    os.kill(os.getpid(), signal.SIGKILL)
