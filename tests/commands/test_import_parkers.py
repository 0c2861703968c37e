"""`izix-desk import` as somebody types it."""

import csv
from pathlib import Path

import pytest

from izix_desk.__main__ import main
from izix_desk.services.resources import resource
from tests.support.sheet_files import write_sheet

HEADINGS = ["Last name", "Organisation", "Plates", "Shoe size"]
GOOD = [HEADINGS, ["Maes", "Delta", "1-ABC-234", "42"], ["Claes", "Delta", "1ABC234", "43"]]
BAD = [*GOOD, ["Zed", "Zed & Zed", "", ""]]


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Give the folder of the demo site, without a parker."""
    folder = str(tmp_path / "site")
    file = str(resource("demo/site.toml"))
    assert main(["site", "load", file, "--site", folder, "--key", "file"]) == 0
    capsys.readouterr()
    return folder


def test_a_good_sheet(folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what it ignored, what is shared, and that it was stored; then it can be found."""
    sheet = write_sheet(tmp_path / "p.csv", GOOD)
    assert main(["import", str(sheet), "--site", folder]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Columns not known here, ignored: Shoe size.",
        "Row 3: plate 1ABC234 is shared with row 2.",
        "2 rows: 2 new, 0 changed, 0 as before, 0 refused, 1 plate shared.",
        "Stored.",
    ]
    assert main(["search", "claes", "--site", folder]) == 0
    assert "Claes · Delta · 1ABC234" in capsys.readouterr().out


def test_a_bad_row_and_its_report(
    folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 1, nothing stored, and a file with every refusal for whoever made the sheet."""
    sheet, report = write_sheet(tmp_path / "p.csv", BAD), tmp_path / "report.csv"
    assert main(["import", str(sheet), "--site", folder, "--report", str(report)]) == 1
    said = capsys.readouterr().out
    assert "Row 4 refused: The organisation “Zed & Zed” is not known here." in said
    assert "Nothing was stored" in said
    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["Row"], row["What"]) for row in rows] == [("4", "refused"), ("3", "shared")]
    assert main(["search", "claes", "--site", folder]) == 1


def test_keep_good_and_dry_run(
    folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A dry run says so; keeping the good rows still reports the others."""
    sheet = str(write_sheet(tmp_path / "p.xlsx", BAD))
    assert main(["import", sheet, "--site", folder, "--dry-run"]) == 1
    assert "dry run: nothing was stored" in capsys.readouterr().out
    assert main(["search", "maes", "--site", folder]) == 1
    assert main(["import", sheet, "--site", folder, "--keep-good"]) == 1
    assert "Stored, without the refused rows." in capsys.readouterr().out
    assert main(["search", "maes", "--site", folder]) == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"Name\nMaes\n", "the column “Organisation” is missing; found “Name”."),
        (b"Shoe\n42\n", "the columns “Last name” and “Organisation” are missing; found “Shoe”."),
        (b"Name,Organisation\nLef\xe8vre,Delta\n", "row 2 is not UTF-8 text"),
    ],
)
def test_a_bad_file_is_one_sentence(
    folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, sentence: str
) -> None:
    """On stderr, without a traceback."""
    (tmp_path / "p.csv").write_bytes(content)
    assert main(["import", str(tmp_path / "p.csv"), "--site", folder]) == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


def test_a_file_or_site_that_is_not_there(
    folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each says what is missing."""
    assert main(["import", str(tmp_path / "none.csv"), "--site", folder]) == 1
    assert "does not exist" in capsys.readouterr().err
    sheet = str(write_sheet(tmp_path / "p.csv", GOOD))
    assert main(["import", sheet, "--site", str(tmp_path / "nowhere")]) == 1
    assert "nowhere site load FILE`" in capsys.readouterr().err
