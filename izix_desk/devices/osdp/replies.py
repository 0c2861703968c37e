"""What a device's reply changes in what is known of it, and which news come of it."""

from collections.abc import Iterator

from izix_desk.devices.osdp.codes import (
    BUZ,
    CAP,
    FMT,
    ID,
    ISTAT,
    ISTATR,
    KEYPAD,
    LED,
    LSTATR,
    NAK,
    OSTAT,
    OSTATR,
    PDCAP,
    PDID,
    RAW,
    nak_sentence,
)
from izix_desk.devices.osdp.messages import (
    read_card,
    read_identity,
    read_keys,
    read_outputs,
    read_states,
    read_tampered,
)
from izix_desk.devices.osdp.peripherals import Peripheral
from izix_desk.devices.stations import Roster
from izix_desk.devices.wire import CardRead, CoilFound, KeysRead, Message
from izix_desk.domain.site import Gate

ANOTHER = "is not the one that was paired"


def take(device: Peripheral, asked: int, code: int, data: bytes) -> str:
    """Keep what a reply tells; return why the device is not to be trusted, or an empty text."""
    match code:
        case _ if asked == ID:
            return _identify(device, data if code == PDID else b"")
        case _ if asked == CAP and code == PDCAP:
            _count_outputs(device, read_outputs(data))
        case _ if code == LSTATR:
            device.is_open = read_tampered(data)
        case _ if code == ISTATR:
            device.bits = read_states(data)
        case _ if code == OSTATR:
            device.outputs = read_states(data)
        case _ if code == NAK and asked in {LED, BUZ}:
            device.signals = False
        case _ if code == NAK and asked == ISTAT:
            device.tells_inputs = False
            device.lacks = f"does not tell its inputs when asked: {nak_sentence(data)}."
        case _:
            pass
    return ""


def _identify(device: Peripheral, data: bytes) -> str:
    identity, pairing = read_identity(data), device.pairing
    device.identity = identity
    assert pairing is not None, "no channel without a key"
    known = (pairing.vendor, pairing.model, pairing.serial)
    if identity is None or identity.same_for_life != known:
        return ANOTHER
    device.is_known = True
    return ""


def _count_outputs(device: Peripheral, there: int) -> None:
    highest = max(device.contacts, default=-1)
    if 0 < there <= highest:
        device.lacks = f"has {there} outputs, but a gate is wired to output {highest}, from 0."


def told(
    roster: Roster[Peripheral], device: Peripheral, asked: int, now: float
) -> Iterator[Message]:
    """Return the states of the gates that this exchange was about."""
    if asked == OSTAT and not device.is_met:
        for gate in roster.gates_on(device):
            if gate.open.number in device.outputs:
                yield _found(gate, device, now)
    if (
        not device.is_known
        or device.barred
        or asked == OSTAT
        or (device.asks_inputs and asked != ISTAT)
    ):
        return
    if not device.agenda:
        yield from roster.measured(device, now)


def _found(gate: Gate, device: Peripheral, now: float) -> CoilFound:
    held = gate.hold is not None and device.outputs.get(gate.hold, False)
    return CoilFound(gate.id, device.outputs[gate.open.number], now, held)


def read(line: str, device: Peripheral, code: int, data: bytes, now: float) -> Message | None:
    """Return the card or the keys that a reply brought; None for any other, and for nonsense."""
    if code in {RAW, FMT}:
        card = read_card(code, data)
        return None if card is None else CardRead(line, device.unit, data[0], card, now)
    keys = read_keys(data) if code == KEYPAD else ""
    return KeysRead(line, device.unit, data[0], keys, now) if keys else None
