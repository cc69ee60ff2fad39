"""The command ``packhaus``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from packhaus.archive_commands import archive
from packhaus.database import default_data_folder
from packhaus.opening import running
from packhaus.privacy_commands import clock_is_right, erase_keys, write_off


def _not_in_a_demo(data: Path) -> None:
    """Nothing of a merchant's may come into a folder that the next demo deletes. Raises ClickException."""
    from packhaus.demo.folder import OF_THE_DEMO, is_a_demos

    if is_a_demos(data) and os.environ.get(OF_THE_DEMO) != "1":
        raise click.ClickException(
            f"{data} is the folder of a demo: the next demo deletes all that is in it. Name another folder"
            " with --data, or delete this one if nothing in it is needed. The demo itself runs with: packhaus"
            " demo."
        )


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Where orders, keys and the database lie. Default: /var/lib/packhaus for root, else the user's data"
    " folder.",
)
@click.version_option(package_name=None, version="0.1.0", prog_name="packhaus")
@click.pass_context
def main(context: click.Context, data: Path | None) -> None:
    """Packhaus, a self-hosted shipping desk for merchants who sell on Amazon.

    \b
    To look around without an account at Amazon:   packhaus demo
    To run it for yourself, all on this machine:   packhaus serve

    The data folder holds everything: keep a copy of its folder "keys" (without "leases") in a safe
    place; without the master key in it a backup of the database opens no secret.

    \b
    Environment (all of it stands in docs/operating.md):
      DATABASE_URL        a PostgreSQL of your own instead of the embedded one
      PACKHAUS_HOSTS      host names under which the panel is reached, comma-separated
      PACKHAUS_URL        where people reach the panel, for links in mails
      PACKHAUS_HTTPS=1    behind a proxy with TLS: cookies are sent over HTTPS only
    """
    context.obj = (data or default_data_folder()).absolute()


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8000, show_default=True, help="Port of the panel.")
@click.option("--workers", default=1, show_default=True, help="Worker processes beside the panel.")
@click.pass_obj
def serve(data: Path, host: str, port: int, workers: int) -> None:
    """Run everything on this machine: panel, workers and database."""
    from packhaus.serving import Child, public_address, supervise

    _not_in_a_demo(data)
    os.environ.setdefault("PACKHAUS_URL", public_address(host, port))
    with running(data):
        from packhaus.database import keep_alive

        own = [sys.executable, "-m", "packhaus", "--data", str(data)]
        children = [Child("web", [*own, "web", "--host", host, "--port", str(port)])]
        children += [Child(f"worker {number}", [*own, "worker"]) for number in range(1, workers + 1)]
        click.echo(f"Packhaus listens at http://{host}:{port}/ (stop it with Ctrl+C)", err=True)
        sys.exit(supervise(children, meanwhile=lambda: keep_alive(data)))


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8000, show_default=True, help="Port of the panel.")
@click.option("--threads", default=8, show_default=True, help="Requests answered at once.")
@click.pass_obj
def web(data: Path, host: str, port: int, threads: int) -> None:
    """Run the panel alone; workers run elsewhere."""
    from packhaus.serving import end_with_parent

    end_with_parent()
    _not_in_a_demo(data)
    with running(data):
        from packhaus.engine.clock import now
        from packhaus.flow.erase import start_reading
        from packhaus.web import serve_panel

        start_reading(now())
        serve_panel(host, port, threads)


@main.command()
@click.option("--concurrency", default=4, show_default=True, help="Pieces of work done at once.")
@click.pass_obj
def worker(data: Path, concurrency: int) -> None:
    """Run a worker alone: it reads orders, buys labels, tells Amazon. Any number, on any host."""
    from packhaus.serving import end_with_parent

    end_with_parent()
    _not_in_a_demo(data)
    with running(data):
        from packhaus.engine.clock import now
        from packhaus.engine.worker import work
        from packhaus.flow.archive import start_archiving
        from packhaus.flow.erase import start_erasing
        from packhaus.flow.participations import start_looking
        from packhaus.flow.remind import start_reminding
        from packhaus.flow.tidy import start_tidy

        start_erasing(now())
        start_looking(now())
        start_reminding(now())
        start_tidy(now())
        start_archiving(now())
        work(concurrency)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
