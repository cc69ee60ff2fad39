"""A worker process that wraps again in small pages, for a test to kill: ``rewrap_forever.py NOW``."""

import os
import sys
from datetime import datetime


def main(now: datetime) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "packhaus.settings"
    import django

    django.setup()
    from packhaus.privacy.holdings import SEALED
    from packhaus.privacy.keys import ring
    from packhaus.privacy.rewrap import rewrap

    print("ready", flush=True)
    rewrap(SEALED[0], ring(), now, page=2)


if __name__ == "__main__":
    main(datetime.fromisoformat(sys.argv[1]))
