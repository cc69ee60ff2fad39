"""Decoys: what the search must find is planted where a copy could hide, one in each kind of place.

A zero says something only beside them. Each has a text of its own, so that it is known which was found.
"""

from __future__ import annotations

import base64
import gzip
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from reportlab.pdfgen.canvas import Canvas

from canaries.house import House
from canaries.people import DECOYS_FROM, Canary
from canaries.search import Find

_TABLES = ("canary_column", "canary_old_version", "canary_index")
KEY = "a copied key file"


@dataclass
class Decoy:
    """One planted text. ``part``: what the path of the file must hold in which it is to be found."""

    place: str
    canary: Canary
    part: str
    found_in: str = ""


class Decoys:
    """Plants them, and knows which were found where they lie."""

    def __init__(self) -> None:
        self._all: dict[int, Decoy] = {}
        self._files: list[Path] = []
        self.key_copy: Path | None = None
        self.key_opened = False

    @property
    def planted(self) -> int:
        """How many, the copied key among them."""
        return len(self._all) + (self.key_copy is not None)

    @property
    def missed(self) -> list[str]:
        """The places of those that were not found."""
        missed = [one.place for one in self._all.values() if not one.found_in]
        return missed + ([KEY] if self.key_copy is not None and not self.key_opened else [])

    def take(self, find: Find) -> bool:
        """Whether a find is of a decoy; it counts where it was found in its own place."""
        if find.number < DECOYS_FROM:
            return False
        decoy = self._all.get(find.number)
        if decoy is not None and decoy.part in find.path:
            decoy.found_in = decoy.found_in or f"{find.path} ({find.where}, {find.form})"
        return True

    def plant(self, house: House, data: Path, temporary: Path) -> None:
        """All but those of a backup and of a key."""
        self._in_database(house)
        self._in_files(data, temporary)

    def _new(self, place: str, part: str) -> Canary:
        canary = Canary(DECOYS_FROM + len(self._all))
        self._all[canary.number] = Decoy(place, canary, part)
        return canary

    def _in_database(self, house: House) -> None:
        def run(how: Callable[[psycopg.Connection[Any]], object]) -> None:
            house.ask(how)

        for table in _TABLES:
            run(
                lambda database, table=table: database.execute(
                    f"CREATE TABLE {table} (words text, bytes bytea) WITH (autovacuum_enabled = false)"
                )
            )
        run(lambda database: database.execute("CREATE INDEX canary_words ON canary_index (words)"))
        files = {
            name: str(
                house.ask(
                    lambda database, name=name: database.execute(
                        "SELECT pg_relation_filepath(%s)", [name]
                    ).fetchone()[0]
                )
            )
            for name in (*_TABLES, "canary_words")
        }
        column = self._new("a table's column", f"/{files['canary_column']}").name
        run(lambda database: database.execute("INSERT INTO canary_column (words) VALUES (%s)", [column]))
        hidden = self._new("bytes in a table, as hex in a dump", "dump.sql").name.encode("utf-8")
        run(lambda database: database.execute("INSERT INTO canary_column (bytes) VALUES (%s)", [hidden]))
        old = self._new("an old version of a row", f"/{files['canary_old_version']}").name
        run(lambda database: database.execute("INSERT INTO canary_old_version (words) VALUES (%s)", [old]))
        run(lambda database: database.execute("UPDATE canary_old_version SET words = NULL"))
        indexed = self._new("an index", f"/{files['canary_words']}").street
        run(lambda database: database.execute("INSERT INTO canary_index (words) VALUES (%s)", [indexed]))
        run(lambda database: database.execute("DELETE FROM canary_index"))
        logged = self._new("the write-ahead log", "/pg_wal/").name
        run(lambda database: database.execute("SELECT pg_logical_emit_message(false, 'decoy', %s)", [logged]))

    def _in_files(self, data: Path, temporary: Path) -> None:
        def file(path: Path, raw: bytes) -> None:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(raw)
            self._files.append(path)

        logs = data / "logs"
        with (logs / "serve.log").open("a", encoding="utf-8") as log:
            log.write(f"a buyer called {self._new('a log', 'logs/serve.log').name}\n")
        packed = f"lines\n{self._new('a gzip member', 'canary-old.log.gz').gift}\n".encode()
        file(logs / "canary-old.log.gz", gzip.compress(packed))
        paper = temporary / "canary-print.pdf"
        canvas = Canvas(str(paper), pageCompression=1)
        canvas.drawString(72, 700, self._new("the text of a PDF in the spool", paper.name).name)
        canvas.save()
        self._files.append(paper)
        with zipfile.ZipFile(temporary / "canary-export.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("orders.csv", f"1;{self._new('a zip member', 'canary-export.zip').name};2\n" * 5)
        self._files.append(temporary / "canary-export.zip")
        coded = base64.b64encode(f"x{self._new('base64 in JSON', 'canary-queue.json').street}".encode())
        file(temporary / "canary-queue.json", json.dumps({"body": coded.decode()}).encode())
        wide = self._new("a file in UTF-16", "canary-export.txt").name
        file(temporary / "canary-export.txt", f"Name\t{wide}\r\n".encode("utf-16"))
        narrow = self._new("a file in Latin-1", "canary-latin.csv").name
        file(temporary / "canary-latin.csv", f"Name;{narrow}\r\n".encode("latin-1"))
        digits = self._new("a phone number in hex", "canary-phone.txt").phone
        file(temporary / "canary-phone.txt", digits.encode().hex().encode())

    def in_backup(self, backup: Path) -> None:
        """In one file of a backup, and nowhere else."""
        text = self._new("a file of a backup alone", f"{backup.name}/files/").email
        with (backup / "files" / "backup_label").open("a", encoding="utf-8") as file:
            file.write(f"LABEL: {text}\n")

    def copy_key(self, key: Path, temporary: Path) -> None:
        """A copy of a lease key outside its folder, under another name."""
        self.key_copy = temporary / "canary-notes.bin"
        self.key_copy.write_bytes(key.read_bytes())

    def clear(self) -> None:
        """Take the files away; what lies in the database and its log stays where it is."""
        for path in self._files:
            path.unlink(missing_ok=True)
        self._files.clear()
