"""Commands within the tests' own process, for what they say: a process each costs half a second."""

import io
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

from izix_desk.__main__ import main


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended."""

    status: int
    output: str
    """All that it printed, errors included."""


def said(*words: str) -> Said:
    """Carry out `izix-desk` with these words."""
    output = io.StringIO()
    with redirect_stdout(output), redirect_stderr(output):
        status = main(words)
    return Said(status, output.getvalue())
