"""What a simulated line reads at another speed than that of the controllers."""

from itertools import permutations, product

import pytest

from izix_desk.devices.modbus.scanning import ModbusProbe
from izix_desk.devices.simulator.speeds import misread
from izix_desk.domain.frame_checks import crc16
from izix_desk.domain.scanning import USUAL
from izix_desk.domain.site import Protocol

FRAME = bytes.fromhex("01 01 00 00 00 01 fd ca")


def test_at_the_same_speed_nothing_is_changed() -> None:
    """Every byte as it was sent."""
    assert misread(FRAME, 9600, 9600) == FRAME


@pytest.mark.parametrize(("sent", "read"), [(9600, 19200), (19200, 9600), (9600, 115200)])
def test_at_another_speed_the_bits_are_others(sent: int, read: int) -> None:
    """Something is read, and it is never what was sent."""
    heard = misread(FRAME, sent, read)
    assert heard
    assert heard != FRAME
    assert FRAME not in heard


def test_a_third_of_the_speed_reads_every_third_bit() -> None:
    """A zero byte is low for nine bits, which are three of ours: the start bit, and two of data."""
    assert misread(b"\x00", 28800, 9600) == b"\xfc"


def test_a_question_of_a_search_is_no_order_at_another_speed() -> None:
    """Boards of a line hear those that are meant for strangers, as noise without a right check."""
    speeds = {baudrate for baudrate, _ in USUAL[Protocol.MODBUS_RTU]}
    for address in range(1, 248, 40):
        for question, (sent, read) in product(
            ModbusProbe().details(address), permutations(speeds, 2)
        ):
            heard = misread(question, sent, read)
            pieces = (
                heard[at:end] for at in range(len(heard)) for end in range(at + 4, len(heard) + 1)
            )
            assert not [piece for piece in pieces if crc16(piece) == 0], (address, sent, read)
