"""A real X screen and a hand on its keyboard."""

import os
import subprocess
from collections.abc import Mapping

from tests.support.waiting import wait_until


class Screen:
    """An X server without a monitor, of its own number."""

    def __init__(self, size: str = "1920x1080x24") -> None:
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"],  # noqa: S607 - wherever the system keeps it
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as number:
            self.display = f":{number.readline().strip()}"
        assert self.display != ":", "Xvfb did not start"

    @property
    def env(self) -> Mapping[str, str]:
        """What a program needs in its environment to show itself here."""
        return {"DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}

    def window(self, title: str, seconds: float = 15) -> str:
        """Return the id of the visible window whose title matches, once it is there."""
        found = wait_until(lambda: self._windows(title), seconds, f"a window titled {title!r}")
        return found[-1]

    def gone(self, title: str, seconds: float = 15) -> None:
        """Wait until no visible window has such a title."""
        wait_until(lambda: not self._windows(title), seconds, f"{title!r} to go")

    def focus(self, window: str) -> None:
        """Give a window the keyboard."""
        self.xdotool("windowfocus", "--sync", window)

    def press(self, *keys: str) -> None:
        """Press keys one after the other, by their X names (`Return`, `ctrl+k`)."""
        self.xdotool("key", *keys)

    def type(self, text: str) -> None:
        """Type text."""
        self.xdotool("type", "--", text)

    def xdotool(self, *words: str) -> str:
        """Run xdotool on this screen and return what it printed."""
        done = self._run(*words)
        assert done.returncode == 0, f"xdotool {' '.join(words)}: {done.stderr}"
        return done.stdout.strip()

    def close(self) -> None:
        """End the server."""
        self._server.terminate()
        self._server.wait()

    def _windows(self, title: str) -> list[str]:
        return self._run("search", "--onlyvisible", "--name", title).stdout.split()

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["xdotool", *words],  # noqa: S607 - wherever the system keeps it
            env={**os.environ, "DISPLAY": self.display},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
