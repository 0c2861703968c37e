"""How boards that speak Modbus are found: by questions only."""

from collections.abc import Mapping, Sequence

from izix_desk.devices.asking import GAP_SECONDS
from izix_desk.devices.modbus.frames import (
    EXCEPTION_BIT,
    READ_COILS,
    READ_HOLDING,
    READ_INPUTS,
    READ_REGISTERS,
    SHORTEST_ANSWER,
    Request,
    find_answer,
    is_sound,
    read_bits,
    read_registers,
    seal,
)
from izix_desk.devices.modbus.master import BOARD_SECONDS
from izix_desk.devices.modbus.words import ModbusReader, sender
from izix_desk.devices.tally import Verdict
from izix_desk.domain.scanning import ADDRESSES
from izix_desk.domain.site import Protocol

IDENTIFY = bytes((0x2B, 0x0E, 0x01, 0x00))
"""Read device identification, the basic texts, from the first one on."""
_FIRST_TEXT = 8
"""Behind unit, function, kind, code, conformity, more, next and how many there are."""
_KINDS = {"outputs": READ_COILS, "inputs": READ_INPUTS}
_REGISTERS = {"registers": READ_HOLDING, "input registers": READ_REGISTERS}


class ModbusProbe:
    """Asks for one output, then for one register: who knows neither still refuses in words."""

    addresses = ADDRESSES[Protocol.MODBUS_RTU]
    patience = allowed = BOARD_SECONDS
    gap = GAP_SECONDS

    def questions(self, address: int) -> Sequence[bytes]:
        """Return the frames that show whether somebody is there; the first answer is enough."""
        return (
            read_bits(address, READ_COILS, 0, 1).frame,
            read_registers(address, READ_HOLDING, 0, 1).frame,
        )

    def judge(self, asked: bytes, received: bytes) -> Verdict:
        """Return what came back."""
        if asked[1] == IDENTIFY[0]:
            return _judged_identity(asked, received)
        return ModbusReader().judge(asked, received)

    def sender(self, asked: bytes, received: bytes) -> int | None:
        """Return who sent a sound answer that is not of the one who was asked; None if nobody."""
        return sender(asked, received)

    def has_question(self, received: bytes) -> bool:
        """Tell whether a sound frame of another master is among these bytes."""
        return bool(ModbusReader().questions(received))

    def details(self, address: int) -> Sequence[bytes]:
        """Return the frames that show which questions a board knows, and who it says it is."""
        return (*(each.frame for each in _asked(address).values()), _identify(address))

    def words(self, address: int, answers: Mapping[bytes, bytes]) -> str:
        """Return which questions a board knows, and who it says it is."""
        heard = {
            what: find_answer(asked, answers.get(asked.frame, b""))
            for what, asked in _asked(address).items()
        }
        known = [what for what, answer in heard.items() if answer and answer.exception is None]
        silent = [what for what, answer in heard.items() if answer is None]
        told = [f"has {', '.join(known)}" if known else "answers"]
        if not known and not silent:
            told = ["answers, and refuses every question"]
        if silent:
            told.append(f"silent about {', '.join(silent)}")
        identity = _texts(answers.get(_identify(address), b""))
        return "; ".join([*told, identity] if identity else told)


def _asked(address: int) -> dict[str, Request]:
    bits = {what: read_bits(address, code, 0, 1) for what, code in _KINDS.items()}
    words = {what: read_registers(address, code, 0, 1) for what, code in _REGISTERS.items()}
    return {**bits, **words}


def _identify(address: int) -> bytes:
    return seal(bytes((address,)) + IDENTIFY)


def _judged_identity(asked: bytes, received: bytes) -> Verdict:
    if not received:
        return Verdict.NOTHING
    if received.startswith(bytes((asked[0], asked[1] | EXCEPTION_BIT))):
        return Verdict.GOOD if is_sound(received[:SHORTEST_ANSWER]) else Verdict.BAD_CHECK
    if not received.startswith(asked[:3]):
        return Verdict.NO_FRAME
    return Verdict.GOOD if is_sound(received[: _end(received)]) else Verdict.BAD_CHECK


def _end(received: bytes) -> int:
    """Return where a device identification ends; beyond what came, if it is not whole."""
    at = _FIRST_TEXT
    for _ in range(received[_FIRST_TEXT - 1] if len(received) >= _FIRST_TEXT else 0):
        at += 2 + (received[at + 1] if at + 1 < len(received) else 0)
    return at + 2


def _texts(received: bytes) -> str:
    """Return the texts of a device identification; an empty one for what is none."""
    received = received[: _end(received)]
    if len(received) < _FIRST_TEXT + 2 or received[1:3] != IDENTIFY[:2] or not is_sound(received):
        return ""
    texts: list[str] = []
    at, end = _FIRST_TEXT, len(received) - 2
    while at + 2 <= end:
        size = received[at + 1]
        texts.append(received[at + 2 : at + 2 + size].decode("ascii", "replace"))
        at += 2 + size
    return " ".join(texts)
