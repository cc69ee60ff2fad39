"""Starts the simulator: ``python -m packhaus_simulator --port N --seed S --orders K``.

The first line on stdout, written once the port answers, is one JSON object with addresses and credentials.
"""

import argparse
import os
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from threading import Thread

import uvicorn

from packhaus_simulator.connections import RememberingProtocol
from packhaus_simulator.program import build
from packhaus_simulator.simulator import Simulator, Start
from packhaus_simulator.values import to_json

_HOST = "127.0.0.1"


class _Server(uvicorn.Server):
    """Says hello once it listens, and can end with its parent."""

    def __init__(self, config: uvicorn.Config, simulator: Simulator) -> None:
        super().__init__(config)
        self._simulator = simulator

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await self._simulator.post_office.start()
        await super().startup(sockets)
        sys.stdout.write(to_json(self._simulator.introduction()).decode() + "\n")
        sys.stdout.flush()

    def end_with_stdin(self) -> None:
        """Stop at the end of stdin, which comes when the parent is gone, however it went."""

        def wait() -> None:
            # Not sys.stdin: a buffered reader that still waits breaks the interpreter's own shutdown.
            while os.read(0, 1024):
                pass
            self.should_exit = True

        Thread(target=wait, daemon=True).start()


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="packhaus simulator",
        description="Amazon and a carrier in a box: a made-up other side with made-up orders.",
    )
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes any free one")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same world")
    parser.add_argument("--orders", type=int, default=240, help="merchant-fulfilled orders at the start")
    parser.add_argument("--skus", type=int, default=0, help="listings of the shop; 0 for the usual catalog")
    parser.add_argument("--speed", type=float, default=1.0, help="simulated seconds a real second")
    parser.add_argument("--exit-with-stdin", action="store_true", help="end when stdin ends")
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """Run until stopped; 2 where the port is taken."""
    wanted = _arguments(given)
    # asyncio turns Nagle's delay off only on sockets that name TCP; with it each answer takes 40 ms longer.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((_HOST, wanted.port))
    except OSError as problem:
        sys.stderr.write(
            f"Port {wanted.port} on {_HOST} cannot be used: {problem.strerror}. Choose another one.\n"
        )
        return 2
    simulator = Simulator(Start(wanted.seed, wanted.orders, wanted.skus))
    simulator.base_url = f"http://{_HOST}:{listening.getsockname()[1]}"
    simulator.clock.run_at(wanted.speed)
    config = uvicorn.Config(
        build(simulator),
        http=RememberingProtocol,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=60,
        timeout_graceful_shutdown=1,
    )
    server = _Server(config, simulator)
    if wanted.exit_with_stdin:
        server.end_with_stdin()
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listening])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
