"""A relay board with coils and inputs, as it answers Modbus requests."""

from dataclasses import dataclass

from izix_desk.devices.modbus.frames import (
    COIL_OFF,
    COIL_ON,
    READ_COILS,
    READ_INPUTS,
    WRITE_COIL,
    WRITE_COILS,
    WRITE_REGISTERS,
    is_sound,
    seal,
)
from izix_desk.devices.simulator.journal import Journal
from izix_desk.devices.simulator.relays import Later, Relays

COILS = 32
FLASH_ON = 0x0200
FLASH_REGISTERS = range(3, 3 + 5 * COILS)
UNKNOWN_FUNCTION, UNKNOWN_ADDRESS, BAD_VALUE = 1, 2, 3
LONGEST_READ = 2000


class Denied(Exception):
    """Carries the exception code that the board answers."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as the board got it, and when its last byte came."""

    pdu: bytes
    at: float

    def word(self, offset: int) -> int:
        """Return two bytes as a number."""
        if len(self.pdu) < offset + 2:
            raise Denied(BAD_VALUE)
        return int.from_bytes(self.pdu[offset : offset + 2], "big")


class SimBoard(Relays):
    """One address of a Modbus line."""

    def __init__(self, line: str, unit: int, journal: Journal, later: Later) -> None:
        super().__init__(line, unit, journal, later, COILS)

    def answer(self, frame: bytes, at: float) -> bytes:
        """Do what a sound frame asks and return the sealed answer."""
        seen = Seen(frame[1:-2], at)
        function = seen.pdu[0]
        doers = {
            READ_COILS: self._read_coils,
            READ_INPUTS: self._read_inputs,
            WRITE_COIL: self._write_coil,
            WRITE_COILS: self._write_coils,
            WRITE_REGISTERS: self._write_registers,
        }
        try:
            pdu = bytes((function,)) + doers.get(function, _unknown)(seen)
        except Denied as denied:
            pdu = bytes((function | 0x80, denied.code))
        return seal(bytes((self._unit,)) + pdu)

    def _read_coils(self, seen: Seen) -> bytes:
        start, count = seen.word(1), seen.word(3)
        if not 0 < count <= LONGEST_READ or start + count > COILS:
            raise Denied(UNKNOWN_ADDRESS)
        return _packed(self._coils[start : start + count])

    def _read_inputs(self, seen: Seen) -> bytes:
        start, count = seen.word(1), seen.word(3)
        if not 0 < count <= LONGEST_READ:
            raise Denied(BAD_VALUE)
        terminals = [self.inputs.get(number) for number in range(start, start + count)]
        return _packed([terminal is not None and terminal() for terminal in terminals])

    def _write_coil(self, seen: Seen) -> bytes:
        coil, value = seen.word(1), seen.word(3)
        if FLASH_ON <= coil < FLASH_ON + COILS:
            self.pulse(coil - FLASH_ON, value / 10, seen.at)
        elif coil >= COILS:
            raise Denied(UNKNOWN_ADDRESS)
        elif value not in {COIL_ON, COIL_OFF}:
            raise Denied(BAD_VALUE)
        else:
            self.switch(coil, value == COIL_ON, "write", seen.at)
        return seen.pdu[1:5]

    def _write_coils(self, seen: Seen) -> bytes:
        start, count = seen.word(1), seen.word(3)
        if not 0 < count <= COILS - start or len(seen.pdu) != 6 + (count + 7) // 8:
            raise Denied(UNKNOWN_ADDRESS)
        bits = int.from_bytes(seen.pdu[6:], "little")
        for index in range(count):
            self.switch(start + index, bool(bits >> index & 1), "write", seen.at)
        return seen.pdu[1:5]

    def _write_registers(self, seen: Seen) -> bytes:
        start = seen.word(1)
        if seen.word(3) != 2 or start not in FLASH_REGISTERS or (start - 3) % 5:
            raise Denied(UNKNOWN_ADDRESS)
        if seen.word(6) != 4:
            raise Denied(BAD_VALUE)
        self.pulse((start - 3) // 5, seen.word(8) / 10, seen.at)
        return seen.pdu[1:5]


def request_size(received: bytes) -> int:
    """Return how many of the bytes are the first sound request; all of them if none is."""
    carries_data = len(received) > 6 and received[1] in {WRITE_COILS, WRITE_REGISTERS}
    size = 9 + received[6] if carries_data else 8
    return size if is_sound(received[:size]) else len(received)


def _unknown(_: Seen) -> bytes:
    raise Denied(UNKNOWN_FUNCTION)


def _packed(bits: list[bool]) -> bytes:
    value = sum(1 << index for index, on in enumerate(bits) if on)
    data = value.to_bytes((len(bits) + 7) // 8, "little")
    return bytes((len(data),)) + data
