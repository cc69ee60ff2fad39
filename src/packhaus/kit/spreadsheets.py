"""Cells of files that people open in a spreadsheet."""

from __future__ import annotations

import re

_TELEPHONE = re.compile(r"[+-][0-9 ()/.,-]*")


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows and does not run: a buyer could write a formula into an address."""
    is_run = cell.startswith(("=", "@")) or (cell.startswith(("+", "-")) and not _TELEPHONE.fullmatch(cell))
    return f"'{cell}" if is_run else cell
