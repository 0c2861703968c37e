"""The desk's connections to the store, each with a thread of its own."""

from dataclasses import dataclass

from izix_desk.store.database import AsyncDatabase, Role, open_database
from izix_desk.store.folder import SiteFolder


@dataclass(frozen=True, slots=True)
class Stores:
    """The desk's connections: a long search keeps no gate waiting."""

    read: AsyncDatabase
    gate: AsyncDatabase
    rest: AsyncDatabase


def open_stores(folder: SiteFolder) -> Stores:
    """Return the connections; raises StoreFault."""
    return Stores(
        read=AsyncDatabase(open_database(folder, Role.READ)),
        gate=AsyncDatabase(open_database(folder, Role.GATE)),
        rest=AsyncDatabase(open_database(folder, Role.REST)),
    )
