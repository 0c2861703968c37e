"""Brings the store of a site to what a site file says."""

from dataclasses import dataclass

from izix_desk.domain.hours import zone
from izix_desk.domain.site import Gate, OutOfService, Site
from izix_desk.store import site as stored
from izix_desk.store.creating import create_store
from izix_desk.store.database import Database, Role, Transaction, open_database
from izix_desk.store.folder import SiteFolder
from izix_desk.store.keys import Kind
from izix_desk.store.out_of_service import all_out
from izix_desk.store.site import SiteChanges

__all__ = [
    "NewStore",
    "SiteChanges",
    "apply_site",
    "open_site",
    "out_by_hand",
    "plan_site",
    "stored_site",
]


@dataclass(frozen=True, slots=True)
class NewStore:
    """An open store, and the recovery key of the one that had to be made first, else empty."""

    database: Database
    recovery_key: str


def open_site(folder: SiteFolder, *, key: Kind = "auto", role: Role = Role.REST) -> NewStore:
    """Open the store of a site; where there is none, make it with folder and key."""
    recovery = "" if folder.store.exists() else create_store(folder, key=key)
    return NewStore(open_database(folder, role), recovery)


def plan_site(database: Database, site: Site) -> SiteChanges:
    """Return what `apply_site` would add, change and remove."""
    return database.read(lambda tx: stored.plan_changes(tx, site))


def apply_site(database: Database, site: Site) -> SiteChanges:
    """Store the whole site in one transaction; a running engine notices by itself."""

    def work(tx: Transaction) -> SiteChanges:
        return stored.save_site(tx, site)

    return database.write(work)


def stored_site(database: Database) -> Site:
    """Return the site as it was loaded; raises StoreFault when none was loaded yet."""
    return database.read(stored.filed_site)


def out_by_hand(database: Database, site: Site) -> tuple[str, ...]:
    """Return a sentence for each gate that a load of this site leaves out of service."""
    out = database.read(all_out)
    return tuple(_stays_out(site, gate, out[gate.id]) for gate in site.gates if gate.id in out)


def _stays_out(site: Site, gate: Gate, out: OutOfService) -> str:
    since = out.since.astimezone(zone(site.timezone))
    return (
        f"{gate.name} stays out of service, as {out.operator} set it on {since:%Y-%m-%d %H:%M} "
        f"({out.note}): `izix-desk site service {gate.id} --back` puts it back."
    )


def new_site_changes(site: Site) -> SiteChanges:
    """Return what loading into a store that does not exist yet would add."""
    kinds = {
        "organisation": [organisation.id for organisation in site.organisations],
        "lot": [lot.id for lot in site.lots],
        "gate": [gate.id for gate in site.gates],
        "lease": [f"{lease.tenant}@{lease.lot}@{lease.starts}" for lease in site.leases],
        "community": [community.id for community in site.communities],
        "policy": [policy.id for policy in site.policies],
        "line": [line.id for line in site.lines],
    }
    return SiteChanges(added=tuple(f"{kind} {name}" for kind in kinds for name in kinds[kind]))
