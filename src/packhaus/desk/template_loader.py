"""Finds ``orders/list.html`` in ``orders/templates/list.html``: a room's templates lie in the room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.template import Origin
from django.template.loaders.filesystem import Loader

HOUSE = Path(__file__).parent.parent


class RoomLoader(Loader):
    """``ROOM/NAME.html`` is ``ROOM/templates/NAME.html``; rooms within rooms too (``shops/amazon``)."""

    def get_template_sources(self, template_name: str) -> Iterator[Origin]:
        """The one place where ``template_name`` can lie."""
        room, _, name = template_name.rpartition("/")
        if room and ".." not in template_name:
            path = HOUSE / room / "templates" / name
            yield Origin(name=str(path), template_name=template_name, loader=self)
