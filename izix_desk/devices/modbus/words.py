"""Modbus frames in words, for whoever watches a line."""

from collections.abc import Sequence
from functools import lru_cache

from izix_desk.devices.modbus.frames import (
    COIL_OFF,
    COIL_ON,
    EXCEPTION_BIT,
    QUESTIONS,
    READ_COILS,
    READ_HOLDING,
    READ_INPUTS,
    READ_REGISTERS,
    SHORTEST_ANSWER,
    WRITE_COIL,
    WRITE_COILS,
    WRITE_REGISTER,
    WRITE_REGISTERS,
    Answer,
    Request,
    find_answer,
    is_sound,
)
from izix_desk.devices.tally import Verdict
from izix_desk.devices.tap import Passed
from izix_desk.domain.relay_boards import RELAY_BOARDS
from izix_desk.domain.scanning import ADDRESSES
from izix_desk.domain.site import Protocol

_BITS = {READ_COILS: "outputs", READ_INPUTS: "inputs"}
_REGISTERS = {READ_HOLDING: "registers", READ_REGISTERS: "input registers"}
_SHORTEST = 8
"""The bytes of a question, and of the shortest command."""
_MOST_BITS = 2000
_UNITS = ADDRESSES[Protocol.MODBUS_RTU]


class ModbusReader:
    """Understands what a master sends and what boards answer."""

    def address(self, sent: bytes) -> int | None:
        """Return the unit that a request is for."""
        return sent[0] if sent else None

    def judge(self, sent: bytes, received: bytes) -> Verdict:
        """Return what came back for a request."""
        return _judged(sent, received)

    def questions(self, received: bytes) -> Sequence[bytes]:
        """Return the sound questions among these bytes; an answer that looks like one is none."""
        starts = range(len(received) - _SHORTEST + 1)
        frames = (received[start : start + _SHORTEST] for start in starts)
        return [each for each in frames if _may_ask(each) and is_sound(each)]

    def plain(self, data: bytes) -> bytes | None:
        """Return None: nothing is sealed here."""
        del data

    def words(self, passed: Passed) -> str:
        """Return what passed, for a person."""
        if passed.is_sent:
            return f"unit {passed.data[0]}, {_request_words(passed.data)}"
        if not passed.asked:
            return f"{len(passed.data)} bytes that nobody asked for"
        return f"unit {passed.asked[0]}, {self._answer_words(passed)}"

    def is_secret(self, passed: Passed) -> bool:
        """Return False: no board sends what must not be seen."""
        del passed
        return False

    def _answer_words(self, passed: Passed) -> str:
        if not passed.data:
            return "no answer"
        answer = _answer(passed.asked, passed.data)
        late = "too late: " if passed.is_late else ""
        if answer is None:
            if self.judge(passed.asked, passed.data) is Verdict.BAD_CHECK:
                return f"{late}an answer that was damaged: its check is wrong"
            other = sender(passed.asked, passed.data)
            if other is not None:
                return f"{late}an answer of unit {other}"
            return f"{late}{len(passed.data)} bytes that are no answer"
        if answer.exception is not None:
            return f"{late}refused: {answer.sentence}"
        return late + _told(passed.asked, answer)


def sender(asked: bytes, received: bytes) -> int | None:
    """Return who sent a sound answer that is not of the one who was asked; None if nobody."""
    pieces = (received[start:] for start in range(len(received) - SHORTEST_ANSWER + 1))
    senders = (piece[0] for piece in pieces if piece[0] in _UNITS and _answers(piece))
    return next((each for each in senders if each != asked[0]), None)


def _answers(piece: bytes) -> bool:
    """Tell whether a sound answer to one of our questions begins here."""
    function = piece[1] & ~EXCEPTION_BIT
    if function not in QUESTIONS:
        return False
    size = SHORTEST_ANSWER if piece[1] & EXCEPTION_BIT else SHORTEST_ANSWER + piece[2]
    return len(piece) >= size and is_sound(piece[:size])


