"""Reads the gates of a site file: which contact opens them, and what is measured."""

from collections.abc import Mapping
from dataclasses import replace

from izix_desk.domain.frame_table import FrameTable
from izix_desk.domain.relay_boards import RELAY_BOARDS
from izix_desk.domain.site import (
    INPUT_NAMES,
    AllExits,
    Direction,
    ExitRule,
    Gate,
    Input,
    Line,
    Method,
    Output,
    Protocol,
    TimedBy,
)
from izix_desk.services.site_lines import identified
from izix_desk.services.site_readers import read_readers, usual_readers
from izix_desk.services.site_tables import Table

ADDRESSES = {
    Protocol.MODBUS_RTU: range(1, 248),
    Protocol.OSDP: range(127),
    Protocol.FRAMES: range(256),
}
"""What a controller may be numbered on each kind of line; a camera line has no addresses."""
_BOARDS = f"one of {', '.join(RELAY_BOARDS)} for a pulse that the board ends"
LONGEST_DESK_PULSE = 60.0
LONGEST_DEVICE_PULSE = 6553.5
SHORTEST_PULSE = 0.1
NUMBERS = range(65536)


def read_gate(table: Table, lines: Mapping[str, Line]) -> Gate:
    """Return one `[[gate]]`; its line decides what its contact and address may be."""
    table, gate_id = identified(table, "gate")
    line = _line(table, lines)
    addresses = ADDRESSES[line.protocol]
    gate = Gate(
        id=gate_id,
        name=table.text("name"),
        lot=table.text("lot"),
        direction=table.one_of("direction", Direction),
        line=line.id,
        address=table.whole("address", addresses),
        open=(output := _output(table, line)),
        place=table.text("place", ""),
        groups=table.texts("groups"),
        hold=_hold(table, line, _coils(output.board)),
        inputs=_inputs(table, addresses, _input_numbers(line)),
        plates=table.optional_text("plates"),
        intercom=table.text("intercom", ""),
        by_hand=table.text("by_hand", ""),
        admit=table.flag("admit", default=False),
        exit=table.one_of("exit", ExitRule, ExitRule.FREE),
        open_all_exits=table.one_of("open_all_exits", AllExits, AllExits.PULSE),
        methods=_methods(table),
        min_confidence=table.number("min_confidence", 0, 1000, 0.0),
        cycle_seconds=table.number("cycle_seconds", 0, 600, 2.0),
        moves_within=table.number("moves_within", 0.5, 600, 10.0),
        left_open_after=table.number("left_open_after", 5, 86_400, 60.0),
        same_car_seconds=table.number("same_car_seconds", 2, 600, 10.0),
        in_service=table.flag("in_service", default=True),
        out_of_service_note=table.text("out_of_service_note", ""),
    )
    gate = _with_readers(table, gate, line, lines)
    table.finish()
    _check_gate(table, gate)
    return gate


def _with_readers(table: Table, gate: Gate, line: Line, lines: Mapping[str, Line]) -> Gate:
    readers = read_readers(table, "readers", line, lines) or usual_readers(gate, line)
    out = read_readers(table, "readers_out", line, lines)
    # Both ways, without a camera, and with nothing that tells in from out: only a door is that.
    door = gate.direction is Direction.BOTH and Method.PLATE not in gate.methods and not out
    on_foot = table.flag("on_foot", default=door)
    return replace(gate, readers=readers, readers_out=out, on_foot=on_foot)


def _line(table: Table, lines: Mapping[str, Line]) -> Line:
    name = table.text("line")
    wired = [line.id for line in lines.values() if line.protocol is not Protocol.PLATES]
    if name in lines and name not in wired:
        table.fault("line", f'is the camera line "{name}", which cannot open a gate')
    table.refer("line", name, wired, "line")
    return lines[name]


def _methods(table: Table) -> tuple[Method, ...]:
    names = table.texts("methods", (Method.PLATE,))
    if not names or not set(names) <= set(Method):
        table.wrong("methods", f"a list of {', '.join(Method)}")
    return tuple(Method(name) for name in names)


