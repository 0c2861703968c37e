"""Serial ports by names that last; only the list of adapters is ours, as no test can plug one."""

import os
import pty
from collections.abc import Iterator
from pathlib import Path

import pytest
from serial.tools.list_ports_common import ListPortInfo

from izix_desk.devices.port_faults import NoSuchAdapter
from izix_desk.devices.port_names import PortName, device_of, is_same, ports_here
from izix_desk.devices.ports import open_port
from izix_desk.domain.errors import LineFault
from izix_desk.domain.site import Line, Protocol


def adapter(device: str, number: str | None = None, says: str = "n/a") -> ListPortInfo:
    """Return an adapter as pyserial lists it."""
    listed = ListPortInfo(device)
    listed.vid = 0x0403
    listed.serial_number, listed.description = number, says
    return listed


@pytest.fixture
def terminal() -> Iterator[str]:
    """Give a device that can be opened."""
    master, slave = pty.openpty()
    yield os.ttyname(slave)
    os.close(slave)
    os.close(master)


def test_the_lasting_name_is_told(tmp_path: Path, terminal: str) -> None:
    """The system's own link first, else the serial number, else only today's name."""
    link = tmp_path / "usb-FTDI_USB-RS485_A50285BI-if00-port0"
    link.symlink_to(terminal)
    listed = [
        adapter("COM7"),
        adapter("COM3", "A10", "USB Serial Port (COM3)"),
        adapter(terminal, "A50285BI", "USB-RS485"),
    ]
    assert ports_here(lambda: listed, tmp_path) == [
        PortName(terminal, str(link), "USB-RS485", lasts=True),
        PortName("COM3", "serial:A10", "USB Serial Port (COM3)", lasts=True),
        PortName("COM7", "COM7", "", lasts=False),
    ]


def test_a_port_of_the_board_itself_keeps_its_name() -> None:
    """It is no adapter, so nobody can plug it in elsewhere."""
    own = adapter("COM1")
    own.vid = None
    assert ports_here(lambda: [own], Path("/nowhere")) == [PortName("COM1", "COM1", "", lasts=True)]


def test_a_number_that_two_adapters_have_names_none() -> None:
    """Cheap adapters all say the same; whichever is opened would be chance."""
    twins = [adapter("COM3", "0001"), adapter("COM4", "0001")]
    assert not any(each.lasts for each in ports_here(lambda: twins, Path("/nowhere")))
    with pytest.raises(NoSuchAdapter, match="not one port but 2: COM3, COM4"):
        device_of("serial:0001", lambda: twins)


def test_a_number_leads_to_its_adapter_under_any_name() -> None:
    """Plugged in again it may have another one; a part of the number is not the number."""
    assert device_of("serial:A50", lambda: [adapter("COM3", "A50")]) == "COM3"
    assert device_of("serial:A50", lambda: [adapter("COM3", "A501"), adapter("COM9", "A50")]) == (
        "COM9"
    )
    assert device_of("/dev/ttyUSB0", list) == "/dev/ttyUSB0"


def test_an_adapter_that_is_not_there_is_told_with_what_to_do() -> None:
    """No adapter of this machine has this number."""
    line = Line(id="north", port="serial:NO-SUCH-NUMBER", protocol=Protocol.MODBUS_RTU)
    with pytest.raises(LineFault, match=r"^Port serial:NO-SUCH-NUMBER of line north is not plug"):
        open_port(line, 0.1)


def test_two_names_of_one_port_are_the_same(tmp_path: Path, terminal: str) -> None:
    """A link and where it leads; a name that leads nowhere is only itself."""
    link = tmp_path / "north"
    link.symlink_to(terminal)
    assert is_same(str(link), terminal)
    assert not is_same(str(link), "/dev/null")
    assert is_same("serial:NO-SUCH-NUMBER", "serial:NO-SUCH-NUMBER")
    assert not is_same("serial:NO-SUCH-NUMBER", terminal)
