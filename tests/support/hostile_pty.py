"""The same nonsense over a real pseudo-terminal, at the speed of real time."""

import os
import pty
import select
import threading
import tty
from contextlib import suppress

from tests.support.foul import Foul

LOOK_SECONDS = 0.05


class HostilePty:
    """A far end in a thread of its own; honest from the moment when all frames were sent."""

    def __init__(self, foul: Foul, frames: int, *, unasked: bool = False) -> None:
        self._unasked = unasked
        self.frames = 0
        self.sound = 0
        self.is_over = threading.Event()
        self._foul = foul
        self._frames = frames
        self._ending = threading.Event()
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self.port = os.ttyname(self._slave)
        self._thread = threading.Thread(target=self._serve, name="far end", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End it; the line must have let go of the port by then."""
        self._ending.set()
        self._thread.join(10)
        os.close(self._slave)
        os.close(self._master)

    def _serve(self) -> None:
        while not self._ending.is_set():
            if select.select([self._master], [], [], LOOK_SECONDS)[0]:
                self._answer(os.read(self._master, 4096))
            elif self._unasked:
                self._answer(b"")

    def _answer(self, asked: bytes) -> None:
        if self.is_over.is_set():
            self._say(self._foul.honest(asked))
            return
        shots = self._foul.answer(asked) + self._foul.burst()
        for shot in shots:
            self._say(shot.data)
            self.frames += bool(shot.kind)
            self.sound += shot.is_sound
        if self.frames >= self._frames:
            self._foul.lies = 0.0
            self.is_over.set()

    def _say(self, data: bytes) -> None:
        with suppress(BlockingIOError):  # nobody reads and the buffer is full: lost, as on a wire
            os.write(self._master, data)
