"""Reads the rows of a CSV, XLSX, XLS or ODS file one after the other, every cell as text."""

import csv
import itertools
import os
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BufferedReader
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from izix_desk.domain.errors import BadInput

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = ",;\t"

Row = tuple[int, list[str]]
"""Row number as the file's program shows it, from 1, and the cells."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file that hold anything, and how far reading them has come."""

    rows: Iterator[Row]
    _counter: "_Counter"

    def share(self) -> float:
        """Return which share of the file was read, 0 to 1."""
        return min(1.0, self._counter.value / max(1, self._counter.total))


class _Counter:
    """Bytes of a CSV file, or rows of a sheet, that were read, and how many there are."""

    def __init__(self, total: int = 0) -> None:
        self.value = 0
        self.total = total


@contextmanager
def open_sheet(path: Path) -> Generator[Sheet]:
    """Open a file by what it holds, not by its name; BadInput in one sentence when it cannot be."""
    with _open(path) as file:
        size = os.fstat(file.fileno()).st_size
        start = file.read(8)
        file.seek(0)
        if start.startswith(_UTF16):
            raise BadInput(f"{path.name} is UTF-16 text; save it as CSV UTF-8 and import it again.")
        if start.startswith((_ZIP, _OLE)):
            counter = _Counter()
            yield Sheet(_sheet_rows(path.name, file, counter), counter)
        else:
            counter = _Counter(size)
            yield Sheet(_csv_rows(path.name, _lines(path.name, file, counter)), counter)


def _open(path: Path) -> BufferedReader:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise BadInput(f"{path} does not exist; name a CSV, XLSX, XLS or ODS file.") from None
    except IsADirectoryError:
        raise BadInput(f"{path} is a folder; name a CSV, XLSX, XLS or ODS file.") from None
    except OSError as fault:
        raise BadInput(f"{path} cannot be read: {fault.strerror}.") from None


def _lines(name: str, file: Iterable[bytes], counter: _Counter) -> Iterator[str]:
    for number, line in enumerate(file, start=1):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as bad:
            where = counter.value + bad.start + 1
            raise BadInput(
                f"{name}: row {number} is not UTF-8 text (byte {where} of the file is"
                f" 0x{line[bad.start]:02X}); save it as CSV UTF-8 and import it again."
            ) from None
        counter.value += len(line)
        yield text.removeprefix("\ufeff") if number == 1 else text


def _csv_rows(name: str, lines: Iterator[str]) -> Iterator[Row]:
    first = next(lines, "")
    skipped = 0
    while first and not first.strip():
        first, skipped = next(lines, ""), skipped + 1
    delimiter = max(_DELIMITERS, key=lambda mark: len(_cells(first, mark)))
    reader = csv.reader(itertools.chain([first], lines), delimiter=delimiter, strict=True)
    number = skipped
    try:
        for number, cells in enumerate(reader, start=skipped + 1):
            if any(cells):
                yield number, [cell.strip() for cell in cells]
    except csv.Error as bad:
        raise BadInput(
            f"{name}: row {number + 1} is not valid CSV ({bad}); check its quotation marks."
        ) from None


def _cells(line: str, delimiter: str) -> Sequence[str]:
    try:
        return [cell for cells in csv.reader([line], delimiter=delimiter) for cell in cells]
    except csv.Error:
        return ()


def _sheet_rows(name: str, file: BufferedReader, counter: _Counter) -> Iterator[Row]:
    try:
        with CalamineWorkbook.from_filelike(file) as book:
            shown = [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.visible is SheetVisibleEnum.Visible
            ]
            if not shown:
                raise BadInput(f"{name} has no sheet to read.")
            sheet = book.get_sheet_by_name(shown[0])
            start = sheet.start[0] + 1 if sheet.start else 1
            counter.total = sheet.height
            for number, values in enumerate(sheet.iter_rows(), start=start):
                counter.value += 1
                cells = [_text(value) for value in values]
                if any(cells):
                    yield number, cells
    except CalamineError as bad:
        raise BadInput(
            f"{name} cannot be read as XLSX, XLS or ODS ({bad}); save it again and retry."
        ) from None


def _text(value: "float | str | bool | time | date | datetime | timedelta") -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
