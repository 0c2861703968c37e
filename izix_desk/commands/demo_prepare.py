"""Makes the store of the demo with the real loaders."""

from dataclasses import replace
from datetime import UTC, datetime

from izix_desk.commands.demo_parts import PARKERS_FILE, SITE_FILE, DemoPorts
from izix_desk.commands.progress import ProgressLine
from izix_desk.domain.errors import BadInput
from izix_desk.domain.site import Site
from izix_desk.services.demo_day import fill_day
from izix_desk.services.importing import ImportRequest, Progress, import_parkers
from izix_desk.services.resources import resource
from izix_desk.services.site_file import read_site
from izix_desk.services.site_loading import apply_site, open_site
from izix_desk.store.database import Database, Role
from izix_desk.store.folder import SiteFolder


def prepare(folder: SiteFolder, ports: DemoPorts, progress: Progress | None = None) -> None:
    """Make store, site, parkers and today's visits; a line on stderr shows how far it is."""
    ports.save(folder, ready=False)
    site = _wired(read_site(resource(SITE_FILE)), folder, ports)
    database = open_site(folder, key="file", role=Role.BULK).database
    try:
        apply_site(database, site)
        _import(database, progress)
        fill_day(database, datetime.now(UTC))
    finally:
        database.close()
    ports.save(folder, ready=True)


def _wired(site: Site, folder: SiteFolder, ports: DemoPorts) -> Site:
    lines = tuple(
        replace(line, port=ports.port(folder, line.id, place))
        for place, line in enumerate(site.lines)
    )
    return replace(site, lines=lines)


def _import(database: Database, progress: Progress | None) -> None:
    with ProgressLine("Loading the demo site") as line:
        request = ImportRequest(file=resource(PARKERS_FILE))
        report = import_parkers(database, request, progress or line.show)
    if report.refused:
        raise BadInput(f"{PARKERS_FILE} does not fit its site: {report.refused[0].reason}")
