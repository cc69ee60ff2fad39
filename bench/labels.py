"""Labels in bulk: drawing, merging to A6 and imposing on A4, beside a plain copy of the pages.

All figures of one run on one machine: compare the ratios, not the seconds.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from time import perf_counter

import pikepdf

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from packhaus.parcels.sheets import impose_a4, merge_a6
from packhaus_simulator.label import LabelContent, draw_label

RECIPIENTS = (
    ("Jürgen Müßigbrodt", "Schönhauser Allee 112", "10437 Berlin", "Deutschland"),
    ("Małgorzata Wiśniewska-Żółć", "ul. Świętokrzyska 14/23", "00-050 Warszawa", "Polen"),
    ("Buchhandlung Ärmel & Söhne", "c/o Zoë Lefèvre", "Ring 1", "1010 Wien", "Österreich"),
    ("Åsa Öberg", "Sankt Göransgatan 61", "112 38 Stockholm", "Schweden"),
)


def content(number: int) -> LabelContent:
    return LabelContent(
        tracking_number=f"DPD{number:016d}",
        service_name="Paket",
        sender_lines=("Haus & Herd Versand GmbH", "Lindenstraße 12", "10969 Berlin"),
        recipient_lines=RECIPIENTS[number % len(RECIPIENTS)],
        weight_grams=200 + number,
        reference=f"PH-{number:08d}",
        order_reference=f"302-{number:07d}-1234567",
        po_number=None,
        announced_on=date(2026, 11, 24),
    )


def copied(labels: list[bytes]) -> bytes:
    """What a plain page copy does: every label's fonts again, no sheet."""
    target, file = pikepdf.new(), BytesIO()
    for label in labels:
        with pikepdf.open(BytesIO(label)) as source:
            target.pages.extend(source.pages)
    target.save(file)
    return file.getvalue()


def timed(work: Callable[[], bytes], rounds: int) -> tuple[float, int]:
    """The best of some rounds in seconds, and the size of what was made in bytes."""
    best, size = float("inf"), 0
    for _ in range(rounds):
        start = perf_counter()
        size = len(work())
        best = min(best, perf_counter() - start)
    return best, size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    draw_label(content(0))
    start = perf_counter()
    labels = [draw_label(content(number)) for number in range(chosen.labels)]
    drawn, drawn_bytes = perf_counter() - start, sum(map(len, labels))
    plain, plain_bytes = timed(lambda: copied(labels), chosen.rounds)
    merged, merged_bytes = timed(lambda: merge_a6(labels), chosen.rounds)
    imposed, imposed_bytes = timed(lambda: impose_a4(labels), chosen.rounds)
    for name, seconds, size in (
        ("drawn one by one", drawn, drawn_bytes),
        ("plain page copy", plain, plain_bytes),
        ("merged to A6", merged, merged_bytes),
        ("imposed on A4", imposed, imposed_bytes),
    ):
        each = seconds / chosen.labels * 1000
        print(
            f"{name:18} {seconds:7.2f} s {each:6.2f} ms a label {size / 1e6:8.2f} MB"
            f"  x{seconds / plain:.2f} of the copy"
        )
    print(
        json.dumps(
            {
                "labels": chosen.labels,
                "draw_ms": round(drawn / chosen.labels * 1000, 2),
                "merge_to_copy": round(merged / plain, 2),
                "impose_to_copy": round(imposed / plain, 2),
                "merge_size_to_copy": round(merged_bytes / plain_bytes, 3),
                "impose_size_to_copy": round(imposed_bytes / plain_bytes, 3),
                "bytes_a_label_merged": merged_bytes // chosen.labels,
            }
        )
    )


if __name__ == "__main__":
    main()
