"""A small parking with everything wired, its store, and whoever parks there."""

import atexit
import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from izix_desk.domain.parkers import Profile, Right, Vehicle
from izix_desk.domain.site import (
    Direction,
    Gate,
    Group,
    Input,
    Lease,
    Line,
    Lot,
    Manager,
    Organisation,
    Output,
    Policy,
    Protocol,
    Site,
    Strategy,
)
from izix_desk.store.creating import create_store
from izix_desk.store.database import Database, Role, Transaction, open_database
from izix_desk.store.folder import SiteFolder
from izix_desk.store.ids import new_id
from izix_desk.store.parkers import add_rights, add_vehicles, save_profile
from izix_desk.store.search_index import index_profile
from izix_desk.store.site import save_site

KNOWN_PLATE = "1-ABC-123"
"""Of Ada Maes, who has a right here."""
STRANGE_PLATE = "9-XYZ-999"
POLICY = "acme-staff"

_INPUTS = {
    name: Input(number)
    for number, name in enumerate(("closed", "opened", "arrive", "under", "call", "fault"))
}


def site(port: str = "none", camera: str = "none") -> Site:
    """Make the site; the ports are the simulator's."""
    entry = Gate(
        id="entry",
        name="Quay entry",
        lot="p1",
        direction=Direction.ENTRY,
        line="north",
        address=1,
        open=Output(number=0, seconds=1.0),
        hold=1,
        inputs=_INPUTS,
        plates="camera",
        admit=True,
        moves_within=4.0,
    )
    bare = Gate(
        id="exit",
        name="Quay exit",
        lot="p1",
        direction=Direction.EXIT,
        line="north",
        address=2,
        open=Output(number=0, seconds=0.5),
    )
    return Site(
        name="Quai Nord",
        timezone="Europe/Brussels",
        lines=(
            Line(id="north", port=port, protocol=Protocol.MODBUS_RTU, baudrate=19200),
            Line(
                id="camera",
                port=camera,
                protocol=Protocol.PLATES,
                pattern="^(?P<plate>[^;]+);(?P<confidence>[0-9.]+)$",
            ),
        ),
        lots=(Lot(id="p1", name="P1", groups=(Group("staff", "Staff", 20),), hours="24/7"),),
        gates=(entry, bare),
        organisations=(
            Organisation(
                id="acme",
                name="Acme",
                plan=("control_room", "visitors", "bookings"),
                managers=(Manager("Desk", "+32 2 555 10 00"),),
            ),
        ),
        leases=(Lease(tenant="acme", lot="p1", spots={"staff": 20}, starts=date(2020, 1, 1)),),
        policies=(
            Policy(
                id=POLICY,
                organisation="acme",
                strategy=Strategy.FCFS,
                lot="p1",
                groups=("staff",),
            ),
        ),
    )


def with_gate(place: Site, gate: str, **changes: object) -> Site:
    """Change one gate of a site."""
    gates = tuple(replace(g, **changes) if g.id == gate else g for g in place.gates)
    return replace(place, gates=gates)


@dataclass(frozen=True, slots=True)
class Quay:
    """A store with the site in it, and one parker."""

    folder: SiteFolder
    ada: UUID

    def open(self, role: Role = Role.REST) -> Database:
        """Open another connection."""
        return open_database(self.folder, role)


def park(store: Database, last_name: str, plate: str, policy: str = POLICY) -> UUID:
    """Add another parker of Acme's who may park here."""
    who = Profile(id=new_id(), organisation="acme", last_name=last_name)
    store.write(lambda tx: _add_parker(tx, who, plate, policy))
    return who.id


def with_spots(place: Site, spots: int) -> Site:
    """Give the parking so many spots, all of them Acme's."""
    lot = replace(place.lots[0], groups=(Group("staff", "Staff", spots),))
    lease = replace(place.leases[0], spots={"staff": spots})
    return replace(place, lots=(lot,), leases=(lease,))


def quay(path: Path, place: Site) -> Quay:
    """Make the store, as a copy of one that is made once: keys and tables take their time."""
    original, ada = _original()
    shutil.copytree(original, path)
    folder = SiteFolder(path)
    store = open_database(folder)
    store.write(lambda tx: save_site(tx, place))
    store.close()
    return Quay(folder, ada)


@cache
def _original() -> tuple[Path, UUID]:
    place = Path(tempfile.mkdtemp(prefix="quay-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    folder = SiteFolder(place)
    create_store(folder, key="file")
    ada = Profile(id=new_id(), organisation="acme", first_name="Ada", last_name="Maes")
    store = open_database(folder)
    store.write(lambda tx: save_site(tx, site()))
    store.write(lambda tx: _add_parker(tx, ada, KNOWN_PLATE))
    store.close()
    return place, ada.id


def _add_parker(tx: Transaction, parker: Profile, plate: str, policy: str = POLICY) -> None:
    save_profile(tx, parker)
    add_vehicles(tx, [Vehicle(id=new_id(), plate=plate, profile=parker.id)])
    add_rights(tx, [Right(id=new_id(), policy=policy, profile=parker.id)])
    index_profile(tx, parker.id)


def now() -> datetime:
    """Return the time of day."""
    return datetime.now(UTC)
