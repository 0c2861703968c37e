"""Hints of the command line work as they are typed, whatever site folder is in use."""

from pathlib import Path

import pytest

from izix_desk.commands.hints import typed
from tests.support.saying import said

HINT = "Nothing is sent to it; pair it with `izix-desk pair readers 5`."


def test_a_hint_names_the_folder_that_was_named() -> None:
    """As the shell takes it; without one it stays as it is, and the demo has its own."""
    assert typed(HINT, None) == HINT
    assert typed(HINT, "/srv/quay") == HINT.replace("izix-desk", "izix-desk --site /srv/quay")
    assert "`izix-desk --site '/srv/our yard' pair" in typed(HINT, "/srv/our yard")
    assert typed("Or try `izix-desk demo`.", "/srv/quay") == "Or try `izix-desk demo`."


@pytest.mark.parametrize(
    "words", [("lines",), ("open", "in", "--reason", "TEST"), ("site", "show")]
)
def test_a_fault_says_what_to_type(words: tuple[str, ...], tmp_path: Path) -> None:
    """Whatever command it was that failed."""
    told = said(*words, "--site", str(tmp_path))
    assert told.status == 1
    assert f"load a site with `izix-desk --site {tmp_path} site load FILE`" in told.output
