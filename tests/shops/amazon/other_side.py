"""A small real HTTP server that answers as it is told, for answers that no simulator gives to order."""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from packhaus.kit.errors import Retry
from packhaus.kit.words import Words

TOKEN_PATH = "/auth/o2/token"


@dataclass
class Said:
    """One scripted answer. ``cut``: close the connection ``before`` anything, or ``amid`` the body."""

    status: int = 200
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    cut: str = ""

    def content(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return b"" if self.body is None else json.dumps(self.body).encode()


@dataclass
class Heard:
    """One request as it came over the wire."""

    method: str
    path: str
    raw_query: str
    headers: dict[str, str]
    body: bytes

    @property
    def query(self) -> dict[str, str]:
        return {key: values[0] for key, values in parse_qs(self.raw_query, keep_blank_values=True).items()}

    def json(self) -> Any:
        return json.loads(self.body)


class OtherSide:
    """The running server. What is said for a path is given in turn; the last answer stays."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self._said: dict[str, list[Said]] = defaultdict(list)
        self._lock = threading.Lock()
        self._tokens = 0
        self.token_seconds = 0.0
        self.expires_in: object = 3600
        self.url = ""

    def say(self, path: str, *answers: Said) -> None:
        """Answer requests whose path begins with ``path``."""
        with self._lock:
            self._said[path] = list(answers)

    def calls(self, path: str = "/") -> list[Heard]:
        """What was asked of the API, without token requests unless their path is named."""
        return [
            each
            for each in self.heard
            if each.path.startswith(path) and (path == TOKEN_PATH or each.path != TOKEN_PATH)
        ]

    def answer(self, heard: Heard) -> Said:
        with self._lock:
            self.heard.append(heard)
            for path, answers in self._said.items():
                if heard.path.startswith(path) and answers:
                    return answers.pop(0) if len(answers) > 1 else answers[0]
            if heard.path == TOKEN_PATH:
                self._tokens += 1
                granted = {
                    "access_token": f"Atza|secret-access-{self._tokens}",
                    "token_type": "bearer",
                    "expires_in": self.expires_in,
                    "refresh_token": "Atzr|secret-refresh",
                }
                return Said(200, granted, seconds=self.token_seconds)
        return Said(404, {"errors": [{"code": "NotFound", "message": "nothing was scripted", "details": ""}]})


@contextmanager
def other_side() -> Iterator[OtherSide]:
    """Run a server on a free port of this machine."""
    side = OtherSide()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("content-length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            heard = Heard(self.command, parts.path, parts.query, headers, self.rfile.read(length))
            said = side.answer(heard)
            if said.seconds:
                time.sleep(said.seconds)
            content = said.content()
            if said.cut == "before":
                self.close_connection = True
                return
            self.send_response(said.status)
            for name, value in {"x-amzn-RequestId": "req-4711", **said.headers}.items():
                self.send_header(name, value)
            if said.status != 204:
                self.send_header("content-length", str(len(content) + (10 if said.cut == "amid" else 0)))
            self.end_headers()
            self.wfile.write(content)
            if said.cut == "amid":
                self.close_connection = True

        def do_POST(self) -> None:
            self.do_GET()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    side.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield side
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


class MovedClock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime | None = None) -> None:
        self.now = now or datetime(2026, 11, 24, 10, 42, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **span: float) -> None:
        self.now += timedelta(**span)


class MemoryLimiter:
    """Token buckets in memory, on a given clock; what it was told stays readable."""

    def __init__(self, clock: MovedClock) -> None:
        self._clock = clock
        self._buckets: dict[str, tuple[float, datetime]] = {}
        self.taken: list[str] = []
        self.learned: dict[str, float] = {}
        self.emptied: list[str] = []

    def take(self, operation: str, rate: float, burst: int) -> None:
        rate = self.learned.get(operation, rate)
        tokens, at = self._buckets.get(operation, (float(burst), self._clock()))
        tokens = min(float(burst), tokens + (self._clock() - at).total_seconds() * rate)
        if tokens < 1:
            wait = timedelta(seconds=(1 - tokens) / rate)
            raise Retry(Words("The limit is reached."), self._clock() + wait)
        self._buckets[operation] = (tokens - 1, self._clock())
        self.taken.append(operation)

    def learn(self, operation: str, rate: float) -> None:
        self.learned[operation] = rate

    def exhausted(self, operation: str, rate: float, burst: int) -> None:
        self._buckets[operation] = (0.0, self._clock())
        self.emptied.append(operation)
