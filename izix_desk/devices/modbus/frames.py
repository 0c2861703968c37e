"""Modbus RTU frames, built and checked as MODBUS over Serial Line V1.02 describes them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from izix_desk.domain.frame_checks import crc16

READ_COILS = 0x01
READ_INPUTS = 0x02
READ_HOLDING = 0x03
READ_REGISTERS = 0x04
WRITE_COIL = 0x05
WRITE_REGISTER = 0x06
WRITE_COILS = 0x0F
WRITE_REGISTERS = 0x10
QUESTIONS = frozenset({READ_COILS, READ_INPUTS, READ_HOLDING, READ_REGISTERS})
"""Functions that change nothing, and so may be asked again."""
COIL_ON = 0xFF00
COIL_OFF = 0x0000
EXCEPTION_BIT = 0x80
SHORTEST_ANSWER = 5
"""An exception: unit, function, code and the two bytes of the check."""

EXCEPTIONS = {
    0x01: "it does not know this function",
    0x02: "it has no such output or input",
    0x03: "it does not accept this value",
    0x04: "it failed while doing it",
    0x05: "it needs more time",
    0x06: "it is busy",
    0x08: "its memory is damaged",
    0x0A: "its gateway has no path",
    0x0B: "nothing answered behind its gateway",
}


def seal(body: bytes) -> bytes:
    """Return the body with its check behind it, low byte first."""
    return body + crc16(body).to_bytes(2, "little")


def is_sound(frame: bytes) -> bool:
    """Tell whether a frame's check fits; the check over a whole sound frame is zero."""
    return len(frame) > 3 and crc16(frame) == 0


@dataclass(frozen=True, slots=True)
class Request:
    """A sealed frame, and what a good answer to it looks like."""

    frame: bytes
    answer_head: bytes
    """First bytes that a good answer must repeat: address, function, then byte count or echo."""
    answer_size: int
    """Bytes of a good answer, check included."""

    @property
    def unit(self) -> int:
        """Return the address of the board asked."""
        return self.frame[0]

    @property
    def is_command(self) -> bool:
        """Tell whether it changes something; such a frame is never repeated by itself."""
        return self.frame[1] not in QUESTIONS


@dataclass(frozen=True, slots=True)
class Answer:
    """A checked answer: the data bytes of a question, or the exception code of a refusal."""

    data: bytes = b""
    exception: int | None = None

    def bit(self, index: int) -> bool:
        """Return one of the bits read, counted from the start of the range asked."""
        return bool(self.data[index // 8] >> (index % 8) & 1)

    def word(self, index: int) -> int:
        """Return one of the registers read, counted from the start of the range asked."""
        return int.from_bytes(self.data[2 * index : 2 * index + 2], "big")

    @property
    def sentence(self) -> str:
        """Return what an exception means, for a person."""
        code = self.exception or 0
        return f"{EXCEPTIONS.get(code, 'it gave no known reason')} (code {code:02X})"


@lru_cache(maxsize=512)
def read_bits(unit: int, function: int, start: int, count: int) -> Request:
    """Ask for coils (01) or discrete inputs (02)."""
    body = bytes((unit, function)) + _words(start, count)
    size = (count + 7) // 8
    return Request(seal(body), bytes((unit, function, size)), 5 + size)


def read_registers(unit: int, function: int, start: int, count: int) -> Request:
    """Ask for holding (03) or input registers (04)."""
    body = bytes((unit, function)) + _words(start, count)
    return Request(seal(body), bytes((unit, function, 2 * count)), 5 + 2 * count)


def write_coil(unit: int, coil: int, value: int) -> Request:
    """Set one coil; a good answer repeats the request."""
    return _write_one(unit, WRITE_COIL, coil, value)


def write_register(unit: int, register: int, value: int) -> Request:
    """Set one register; a good answer repeats the request."""
    return _write_one(unit, WRITE_REGISTER, register, value)


def write_coils(unit: int, start: int, states: Sequence[bool]) -> Request:
    """Set several coils at once."""
    packed = sum(1 << index for index, on in enumerate(states) if on)
    data = packed.to_bytes((len(states) + 7) // 8, "little")
    return _write_many(unit, WRITE_COILS, _words(start, len(states)), data)


def write_registers(unit: int, start: int, values: Sequence[int]) -> Request:
    """Set several registers at once."""
    return _write_many(unit, WRITE_REGISTERS, _words(start, len(values)), _words(*values))


def _write_one(unit: int, function: int, place: int, value: int) -> Request:
    frame = seal(bytes((unit, function)) + _words(place, value))
    return Request(frame, frame[:6], 8)


def _write_many(unit: int, function: int, place: bytes, data: bytes) -> Request:
    head = bytes((unit, function)) + place
    return Request(seal(head + bytes((len(data),)) + data), head, 8)


def _words(*values: int) -> bytes:
    return b"".join(value.to_bytes(2, "big") for value in values)


@lru_cache(maxsize=512)  # polls and their answers are the same bytes again and again
def find_answer(request: Request, received: bytes) -> Answer | None:
    """Return the answer to this request among the bytes received, noise around it passed over."""
    refusal = bytes((request.unit, request.frame[1] | EXCEPTION_BIT))
    # Whoever talks without end is searched again with every byte: only likely places are tried.
    likely = {*_places(received, request.answer_head), *_places(received, refusal)}
    for start in sorted(likely):
        answer = _answer_at(request, refusal, received[start:])
        if answer is not None:
            return answer
    return None


def _places(received: bytes, head: bytes) -> Iterator[int]:
    start = received.find(head)
    while start >= 0:
        yield start
        start = received.find(head, start + 1)


def _answer_at(request: Request, refusal: bytes, received: bytes) -> Answer | None:
    if received.startswith(request.answer_head):
        frame = received[: request.answer_size]
        if len(frame) == request.answer_size and is_sound(frame):
            return Answer(frame[3:-2])
    shortest = received[:SHORTEST_ANSWER]
    if received.startswith(refusal) and len(shortest) == SHORTEST_ANSWER and is_sound(shortest):
        return Answer(exception=received[2])
    return None