@click.option("--watch", is_flag=True, help="Again and again, until Ctrl+C.")
@click.pass_obj
def status(data: Path, as_json: bool, watch: bool) -> None:
    """Say in numbers where the work stands: orders, labels, confirmations, what is due."""
    import json
    import time

    with running(data):
        from packhaus.desk.status import figures

        while True:
            found = figures()
            if as_json:
                click.echo(json.dumps(found))
            else:
                for name, value in found.items():
                    click.echo(f"{name.replace('_', ' '):<28}{value}")
            if not watch:
                return
            sys.stdout.flush()
            time.sleep(0.2 if as_json else 0.5)


@main.command()
@click.argument("hours", type=float, default=0)
@click.option("--speed", type=click.FloatRange(0.01, 10_000), help="Seconds that pass in one from now on.")
@click.option(
    "--follow", is_flag=True, help="Then by each line that is read: HOURS SPEED, until the input ends."
)
@click.pass_obj
def clock(data: Path, hours: float, speed: float | None, follow: bool) -> None:
    """Move the clock of this installation by HOURS. For the demo and for trying things out only."""
    with running(data):
        from packhaus.engine.clock import move, now, run_at

        def turn(hours: float, speed: float | None) -> None:
            move(hours * 3600)
            if speed is not None:
                run_at(speed)
            click.echo(f"It is {now():%Y-%m-%d %H:%M} UTC here now.")
            sys.stdout.flush()

        turn(hours, speed)
        for line in sys.stdin if follow else ():
            by, _, at = line.partition(" ")
            turn(float(by), float(at))


@main.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def simulator(arguments: tuple[str, ...]) -> None:
    """Run Amazon and a carrier in a box: --port N --seed S --orders K. Addresses on the first line."""
    os.execv(sys.executable, [sys.executable, "-m", "packhaus_simulator", *arguments])


@main.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def manage(data: Path, arguments: tuple[str, ...]) -> None:
    """Django's own commands (migrate, shell, ...), for operators."""
    with running(data):
        from django.core.management import execute_from_command_line

        execute_from_command_line(["packhaus manage", *arguments])


@main.command()
@click.option("--once", is_flag=True, help="Do the whole line once, print the figures as JSON, and end.")
@click.option("--year", is_flag=True, help="Live a year of an authorization, print the figures, and end.")
@click.option("--leap", is_flag=True, help="With --year: in large steps, for a test.")
@click.option("--orders", default=240, show_default=True, help="Orders at the made-up Amazon.")
@click.option("--seed", default=7, show_default=True, help="Another seed, other orders.")
@click.option("--port", default=8765, show_default=True, help="Port of the panel; 0 for any free one.")
@click.option("--language", type=click.Choice(["de", "en"]), default="de", show_default=True)
@click.pass_context
def demo(
    context: click.Context,
    once: bool,
    year: bool,
    leap: bool,
    orders: int,
    seed: int,
    port: int,
    language: str,
) -> None:
    """Try everything with a made-up Amazon and carrier beside it. Starts anew every time.

    Without --data it has a folder of its own, packhaus-demo beside the default one.
    """
    from packhaus.demo.folder import default_demo_folder
    from packhaus.demo.run import run_demo

    named: Path | None = context.find_root().params["data"]
    data = (named or default_demo_folder()).absolute()
    if year:
        from packhaus.demo.year import run_year

        sys.exit(run_year(data, orders=orders, seed=seed, language=language, leaps=leap))
    sys.exit(run_demo(data, once=once, orders=orders, seed=seed, port=port, language=language))


for _command in (archive, write_off, clock_is_right, erase_keys):
    main.add_command(_command)
