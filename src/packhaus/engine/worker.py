"""A worker process: ticks, recovers what a killed worker left, and runs jobs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from procrastinate import App
from procrastinate.contrib.django import app as django_app
from procrastinate.contrib.django.django_connector import DjangoConnector

from packhaus.engine import due
from packhaus.engine.clock import now
from packhaus.engine.jobs import Ticker
from packhaus.engine.pulse import stalled_seconds

logger = logging.getLogger(__name__)

_TICK_SECONDS = float(os.environ.get("PACKHAUS_TICK_SECONDS", "0.25"))
_STALLED_SECONDS = stalled_seconds()


def _tick(ticker: Ticker) -> int:
    close_old_connections()
    try:
        return ticker.tick(now())
    finally:
        close_old_connections()


async def _ticking(stop: asyncio.Event) -> None:
    ticker = Ticker()
    while not stop.is_set():
        try:
            while await sync_to_async(_tick, thread_sensitive=False)(ticker) == 200:
                pass
        except Exception as error:  # noqa: BLE001 - the database may be away for a moment
            logger.error("tick failed: %s", due.trouble_of(error))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _TICK_SECONDS)


async def _recovering(app: App, stop: asyncio.Event) -> None:
    """Jobs of a killed worker stay 'doing' until somebody asks for them: so we ask."""
    while not stop.is_set():
        try:
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_STALLED_SECONDS):
                await app.job_manager.retry_job(job)
        except Exception as error:  # noqa: BLE001 - the database may be away for a moment
            logger.error("recovery failed: %s", due.trouble_of(error))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _STALLED_SECONDS / 4)


async def _work(concurrency: int) -> None:
    stop = asyncio.Event()
    connector = django_app.connector
    assert isinstance(connector, DjangoConnector)
    app = django_app.with_connector(connector.get_worker_connector())
    async with app.open_async():
        beside = [asyncio.create_task(_ticking(stop)), asyncio.create_task(_recovering(app, stop))]
        try:
            await app.run_worker_async(
                queues=["due"],
                concurrency=concurrency,
                fetch_job_polling_interval=1.0,
                listen_notify=True,
                delete_jobs="always",
                update_heartbeat_interval=_STALLED_SECONDS / 4,
                stalled_worker_timeout=_STALLED_SECONDS,
            )
        finally:
            stop.set()
            await asyncio.gather(*beside, return_exceptions=True)


def work(concurrency: int = 4) -> None:
    """Run a worker until SIGTERM or SIGINT; it finishes the jobs at hand first."""
    asyncio.run(_work(concurrency))
