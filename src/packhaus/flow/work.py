"""All kinds of due work of the line, so that a worker that imports this file knows every one."""

from packhaus.flow import (
    announce,
    archive,
    confirm,
    deliver,
    erase,
    exchange,
    order_file,
    participations,
    remind,
    rotate,
    sync,
    tell,
    tidy,
    track,
    weigh,
)

__all__ = [
    "announce",
    "archive",
    "confirm",
    "deliver",
    "erase",
    "exchange",
    "order_file",
    "participations",
    "remind",
    "rotate",
    "sync",
    "tell",
    "tidy",
    "track",
    "weigh",
]
