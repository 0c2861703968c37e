"""A camera line: whole, cut, garbage, silent, half-open, gone and back."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from izix_desk.devices.plates import LONGEST_LINE, LineCutter
from izix_desk.devices.wire import PlateLine, Refused
from izix_desk.domain.events import LineHealth, LineReading
from izix_desk.domain.site import Line
from tests.devices.conftest import Simulate
from tests.support.waiting import wait_until
from tests.support.wires import Ear, Listening, gate, order, site_of

SITE = site_of(gate("one", 1))
CAMERA = SITE.lines[1]


class Camera:
    """A device server whose bytes a test chooses."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(15)
        self.port = f"socket://127.0.0.1:{self._server.getsockname()[1]}"
        self.desk: socket.socket | None = None

    def accept(self) -> None:
        """Take the next connection."""
        self.hang_up()
        self.desk, _ = self._server.accept()

    def send(self, data: bytes) -> None:
        """Send to the desk."""
        assert self.desk
        self.desk.sendall(data)

    def hang_up(self) -> None:
        """Drop the connection."""
        if self.desk:
            self.desk.close()

    def close(self) -> None:
        """Take the port away."""
        self.hang_up()
        self._server.close()


@pytest.fixture
def camera() -> Iterator[Camera]:
    """Give a camera behind a device server."""
    camera = Camera()
    yield camera
    camera.close()


def listen(listening: Listening, camera: Camera, line: Line = CAMERA) -> Ear:
    """Start the line and connect it."""
    _, ear = listening.start(line, SITE.gates, camera.port)
    camera.accept()
    return ear


def plates(ear: Ear) -> list[str]:
    """Return the plates read so far."""
    return [read.plate for read in ear.all(PlateLine)]


def test_a_read_has_plate_confidence_and_direction(listening: Listening, camera: Camera) -> None:
    """By the groups of the pattern."""
    ear = listen(listening, camera)
    camera.send(b"1-ABC-234;0.93;OUT\r\n2-XYZ-001;0.5\n")
    first = ear.wait(PlateLine)
    assert (first.plate, first.confidence, first.direction) == ("1-ABC-234", 0.93, "OUT")
    assert first.raw == "1-ABC-234;0.93;OUT"
    second = ear.wait(PlateLine, lambda read: read.plate == "2-XYZ-001")
    assert (second.confidence, second.direction) == (0.5, "")


def test_cut_lines_are_joined(listening: Listening, camera: Camera) -> None:
    """A read in three pieces, and two reads in one."""
    ear = listen(listening, camera)
    for piece in (b"1-AB", b"C-234;0.9", b"3\r", b"\n1-DEF-567;0.88\n1-GHI-777;0.91\n"):
        camera.send(piece)
    ear.wait(PlateLine, lambda read: read.plate == "1-GHI-777")
    assert plates(ear) == ["1-ABC-234", "1-DEF-567", "1-GHI-777"]


def test_garbage_is_dropped(listening: Listening, camera: Camera) -> None:
    """Neither endless nor undecodable bytes stop the next read."""
    ear = listen(listening, camera)
    camera.send(b"x" * 5000 + b"\nno plate here\n\xff\xfe;0.93\n\n1-ABC-234;0.93\n")
    ear.wait(PlateLine, lambda read: read.plate == "1-ABC-234")
    assert plates(ear) == ["\ufffd\ufffd", "1-ABC-234"]


def test_text_unlike_the_pattern_is_told(listening: Listening, camera: Camera) -> None:
    """The installer sees what the camera writes, until it fits."""
    ear = listen(listening, camera)
    camera.send(b"PLATE=1-ABC-234 CONF=93\n")
    assert "PLATE=1-ABC-234 CONF=93" in ear.wait_health(LineHealth.DEGRADED).detail
    ear.forget()
    camera.send(b"1-ABC-234;0.93\n")
    ear.wait_health(LineHealth.OK)


