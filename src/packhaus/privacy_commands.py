"""Commands for buyers' data: after a restore, after a leap of the clock, and for a timer of the system."""

from __future__ import annotations

import os
from pathlib import Path

import click

from packhaus.opening import running


@click.command("write-off")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@click.pass_obj
def write_off(data: Path, yes: bool) -> None:
    """After a database was restored: give up lease keys that are gone for good.

    Lease keys are never part of a backup, so that erased data stays erased. Personal data under lost keys
    cannot be opened by anybody any more; that of open orders is fetched from the shop again.
    """
    if not yes:
        click.confirm("Buyers' data under lost keys stays closed for ever. Go on?", abort=True)
    with running(data):
        from packhaus.engine.clock import now
        from packhaus.flow.recover import give_up_lost_keys

        done = give_up_lost_keys(now())
        click.echo(
            f"{done.keys} keys given up, {done.orders} orders lost their buyer's data,"
            f" {done.asked_again} of them are open and are fetched from the shop again."
        )


@click.command("clock-is-right")
@click.pass_obj
def clock_is_right(data: Path) -> None:
    """After Packhaus was off for more than a day, or its clock leapt: the clock is right, go on.

    Until then, or until Amazon's clock agrees, no buyer's data is opened and none is erased.
    """
    with running(data):
        from packhaus.engine.clock import now
        from packhaus.privacy.watch import clock_is_right as believe

        doubted = believe()
        click.echo(
            f"It is {now():%Y-%m-%d %H:%M} UTC here. "
            + ("Erasure goes on." if doubted else "The clock was not in doubt.")
        )


@click.command("erase-keys")
@click.pass_obj
def erase_keys(data: Path) -> None:
    """Delete the keys of days that are over, without the database: for a timer of the system.

    Looks at nothing but the names of the files and this machine's clock (UTC).
    """
    from packhaus.privacy.by_name import delete_past, today_here

    folder = Path(os.environ.get("PACKHAUS_KEYS", data / "keys")) / "leases"
    try:
        gone = delete_past(folder, today_here())
    except OSError as error:
        raise click.ClickException(
            f"Keys whose day is over cannot be deleted ({error.filename}: {error.strerror})."
            " Run this as the user that runs Packhaus."
        ) from None
    click.echo(f"{len(gone)} keys deleted.")
