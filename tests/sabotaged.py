"""A worker with one guard switched off: what the kill tests must notice.

``ask``: an unknown purchase is bought again without asking the carrier. ``intent``: nothing is committed
before a call, so a kill forgets it. ``mail``: mails that were begun with are not looked at again.
``exchange``: the token for a code is committed with what follows, and not before. ``rotate``: a new client
secret is not kept while it is tried. ``erase``: only keys that this run ended are deleted, not those that an
earlier one marked. ``archive``: which orders come into a bundle is not committed before its file is there.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packhaus.authorizations.models import Application


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
        elif guard == "mail":
            from packhaus.flow import deliver

            deliver.OPEN = ("owed",)
        elif guard == "exchange":
            from django.db import transaction

            from packhaus.flow import exchange

            apart = exchange._exchange

            def in_one_commit(*given: object) -> None:
                with transaction.atomic():
                    apart(*given)  # type: ignore[arg-type]

            exchange._exchange = in_one_commit
        elif guard == "rotate":
            from packhaus.flow import rotate

            asked = rotate._is_taken

            def in_memory_only(application: Application, secret: str, now: datetime) -> bool:
                rotate.forget_next(application)
                return asked(application, secret, now)

            rotate._is_taken = in_memory_only
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