def test_a_lost_connection_is_told_and_made_again(listening: Listening, camera: Camera) -> None:
    """Reads go on; half a line from before is not joined to one from after."""
    ear = listen(listening, camera)
    camera.send(b"1-ABC")
    ear.wait_health(LineHealth.OK)
    camera.hang_up()
    ear.wait_health(LineHealth.OFFLINE)
    ear.forget()
    camera.accept()
    camera.send(b"1-DEF-567;0.88\n")
    ear.wait(PlateLine)
    assert plates(ear) == ["1-DEF-567"]
    ear.wait_health(LineHealth.OK)


def test_a_camera_that_fell_silent_is_told(listening: Listening, camera: Camera) -> None:
    """The connection stands, but the heartbeat stays away; then it is back."""
    line = replace(CAMERA, heartbeat="^ALIVE$", silent_after=0.3)
    ear = listen(listening, camera, line)
    camera.send(b"ALIVE\n")
    ear.wait_health(LineHealth.OK)
    assert "check the camera" in ear.wait_health(LineHealth.SILENT).detail
    assert plates(ear) == []
    ear.forget()
    camera.send(b"ALIVE\n")
    ear.wait_health(LineHealth.OK)


def test_a_camera_without_heartbeat_may_be_quiet(listening: Listening, camera: Camera) -> None:
    """No cars, no reads: the lamp shows the age of the last one, nothing more."""
    line = replace(CAMERA, silent_after=0.05)
    ear = listen(listening, camera, line)
    camera.send(b"1-ABC-234;0.93\n")
    read = ear.wait(PlateLine)
    ear.wait(LineReading, lambda reading: reading.last == read.monotonic)
    assert {reading.health for reading in ear.all(LineReading)} == {LineHealth.OK}


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="reads Linux' table of sockets")
def test_keep_alive_is_at_work(listening: Listening, camera: Camera) -> None:
    """A half-open connection is only found by asking; the kernel's timer 2 does that."""
    listen(listening, camera)
    assert camera.desk
    ends = camera.desk.getpeername(), camera.desk.getsockname()
    local, remote = (f":{end[1]:04X}" for end in ends)

    def timer() -> str:
        rows = (row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:])
        ours = [row[5] for row in rows if row[1].endswith(local) and row[2].endswith(remote)]
        return ours[0].split(":")[0] if ours else ""

    # Another timer runs for a moment while the greeting is under way.
    wait_until(lambda: timer() == "02", 15, "the keep-alive timer")


def test_a_camera_opens_nothing(listening: Listening, camera: Camera) -> None:
    """A mistake in the site file becomes a refusal."""
    line, ear = listening.start(CAMERA, SITE.gates, camera.port)
    order(line, "one")
    assert "is a camera" in ear.wait(Refused).detail


def test_a_serial_camera_that_vanishes_and_returns(
    listening: Listening, simulate: Simulate
) -> None:
    """Over a pseudo-terminal: what was written while nobody read is old and not believed."""
    simulator = simulate(SITE)
    _, ear = listening.start(CAMERA, SITE.gates, simulator.ports["camera"])
    ear.wait_health(LineHealth.OK)
    simulator.do("read camera 1-ABC-234;0.93")
    ear.wait(PlateLine)
    simulator.kill()
    ear.wait_health(LineHealth.OFFLINE)
    ear.forget()
    simulator.start()
    ear.wait_health(LineHealth.OK)
    simulator.do("read camera 1-DEF-567;0.88")
    ear.wait(PlateLine)
    assert plates(ear) == ["1-DEF-567"]


def test_the_cutter_forgets_the_rest_of_an_endless_line() -> None:
    """What follows garbage begins at the next line end."""
    cutter = LineCutter()
    assert cutter.feed(b"x" * (LONGEST_LINE + 1)) == []
    assert cutter.feed(b"tail\n1-ABC-234;0.93\n") == ["1-ABC-234;0.93"]
