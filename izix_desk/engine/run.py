"""The engine as a process: one per store, ended in order by a signal."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import FrameType
from typing import Any

from izix_desk.engine.host import Host, Stores
from izix_desk.link.messages import Message
from izix_desk.link.server import LinkServer
from izix_desk.services.moments import Moment, present
from izix_desk.store.database import AsyncDatabase, Role, open_database
from izix_desk.store.faults import require_store
from izix_desk.store.folder import SiteFolder
from izix_desk.store.keys import link_authkey, store_key
from izix_desk.store.lock import engine_lock
from izix_desk.store.migrating import migrate

SWITCH_SECONDS = 0.0005
"""A line thread must not wait 5 ms, Python's default, for a busy loop to let go."""


AHEAD = -5
"""Niceness of the engine; it works little and waits often, so nobody else misses the time."""


def run_engine(folder: SiteFolder, ready: Callable[[], None]) -> None:
    """Be the engine of this site until a signal ends it; raises EngineRuns or StoreFault."""
    sys.setswitchinterval(SWITCH_SECONDS)
    require_store(folder)
    _go_first()
    with engine_lock(folder):
        started = present()
        migrate(folder)
        asyncio.run(_serve(folder, started, ready))


def _go_first() -> None:
    """Let no import or report keep a gate waiting, where the system allows it (root, a service)."""
    if hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(AHEAD)


async def _serve(folder: SiteFolder, started: Moment, ready: Callable[[], None]) -> None:
    stores = Stores(
        gate=AsyncDatabase(open_database(folder, Role.GATE)),
        rest=AsyncDatabase(open_database(folder, Role.REST)),
        read=AsyncDatabase(open_database(folder, Role.READ)),
    )
    authkey = link_authkey(store_key(folder))

    def link(take: Callable[[Message], None]) -> LinkServer:
        return LinkServer(folder.link_address, authkey, take)

    try:
        host = Host(stores, link, started)
        _end_on_signals(host)
        _end_on_bugs(host)
        await host.run(ready)
    finally:
        for store in (stores.gate, stores.rest, stores.read):
            await store.close()


def _end_on_signals(host: Host) -> None:
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is None:
            continue
        try:
            loop.add_signal_handler(number, host.stop)
        except NotImplementedError:  # Windows' loops take none
            signal.signal(number, partial(_stop_from_signal, loop, host))


def _end_on_bugs(host: Host) -> None:
    """Let no bug in a callback or in a line's thread leave an engine that runs on without it."""
    loop = asyncio.get_running_loop()

    def in_callback(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        host.fail(context.get("exception") or RuntimeError(context["message"]))

    def in_thread(caught: threading.ExceptHookArgs) -> None:
        failure = caught.exc_value or RuntimeError(f"a thread ended with {caught.exc_type}")
        loop.call_soon_threadsafe(host.fail, failure)

    loop.set_exception_handler(in_callback)
    threading.excepthook = in_thread


def _stop_from_signal(
    loop: asyncio.AbstractEventLoop, host: Host, _number: int, _frame: FrameType | None
) -> None:
    loop.call_soon_threadsafe(host.stop)
