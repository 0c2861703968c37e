"""Our master against pymodbus' server: a peer that nobody here wrote."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from izix_desk.devices.modbus.frames import COIL_OFF, COIL_ON, write_coil
from izix_desk.devices.wire import CoilFound, Inputs, PulseEnded, Refused
from izix_desk.domain.events import LineHealth
from izix_desk.domain.site import Input, Output
from tests.support.simulator import Peer
from tests.support.wires import Listening, gate, order, site_of

SERVER = Path(__file__).with_name("peers") / "pymodbus_server.py"
UNIT = 7
SITE = site_of(
    gate("good", UNIT, 1, inputs={"closed": Input(0), "opened": Input(2), "call": Input(7)}),
    gate("beyond", UNIT, 0, open=Output(number=99), inputs={}),
)
GOOD = SITE.gates[:1]


@pytest.fixture(params=["pty", "tcp"])
def server(request: pytest.FixtureRequest) -> Iterator[tuple[Peer, str]]:
    """Give the server, and the port that leads to it."""
    peer = Peer(SERVER, request.param)
    yield peer, peer.read()
    peer.close()


def commands(peer: Peer) -> Iterator[str]:
    """Yield the frames that the server received, without the questions."""
    while True:
        frame = peer.read()
        if frame.split()[1] not in {"01", "02"}:
            yield frame


def test_inputs_are_read(server: tuple[Peer, str], listening: Listening) -> None:
    """The server's three inputs, in their places."""
    _, ear = listening.start(SITE.lines[0], GOOD, server[1])
    assert ear.wait(Inputs).inputs == {"closed": True, "opened": True, "call": True}
    assert not ear.wait(CoilFound).on


def test_an_opening_is_confirmed(server: tuple[Peer, str], listening: Listening) -> None:
    """Coil on, coil off, each once."""
    peer, port = server
    line, ear = listening.start(SITE.lines[0], GOOD, port)
    ear.wait(Inputs)
    command = order(line, "good")
    ear.wait(PulseEnded)
    assert ear.about(command) == ["Sent", "Answered"]
    frames = commands(peer)
    assert next(frames) == write_coil(UNIT, 1, COIL_ON).frame.hex(" ")
    assert next(frames) == write_coil(UNIT, 1, COIL_OFF).frame.hex(" ")


def test_inputs_that_the_board_lacks_are_told(
    server: tuple[Peer, str], listening: Listening
) -> None:
    """The installer reads where to look."""
    site = site_of(gate("good", UNIT, 1, inputs={"closed": Input(40)}))
    _, ear = listening.start(site.lines[0], site.gates, server[1])
    detail = ear.wait_health(LineHealth.DEGRADED).detail
    assert detail.startswith("Address 7 on line north does not tell its inputs 40 to 40")
    assert not ear.all(Inputs)


def test_a_refusal_is_told_with_its_code(server: tuple[Peer, str], listening: Listening) -> None:
    """The server has no coil 99."""
    line, ear = listening.start(SITE.lines[0], SITE.gates, server[1])
    command = order(line, "beyond")
    refused = ear.wait(Refused)
    assert refused.command == command
    assert "(code 02)" in refused.detail
    assert ear.about(command) == ["Sent", "Refused"]
