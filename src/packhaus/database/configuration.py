"""The server's settings: those that nobody may change, and those that suit a small machine."""

import os
import pwd
import secrets
from collections.abc import Mapping
from pathlib import Path

from packhaus.database.account import Account
from packhaus.database.folders import Folders

PORT = 5432
ROLE = "packhaus"
SUPERUSER = "postgres"

# Given on the command line, where no file and no ALTER SYSTEM overrules them. A statement, a parameter, a row
# or an error's text can hold personal data, so none of them is written: errors of statements go to the client
# alone.
FIXED: Mapping[str, str] = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "shared_preload_libraries": "",
    "session_preload_libraries": "",
    "logging_collector": "off",
    "log_destination": "stderr",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_duration": "off",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_lock_waits": "off",
    "debug_print_parse": "off",
    "debug_print_rewritten": "off",
    "debug_print_plan": "off",
    # A search for a name through the bytes of all files must be able to find it, in the write-ahead log too.
    "wal_compression": "off",
}

NOT_DURABLE: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

SUITABLE: Mapping[str, str] = {
    "max_connections": "60",
    "shared_buffers": "128MB",
    "effective_cache_size": "512MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "2GB",
    "min_wal_size": "32MB",
    "autovacuum_max_workers": "2",
    "max_parallel_workers_per_gather": "0",
    "io_method": "sync",
    "jit": "off",
    "random_page_cost": "1.1",
    "log_checkpoints": "off",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "default_text_search_config": "pg_catalog.simple",
}

_HEAD = """\
# Packhaus writes this file anew at each start. What you set in own.conf beside it wins over this.
include 'cluster/postgresql.conf'
"""


def write(folders: Folders, account: Account) -> None:
    """Write the server's settings and the list of who may connect into the database's home."""
    settings = "".join(f"{name} = '{value}'\n" for name, value in SUITABLE.items())
    own = "include 'own.conf'\n" if (folders.home / "own.conf").exists() else ""
    _replace(folders, "packhaus.conf", _HEAD + settings + own)
    # "replication" is what pg_basebackup asks for.
    _replace(folders, "pg_hba.conf", f"local all,replication {ROLE},{SUPERUSER} peer map=packhaus\n")
    names = "".join(
        f'packhaus "{name}" {role}\n' for name in _allowed(folders, account) for role in (ROLE, SUPERUSER)
    )
    _replace(folders, "pg_ident.conf", names)


def arguments(folders: Folders, socket: Path, durable: bool) -> list[str]:
    """What stands behind `postgres` on the server's command line."""
    home = folders.home
    quoted = str(socket).replace('"', '""')
    given = {
        **FIXED,
        **({"fsync": "on", "full_page_writes": "on"} if durable else NOT_DURABLE),
        "config_file": str(home / "packhaus.conf"),
        "hba_file": str(home / "pg_hba.conf"),
        "ident_file": str(home / "pg_ident.conf"),
        "unix_socket_directories": f'"{quoted}"',
    }
    return [
        "-D",
        str(folders.cluster),
        *(word for name, value in given.items() for word in ("-c", f"{name}={value}")),
    ]


def _allowed(folders: Folders, account: Account) -> list[str]:
    # Root's server runs as a user whom it may share with other programs: that user needs no way in, and gets
    # none.
    users = {0, os.geteuid(), folders.owner.uid}
    names: list[str] = []
    for uid in sorted(users):
        try:
            names.append(pwd.getpwuid(uid).pw_name)
        except KeyError:
            continue
    return names


def _replace(folders: Folders, name: str, text: str) -> None:
    making = folders.home / f".{name}-{secrets.token_hex(4)}"
    descriptor = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        os.fchmod(descriptor, 0o644)
        folders.owner.own(descriptor)
    making.rename(folders.home / name)
