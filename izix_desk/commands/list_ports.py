"""`izix-desk lines ports`: the serial ports of this PC, and what a site file should call them."""

import sys
from collections.abc import Sequence

from izix_desk.commands.tables import table
from izix_desk.devices.port_names import PortName, is_same, ports_here
from izix_desk.domain.site import Line
from izix_desk.store.database import Role, open_database
from izix_desk.store.folder import SiteFolder
from izix_desk.store.site import load_site

HEADINGS = ("port", "write in the site file", "adapter", "line")
NONE = (
    "This PC has no serial port: plug an adapter in. Where it is plugged in already, its driver is "
    "missing.\n"
)
PASSING = (
    "{} has nothing of its own to be told from another adapter by: leave it in its socket, and do "
    "not plug in a second one of its kind.\n"
)


def run(folder: SiteFolder) -> int:
    """Print them; 1 when there is none."""
    ports = ports_here()
    if not ports:
        sys.stdout.write(NONE)
        return 1
    lines = lines_of(folder)
    rows = [(each.device, each.lasting, each.adapter, _used_by(each, lines)) for each in ports]
    sys.stdout.writelines(f"{row}\n" for row in table([HEADINGS, *rows]))
    sys.stdout.writelines(PASSING.format(each.device) for each in ports if not each.lasts)
    return 0


def lines_of(folder: SiteFolder) -> Sequence[Line]:
    """Return the lines of a site; none where there is no site yet."""
    if not folder.store.exists():
        return ()
    store = open_database(folder, Role.READ)
    try:
        return store.read(load_site).lines
    finally:
        store.close()


def _used_by(port: PortName, lines: Sequence[Line]) -> str:
    return ", ".join(line.id for line in lines if is_same(line.port, port.device))
