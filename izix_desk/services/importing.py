"""Brings the parkers of a sheet into the store: streamed, whole or not at all, and reported."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from izix_desk.services.import_chunks import Chunk, Reading, SharedPlate
from izix_desk.services.import_process import reading
from izix_desk.services.import_rows import Refusal
from izix_desk.store.batches import ImportBatch
from izix_desk.store.database import Database
from izix_desk.store.parker_rows import Ready

Progress = Callable[[int, float], None]
"""Is told how many rows were read, and which share of the file that is (0 to 1)."""


@dataclass(slots=True)
class ImportReport:
    """What an import did, or would do."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    stored: bool = False
    refused: list[Refusal] = field(default_factory=list[Refusal])
    shared: list[SharedPlate] = field(default_factory=list[SharedPlate])
    ignored_columns: tuple[str, ...] = ()

    def take(self, chunk: Chunk) -> None:
        """Add up what some more rows come to."""
        self.rows += chunk.rows
        self.added += chunk.added
        self.changed += chunk.changed
        self.unchanged += chunk.unchanged
        self.refused += chunk.refused
        self.shared += chunk.shared


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    """Which file, and how strictly."""

    file: Path
    dry_run: bool = False
    keep_good: bool = False


def import_parkers(
    database: Database, request: ImportRequest, progress: Progress = lambda _rows, _share: None
) -> ImportReport:
    """Import a sheet and return the report; one refused row stops it all unless told otherwise.

    Raises BadInput when the file as a whole cannot be taken; then nothing is stored.
    """
    if request.dry_run:
        with reading(database.folder, request.file) as sheet:
            return _Inflow(sheet, request, progress).report_all()
    # The batch first: what another one left behind is tidied up before anything is looked up.
    with (
        ImportBatch(database, request.file.name) as batch,
        reading(database.folder, request.file) as sheet,
    ):
        inflow = _Inflow(sheet, request, progress)
        for _ in batch.add(inflow.ready()):
            pass
        if inflow.wanted:
            batch.write_index()  # while the other process still looks up who shares a plate
        report = inflow.report_all()
        if inflow.wanted:
            batch.make_live()
            report.stored = True
    return report


class _Inflow:
    """Takes in chunk after chunk: what is to be written comes out, the rest is reported."""

    def __init__(self, sheet: Reading, request: ImportRequest, progress: Progress) -> None:
        self._report = ImportReport(ignored_columns=sheet.ignored_columns)
        self._chunks = sheet.chunks
        self._keep_good = request.keep_good
        self._progress = progress

    @property
    def wanted(self) -> bool:
        """Tell whether what was read so far is to be kept."""
        return self._keep_good or not self._report.refused

    def ready(self) -> Iterator[Ready]:
        """Yield what is to be written until the sheet ends or is refused."""
        for chunk in self._chunks:
            self._take(chunk)
            if not self.wanted:
                return
            yield from chunk.ready

    def report_all(self) -> ImportReport:
        """Return the report once the rest of the sheet is in it too."""
        for chunk in self._chunks:
            self._take(chunk)
        self._report.shared.sort(key=lambda each: each.row)
        return self._report

    def _take(self, chunk: Chunk) -> None:
        self._report.take(chunk)
        self._progress(self._report.rows, chunk.share)
