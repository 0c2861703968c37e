"""Programs of the project as processes of their own, none of which outlives its test."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import psutil

from tests.support.waiting import wait_until

TRACED = {"PYTHONFAULTHANDLER": "1"}
"""Environment in which Python prints where its threads are when SIGABRT ends it."""
_MARK = "IZIX_TEST_RUN"
"""In the environment of all that a test starts: the tests' own process, and which test."""


class Program:
    """One `izix-desk` process; what it prints is kept in a file."""

    def __init__(
        self, words: tuple[str, ...], env: Mapping[str, str], printed: Path, *, typed: bool = False
    ) -> None:
        self._words = " ".join(words)
        self._printed = printed
        with printed.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "izix_desk", *words],
                env=env,
                stdin=subprocess.PIPE if typed else subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    def type(self, line: str) -> None:
        """Type a line; only for one that was started to be typed at."""
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()

    def end_of_input(self) -> None:
        """Close what it reads from."""
        assert self._process.stdin
        self._process.stdin.close()

    @property
    def output(self) -> str:
        """Everything printed so far, errors included."""
        return self._printed.read_text("utf-8", errors="replace")

    @property
    def running(self) -> bool:
        """Tell whether the process has not ended yet."""
        return self._process.poll() is None

    @property
    def story(self) -> str:
        """What a failed test says of it: whether it runs, and everything printed."""
        status = self._process.poll()
        state = "runs" if status is None else f"ended with {status}"
        return f"[{self.pid}] {self._words}: {state}, printed:\n{self.output}"

    def where(self, seconds: float = 15) -> str:
        """End it where it hangs and return its story, with where each of its threads was.

        Only for one started with `TRACED` in its environment.
        """
        if self.running:
            self._process.send_signal(signal.SIGABRT)
            self.ended(seconds)
        return self.story

    def wait_for(self, pattern: str, seconds: float = 15) -> re.Match[str]:
        """Return the first match in the output; fail early when the process ends without it."""

        def found_or_over() -> re.Match[str] | bool | None:
            over = not self.running
            return re.search(pattern, self.output, re.MULTILINE) or over

        match = wait_until(found_or_over, seconds, f"{pattern!r}; printed so far: {self.output}")
        assert isinstance(match, re.Match), f"ended without {pattern!r}, printed: {self.output}"
        return match

    def ended(self, seconds: float = 15) -> int:
        """Wait for its end and return the exit status."""
        return self._process.wait(seconds)

    def stop(self, seconds: float = 15) -> int:
        """Ask it to end as a service manager does, and return the exit status."""
        self._process.terminate()
        return self.ended(seconds)

    def kill(self) -> None:
        """End it without a chance to tidy up."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        if self._process.stdin:
            with suppress(BrokenPipeError):  # a word that it did not take any more
                self._process.stdin.close()


class Programs:
    """Starts programs, and ends them with everything that they started."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mark = f"{os.getpid()}-{uuid4().hex}"
        self._started: list[Program] = []

    def start(
        self, *words: str, env: Mapping[str, str] | None = None, typed: bool = False
    ) -> Program:
        """Start `izix-desk` with these words; `typed` gives it a keyboard."""
        environment = {**os.environ, **(env or {}), _MARK: self._mark, "PYTHONUNBUFFERED": "1"}
        printed = self._folder / f"{words[0] if words else 'desk'}-{len(self._started)}.txt"
        program = Program(words, environment, printed, typed=typed)
        self._started.append(program)
        return program

    def run(
        self, *words: str, env: Mapping[str, str] | None = None, seconds: float = 60
    ) -> Program:
        """Run `izix-desk` to its end."""
        program = self.start(*words, env=env)
        program.ended(seconds)
        return program

    @property
    def story(self) -> str:
        """What a failed test says of everything that it started."""
        return "\n".join(program.story for program in self._started)

    def end_all(self) -> None:
        """Kill what still runs; children of children carry the mark in their environment."""
        for program in self._started:
            program.kill()
        for process, mark in marked():
            if mark == self._mark:
                process.kill()


def marked() -> Iterator[tuple[psutil.Process, str]]:
    """Return what was started by any tests, with its mark."""
    for process in psutil.process_iter():
        try:
            mark = process.environ().get(_MARK)
        except psutil.Error:
            continue
        if mark is not None:
            yield process, mark


def end_orphans() -> None:
    """Kill what is left of tests that were killed themselves: it holds ports and the machine."""
    for process, mark in marked():
        owner, dash, _ = mark.partition("-")
        if dash and not psutil.pid_exists(int(owner)):
            process.kill()
