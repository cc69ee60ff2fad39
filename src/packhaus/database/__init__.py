"""The database: an embedded PostgreSQL, started and stopped with the program, or one of your own.

It knows nothing of Django, so that a command can start it before the settings are read. What lies where in a
data folder: `postgres/` (or a link to it) with the cluster, the settings and the socket, `logs/postgres.log`,
and `locks/`, by which commands agree on who starts and who stops it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from packhaus.database.cluster import Cluster, delete_cluster, open_cluster, revive
from packhaus.database.folders import default_data_folder
from packhaus.database.problem import DatabaseProblem

__all__ = [
    "Cluster",
    "DatabaseProblem",
    "database",
    "default_data_folder",
    "delete_cluster",
    "keep_alive",
    "open_cluster",
]


@contextmanager
def database(data: Path) -> Iterator[str]:
    """The address of the database to use, there for as long as the block lasts.

    That of `DATABASE_URL` where it is set; else the embedded one of the data folder. Raises DatabaseProblem.
    """
    external = os.environ.get("DATABASE_URL")
    if external:
        yield external
        return
    with open_cluster(data) as cluster:
        yield cluster.url


def keep_alive(data: Path) -> None:
    """Start the embedded database again if it has died. For whoever is inside `database(data)`, now and then.

    Nothing to do where `DATABASE_URL` is set. Raises DatabaseProblem.
    """
    if not os.environ.get("DATABASE_URL"):
        revive(data)
