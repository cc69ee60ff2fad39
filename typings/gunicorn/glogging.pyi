import logging

from gunicorn.config import Config

class Logger:
    error_log: logging.Logger
    error_fmt: str
    datefmt: str
    def setup(self, cfg: Config) -> None: ...
