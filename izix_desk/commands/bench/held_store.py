"""Stores that hold many profiles, made once and copied for each measurement."""

import csv
import shutil
from pathlib import Path

from izix_desk.commands.bench.programs import bench_site
from izix_desk.commands.bench_world import Crowd, crowd, fill_store
from izix_desk.services.site_loading import apply_site, open_site
from izix_desk.store.folder import SiteFolder
from izix_desk.store.revisions import HEAD

POLICY = "acme-always"
HEADINGS = (
    "First name",
    "Last name",
    "Email",
    "Phone",
    "Licence plates",
    "Organisation",
    "Access policies",
    "External ID",
)


def held_store(keep: Path, held: int) -> SiteFolder:
    """Return a store with so many profiles; made now unless it was kept."""
    kept = SiteFolder(keep / f"held-{held}-{HEAD}")
    if kept.path.exists():
        return kept
    # Made under another name, so that one that was stopped half-way is never measured.
    fresh = SiteFolder(keep / f"new-{held}-{HEAD}")
    shutil.rmtree(fresh.path, ignore_errors=True)
    new = open_site(fresh, key="file")
    try:
        apply_site(new.database, bench_site(keep))
    finally:
        new.database.close()
    fill_store(fresh, held, Crowd(policies=(POLICY,)))
    fresh.path.rename(kept.path)
    return kept


def copy_store(kept: SiteFolder, path: Path) -> SiteFolder:
    """Return a copy to write into; whoever had the store open has closed it."""
    copy = SiteFolder(path)
    copy.path.mkdir()
    for name in (kept.store.name, kept.key_file.name):
        shutil.copy(kept.path / name, copy.path / name)
    return copy


def write_crowd(path: Path, rows: int, held: int) -> None:
    """Write a sheet of people who are not among those that the store holds."""
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(HEADINGS)
        for parker in crowd(rows, Crowd(seed=2, policies=(POLICY,), first_number=held + 1)):
            who = parker.profile
            plates = ";".join(each.plate for each in parker.vehicles)
            sheet.writerow((who.first_name, who.last_name, who.emails[0], who.phones[0], plates,
                            "Acme", POLICY, who.external_id))  # fmt: skip
