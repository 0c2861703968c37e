"""A real X screen, a hand on its keyboard and an eye that reads it."""

import os
import struct
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from izix_desk.domain.plates import fold
from tests.support.waiting import wait_until

Area = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""


class Screen:
    """An X server without a monitor, of its own number."""

    def __init__(self, size: str = "1920x1080x24") -> None:
        self._folder = TemporaryDirectory(prefix="screen-")
        self._seen: tuple[QImage, bool] | None = None
        """What was read last, and whether its text was light."""
        self._read = ""
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            [
                # It would start anew whenever its last client leaves, as each xdotool is, and
                # drop whoever comes meanwhile: one desk in thirty.
                *("Xvfb", "-noreset", "-displayfd", str(writing), "-nolisten", "tcp"),
                *("-screen", "0", size, "-fbdir", self._folder.name),
            ],
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

    @property
    def story(self) -> str:
        """What a failed test says of it: whether it still runs, and each window on it."""
        status = self._server.poll()
        state = "runs" if status is None else f"ended with {status}"
        seen = self._run("search", "--onlyvisible", "--name", "")
        return (
            f"screen {self.display} {state}, visible windows: {seen.stdout.split()} {seen.stderr}"
        )

    def window(
        self, title: str, seconds: float = 15, unless: Callable[[], bool] = lambda: False
    ) -> str:
        """Return the id of the visible window whose title matches, once it is there.

        Fails early when `unless` says that it will not come any more.
        """

        def found_or_over() -> list[str] | bool:
            over = unless()  # before the last look, so that nothing is missed between the two
            return self._windows(title) or over

        found = wait_until(found_or_over, seconds, f"a window titled {title!r}")
        assert isinstance(found, list), f"no window titled {title!r} came"
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
        self._folder.cleanup()

    def picture(self) -> QImage:
        """Return what a person sees now."""
        dump = (Path(self._folder.name) / "Xvfb_screen0").read_bytes()
        heading = struct.unpack(">25I", dump[:100])  # of the X window dump format
        start, width, height, row = heading[0] + 12 * heading[19], *heading[4:6], heading[12]
        return QImage(dump[start:], width, height, row, QImage.Format.Format_RGB32).copy()

    def words(self, area: Area | None = None, *, light: bool = False) -> str:
        """Return the dark text that can be read on the screen, or the light text on dark."""
        seen = self.picture()
        seen = seen.copy(*area) if area else seen
        if self._seen != (seen, light):  # else nothing was painted meanwhile, and reading is dear
            self._read = self._words_of(seen, light=light)
            self._seen = seen, light
        return self._read

    def shows(
        self, *texts: str, seconds: float = 30, area: Area | None = None, light: bool = False
    ) -> None:
        """Wait until all texts can be read; look-alike characters count as the same."""
        missing = list(texts)
        read = ""

        def readable() -> bool:
            nonlocal read, missing
            read = fold(self.words(area, light=light))
            missing = [text for text in texts if fold(text) not in read]
            return not missing

        try:
            wait_until(readable, seconds, "words on the screen")
        except AssertionError:
            raise AssertionError(f"not on the screen: {missing}; it reads {read}") from None

    def _words_of(self, seen: QImage, *, light: bool) -> str:
        # It was taught on printed pages, whose letters are at least twice as big.
        smooth = Qt.TransformationMode.SmoothTransformation
        seen = seen.scaledToWidth(2 * seen.width(), smooth)
        if light:  # print is dark
            seen.invertPixels()
        page = Path(self._folder.name) / "page.png"
        seen.convertToFormat(QImage.Format.Format_Grayscale8).save(str(page))
        reading = ["tesseract", str(page), "-", "--psm", "11"]
        # Its threads wait for each other actively: one of them is three times cheaper.
        env = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        return subprocess.run(reading, env=env, capture_output=True, text=True, check=True).stdout

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
