"""Brings the parkers of a sheet into the store: streamed, whole or not at all, and reported."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from uuid import UUID

from izix_desk.domain.errors import BadInput
from izix_desk.domain.parkers import Profile, Right
from izix_desk.services.import_headings import find_columns, known_headings
from izix_desk.services.import_rows import Refusal, RowReader, plates_of
from izix_desk.services.sheets import Row, Sheet, open_sheet
from izix_desk.store.batches import ImportBatch
from izix_desk.store.database import Database, Role, Transaction, open_database
from izix_desk.store.known_parkers import Days, Holdings, holdings, known_profiles, plate_owners
from izix_desk.store.parker_rows import Parker
from izix_desk.store.site import load_site

_AT_ONCE = 1_000
"""Rows looked up together."""
_CHANGES_KEPT = 200
_USUAL_LANGUAGE = "en_US"

Progress = Callable[[int, float], None]
"""Is told how many rows were read, and which share of the file that is (0 to 1)."""


@dataclass(frozen=True, slots=True)
class SharedPlate:
    """A plate that somebody else has too: no fault, but worth knowing."""

    row: int
    plate: str
    other_row: int | None = None
    """Row of the same sheet, or None for a parker who was there before."""


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
    # A connection of its own to look things up, so that reading goes on while a batch is written.
    with open_sheet(request.file) as sheet, closing(_beside(database)) as lookup:
        feeder = _Feeder(lookup, request, sheet, progress)
        if not request.dry_run:
            _store(database, request, feeder)
        for _ in feeder.fresh(to_the_end=True):
            pass  # a dry run, or the rows behind the first refusal: only to be reported
    return feeder.report


def _beside(database: Database) -> Database:
    return open_database(database.folder, Role.READ)


def _store(database: Database, request: ImportRequest, feeder: "_Feeder") -> None:
    with ImportBatch(database, request.file.name) as batch:
        while not feeder.over:
            for _ in batch.add(feeder.fresh()):
                feeder.tell()
            for _ in batch.change(feeder.take_changes()):
                feeder.tell()
        if feeder.wanted:
            batch.make_live()
            feeder.report.stored = True


@dataclass(frozen=True, slots=True)
class _Found:
    """What the store knows of the parkers of some rows."""

    known: Mapping[UUID, Profile]
    holdings: Mapping[UUID, Holdings]
    owners: Mapping[str, tuple[UUID, ...]]


def _look_up(tx: Transaction, parkers: Sequence[Parker]) -> _Found:
    known = known_profiles(tx, [parker.profile for parker in parkers])
    plates = [plate for parker in parkers for plate in plates_of(parker)]
    ids = [profile.id for profile in known.values()]
    return _Found(known, holdings(tx, ids), plate_owners(tx, plates))


class _Feeder:
    """Reads a sheet on demand: new parkers come out, changes are kept aside, faults reported."""

    def __init__(
        self, database: Database, request: ImportRequest, sheet: Sheet, progress: Progress
    ) -> None:
        self.report = ImportReport()
        self.over = False
        self._database = database
        self._keep_good = request.keep_good
        self._sheet = sheet
        self._progress = progress
        self._reader = self._read_headings(request.file.name)
        self._changes: list[Parker] = []
        self._plates: dict[str, int] = {}

    @property
    def wanted(self) -> bool:
        """Tell whether what was read so far is to be kept."""
        return self._keep_good or not self.report.refused

    def fresh(self, *, to_the_end: bool = False) -> Iterator[Parker]:
        """Yield new parkers until changes should be written, or the sheet ends or is refused."""
        while to_the_end or (self.wanted and len(self._changes) < _CHANGES_KEPT):
            rows = list(islice(self._sheet.rows, _AT_ONCE))
            if not rows:
                self.over = True
                self.tell()
                return
            yield from self._sorted(self._good(rows))
            if to_the_end:
                self._changes.clear()
                self.tell()
        self.over = self.over or not self.wanted

    def take_changes(self) -> Sequence[Parker]:
        """Return the changes kept aside, which are then the caller's."""
        changes, self._changes = self._changes, []
        return changes

    def tell(self) -> None:
        """Report progress."""
        self._progress(self.report.rows, self._sheet.share())

    def _read_headings(self, name: str) -> RowReader:
        headings = known_headings()
        first = next(self._sheet.rows, None)
        if first is None:
            raise BadInput(f"{name} is empty; its first row must hold the headings.")
        columns = find_columns(name, first[1], headings)
        self.report.ignored_columns = columns.ignored
        return RowReader(self._database.read(load_site), columns, headings)

    def _good(self, rows: Sequence[Row]) -> dict[int, Parker]:
        self.report.rows += len(rows)
        good: dict[int, Parker] = {}
        for number, cells in rows:
            read = self._reader.read(number, cells)
            if isinstance(read, Refusal):
                self.report.refused.append(read)
            else:
                good[number] = read
        return good

    def _sorted(self, good: dict[int, Parker]) -> Iterator[Parker]:
        """Yield who is new; keep aside what changes for those who are known."""
        found = self._database.read(lambda tx: _look_up(tx, list(good.values())))
        for number, parker in good.items():
            there = found.known.get(parker.profile.id)
            self._note_shared(number, parker, found.owners, there)
            if there is None:
                self.report.added += 1
                yield _as_new(parker)
                continue
            change = merged(parker, there)
            if differs(change, there, found.holdings[there.id]):
                self.report.changed += 1
                self._changes.append(change)
            else:
                self.report.unchanged += 1

    def _note_shared(
        self,
        number: int,
        parker: Parker,
        owners: Mapping[str, tuple[UUID, ...]],
        there: Profile | None,
    ) -> None:
        for plate in plates_of(parker):
            before = self._plates.setdefault(plate, number)
            others = [each for each in owners.get(plate, ()) if there is None or each != there.id]
            if before != number or others:
                row = before if before != number else None
                self.report.shared.append(SharedPlate(number, plate, row))


def _as_new(parker: Parker) -> Parker:
    if parker.profile.language:
        return parker
    return replace(parker, profile=replace(parker.profile, language=_USUAL_LANGUAGE))


def merged(sheet: Parker, there: Profile) -> Parker:
    """Return the change that brings a stored parker to the sheet; empty cells change nothing."""
    new = sheet.profile
    profile = replace(
        there,
        first_name=new.first_name or there.first_name,
        last_name=new.last_name,
        phones=new.phones or there.phones,
        emails=new.emails or there.emails,
        language=new.language or there.language,
        tags=new.tags or there.tags,
        external_id=new.external_id or there.external_id,
        note=new.note or there.note,
    )
    return Parker(
        profile=profile,
        vehicles=tuple(replace(each, profile=there.id) for each in sheet.vehicles),
        rights=tuple(replace(each, profile=there.id) for each in sheet.rights),
        badges=sheet.badges,
    )


def differs(change: Parker, there: Profile, holds: Holdings) -> bool:
    """Tell whether a change changes anything, so that importing a sheet again costs nothing."""
    return (
        change.profile != there
        or not holds.plates.issuperset(plates_of(change))
        or any(_moves(right, holds.policies.get(right.policy)) for right in change.rights)
        or not holds.badges.issuperset(change.badges)
    )


def _moves(right: Right, days: Days | None) -> bool:
    """Tell whether a right is new or has other days; days that a sheet leaves open are no news."""
    if days is None:
        return True
    return (right.starts or days[0], right.ends or days[1]) != days
