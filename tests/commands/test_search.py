"""`izix-desk search` shows what the search box shows."""

import json
from pathlib import Path

import pytest

from izix_desk.__main__ import main
from izix_desk.services.resources import resource
from tests.support.sheet_files import write_sheet

ROWS = [
    ["First name", "Last name", "Organisation", "Plates", "Policy"],
    ["Jean-François", "D'Hondt", "Delta", "1-ABC-234", "delta-staff"],
    ["Jan", "Peeters", "Acme", "1-KLM-456", "acme-2025"],
    ["Jean", "Hondt", "Acme", "", ""],
]


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Give a site with three parkers."""
    folder = str(tmp_path / "site")
    site = str(resource("demo/site.toml"))
    assert main(["site", "load", site, "--site", folder, "--key", "file"]) == 0
    assert main(["import", str(write_sheet(tmp_path / "p.csv", ROWS)), "--site", folder]) == 0
    capsys.readouterr()
    return folder


def test_who_may_pass_stands_before_who_may_not(
    folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """At a gate, by id or name, each is judged, and the reason stands on the row."""
    assert main(["search", "hondt", "--gate", "P1 Entry", "--site", folder]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "may pass here now:"
    assert "Jean-François D'Hondt · Delta · 1-ABC-234" in lines[1]
    assert lines[2] == "may not:"
    assert "Jean Hondt · Acme · Known, but no right" in lines[3]


def test_a_plate_finds_its_parker(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    """However it is written; an exact one is marked."""
    assert main(["search", "1klm456", "--gate", "p1-entry", "--site", folder]) == 0
    said = capsys.readouterr().out
    assert " = Jan Peeters · Acme · 1-KLM-456 · Access expired" in said


def test_nobody(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit status 1, as for everything that is not found."""
    assert main(["search", "zzyzx", "--site", folder]) == 1
    assert capsys.readouterr().out == "Nobody was found.\n"


def test_json(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows for programs."""
    assert main(["search", "peeters", "--json", "--site", folder]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["name"], row["plates"]) for row in rows] == [("Jan Peeters", ["1-KLM-456"])]


def test_an_unknown_gate_is_named(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With the gates there are."""
    assert main(["search", "peeters", "--gate", "P9", "--site", folder]) == 1
    assert "P9" in capsys.readouterr().err
