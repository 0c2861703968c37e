"""Writes a site as the TOML file that `site load` takes; defaults are left out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import tomlkit
from tomlkit.items import AoT, Array, InlineTable, Item
from tomlkit.items import Table as TomlTable

from izix_desk.domain.methods import Reader
from izix_desk.domain.site import (
    AllExits,
    Community,
    Direction,
    ExitRule,
    Gate,
    Input,
    Lease,
    Line,
    Lot,
    Manager,
    Method,
    Organisation,
    Output,
    Policy,
    Protocol,
    Site,
    TimedBy,
    VisitorPolicy,
)
from izix_desk.domain.site import Sequence as SequenceRule
from izix_desk.services.frame_writing import Plain, written_frames

Maybe: TypeAlias = "Plain | None"
Values: TypeAlias = "Mapping[str, Maybe]"
"""None leaves the key out."""


def write_site(site: Site) -> str:
    """Return the file; `read_site` of it gives an equal site."""
    lines = {line.id: line for line in site.lines}
    document = tomlkit.document()
    document.add("site", _table(_head(site)))
    for name, tables in {
        "line": map(_line, site.lines),
        "lot": map(_lot, site.lots),
        "gate": (_gate(gate, lines[gate.line]) for gate in site.gates),
        "organisation": map(_organisation, site.organisations),
        "lease": map(_lease, site.leases),
        "community": map(_community, site.communities),
        "policy": map(_policy, site.policies),
    }.items():
        several = _tables(tables)
        if len(several):
            document.add(name, several)
    return tomlkit.dumps(document)


def _tables(tables: Iterable[Values]) -> AoT:
    return AoT([_table(values) for values in tables])


def _table(values: Values) -> TomlTable:
    table = tomlkit.table()
    for key, value in values.items():
        if value is not None:
            table.add(key, _item(value))
    return table


def _item(value: Plain) -> Item:
    if isinstance(value, dict):
        return _inline(value)
    if isinstance(value, list) and any(isinstance(each, dict) for each in value):
        return _array(value)
    return tomlkit.item(value)


def _array(values: Sequence[Plain]) -> Array:
    several = tomlkit.array()
    for value in values:
        several.add_line(_item(value), indent="  ")
    several.add_line(indent="")
    return several


def _inline(values: Mapping[str, Plain]) -> InlineTable:
    inline = tomlkit.inline_table()
    for key, value in values.items():
        inline.append(key, _item(value))
    return inline


def _set(value: Plain, usual: Plain = "") -> Maybe:
    return None if value == usual else value


def _list(values: Iterable[Plain], usual: Iterable[Plain] = ()) -> Maybe:
    several = list(values)
    return None if several == list(usual) else several


def _words(values: Mapping[str, Plain]) -> Maybe:
    return dict(values) or None


def _head(site: Site) -> Values:
    return {
        "name": site.name,
        "timezone": site.timezone,
        "country": site.country,
        "control_room_phone": _set(site.control_room_phone),
        "technician": _set(site.technician),
        "on_call": _set(site.on_call),
        "language": _set(site.language),
    }


def _line(line: Line) -> Values:
    return {
        "id": line.id,
        "port": line.port,
        "protocol": line.protocol.value,
        "baudrate": line.baudrate,
        "parity": _set(line.parity, "N"),
        "stopbits": _set(line.stopbits, 1),
        "pattern": line.pattern,
        "heartbeat": line.heartbeat,
        "silent_after": line.silent_after,
        "frames": None if line.frames is None else written_frames(line.frames),
    }


def _lot(lot: Lot) -> Values:
    return {
        "id": lot.id,
        "name": lot.name,
        "address": _set(lot.address),
        "hours": _set(lot.hours),
        "closed_on": _list(lot.closed_on),
        "entry_instructions": _words(lot.entry_instructions),
        "exit_instructions": _words(lot.exit_instructions),
        "pedestrian_instructions": _words(lot.pedestrian_instructions),
        "internal_note": _set(lot.internal_note),
        "owner": lot.owner,
        "groups": [{"id": g.id, "name": g.name, "spots": g.spots} for g in lot.groups],
    }


def _gate(gate: Gate, line: Line) -> Values:
    contact = "coil" if line.protocol is Protocol.MODBUS_RTU else "output"
    return {
        "id": gate.id,
        "name": gate.name,
        "place": _set(gate.place),
        "lot": gate.lot,
        "direction": gate.direction.value,
        "groups": _list(gate.groups),
        "line": gate.line,
        "address": gate.address,
        "open": _output(gate.open, contact, line),
        "hold": None if gate.hold is None else {contact: gate.hold},
        "inputs": _words({name: _input(wire) for name, wire in gate.inputs.items()}),
        "plates": gate.plates,
        "readers": _list([_reader(each) for each in gate.readers]),
        "readers_out": _list([_reader(each) for each in gate.readers_out]),
        "on_foot": gate.on_foot if gate.on_foot or gate.direction is Direction.BOTH else None,
        "intercom": _set(gate.intercom),
        "by_hand": _set(gate.by_hand),
        **_gate_rules(gate),
    }


def _gate_rules(gate: Gate) -> Values:
    return {
        "admit": _set(gate.admit, usual=False),
        "exit": _set(gate.exit.value, ExitRule.FREE.value),
        "open_all_exits": _set(gate.open_all_exits.value, AllExits.PULSE.value),
        "methods": _list((m.value for m in gate.methods), (Method.PLATE.value,)),
        "min_confidence": _set(gate.min_confidence, 0.0),
        "cycle_seconds": _set(gate.cycle_seconds, 2.0),
        "moves_within": _set(gate.moves_within, 10.0),
        "left_open_after": _set(gate.left_open_after, 60.0),
        "same_car_seconds": _set(gate.same_car_seconds, 10.0),
        "in_service": _set(gate.in_service, usual=True),
        "out_of_service_note": _set(gate.out_of_service_note),
    }


def _output(output: Output, contact: str, line: Line) -> Plain:
    values: dict[str, Plain] = {contact: output.number}
    if line.frames is None or line.frames.pulse is None:  # else the device decides
        values["seconds"] = output.seconds
    if contact == "coil":
        values |= {"timed_by": output.timed_by.value} if output.timed_by is TimedBy.BOARD else {}
        values |= {"board": output.board} if output.board else {}
    return values


def _reader(reader: Reader) -> Plain:
    values: dict[str, Plain] = {"line": reader.line}
    values |= {} if reader.address is None else {"address": reader.address}
    values |= {} if reader.number is None else {"reader": reader.number}
    values |= {} if reader.reads is Method.BADGE else {"reads": reader.reads.value}
    return values


def _input(wire: Input) -> Plain:
    if not wire.invert and wire.address is None:
        return wire.number
    values: dict[str, Plain] = {"input": wire.number}
    values |= {"invert": True} if wire.invert else {}
    values |= {} if wire.address is None else {"address": wire.address}
    return values


def _organisation(organisation: Organisation) -> Values:
    managers = [_manager(manager) for manager in organisation.managers]
    return {
        "id": organisation.id,
        "name": organisation.name,
        "plan": list(organisation.plan),
        "manager": managers[0] if len(managers) == 1 else None,
        "managers": _list(managers) if len(managers) > 1 else None,
        "takes_visitors": organisation.takes_visitors,
        "visitors": _visitors(organisation.visitors),
    }


def _manager(manager: Manager) -> Plain:
    values: dict[str, Plain] = {"name": manager.name}
    values |= {"phone": manager.phone} if manager.phone else {}
    values |= {"email": manager.email} if manager.email else {}
    return values


def _visitors(policy: VisitorPolicy) -> Maybe:
    usual = VisitorPolicy()
    if policy == usual:
        return None
    values: dict[str, Maybe] = {
        "groups": _list(policy.groups),
        "longest_stay_hours": _set(policy.longest_stay_hours, usual.longest_stay_hours),
        "per_day": policy.per_day,
        "host_must_confirm": _set(policy.host_must_confirm, usual=False),
        "mandatory": _list(policy.mandatory, usual.mandatory),
    }
    return {key: value for key, value in values.items() if value is not None}


def _lease(lease: Lease) -> Values:
    return {
        "tenant": lease.tenant,
        "lot": lease.lot,
        "spots": dict(lease.spots),
        "from": lease.starts,
        "until": lease.ends,
        "hours": _set(lease.hours),
    }


def _community(community: Community) -> Values:
    return {
        "id": community.id,
        "name": community.name,
        "lot": community.lot,
        "organisations": list(community.organisations),
        "spots": dict(community.spots),
    }


def _sequence(policy: Policy) -> Maybe:
    if policy.sequence_out is None:
        return _set(policy.sequence.value, SequenceRule.OFF.value)
    return {"entry": policy.sequence.value, "exit": policy.sequence_out.value}


def _policy(policy: Policy) -> Values:
    grace: Plain = {"before_minutes": policy.grace_before, "after_minutes": policy.grace_after}
    return {
        "id": policy.id,
        "name": _set(policy.name),
        "organisation": policy.organisation,
        "strategy": policy.strategy.value,
        "lot": policy.lot,
        "groups": list(policy.groups),
        "timetable": _set(policy.timetable),
        "grace": _set(grace, {"before_minutes": 15, "after_minutes": 15}),
        "from": policy.starts,
        "until": policy.ends,
        "sequence": _sequence(policy),
        "reentry": _set(policy.reentry, usual=True),
        "planning_days": policy.planning_days,
        "credits": _set(policy.credits, 0),
        "pay_first": _set(policy.pay_first, usual=False),
        "instructions": _words(policy.instructions),
        "internal_note": _set(policy.internal_note),
    }
