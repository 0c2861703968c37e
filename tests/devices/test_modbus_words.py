"""What installers see of a Modbus line: orders in words that name the output, not the register."""

from dataclasses import replace

import pytest

from izix_desk.devices.modbus.coils import hold_request, open_request
from izix_desk.devices.modbus.frames import (
    READ_INPUTS,
    Request,
    read_bits,
    seal,
    write_coil,
    write_registers,
)
from izix_desk.devices.modbus.words import ModbusReader
from izix_desk.devices.tap import Passed
from tests.support.wires import by_board, gate

STRANGE = [
    (seal(bytes((3, 2, 1, 5))), "an answer of unit 3"),
    (seal(bytes((3, 0x82, 2))), "an answer of unit 3"),
    (b"\x00" + seal(bytes((3, 2, 1, 5))), "an answer of unit 3"),
    (seal(bytes((3, 2, 1, 5)))[:-1] + b"\x00", "6 bytes that are no answer"),
    (seal(bytes((2, 4, 2, 0, 1))), "7 bytes that are no answer"),
]


@pytest.mark.parametrize(("came", "words"), STRANGE)
def test_an_answer_of_another_unit_is_named(came: bytes, words: str) -> None:
    """Only where its check is right; in time and too late."""
    asked = read_bits(2, READ_INPUTS, 0, 4).frame
    told = Passed(0.0, is_sent=False, data=came, asked=asked, plain=None)
    assert ModbusReader().words(told) == f"unit 2, {words}"
    assert ModbusReader().words(replace(told, is_late=True)) == f"unit 2, too late: {words}"


CASES = [
    (open_request(gate("g", 1, coil=3)), "switch output 3 on"),
    (open_request(gate("g", 1, open=by_board("waveshare", 3, 1.5))), "close output 3 for 1.5 s"),
    (open_request(gate("g", 1, open=by_board("lc-tech", 3, 2))), "close output 3 for 2 s"),
    (hold_request(1, 1), "switch output 1 on"),
    (write_coil(1, 0x0201, 0), "switch output 513 off"),
    (write_coil(1, 0x0400, 15), "switch output 1024 with value 15"),
    (write_coil(1, 5, 15), "switch output 5 with value 15"),
    (write_registers(1, 4, [4, 15]), "set registers 4–5 to 4 15"),  # noqa: RUF001 - from to
]


@pytest.mark.parametrize(("request_", "words"), CASES)
def test_orders_have_words(request_: Request, words: str) -> None:
    """Asked and confirmed; a write that no known board takes as a pulse stays what it is."""
    sent = Passed(0.0, is_sent=True, data=request_.frame, asked=request_.frame, plain=None)
    assert ModbusReader().words(sent) == f"unit 1, {words}"
