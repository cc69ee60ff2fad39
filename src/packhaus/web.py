"""The panel's web server."""

from __future__ import annotations

from django.core.handlers.wsgi import WSGIHandler
from gunicorn.app.base import BaseApplication

from packhaus.wsgi import application


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
            "control_socket_disable": True,
        }
    ).run()
