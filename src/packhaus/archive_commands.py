"""``packhaus archive``: keys, bundles opened and checked; on any machine, without Packhaus's data (R4.3)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from packhaus.kit.errors import Problem

_PATHS = click.Path(exists=True, path_type=Path)


@click.group()
def archive() -> None:
    """The encrypted archive: make keys, open and check bundles. Needs no database and no data folder."""


@archive.command("open")
@click.option("--key", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A new file; .csv: as a table.")
@click.argument("bundles", nargs=-1, required=True, type=_PATHS)
def open_(key: Path, out: Path | None, bundles: tuple[Path, ...]) -> None:
    """Open BUNDLES (files, or folders of them) with the private key in a file of age.

    Each order is a line of JSON. What is opened is not encrypted any more: delete it when you are done. A
    bundle that cannot be opened is named and stops no other; the command then ends with 1.
    """
    from packhaus.privacy.archive.bundle import identities_of
    from packhaus.privacy.archive.opening import as_table, bundles_in, open_bundle

    try:
        identities = identities_of(key.read_bytes(), _passphrase())
    except Problem as problem:
        raise click.ClickException(str(problem)) from None
    orders: dict[str, bytes] = {}
    opened = failed = 0
    for path in bundles_in(bundles):
        try:
            orders.update(open_bundle(path, identities))
            opened += 1
        except (Problem, OSError) as error:
            failed += 1
            click.echo(_said(path, error), err=True)
    if opened:
        lines = list(orders.values())
        as_csv = out is not None and out.suffix.lower() == ".csv"
        _hand_over(
            as_table(lines).encode("utf-8-sig") if as_csv else b"".join(line + b"\n" for line in lines), out
        )
    click.echo(f"{opened} bundles opened, {len(orders)} orders; {failed} not opened.", err=True)
    sys.exit(1 if failed or not opened else 0)


@archive.command()
@click.argument("bundles", nargs=-1, required=True, type=_PATHS)
def check(bundles: tuple[Path, ...]) -> None:
    """Compare BUNDLES (files, or folders of them) with the manifests beside them. Needs no key."""
    from packhaus.privacy.archive.opening import bundles_in, check_bundle

    good = bad = 0
    for path in bundles_in(bundles):
        try:
            if check_bundle(path):
                good += 1
                continue
            click.echo(
                f"{path.name} has no manifest beside it: copy the .json file of the same name too.", err=True
            )
        except (Problem, OSError) as error:
            click.echo(_said(path, error), err=True)
        bad += 1
    click.echo(f"{good} bundles are as they were written, {bad} are not or cannot be checked.")
    sys.exit(1 if bad or not good else 0)


@archive.command("new-key")
@click.argument("file", type=click.Path(path_type=Path))
def new_key(file: Path) -> None:
    """Make a pair of keys: the private one into the new FILE, the public one on the screen.

    Do it on a machine on which Packhaus does not run, and keep FILE offline, twice, in two places: without it
    nobody opens the archive.
    """
    from packhaus.privacy.archive.recipients import new_pair

    public, content = new_pair()
    _write_new(file, content)
    click.echo(public)


def _passphrase() -> Iterator[str]:
    yield click.prompt("Passphrase of the key file", hide_input=True, err=True)


def _said(path: Path, error: Problem | OSError) -> str:
    return str(error) if isinstance(error, Problem) else f"{path.name} cannot be read ({error.strerror})."


def _hand_over(content: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(content)
    else:
        _write_new(out, content)


def _write_new(path: Path, content: bytes) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise click.ClickException(f"{path} is there already: name another file.") from None
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written ({error.strerror}).") from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
