"""The panel's web server."""

from __future__ import annotations

from django.core.handlers.wsgi import WSGIHandler
from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger

from packhaus.engine.quiet_log import QuietFormatter
from packhaus.wsgi import application


class _QuietLogger(Logger):
    """gunicorn's own log, which Django's settings don't reach: no messages of exceptions, no queries.

    A query can hold what Amazon sends back, which lets into an account.
    """

    def setup(self, cfg: Config) -> None:
        """Set the handlers up as gunicorn does, then take their formatter away."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(QuietFormatter(self.error_fmt, self.datefmt))

    def exception(self, msg: object, *args: object, **kwargs: object) -> None:
        """Say where it failed; of an address only its path."""
        paths = [arg.partition("?")[0] if isinstance(arg, str) else arg for arg in args]
        self.error_log.exception(msg, *paths)


class _Server(BaseApplication):
    """gunicorn, set up from code: one process, some threads."""

    def __init__(self, options: dict[str, object]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Hand the options over."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        """The application that answers."""
        return application


def serve_panel(host: str, port: int, threads: int) -> None:
    """Answer at ``host`` and ``port`` until SIGTERM or SIGINT."""
    _Server(
        {
            "bind": f"{host}:{port}",
            "worker_class": "gthread",
            "workers": 1,
            "threads": threads,
            "timeout": 120,
            "graceful_timeout": 10,
            "keepalive": 5,
            "accesslog": None,
            "loglevel": "warning",
            "logger_class": _QuietLogger,
            "control_socket_disable": True,
        }
    ).run()
