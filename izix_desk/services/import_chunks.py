"""Turns a sheet into chunks of what an import writes and reports, looking up who is known here."""

from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from uuid import UUID

from izix_desk.domain.errors import BadInput
from izix_desk.domain.parkers import Profile, Right
from izix_desk.domain.site import Method
from izix_desk.services.import_headings import find_columns, known_headings
from izix_desk.services.import_rows import Refusal, RowReader, plates_of
from izix_desk.services.sheets import Row, Sheet, open_sheet
from izix_desk.store.changes import change_to_json
from izix_desk.store.credentials import pin_owners
from izix_desk.store.database import Database, Role, Transaction, open_database
from izix_desk.store.folder import SiteFolder
from izix_desk.store.known_parkers import Days, Holdings, holdings, known_profiles, plate_owners
from izix_desk.store.parker_rows import Parker, Ready, prepare
from izix_desk.store.site import load_site

_AT_ONCE = 500
"""Rows looked up together."""
_PLATES_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class SharedPlate:
    """A plate that somebody else has too: no fault, but worth knowing."""

    row: int
    plate: str
    other_row: int | None = None
    """Row of the same sheet, or None for a parker who was there before."""


@dataclass(slots=True)
class Chunk:
    """What some rows of a sheet come to."""

    rows: int
    share: float
    """Which share of the file was read up to their end, 0 to 1."""
    ready: list[Ready] = field(default_factory=list[Ready])
    """New parkers and changes, to be written in this order."""
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list[Refusal])
    shared: list[SharedPlate] = field(default_factory=list[SharedPlate])


@dataclass(frozen=True, slots=True)
class Reading:
    """A sheet whose headings are right, and what its rows come to."""

    ignored_columns: tuple[str, ...]
    chunks: Iterator[Chunk]


@contextmanager
def read_chunks(folder: SiteFolder, file: Path) -> Generator[Reading]:
    """Read a sheet and compare it with the store; BadInput when it cannot be taken as a whole."""
    with open_sheet(file) as sheet, closing(open_database(folder, Role.READ)) as database:
        headings = known_headings()
        first = next(sheet.rows, None)
        if first is None:
            raise BadInput(f"{file.name} is empty; its first row must hold the headings.")
        columns = find_columns(file.name, first[1], headings)
        reader = RowReader(database.read(load_site), columns, headings)
        yield Reading(columns.ignored, _Chunks(database, reader).of(sheet))


@dataclass(frozen=True, slots=True)
class _Found:
    """What the store knows of the parkers of some rows."""

    known: Mapping[UUID, Profile]
    holdings: Mapping[UUID, Holdings]
    pins: Mapping[str, frozenset[UUID]]
    """Whose they are already."""


def _look_up(tx: Transaction, parkers: Collection[Parker]) -> _Found:
    known = known_profiles(tx, [parker.profile for parker in parkers])
    pins = [pin for parker in parkers if (pin := pin_of(parker))]
    held = holdings(tx, [profile.id for profile in known.values()])
    return _Found(known, held, pin_owners(tx, pins))


