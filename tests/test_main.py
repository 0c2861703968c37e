"""The command line as a person meets it: a sentence, an exit status, never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from izix_desk.__main__ import COMMANDS, main
from izix_desk.services.resources import resource

IZIX = [sys.executable, "-m", "izix_desk"]


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """And asks nothing of the machine."""
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    said = capsys.readouterr().out
    assert [name for name in COMMANDS if name not in said] == []


@pytest.mark.parametrize("words", [["fly"], ["open"], ["site"], ["search", "--gate"]])
def test_wrong_use_ends_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """And says how it is used."""
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["search", "x"], ["events"], ["why", "1ABC", "--gate", "g"], ["engine"], ["desk"]]
)
def test_without_a_site_one_sentence_says_what_to_do(words: list[str], tmp_path: Path) -> None:
    """The first thing that a person tries in the wrong folder."""
    command = [*IZIX, *words, "--site", str(tmp_path / "nowhere")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("izix-desk: ")
    assert "site load" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_the_site_folder_may_stand_before_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As with most programs, an option for everything may come first."""
    folder = tmp_path / "nowhere"
    for words in (["--site", str(folder), "search", "x"], [f"--site={folder}", "site", "show"]):
        assert main(words) == 1
        assert f"There is no store in {folder}" in capsys.readouterr().err


def test_a_reader_that_closes_early_sees_no_traceback(tmp_path: Path) -> None:
    """As with `izix-desk … | head`."""
    reading, writing = os.pipe()
    os.close(reading)
    words = ["site", "load", str(resource("site-example.toml")), "--key", "file"]
    ended = subprocess.run(
        [*IZIX, *words, "--site", str(tmp_path / "site")],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (1, "")
