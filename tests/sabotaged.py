"""A worker with one guard switched off: what the kill tests must notice.

``ask``: an unknown purchase is bought again without asking the carrier. ``intent``: nothing is committed
before a call, so a kill forgets it. ``erase``: only keys that this run ended are deleted, not those that an
earlier one marked. ``archive``: which orders come into a bundle is not committed before its file is there.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime


def main() -> None:
    guard = sys.argv.pop(1)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packhaus.settings")
    import packhaus.cli as cli

    def sabotage() -> None:
        from packhaus.carriers.demo.carrier import DemoCarrier

        if guard == "ask":
            DemoCarrier.ask = lambda self, reference: []  # type: ignore[method-assign]
        elif guard == "confirm":
            from packhaus.flow import confirm

            confirm._DUE = ("owed",)
        elif guard == "erase":
            from packhaus.privacy import destroy

            ended: list[str] = []
            mark = destroy._mark

            def remember(*about: object) -> list[str]:
                ended[:] = mark(*about)  # type: ignore[arg-type]
                return ended

            destroy._mark = remember
            destroy._must_go = lambda name, row, today: name in ended
        elif guard == "archive":
            from django.db import transaction

            from packhaus.flow import archive

            atomic, write_due = transaction.atomic, archive.write_due

            def undurable(using: object = None, savepoint: bool = True, durable: bool = False) -> object:
                return atomic(using, savepoint, False)  # type: ignore[call-overload]

            def forgetful(organization_id: int, now: datetime) -> object:
                with atomic():
                    return write_due(organization_id, now)

            transaction.atomic = undurable  # type: ignore[assignment]
            archive.write_due = forgetful  # type: ignore[assignment]
        else:
            raise SystemExit(f"no guard {guard}")

    import packhaus.engine.upgrade as upgrade

    real = upgrade.upgrade

    def upgrade_and_sabotage() -> None:
        real()
        sabotage()

    upgrade.upgrade = upgrade_and_sabotage
    cli.main()


if __name__ == "__main__":
    main()
