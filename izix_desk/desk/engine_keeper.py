"""Starts the engine of a site when none runs, and again when it was lost."""

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from izix_desk.store.folder import SiteFolder
from izix_desk.store.lock import engine_runs

LOOK_SECONDS = 0.25
START_SECONDS = 4.0
"""A child that has not taken the lock by now is started again; below the 5 s that are promised."""
END_SECONDS = 8.0
LOG_BYTES = 1_000_000


def spawn_engine(folder: SiteFolder) -> "subprocess.Popen[bytes]":
    """Start an engine that outlives a crash of this process; what it prints goes to a file."""
    with _log(folder).open("ab") as log:
        if log.tell() > LOG_BYTES:
            log.truncate(0)
        return subprocess.Popen(
            [sys.executable, "-m", "izix_desk", "engine", "--site", str(folder.path)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # A session (on Windows a group) of its own: Ctrl+C here, or our end, is not its end.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )


class EngineKeeper:
    """Watches over the engine; adopts one that runs already, ends only what it started."""

    def __init__(
        self,
        folder: SiteFolder,
        *,
        running: Callable[[bool], None],
        trouble: Callable[[str], None],
        child: "subprocess.Popen[bytes] | None" = None,
    ) -> None:
        self._folder = folder
        self._running = running
        self._trouble = trouble
        self._child = child
        self._look_now = asyncio.Event()
        self._wait = 0.0
        self.runs = False
        """Whether an engine holds this site, as last seen."""

    def look_now(self) -> None:
        """Look at once: the engine may just have gone."""
        self._look_now.set()

    def replace(self, pid: int) -> None:
        """Kill an engine that hangs, if this desk started it: it would hold the site for ever."""
        child = self._child
        if child is not None and child.pid == pid and child.poll() is None:
            child.kill()
            self.look_now()

    async def run(self) -> None:
        """Keep an engine running until cancelled."""
        while True:
            self._tell(runs=await asyncio.to_thread(engine_runs, self._folder))
            if not self.runs:
                await self._start()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._look_now.wait(), LOOK_SECONDS)
            self._look_now.clear()

    async def stop(self) -> None:
        """End the engine if it is this desk's own, after what it has under way."""
        child, self._child = self._child, None
        if child is None or child.poll() is not None:
            return
        child.terminate()
        try:
            await asyncio.to_thread(child.wait, END_SECONDS)
        except subprocess.TimeoutExpired:
            # It hangs: left behind, it would keep every other engine out of the site.
            child.kill()
            await asyncio.to_thread(child.wait)

    def _tell(self, *, runs: bool) -> None:
        if runs == self.runs:
            return
        self.runs = runs
        self._running(runs)
        if runs:
            self._wait = 0.0
            self._trouble("")

    async def _start(self) -> None:
        if self._child is not None and self._child.poll() is None:
            return  # on its way up
        if self._child is not None and self._child.returncode:
            self._trouble(await asyncio.to_thread(_last_words, self._folder))
            await asyncio.sleep(self._wait)  # one that fails at once is not started all the time
            self._wait = min(START_SECONDS, self._wait + 1)
        # Not in a thread: were this task cancelled meanwhile, nobody would know the child.
        self._child = spawn_engine(self._folder)


def _log(folder: SiteFolder) -> Path:
    return folder.path / "engine.log"


def _last_words(folder: SiteFolder) -> str:
    lines = _log(folder).read_text("utf-8", errors="replace").splitlines()
    said = next((line for line in reversed(lines) if line.startswith("izix-desk: ")), "")
    return said.removeprefix("izix-desk: ") or "The engine ended by itself and is started again."
