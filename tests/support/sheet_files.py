"""Writes the same rows as CSV, XLSX or ODS, as other programs would."""

import csv
import zipfile
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter

Rows = Sequence[Sequence[str | float]]

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"


def write_sheet(path: Path, rows: Rows, *, delimiter: str = ",") -> Path:
    """Write rows in the format that the name of the file says; return its path."""
    if path.suffix == ".xlsx":
        _write_xlsx(path, rows)
    elif path.suffix == ".ods":
        _write_ods(path, rows)
    else:
        text = StringIO()
        csv.writer(text, delimiter=delimiter).writerows(rows)
        path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


def _write_xlsx(path: Path, rows: Rows) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Parkers")
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, row)
    book.close()


def _write_ods(path: Path, rows: Rows) -> None:
    table = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
    )
    content = (
        f'<office:document-content xmlns:office="{_OFFICE}:office:1.0"'
        f' xmlns:table="{_OFFICE}:table:1.0" xmlns:text="{_OFFICE}:text:1.0"'
        f' office:version="1.2"><office:body><office:spreadsheet><table:table table:name="P">'
        f"{table}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_OFFICE}:manifest:1.0"><manifest:file-entry'
        f' manifest:full-path="/" manifest:media-type="{_ODS}"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", _ODS)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)


def _ods_cell(value: str | float) -> str:
    if isinstance(value, str):
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(value)}</text:p></table:table-cell>"
        )
    return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