def _output(table: Table, line: Line) -> Output:
    contact = table.table("open")
    if contact is None:
        table.missing("open", "a table such as { coil = 0, seconds = 1.0 }")
    if line.protocol is Protocol.MODBUS_RTU:
        output = _coil(contact)
    elif line.frames is not None:
        output = _frames_output(contact, line.frames)
    else:
        output = _device_output(contact)
    contact.finish()
    return output


def _coil(contact: Table) -> Output:
    timed_by = contact.one_of("timed_by", TimedBy, TimedBy.DESK)
    board = contact.optional_text("board")
    if board is not None and board not in RELAY_BOARDS:
        contact.wrong("board", _BOARDS)
    longest = LONGEST_DESK_PULSE
    if timed_by is TimedBy.BOARD:
        longest = RELAY_BOARDS[board or contact.missing("board", _BOARDS)].longest_seconds
    return Output(
        number=contact.whole("coil", _coils(board)),
        seconds=contact.number("seconds", SHORTEST_PULSE, longest, 1.0),
        timed_by=timed_by,
        board=board,
    )


def _coils(board: str | None) -> range:
    return NUMBERS if board is None else range(RELAY_BOARDS[board].outputs)


def _device_output(contact: Table) -> Output:
    # An OSDP output command carries its own time, so no board has to be named.
    return Output(
        number=contact.whole("output", range(256)),
        seconds=contact.number("seconds", SHORTEST_PULSE, LONGEST_DEVICE_PULSE, 1.0),
        timed_by=TimedBy.BOARD,
    )


def _frames_output(contact: Table, frames: FrameTable) -> Output:
    by_device = frames.pulse is not None
    if by_device and "seconds" in contact:
        contact.fault("seconds", "cannot be set: this device decides how long it opens")
    return Output(
        number=contact.whole("output", range(len(frames.channels))),
        seconds=contact.number("seconds", SHORTEST_PULSE, LONGEST_DESK_PULSE, 1.0),
        timed_by=TimedBy.BOARD if by_device else TimedBy.DESK,
    )


def _hold(table: Table, line: Line, coils: range) -> int | None:
    contact = table.table("hold")
    if contact is None:
        return None
    if line.protocol is Protocol.MODBUS_RTU:
        number = contact.whole("coil", coils)
    elif line.frames is None:
        number = contact.whole("output", range(256))
    elif line.frames.on is None:
        table.fault("hold", f'is not possible: "{line.frames.name}" has no frames on and off')
    else:
        number = contact.whole("output", range(len(line.frames.channels)))
    contact.finish()
    return number


def _input_numbers(line: Line) -> range:
    if line.frames is None:
        return NUMBERS
    return range(0 if line.frames.status is None else len(line.frames.status.inputs))


def _inputs(table: Table, addresses: range, numbers: range) -> Mapping[str, Input]:
    wired = table.table("inputs")
    if wired is None:
        return {}
    if not numbers:
        table.fault("inputs", "cannot be read: the frames of this line tell none")
    given = [name for name in INPUT_NAMES if name in wired]
    inputs = {name: _input(wired, name, addresses, numbers) for name in given}
    for name in wired:
        if name not in INPUT_NAMES:
            wired.fault(name, f"is not an input; known are {', '.join(INPUT_NAMES)}")
    return inputs


def _input(wired: Table, name: str, addresses: range, numbers: range) -> Input:
    if not wired.holds_table(name):
        return Input(wired.whole(name, numbers))
    table = wired.table(name)
    assert table is not None
    wire = Input(
        number=table.whole("input", numbers),
        invert=table.flag("invert", default=False),
        address=table.optional_whole("address", addresses),
    )
    table.finish()
    return wire


def _check_gate(table: Table, gate: Gate) -> None:
    if gate.hold is not None and gate.hold == gate.open.number:
        table.fault("hold", f"must be another contact than the one that opens, {gate.hold}")
    taken: dict[tuple[int, int], str] = {}
    for name, wire in gate.inputs.items():
        place = (gate.address if wire.address is None else wire.address, wire.number)
        if place in taken:
            table.fault(
                f"inputs.{name}",
                f"is input {place[1]} at address {place[0]}, which is already {taken[place]}",
            )
        taken[place] = name
    if gate.in_service and gate.out_of_service_note:
        table.fault("out_of_service_note", "is only for a gate with in_service = false")
