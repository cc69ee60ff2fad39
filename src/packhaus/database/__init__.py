"""The database: an embedded PostgreSQL, started and stopped with the program, or one of your own.

It knows nothing of Django, so that a command can start it before the settings are read. What lies where in a
data folder: `postgres/` (or a link to it) with the cluster, the settings and the socket, `logs/postgres.log`,
and `locks/`, by which commands agree on who starts and who stops it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from packhaus.database.cluster import (
    Cluster,
    delete_cluster,
    is_embedded,
    keep_running,
    open_cluster,
)
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


def _external(data: Path) -> str:
    # A command hands the embedded database's address to its children by the same variable: they hold it open
    # like their parent, so that it is still stopped in the end when the parent was killed.
    url = os.environ.get("DATABASE_URL", "")
    return "" if is_embedded(data, url) else url


@contextmanager
def database(data: Path) -> Iterator[str]:
    """The address of the database to use, there for as long as the block lasts.

    That of `DATABASE_URL` where it is set; else the embedded one of the data folder. Raises DatabaseProblem.
    """
    external = _external(data)
    if external:
        yield external
        return
    with open_cluster(data) as cluster:
        yield cluster.url


def keep_alive(data: Path) -> str:
    """Start the embedded database again if it has died: for whoever is inside `database(data)`, each second.

    Says what is wrong, in words, where that fails; else nothing. Nothing to do for an external database.
    """
    if not _external(data):
        try:
            keep_running(data)
        except DatabaseProblem as problem:
            return str(problem)
    return ""
