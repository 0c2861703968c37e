"""Our master against libmodbus' server: another peer that nobody here wrote."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from izix_desk.devices.modbus.frames import (
    COIL_OFF,
    COIL_ON,
    READ_COILS,
    READ_HOLDING,
    READ_INPUTS,
    READ_REGISTERS,
    Answer,
    read_bits,
    read_registers,
    write_coil,
    write_coils,
    write_register,
    write_registers,
)
from izix_desk.devices.modbus.master import Master, timing_of
from izix_desk.devices.ports import open_port
from izix_desk.devices.wire import CoilFound, Inputs, PulseEnded, Refused
from izix_desk.domain.site import Input, Output
from tests.support.simulator import Peer
from tests.support.wires import Listening, gate, order, site_of

SOURCE = Path(__file__).with_name("peers") / "libmodbus_server.c"
HEADERS = "/usr/include/modbus"
UNIT = 7
SITE = site_of(
    gate("good", UNIT, 1, inputs={"closed": Input(0), "opened": Input(2), "call": Input(7)}),
    gate("beyond", UNIT, 0, open=Output(number=99), inputs={}),
)
GOOD = SITE.gates[:1]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the server."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler is here: install gcc and libc6-dev")
    if not Path(HEADERS, "modbus.h").exists():
        pytest.skip("libmodbus is not here: install libmodbus-dev")
    built = tmp_path_factory.mktemp("libmodbus") / "server"
    words = [compiler, "-Wall", "-Werror", f"-I{HEADERS}", str(SOURCE), "-o", str(built)]
    subprocess.run([*words, "-lmodbus"], check=True)
    return built


@pytest.fixture
def server(program: Path) -> Iterator[tuple[Peer, str]]:
    """Give the server, and the port that leads to it."""
    peer = Peer(program)
    yield peer, peer.read()
    peer.close()


@pytest.fixture
def master(server: tuple[Peer, str]) -> Iterator[Master]:
    """Give our master on the server's port."""
    line = replace(SITE.lines[0], port=server[1])
    timing = timing_of(line)
    port = open_port(line, timing.reply)
    yield Master(port, timing)
    port.close()


def test_a_gate_is_opened_once(server: tuple[Peer, str], listening: Listening) -> None:
    """Inputs in their places; coil on, coil off, each once."""
    peer, port = server
    line, ear = listening.start(SITE.lines[0], GOOD, port)
    assert not ear.wait(CoilFound).on
    assert ear.wait(Inputs).inputs == {"closed": True, "opened": True, "call": True}
    command = order(line, "good")
    ear.wait(PulseEnded)
    assert ear.about(command) == ["Sent", "Answered"]
    frames = (frame for frame in iter(peer.read, "") if frame.split()[1] not in {"01", "02"})
    assert next(frames) == write_coil(UNIT, 1, COIL_ON).frame.hex(" ")
    assert next(frames) == write_coil(UNIT, 1, COIL_OFF).frame.hex(" ")


def test_a_refusal_is_told_with_its_code(server: tuple[Peer, str], listening: Listening) -> None:
    """The server has no coil 99."""
    line, ear = listening.start(SITE.lines[0], SITE.gates, server[1])
    command = order(line, "beyond")
    assert "(code 02)" in ear.wait(Refused).detail
    assert ear.about(command) == ["Sent", "Refused"]


def test_every_function_is_understood(master: Master) -> None:
    """What is written is read again, by each of the eight functions."""
    told = master.ask(read_bits(UNIT, READ_INPUTS, 0, 8))
    assert told == Answer(bytes((0b10000101,)))
    assert master.ask(write_coil(UNIT, 0, COIL_ON))
    assert master.ask(write_coils(UNIT, 1, (True, False, True)))
    assert master.ask(read_bits(UNIT, READ_COILS, 0, 4)) == Answer(bytes((0b1011,)))
    assert master.ask(write_register(UNIT, 0, 0xABCD))
    assert master.ask(write_registers(UNIT, 1, (1, 2, 3)))
    held = master.ask(read_registers(UNIT, READ_HOLDING, 0, 4))
    assert held is not None
    assert [held.word(n) for n in range(4)] == [0xABCD, 1, 2, 3]
    assert master.ask(read_registers(UNIT, READ_REGISTERS, 0, 2)) == Answer(b"\0\0\x12\x34")
