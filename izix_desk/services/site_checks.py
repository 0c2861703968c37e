"""What must hold between the parts of a site: references, and one contact for one gate."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from izix_desk.domain.frame_table import FrameTable
from izix_desk.domain.site import Direction, Gate, Line, Lot, Protocol, Site
from izix_desk.services.site_ports import check_ports
from izix_desk.services.site_readers import check_readers, has_group
from izix_desk.services.site_tables import Table, shown

MOST_AT_ONCE = 2000
"""Contacts that a board tells in one answer."""
MOST_DEVICES = 32
"""Addresses on one pair of wires."""
SHARED_INPUTS = frozenset({"fault", "fire"})
"""Contacts that several gates may have in common; the others belong to one barrier each."""


def check_site(file: str, site: Site) -> None:
    """Raise BadInput for the first thing that does not fit together."""
    _refuse_same(file, site)
    check_ports(file, site.lines)
    lots = {lot.id: lot for lot in site.lots}
    organisations = [organisation.id for organisation in site.organisations]
    for lot in site.lots:
        if lot.owner is not None:
            _at(file, "lot", lot.id).refer("owner", lot.owner, organisations, "organisation")
    for gate in site.gates:
        table = _at(file, "gate", gate.id)
        table.refer("lot", gate.lot, lots, "lot")
        _refer_groups(table, "groups", gate.groups, lots[gate.lot])
    _check_contacts(file, site.gates)
    _check_boards(file, site.gates)
    _check_inputs(file, site.gates)
    _check_spans(file, site.gates)
    _check_devices(file, site)
    _check_frames(file, site)
    _check_cameras(file, site)
    check_readers(file, site)
    _check_people(file, site, lots)


def _at(file: str, kind: str, name: str) -> Table:
    return Table(file, f'{kind} "{name}"', {})


def _refer_groups(table: Table, key: str, groups: Iterable[str], lot: Lot) -> None:
    for group in groups:
        table.refer(key, group, [known.id for known in lot.groups], f'group of lot "{lot.id}"')


def refuse_twice(top: Table, kind: str, ids: Sequence[str]) -> None:
    """Refuse an id that two tables of a kind have."""
    if same := _twice(ids):
        top.renamed(f'{kind} "{same}"').fault("id", "is there twice; every id must differ")


def _refuse_same(file: str, site: Site) -> None:
    top = Table(file, "", {})
    refuse_twice(top, "lot", [lot.id for lot in site.lots])
    refuse_twice(top, "gate", [gate.id for gate in site.gates])
    refuse_twice(top, "organisation", [organisation.id for organisation in site.organisations])
    refuse_twice(top, "community", [community.id for community in site.communities])
    refuse_twice(top, "policy", [policy.id for policy in site.policies])
    for kind, names in {
        "gate.name": [gate.name.casefold() for gate in site.gates],
        "organisation.name": [each.name.casefold() for each in site.organisations],
        "lot.name": [lot.name.casefold() for lot in site.lots],
    }.items():
        if same := _twice(names):
            top.fault(kind, f"must differ, but {shown(same)} is there twice")


def _twice(values: Sequence[str]) -> str | None:
    return next((value for n, value in enumerate(values) if value in values[:n]), None)


def _check_contacts(file: str, gates: Iterable[Gate]) -> None:
    taken: dict[tuple[str, int, int], str] = {}
    for gate in gates:
        for key, coil in (("open", gate.open.number), ("hold", gate.hold)):
            if coil is None:
                continue
            place = (gate.line, gate.address, coil)
            if place in taken:
                _at(file, "gate", gate.id).fault(
                    key,
                    f"must have an output of its own, but output {coil} at address {gate.address}"
                    f' of line "{gate.line}" already belongs to gate "{taken[place]}"',
                )
            taken[place] = gate.id


def _check_boards(file: str, gates: Iterable[Gate]) -> None:
    """Refuse one board under two names: the pulses of one kind mean something else to another."""
    boards: dict[tuple[str, int], Gate] = {}
    for gate in gates:
        if gate.open.board is None:
            continue
        first = boards.setdefault((gate.line, gate.address), gate)
        if first.open.board != gate.open.board:
            _at(file, "gate", gate.id).fault(
                "open.board",
                f'is {gate.open.board}, but gate "{first.id}" says that address {gate.address} of'
                f' line "{gate.line}" is {first.open.board}: one address is one board',
            )


def _check_inputs(file: str, gates: Iterable[Gate]) -> None:
    """Refuse a terminal that two gates understand differently, or that only one can have."""
    taken: dict[tuple[str, int, int], tuple[Gate, str]] = {}
    for gate in gates:
        for name, wire in gate.inputs.items():
            address = gate.address if wire.address is None else wire.address
            place = (gate.line, address, wire.number)
            other, same = taken.setdefault(place, (gate, name))
            if other is gate:
                continue
            table = _at(file, "gate", gate.id)
            if same != name or name not in SHARED_INPUTS:
                table.fault(
                    f"inputs.{name}",
                    f"must be an input of its own, but input {wire.number} at address {address}"
                    f' of line "{gate.line}" already belongs to gate "{other.id}"',
                )
            if other.inputs[name].invert != wire.invert:
                table.fault(
                    f"inputs.{name}.invert",
                    f'must be as at gate "{other.id}", which has the same input {wire.number} at'
                    f" address {address}: else one of them is always wrong",
                )


def _check_spans(file: str, gates: Iterable[Gate]) -> None:
    """Refuse contacts of one board that lie too far apart to be read with one question."""
    spans: dict[tuple[str, str, int], tuple[int, int]] = {}
    for gate in gates:
        for key, address, number in _contacts(gate):
            board = (gate.line, key.partition(".")[0], address)
            low, high = spans.get(board, (number, number))
            spans[board] = low, high = min(low, number), max(high, number)
            if high - low >= MOST_AT_ONCE:
                _at(file, "gate", gate.id).fault(
                    key.removeprefix("output."),
                    f"is number {number}, but what is used of the board at address {address}"
                    f' of line "{gate.line}" must lie within {MOST_AT_ONCE} numbers',
                )


def _check_devices(file: str, site: Site) -> None:
    """Refuse more devices on an OSDP line than it can carry."""
    osdp = {line.id for line in site.lines if line.protocol is Protocol.OSDP}
    there: dict[str, set[int]] = {}
    for gate in site.gates:
        for line, address in gate.devices:
            if line not in osdp:
                continue
            here = there.setdefault(line, set())
            here.add(address)
            if len(here) > MOST_DEVICES:
                _at(file, "gate", gate.id).fault(
                    "address",
                    f'brings line "{line}" more than the {MOST_DEVICES} devices that an OSDP'
                    " line can carry; put some on another line",
                )


def _check_frames(file: str, site: Site) -> None:
    """Refuse two tables of one name, and a second device where frames have no address."""
    tables: dict[str, FrameTable] = {}
    for line in site.lines:
        if line.frames is None:
            continue
        if tables.setdefault(line.frames.name, line.frames) != line.frames:
            _at(file, "line", line.id).fault(
                "frames",
                f'is another table than one before it, but has the same name "{line.frames.name}"',
            )
        if not line.frames.is_addressed:
            _check_alone(file, line, [gate for gate in site.gates if gate.line == line.id])


def _check_alone(file: str, line: Line, gates: Sequence[Gate]) -> None:
    for gate in gates:
        for key, address, _ in _contacts(gate):
            if address != gates[0].address:
                _at(file, "gate", gate.id).fault(
                    "address" if key.startswith("output") else key,
                    f"must be {gates[0].address}, not {address}: the frames of line"
                    f' "{line.id}" have no address, so it has one device only',
                )


def _contacts(gate: Gate) -> Iterator[tuple[str, int, int]]:
    yield "output.open", gate.address, gate.open.number
    if gate.hold is not None:
        yield "output.hold", gate.address, gate.hold
    for name, wire in gate.inputs.items():
        yield f"inputs.{name}", gate.address if wire.address is None else wire.address, wire.number


def _check_cameras(file: str, site: Site) -> None:
    cameras = {line.id: line for line in site.lines if line.protocol is Protocol.PLATES}
    readers: dict[str, list[Gate]] = {}
    for gate in site.gates:
        if gate.plates is not None:
            table = _at(file, "gate", gate.id)
            table.refer("plates", gate.plates, cameras, "line with the protocol plates")
            readers.setdefault(gate.plates, []).append(gate)
            if not has_group(cameras[gate.plates], ("plate",)):
                table.fault(
                    "plates", f'names line "{gate.plates}", whose pattern has no group plate'
                )
            _check_shared(table, cameras[gate.plates], readers[gate.plates])


def _check_shared(table: Table, camera: Line, gates: Sequence[Gate]) -> None:
    if len(gates) == 1:
        return
    by_direction = "direction" in re.compile(camera.pattern or "").groupindex
    ways = [gate.direction for gate in gates]
    if not by_direction or Direction.BOTH in ways or len(set(ways)) < len(ways):
        table.fault(
            "plates",
            f'must be a camera of its own: "{camera.id}" already reads gate "{gates[0].id}", and'
            " one camera serves an entry and an exit only if its pattern has a group direction",
        )


def _check_people(file: str, site: Site, lots: dict[str, Lot]) -> None:
    organisations = [organisation.id for organisation in site.organisations]
    groups = sorted({group.id for lot in site.lots for group in lot.groups})
    for organisation in site.organisations:
        table = _at(file, "organisation", organisation.id)
        for group in organisation.visitors.groups:
            table.refer("visitors.groups", group, groups, "group")
    for lease in site.leases:
        table = Table(file, f'lease "{lease.tenant}" of "{lease.lot}"', {})
        table.refer("tenant", lease.tenant, organisations, "organisation")
        table.refer("lot", lease.lot, lots, "lot")
        _check_spots(table, lease.spots, lots[lease.lot])
        if [(each.tenant, each.lot, each.starts) for each in site.leases].count(
            (lease.tenant, lease.lot, lease.starts)
        ) > 1:
            table.fault("from", f"is {lease.starts} twice; put the spots into one lease")
    _check_communities(file, site, lots, organisations)
    for policy in site.policies:
        table = _at(file, "policy", policy.id)
        table.refer("organisation", policy.organisation, organisations, "organisation")
        table.refer("lot", policy.lot, lots, "lot")
        _refer_groups(table, "groups", policy.groups, lots[policy.lot])
        if not policy.groups:
            table.missing("groups", f'a list of groups of lot "{policy.lot}"')


def _check_communities(
    file: str, site: Site, lots: dict[str, Lot], organisations: Sequence[str]
) -> None:
    for community in site.communities:
        table = _at(file, "community", community.id)
        table.refer("lot", community.lot, lots, "lot")
        for member in community.organisations:
            table.refer("organisations", member, organisations, "organisation")
        _check_spots(table, community.spots, lots[community.lot])


def _check_spots(table: Table, wanted: Mapping[str, int], lot: Lot) -> None:
    _refer_groups(table, "spots", wanted, lot)
    for group, spots in wanted.items():
        there = lot.group(group).spots
        if spots > there:
            table.fault(f"spots.{group}", f"must be at most {there}, all there are, not {spots}")
