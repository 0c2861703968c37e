"""Frames byte by byte: vectors from the standard and the makers' papers, and noise around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izix_desk.devices.modbus import coils
from izix_desk.devices.modbus.frames import (
    COIL_OFF,
    COIL_ON,
    READ_COILS,
    READ_HOLDING,
    READ_INPUTS,
    READ_REGISTERS,
    Answer,
    Request,
    find_answer,
    is_sound,
    read_bits,
    read_registers,
    seal,
    write_coil,
    write_coils,
    write_register,
    write_registers,
)
from izix_desk.domain.frame_checks import crc16
from tests.support.wires import by_board, gate


def frame(text: str) -> bytes:
    """Return bytes written as in the papers."""
    return bytes.fromhex(text)


TEN = [bool(0x1CD >> n & 1) for n in range(10)]
# The examples of the Modbus standard with the checks that simplymodbus.ca writes behind them;
# Waveshare: wiki "Modbus RTU Relay"; LC-Tech: manual of the 1/2/4/8-channel Modbus relay boards.
VECTORS = {
    "standard, coils 20-38": (read_bits(17, READ_COILS, 19, 37), "11 01 0013 0025 0E84"),
    "standard, inputs 197-218": (read_bits(17, READ_INPUTS, 196, 22), "11 02 00C4 0016 BAA9"),
    "standard, registers 108-110": (
        read_registers(17, READ_HOLDING, 107, 3),
        "11 03 006B 0003 7687",
    ),
    "standard, input register 9": (
        read_registers(17, READ_REGISTERS, 8, 1),
        "11 04 0008 0001 B298",
    ),
    "standard, coil 173 on": (write_coil(17, 172, COIL_ON), "11 05 00AC FF00 4E8B"),
    "standard, register 2": (write_register(17, 1, 3), "11 06 0001 0003 9A9B"),
    "standard, ten coils": (write_coils(17, 19, TEN), "11 0F 0013 000A 02 CD01 BF0B"),
    "standard, two registers": (
        write_registers(17, 1, (10, 0x102)),
        "11 10 0001 0002 04 000A 0102 C6F0",
    ),
    "Waveshare, channel 1 on": (write_coil(1, 0, COIL_ON), "01 05 0000 FF00 8C3A"),
    "Waveshare, channel 1 off": (write_coil(1, 0, COIL_OFF), "01 05 0000 0000 CDCA"),
    "Waveshare, channel 1 on for 700 ms": (
        coils.open_request(gate("g", 1, open=by_board("waveshare", 0, 0.7))),
        "01 05 0200 0007 8DB0",
    ),
    "LC-Tech, relay 1 on for 2 s": (
        coils.open_request(gate("g", 255, open=by_board("lc-tech", 0, 2.0))),
        "FF 10 0003 0002 04 0004 0014 C59F",
    ),
}


@pytest.mark.parametrize(("request_", "written"), VECTORS.values(), ids=VECTORS)
def test_requests_are_as_the_papers_write_them(request_: Request, written: str) -> None:
    """Every request, check included."""
    assert request_.frame.hex() == frame(written).hex()


@pytest.mark.parametrize(
    ("board", "seconds", "body"),
    [
        ("waveshare", 3276.7, "01 05 0201 7FFF"),
        ("lc-tech", 6553.5, "01 10 0008 0002 04 0004 FFFF"),
    ],
)
def test_the_longest_time_fits_its_register(board: str, seconds: float, body: str) -> None:
    """Of the second output, at the place that belongs to it."""
    request = coils.open_request(gate("g", 1, open=by_board(board, 1, seconds)))
    assert request.frame == seal(frame(body))


def test_the_check_of_the_usual_example() -> None:
    """The CRC that every Modbus calculator shows."""
    assert crc16(b"123456789") == 0x4B37


REGISTERS = read_registers(17, READ_HOLDING, 107, 3)
REGISTERS_TOLD = frame("11 03 06 AE41 5652 4340 49AD")
"""How simplymodbus.ca has the question for registers 108 to 110 answered."""
INPUTS = read_bits(1, READ_INPUTS, 0, 8)
GOOD = seal(frame("01 02 01 2D"))
COIL = write_coil(1, 0, COIL_ON)

RECEIVED = {
    "whole": (INPUTS, GOOD, Answer(b"\x2d")),
    "nothing": (INPUTS, b"", None),
    "cut": (INPUTS, GOOD[:-1], None),
    "noise before it": (INPUTS, b"\x00\xff\x01\x02" + GOOD, Answer(b"\x2d")),
    "noise behind it": (INPUTS, GOOD + b"\x55", Answer(b"\x2d")),
    "one bit wrong": (INPUTS, bytes((*GOOD[:3], GOOD[3] ^ 1, *GOOD[4:])), None),
    "another board's": (INPUTS, seal(frame("02 02 01 2D")), None),
    "another board's, then ours": (INPUTS, seal(frame("02 02 01 00")) + GOOD, Answer(b"\x2d")),
    "another function": (INPUTS, seal(frame("01 01 01 2D")), None),
    "another byte count": (INPUTS, seal(frame("01 02 02 2D 00")), None),
    "an exception": (INPUTS, seal(frame("01 82 02")), Answer(exception=2)),
    "an exception of another function": (INPUTS, seal(frame("01 85 02")), None),
    "registers": (REGISTERS, REGISTERS_TOLD, Answer(frame("AE41 5652 4340"))),
    "registers, one too few": (REGISTERS, seal(frame("11 03 04 AE41 5652")), None),
    "registers of another kind": (REGISTERS, seal(frame("11 04 06 AE41 5652 4340")), None),
    "an echo of the coil": (COIL, COIL.frame, Answer(COIL.frame[3:-2])),
    "an echo of another coil": (COIL, write_coil(1, 1, COIL_ON).frame, None),
    "an echo of the other value": (COIL, write_coil(1, 0, COIL_OFF).frame, None),
    "the board refuses": (COIL, seal(frame("01 85 04")), Answer(exception=4)),
}


@pytest.mark.parametrize(("request_", "received", "found"), RECEIVED.values(), ids=RECEIVED)
def test_only_the_answer_to_this_request_counts(
    request_: Request, received: bytes, found: Answer | None
) -> None:
    """Address, function, length or echo, and check."""
    assert find_answer(request_, received) == found


def test_bits_count_from_the_start_of_the_range() -> None:
    """Two bytes of inputs, as the standard packs them."""
    answer = find_answer(read_bits(1, READ_INPUTS, 4, 10), seal(frame("01 02 02 01 02")))
    assert answer
    assert [n for n in range(10) if answer.bit(n)] == [0, 9]


def test_registers_count_from_the_start_of_the_range() -> None:
    """High byte first."""
    answer = find_answer(REGISTERS, REGISTERS_TOLD)
    assert answer
    assert [answer.word(n) for n in range(3)] == [0xAE41, 0x5652, 0x4340]


def test_only_writes_are_commands() -> None:
    """What changes something is never repeated by itself."""
    requests = [request for request, _ in VECTORS.values()]
    asking = [request.frame[1] for request in requests if not request.is_command]
    telling = [request.frame[1] for request in requests if request.is_command]
    assert set(asking) == {1, 2, 3, 4}
    assert set(telling) == {5, 6, 15, 16}


def test_a_refusal_has_words() -> None:
    """A person reads why, with the code."""
    assert Answer(exception=2).sentence == "it has no such output or input (code 02)"
    assert "code 63" in Answer(exception=0x63).sentence


@given(st.binary(max_size=60))
def test_random_bytes_are_never_an_answer_by_accident(noise: bytes) -> None:
    """Whatever is found has a fitting check."""
    for request in (INPUTS, COIL):
        answer = find_answer(request, noise)
        assert answer is None or any(
            is_sound(noise[a:b]) for a in range(len(noise)) for b in range(a + 5, len(noise) + 1)
        )


@given(st.binary(max_size=12), st.binary(max_size=12))
def test_an_answer_survives_noise_around_it(before: bytes, behind: bytes) -> None:
    """Resynchronised without a time-out."""
    assert find_answer(INPUTS, before + GOOD + behind) is not None
