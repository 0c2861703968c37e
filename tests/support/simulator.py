"""The simulator as a process, with its lever, and its journal as the far end of every wire."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from izix_desk.domain.site import Site
from izix_desk.services.site_file import write_site
from tests.support.waiting import wait_until

Note = dict[str, Any]
BARRIER = "--barrier", "0.7", "0.8"
"""Three times quicker than most; each state lasts for many polls all the same."""


class Simulator:
    """One `izix-desk simulate --control`; it can be killed and started again on the same ports."""

    def __init__(self, site: Site, folder: Path, *options: str) -> None:
        self._folder = folder
        self._options = (*BARRIER, *options)
        self._file = folder / "simulated.toml"
        self._file.write_text(write_site(site), "utf-8")
        self._journal = folder / "journal.jsonl"
        self._process: subprocess.Popen[str] | None = None
        self.ports: dict[str, str] = {}

    def start(self) -> None:
        """Start it, or start it again after a kill."""
        places = [] if "--tcp" in self._options else ["--links", str(self._folder / "links")]
        words = ["simulate", str(self._file), "--journal", str(self._journal), "--control"]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "izix_desk", *words, *places, *self._options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.ports = self._answer()["lines"]

    @property
    def story(self) -> str:
        """What a failed test says of it: whether it runs, and what its boards saw."""
        status = self._process.poll() if self._process else "no more"
        state = "runs" if status is None else f"ended: {status}"
        return f"simulator {state}, noted: {self.notes()}"

    @property
    def pid(self) -> int:
        """Process id."""
        return self._running.pid

    def do(self, command: str) -> Note:
        """Pull the lever and return the answer; an error fails the test."""
        stdin = self._running.stdin
        assert stdin
        stdin.write(command + "\n")
        stdin.flush()
        answer = self._answer()
        assert "error" not in answer, answer
        return answer

    def ask(self, command: str) -> Note:
        """Pull the lever and return the answer, errors too."""
        stdin = self._running.stdin
        assert stdin
        stdin.write(command + "\n")
        stdin.flush()
        return self._answer()

    def notes(self, what: str = "", **values: object) -> list[Note]:
        """Return what happened at the boards so far, oldest first."""
        return [
            note
            for note in self._notes()
            if (not what or note["what"] == what)
            and all(note.get(key) == value for key, value in values.items())
        ]

    def wait_for(self, what: str, *, seconds: float = 15, **values: object) -> Note:
        """Return the first note of that kind."""
        found = wait_until(lambda: self.notes(what, **values), seconds, f"{what} {values}")
        return found[0]

    def kill(self) -> None:
        """End it without a chance to tidy up."""
        self._running.kill()
        self._end()

    def stop(self) -> int:
        """Ask it to end as a service manager does, and return the exit status."""
        self._running.terminate()
        return self._end()

    def let_go(self) -> int:
        """Close its stdin, as a parent that was killed does, and return the exit status."""
        if self._running.stdin:
            self._running.stdin.close()
        return self._end()

    def close(self) -> None:
        """Let nothing of it outlive the test."""
        if self._process is not None:
            self.kill()

    @property
    def _running(self) -> "subprocess.Popen[str]":
        assert self._process, "the simulator was ended"
        return self._process

    def _end(self) -> int:
        process, self._process = self._running, None
        try:
            return process.wait(15)
        finally:
            _let_nothing_linger(process)

    def _answer(self) -> Note:
        stdout = self._running.stdout
        assert stdout
        line = stdout.readline()
        assert line, "the simulator ended"
        return json.loads(line)

    def _notes(self) -> Iterator[Note]:
        if not self._journal.exists():
            return
        with self._journal.open(encoding="utf-8") as journal:
            for line in journal:
                if line.endswith("\n"):  # the last line may still be on its way
                    yield json.loads(line)


class Peer:
    """A program of a test as a process of its own, spoken to line by line."""

    def __init__(self, program: Path, *words: str) -> None:
        python = [sys.executable, "-W", "ignore"] if program.suffix == ".py" else []
        self._process = subprocess.Popen(
            [*python, str(program), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )

    def read(self) -> str:
        """Return the next line that it printed."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, "the peer ended"
        return line.rstrip("\n")

    def say(self, line: str) -> None:
        """Give it a line."""
        assert self._process.stdin
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def close(self) -> None:
        """End it."""
        _let_nothing_linger(self._process)


def _let_nothing_linger(process: "subprocess.Popen[str]") -> None:
    """Kill what still runs and close both pipes: a leak would fail whatever test comes next."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with suppress(BrokenPipeError):  # a word that it did not take any more
            if pipe:
                pipe.close()
