"""What a bench needs around it: a throw-away database, the simulator, a merchant."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HERE / "src"), str(HERE / "tests")]


@contextmanager
def installation(*, durable: bool = False) -> Iterator[Path]:
    """Django on an empty embedded database whose files go with the block.

    ``durable``: it writes as for a merchant, so that what is measured costs what it costs there.
    """
    data = Path(tempfile.mkdtemp(prefix="packhaus-bench-"))
    data.chmod(0o711)
    os.environ["PACKHAUS_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "packhaus.settings"
    from packhaus.database import delete_cluster, open_cluster

    try:
        with open_cluster(data / "cluster", durable=durable) as cluster:
            os.environ["DATABASE_URL"] = cluster.url
            import django

            django.setup()
            from packhaus.engine.upgrade import upgrade

            upgrade()
            yield data
    finally:
        delete_cluster(data / "cluster")
        shutil.rmtree(data, ignore_errors=True)


class Environment:
    """Stands in for pytest's monkeypatch where a bench borrows the tests' line."""

    @staticmethod
    def setenv(name: str, value: str) -> None:
        os.environ[name] = value