class _Chunks:
    """Knows what the rows so far said, which decides on the next ones."""

    def __init__(self, database: Database, reader: RowReader) -> None:
        self._database = database
        self._reader = reader
        self._plates: dict[str, int] = {}
        """With the first row that has it."""
        self._held: set[str] = set()
        """Those that the parker of that row has already."""
        self._pins: dict[str, int] = {}
        """With the row that has it."""

    def of(self, sheet: Sheet) -> Iterator[Chunk]:
        """Yield chunk after chunk; the last one tells only which plates others have already."""
        while rows := list(islice(sheet.rows, _AT_ONCE)):
            chunk = Chunk(len(rows), sheet.share())
            self._sort(self._good(rows, chunk), chunk)
            yield chunk
        yield Chunk(0, sheet.share(), shared=list(self._shared_with_others()))

    def _good(self, rows: Sequence[Row], chunk: Chunk) -> Mapping[int, Parker]:
        good: dict[int, Parker] = {}
        for number, cells in rows:
            read = self._reader.read(number, cells)
            if isinstance(read, Refusal):
                chunk.refused.append(read)
            else:
                good[number] = read
        return good

    def _sort(self, good: Mapping[int, Parker], chunk: Chunk) -> None:
        """Tell the new from the known, and who of them changes."""
        found = self._database.read(lambda tx: _look_up(tx, good.values()))
        for number, parker in good.items():
            there = found.known.get(parker.profile.id)
            held = found.holdings[there.id] if there else Holdings()
            if taken := self._pin_taken(number, parker, there, found):
                chunk.refused.append(Refusal(number, taken))
                continue
            chunk.shared += self._shared_in_sheet(number, parker, held)
            if there is None:
                chunk.added += 1
                chunk.ready.append(prepare(parker))
                continue
            change = merged(parker, there)
            if backward := ends_too_early(change, held):
                chunk.refused.append(Refusal(number, backward))
            elif differs(change, there, held):
                chunk.changed += 1
                chunk.ready.append(change_to_json(change))
            else:
                chunk.unchanged += 1

    def _pin_taken(self, number: int, parker: Parker, there: Profile | None, found: _Found) -> str:
        """Return why a PIN would not tell who somebody is, without repeating it."""
        pin = pin_of(parker)
        if not pin:
            return ""
        before = self._pins.setdefault(pin, number)
        if before != number:
            return f"The PIN is already that of row {before}: each must be another one."
        others = found.pins.get(pin, frozenset()) - ({there.id} if there else set())
        return "The PIN already belongs to somebody else here: choose another." if others else ""

    def _shared_in_sheet(
        self, number: int, parker: Parker, held: Holdings
    ) -> Iterator[SharedPlate]:
        for plate in plates_of(parker):
            before = self._plates.setdefault(plate, number)
            if before != number:
                yield SharedPlate(number, plate, before)
            elif plate in held.plates:
                self._held.add(plate)

    def _shared_with_others(self) -> Iterator[SharedPlate]:
        # Once all are known, in their order: neighbours are then read from one page of the index.
        plates = iter(sorted(self._plates))
        while some := tuple(islice(plates, _PLATES_AT_ONCE)):
            owners = self._database.read(lambda tx, some=some: plate_owners(tx, some))
            for plate, theirs in owners.items():
                if len(set(theirs)) > (plate in self._held):
                    yield SharedPlate(self._plates[plate], plate)


def pin_of(parker: Parker) -> str:
    """Return the PIN of a parker, or an empty text."""
    pins = (each.value for each in parker.credentials if each.kind is Method.PIN)
    return next(pins, "")


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
        credits=there.credits if new.credits is None else new.credits,
        due_cents=there.due_cents if new.due_cents is None else new.due_cents,
    )
    return Parker(
        profile=profile,
        vehicles=tuple(replace(each, profile=there.id) for each in sheet.vehicles),
        rights=tuple(replace(each, profile=there.id) for each in sheet.rights),
        credentials=sheet.credentials,
    )


def ends_too_early(change: Parker, holds: Holdings) -> str:
    """Return why a right cannot last as it would then: from the sheet one day, stored the other."""
    for right in change.rights:
        first, last = holds.policies.get(right.policy, (None, None))
        starts, ends = right.starts or first, right.ends or last
        if starts and ends and ends < starts:
            return f"The access would end on {ends}, before it starts on {starts}."
    return ""


def differs(change: Parker, there: Profile, holds: Holdings) -> bool:
    """Tell whether a change changes anything, so that importing a sheet again costs nothing."""
    return (
        change.profile != there
        or not holds.plates.issuperset(plates_of(change))
        or any(_moves(right, holds.policies.get(right.policy)) for right in change.rights)
        or not holds.credentials.issuperset(change.credentials)
    )


def _moves(right: Right, days: Days | None) -> bool:
    """Tell whether a right is new or has other days; days that a sheet leaves open are no news."""
    if days is None:
        return True
    return (right.starts or days[0], right.ends or days[1]) != days
