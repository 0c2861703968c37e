"""Reads which readers a gate of a site file has, and checks that each is one gate's only."""

import re
from collections.abc import Iterator, Mapping, Sequence

from izix_desk.domain.methods import SHOWN, TOKENS, Method, Reader
from izix_desk.domain.site import Direction, Gate, Line, Protocol, Site
from izix_desk.services.site_tables import Table

DEVICES = range(127)
NUMBERS = range(256)
OF_CARDS = (Method.BADGE, Method.QR, Method.APP)


def read_readers(
    table: Table, key: str, own: Line, lines: Mapping[str, Line]
) -> tuple[Reader, ...]:
    """Return the readers under a key of a gate; `own` is the gate's line."""
    return tuple(
        _reader(each, table, own, lines) for each in table.tables(key, f"{table.where} {key}")
    )


def usual_readers(gate: Gate, own: Line) -> tuple[Reader, ...]:
    """Return the readers of a gate that names none: those of its own OSDP device."""
    shown = own.protocol is Protocol.OSDP and not SHOWN.isdisjoint(gate.methods)
    return (Reader(own.id, gate.address),) if shown else ()


def _reader(table: Table, gate: Table, own: Line, lines: Mapping[str, Line]) -> Reader:
    name = table.text("line", own.id)
    line = lines.get(name)
    fit = [each.id for each in lines.values() if each.protocol in _READING]
    table.refer("line", name, fit, "line with the protocol osdp or plates")
    assert line is not None, "it is one of them"
    if line.protocol is Protocol.PLATES:
        reader = Reader(name)
    else:
        same = gate.whole("address", DEVICES) if line is own else None
        reads = table.one_of("reads", Method, Method.BADGE)
        if reads not in OF_CARDS:
            table.wrong("reads", f"one of {', '.join(OF_CARDS)}")
        reader = Reader(
            name,
            table.whole("address", DEVICES, same),
            table.optional_whole("reader", NUMBERS),
            reads,
        )
    table.finish()
    return reader


_READING = frozenset({Protocol.OSDP, Protocol.PLATES})


def check_readers(file: str, site: Site) -> None:
    """Refuse readers that nobody could tell apart, or whose reads no gate takes."""
    lines = {line.id: line for line in site.lines}
    taken: list[tuple[Reader, str]] = []
    for gate in site.gates:
        table = Table(file, f'gate "{gate.id}"', {})
        _check_ways(table, gate)
        for key, reader in _all(gate):
            _check_text(table, key, lines[reader.line])
            for other, whose in taken:
                if reader.covers(other) or other.covers(reader):
                    table.fault(
                        key,
                        f"must be readers of its own, but {_told(reader)} already reads for"
                        f' gate "{whose}"; name which reader is whose, as'
                        " readers = [{ reader = 0 }]",
                    )
            taken.append((reader, gate.id))


def _all(gate: Gate) -> Iterator[tuple[str, Reader]]:
    yield from (("readers", each) for each in gate.readers)
    yield from (("readers_out", each) for each in gate.readers_out)


def _check_ways(table: Table, gate: Gate) -> None:
    if gate.readers_out and gate.direction is not Direction.BOTH:
        table.fault("readers_out", "is only for a gate whose direction is BOTH")
    if (gate.readers or gate.readers_out) and SHOWN.isdisjoint(gate.methods):
        names = ", ".join(sorted(SHOWN))
        table.fault("methods", f"must name what its readers read, some of {names}")


def _check_text(table: Table, key: str, line: Line) -> None:
    if line.protocol is Protocol.PLATES and not has_group(line, TOKENS):
        names = " or ".join(f"(?P<{name}>…)" for name in TOKENS)
        table.fault(key, f'names line "{line.id}", whose pattern has no group {names}')


def has_group(line: Line, names: Sequence[str] | Mapping[str, object]) -> bool:
    """Tell whether the pattern of a line of text has one of these groups."""
    return not set(names).isdisjoint(re.compile(line.pattern or "").groupindex)


def _told(reader: Reader) -> str:
    if reader.address is None:
        return f'line "{reader.line}"'
    which = "a reader" if reader.number is None else f"reader {reader.number}"
    return f'{which} of address {reader.address} on line "{reader.line}"'
