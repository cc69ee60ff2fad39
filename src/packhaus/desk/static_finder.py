"""Finds ``desk/panel.css`` in ``desk/static/panel.css``: a room's static files lie in the room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from packhaus.desk.template_loader import HOUSE


class RoomStorage(FileSystemStorage):
    """A room's folder of static files; ``prefix`` is where Django lists them."""

    prefix = ""


class RoomFinder(BaseFinder):
    """``ROOM/NAME`` is ``ROOM/static/NAME``."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file that is served as ``path``."""
        room, _, name = path.rpartition("/")
        found = HOUSE / room / "static" / name
        hits = [str(found)] if room and ".." not in path and found.is_file() else []
        return hits if find_all else (hits[0] if hits else [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        """All static files of all rooms, each under its room's name."""
        for folder in sorted(HOUSE.glob("**/static")):
            storage = RoomStorage(location=str(folder))
            storage.prefix = str(folder.parent.relative_to(HOUSE))
            for found in sorted(folder.iterdir()):
                if found.is_file():
                    yield found.name, storage
