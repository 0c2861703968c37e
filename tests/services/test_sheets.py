"""Rows come out the same whatever program wrote the file."""

from pathlib import Path

import pytest

from izix_desk.domain.errors import BadInput
from izix_desk.services.sheets import open_sheet
from tests.support.sheet_files import write_sheet

ROWS = [
    ["Last name", "Organisation", "External ID", "Plates"],
    ["D'Hondt", 'Acme "North"', 1001, "1-ABC-234;2-DEF-111"],
    ["Crèvecœur, Zoë", "Fès; & fils", 1002, ""],
]
CELLS = [
    (1, ["Last name", "Organisation", "External ID", "Plates"]),
    (2, ["D'Hondt", 'Acme "North"', "1001", "1-ABC-234;2-DEF-111"]),
    (3, ["Crèvecœur, Zoë", "Fès; & fils", "1002", ""]),
]


def _read(path: Path) -> list[tuple[int, list[str]]]:
    with open_sheet(path) as sheet:
        return list(sheet.rows)


@pytest.mark.parametrize("name", ["p.csv", "p.xlsx", "p.ods", "misnamed.txt"])
def test_every_format_gives_the_same_cells(tmp_path: Path, name: str) -> None:
    """Numbers become text without a decimal point, accents and quotes survive."""
    assert _read(write_sheet(tmp_path / name, ROWS)) == CELLS


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_every_delimiter_with_and_without_byte_order_mark(
    tmp_path: Path, delimiter: str, mark: bytes
) -> None:
    """The delimiter is told from the headings."""
    path = write_sheet(tmp_path / "p.csv", ROWS, delimiter=delimiter)
    path.write_bytes(mark + path.read_bytes())
    assert _read(path) == CELLS


def test_xls_as_excel_97_wrote_it() -> None:
    """The old binary format is read too."""
    rows = _read(Path(__file__).parent / "data" / "parkers.xls")
    assert rows[1] == (
        2,
        ["Janssens", "Marie", "Acme", "1-ABC-234;BE 2 DEF 111", "1001", "fr_BE"],
    )


def test_row_numbers_count_empty_rows(tmp_path: Path) -> None:
    """A row is called by the number that a spreadsheet shows for it."""
    path = tmp_path / "p.csv"
    path.write_text("\nName,Organisation\n\n,\nMaes,Acme\n", encoding="utf-8")
    assert _read(path) == [(2, ["Name", "Organisation"]), (5, ["Maes", "Acme"])]


def test_a_cell_may_hold_several_lines(tmp_path: Path) -> None:
    """A line break inside quotation marks belongs to the cell."""
    path = tmp_path / "p.csv"
    path.write_bytes(b'Name,Note\r\nMaes,"one\r\ntwo"\r\nClaes,x\r\n')
    assert _read(path)[1:] == [(2, ["Maes", "one\r\ntwo"]), (3, ["Claes", "x"])]


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("Name\nLefèvre\n".encode("latin-1"), ["row 2", "byte 9", "0xE8", "UTF-8"]),
        ("Name\nMaes\n".encode("utf-16"), ["UTF-16"]),
        (b'Name\n"Maes\n', ["row 2", "not valid CSV"]),
        (b"PK\x03\x04 no real archive", ["cannot be read as XLSX"]),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(
    tmp_path: Path, content: bytes, parts: list[str]
) -> None:
    """File, row and byte are named, so that somebody can find the place."""
    path = tmp_path / "p.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        _read(path)
    sentence = str(caught.value)
    assert "p.csv" in sentence
    assert "\n" not in sentence
    for part in parts:
        assert part in sentence


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """So is a folder."""
    with pytest.raises(BadInput, match="does not exist"):
        _read(tmp_path / "none.csv")
    with pytest.raises(BadInput, match="is a folder"):
        _read(tmp_path)