def _may_ask(frame: bytes) -> bool:
    """Tell whether it reads as much as may be read at once."""
    # Three bytes of inputs make an answer that is as long as a question.
    is_answer = frame[1] in _BITS and frame[2] == _SHORTEST - SHORTEST_ANSWER
    return frame[1] in QUESTIONS and not is_answer and 0 < _word(frame, 4) <= _MOST_BITS


@lru_cache(maxsize=512)  # polls and their answers are the same bytes again and again
def _judged(sent: bytes, received: bytes) -> Verdict:
    if not received:
        return Verdict.NOTHING
    if _answer(sent, received) is not None:
        return Verdict.GOOD
    heads = bytes(sent[:2]), bytes((sent[0], sent[1] | EXCEPTION_BIT))
    return Verdict.BAD_CHECK if any(h in received for h in heads) else Verdict.NO_FRAME


def _answer(sent: bytes, received: bytes) -> Answer | None:
    echo = len(received) > len(sent) and received.startswith(sent)
    request = _request(sent)
    return request and find_answer(request, received[len(sent) :] if echo else received)


def _request(sent: bytes) -> Request | None:
    if len(sent) < _SHORTEST:
        return None
    function, count = sent[1], _word(sent, 4)
    if function in _BITS:
        size = (count + 7) // 8
    elif function in _REGISTERS:
        size = 2 * count
    else:  # an answer to a command repeats its place and value, or its place and count
        return Request(sent, bytes(sent[:6]), 8)
    return Request(sent, bytes((sent[0], function, size & 0xFF)), 5 + size)


def _request_words(sent: bytes) -> str:
    if len(sent) < _SHORTEST:
        return "a frame of another kind"
    function, place, value = sent[1], _word(sent, 2), _word(sent, 4)
    match function:
        case _ if function in _BITS | _REGISTERS:
            said = f"read {_range(sent)}?"
        case _ if function == WRITE_COIL:
            said = _timed(place, [value]) or f"switch output {place} {_switch(value)}"
        case _ if function == WRITE_REGISTER:
            said = f"set register {place} to {value}"
        case _ if function == WRITE_COILS:
            said = f"switch outputs {_span(place, value)}"
        case _ if function == WRITE_REGISTERS:
            values = [_word(sent, at) for at in range(7, len(sent) - 3, 2)]
            registers = f"set registers {_span(place, len(values))} to {_listed(values)}"
            said = _timed(place, values) or registers
        case _:
            said = f"function {function:02X}"
    return said


def _told(sent: bytes, answer: Answer) -> str:
    function, count = sent[1], _word(sent, 4)
    if function in _BITS:
        bits = "".join(str(int(answer.bit(index))) for index in range(count))
        fours = [bits[at : at + 4] for at in range(0, len(bits), 4)]
        return f"{_range(sent)}: {' '.join(fours)}"
    if function in _REGISTERS:
        values = [_word(answer.data, at) for at in range(0, len(answer.data) - 1, 2)]
        return f"{_range(sent)}: {_listed(values)}"
    return f"done: {_request_words(sent)}"


def _range(sent: bytes) -> str:
    return f"{(_BITS | _REGISTERS)[sent[1]]} {_span(_word(sent, 2), _word(sent, 4))}"


def _span(start: int, count: int) -> str:
    return f"{start}–{start + count - 1}" if count > 1 else str(start)  # noqa: RUF001 - from to


def _timed(place: int, values: list[int]) -> str | None:
    """Return what a pulse that the board itself ends does, if it is one as a known board takes."""
    if values in ([COIL_ON], [COIL_OFF], []):
        return None
    *mode, tenths = values
    for board in RELAY_BOARDS.values():
        output, beside = divmod(place - board.first, board.stride)
        told = [] if board.mode is None else [board.mode]
        if output in range(board.outputs) and not beside and mode == told:
            return f"close output {output} for {tenths / 10:g} s"
    return None


def _switch(value: int) -> str:
    named = {COIL_ON: "on", COIL_OFF: "off"}
    return named.get(value, f"with value {value}")


def _listed(values: Sequence[int]) -> str:
    return " ".join(map(str, values))


def _word(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "big")
