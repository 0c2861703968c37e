"""What a site may name and this version cannot speak yet."""

from izix_desk.devices.lines import make_line
from izix_desk.devices.wire import Refused
from izix_desk.domain.events import LineHealth, LineReading
from izix_desk.domain.site import Line, Protocol
from tests.support.wires import Ear, order


def test_a_protocol_that_is_not_built_says_so() -> None:
    """One reading, and every order is refused."""
    ear = Ear()
    line = make_line(Line(id="readers", port="COM9", protocol=Protocol.FRAMES), (), ear)
    line.start()
    line.drop_coil("one")
    command = order(line, "one")
    line.stop()
    (reading,) = ear.all(LineReading)
    assert reading.health is LineHealth.NOT_BUILT
    assert "speaks frames" in reading.detail
    assert ear.about(command) == ["Refused"]
    assert ear.wait(Refused).reason == "GATE_OFFLINE"
