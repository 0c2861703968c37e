"""Reads a large sheet in a process of its own, so that reading and writing have a core each."""

import os
import pickle
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, cast

from izix_desk.domain.errors import DeskError, HelperLost
from izix_desk.services.import_chunks import Chunk, Reading, read_chunks
from izix_desk.store.folder import SiteFolder

_SMALL = 150_000
"""Bytes, about 1,500 rows: read before a process has started."""
_POLITE = 5
"""Steps of niceness: gates and the writer, who holds the lock, go first."""


def reading(folder: SiteFolder, file: Path) -> AbstractContextManager[Reading]:
    """Read a sheet here, or in a second process when it is large; BadInput as `read_chunks`."""
    return read_chunks(folder, file) if _is_small(file) else _read_beside(folder, file)


def _is_small(file: Path) -> bool:
    try:
        return file.stat().st_size < _SMALL
    except OSError:
        return True  # whoever opens it says what is wrong with it


@contextmanager
def _read_beside(folder: SiteFolder, file: Path) -> Generator[Reading]:
    words = [sys.executable, "-m", __name__, str(folder.path), str(file)]
    # A session (on Windows a group) of its own: Ctrl+C is ours to answer, and we end it below.
    with subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    ) as process:
        try:
            messages = _messages(process, file.name)
            ignored = cast("tuple[str, ...]", next(messages))
            yield Reading(ignored, cast("Iterator[Chunk]", messages))
        finally:
            process.kill()


def _messages(process: "subprocess.Popen[bytes]", name: str) -> Iterator[object]:
    """Yield what the process sends up to its good end; raise the fault that it met."""
    stream = cast("IO[bytes]", process.stdout)
    while True:
        try:
            # From our own child, through a pipe that nobody else has.
            message: object = pickle.load(stream)  # noqa: S301
        except (EOFError, pickle.UnpicklingError):
            break
        if isinstance(message, DeskError):
            raise message
        yield message
    if process.wait() != 0:
        raise HelperLost(
            f"The process that reads {name} ended too early, so nothing was stored:"
            " import it again."
        )


def main() -> int:
    """Send the columns that are ignored, then the chunks, or the fault, through standard output."""
    if sys.platform != "win32":
        os.nice(_POLITE)
    folder, file = SiteFolder(Path(sys.argv[1])), Path(sys.argv[2])
    try:
        for message in _told(folder, file):
            pickle.dump(message, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Whoever wanted the rows has ended, and Python flushes once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


def _told(folder: SiteFolder, file: Path) -> Iterator[object]:
    try:
        with read_chunks(folder, file) as sheet:
            yield sheet.ignored_columns
            yield from sheet.chunks
    except DeskError as fault:
        yield fault


if __name__ == "__main__":
    sys.exit(main())
