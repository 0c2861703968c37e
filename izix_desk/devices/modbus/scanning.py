"""How boards that speak Modbus are found: by questions only."""

from collections.abc import Callable, Sequence

from izix_desk.devices.asking import GAP_SECONDS
from izix_desk.devices.modbus.frames import (
    QUESTIONS,
    READ_COILS,
    READ_HOLDING,
    READ_INPUTS,
    READ_REGISTERS,
    Request,
    crc16,
    find_answer,
    read_bits,
    read_registers,
    seal,
)
from izix_desk.devices.modbus.words import ModbusReader
from izix_desk.devices.tally import Verdict
from izix_desk.domain.scanning import ADDRESSES
from izix_desk.domain.site import Protocol

IDENTIFY = bytes((0x2B, 0x0E, 0x01, 0x00))
"""Read device identification, the basic texts, from the first one on."""
REQUEST_BYTES = 8
_KINDS = {"outputs": READ_COILS, "inputs": READ_INPUTS}
_REGISTERS = {"registers": READ_HOLDING, "input registers": READ_REGISTERS}


class ModbusProbe:
    """Asks for one output, then for one register: who knows neither still refuses in words."""

    addresses = ADDRESSES[Protocol.MODBUS_RTU]
    patience, gap = 0.1, GAP_SECONDS

    def questions(self, address: int) -> Sequence[bytes]:
        """Return the frames that show whether somebody is there; the first answer is enough."""
        return (
            read_bits(address, READ_COILS, 0, 1).frame,
            read_registers(address, READ_HOLDING, 0, 1).frame,
        )

    def judge(self, asked: bytes, received: bytes) -> Verdict:
        """Return what came back."""
        return ModbusReader().judge(asked, received)

    def has_question(self, received: bytes) -> bool:
        """Tell whether a sound frame of another master is among these bytes."""
        starts = range(len(received) - REQUEST_BYTES + 1)
        frames = (received[start : start + REQUEST_BYTES] for start in starts)
        return any(frame[1] in QUESTIONS and crc16(frame) == 0 for frame in frames)

    def glimpse(self, address: int, received: bytes) -> str:
        """Return what a good answer to the first question alone says of its device."""
        answer = find_answer(read_bits(address, READ_COILS, 0, 1), received)
        return "has outputs" if answer and answer.exception is None else "answers"

    def describe(self, address: int, ask: Callable[[bytes], bytes]) -> str:
        """Return which questions a board knows, and who it says it is."""
        bits = {what: read_bits(address, code, 0, 1) for what, code in _KINDS.items()}
        words = {what: read_registers(address, code, 0, 1) for what, code in _REGISTERS.items()}
        known = [what for what, asked in {**bits, **words}.items() if _knows(asked, ask)]
        identity = _texts(ask(seal(bytes((address,)) + IDENTIFY)))
        told = f"has {', '.join(known)}" if known else "answers, and refuses every question"
        return f"{told}; {identity}" if identity else told


def _knows(asked: Request, ask: Callable[[bytes], bytes]) -> bool:
    answer = find_answer(asked, ask(asked.frame))
    return answer is not None and answer.exception is None


def _texts(received: bytes) -> str:
    """Return the texts of a device identification; an empty one for what is none."""
    if len(received) < 10 or received[1:3] != IDENTIFY[:2] or crc16(received) != 0:
        return ""
    texts: list[str] = []
    at, end = 8, len(received) - 2
    while at + 2 <= end:
        size = received[at + 1]
        texts.append(received[at + 2 : at + 2 + size].decode("ascii", "replace"))
        at += 2 + size
    return " ".join(texts)
