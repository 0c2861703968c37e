"""What a site file may say of ports: one line each, under whatever name."""

from pathlib import Path

import pytest

from izix_desk.domain.errors import BadInput
from izix_desk.services.site_file import read_site_text
from tests.services.test_site_file import SMALL
from tests.services.test_site_osdp import OSDP


def with_ports(one: str, other: str) -> str:
    """Return a site whose lines have these ports."""
    text = SMALL.replace('"COM3"', f'"{one}"').replace('"socket://10.0.0.1:4001"', f'"{other}"')
    assert text.count("port = ") == 2
    return text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("COM3", "COM3"),
        ("COM3", "com3"),
        ("serial:A50285BI", "serial:A50285BI"),
        ("/none/../dev/ttyUSB77", "/dev/ttyUSB77"),
        ("/dev//ttyUSB77", "/dev/./ttyUSB77"),
        ("socket://Moxa:4001", "socket://moxa:4001/"),
    ],
)
def test_one_port_is_one_line_s(one: str, other: str) -> None:
    """Under two spellings as well; both lines are named."""
    with pytest.raises(BadInput) as refused:
        read_site_text(with_ports(one, other), "yard.toml")
    assert str(refused.value).startswith('yard.toml: line "cam".port must differ from that of line')
    assert f'"north", but "{other}" is the same port' in str(refused.value)
    assert (f'there called "{one}"' in str(refused.value)) is (one != other)


def test_two_links_to_one_adapter_are_one_port(tmp_path: Path) -> None:
    """As a by-id name and the one that the system gave it today."""
    device, link = tmp_path / "ttyUSB0", tmp_path / "usb-FTDI"
    device.touch()
    link.symlink_to(device)
    with pytest.raises(
        BadInput, match=r'line "cam".port must differ .* is the same port, there called'
    ):
        read_site_text(with_ports(str(link), str(device)), "yard.toml")
    assert read_site_text(with_ports(str(link), f"{device}1"), "yard.toml")


def test_a_folder_is_no_port(tmp_path: Path) -> None:
    """Nobody could ever open it."""
    with pytest.raises(
        BadInput, match=r'line "north".port must be a serial port .* no folder, not'
    ):
        read_site_text(with_ports(str(tmp_path), "COM4"), "yard.toml")


@pytest.mark.parametrize(
    ("key", "protocol", "why"),
    [
        (
            "baudrate = 19201",
            "modbus-rtu",
            r'line "north".baudrate must be one of 300, .*not 19201',
        ),
        ("baudrate = 4800", "osdp", r'line "north".baudrate must be one of 9600, .*not 4800'),
        ('parity = "E"', "osdp", r'line "north".parity must be N, as OSDP always is, not E'),
        ("stopbits = 2", "osdp", r'line "north".stopbits must be 1, as OSDP always has, not 2'),
    ],
)
def test_what_nobody_speaks_on_a_wire_is_refused(key: str, protocol: str, why: str) -> None:
    """OSDP is 8N1 at six speeds; other ports take the speeds that systems can set."""
    text = OSDP if protocol == "osdp" else SMALL
    with pytest.raises(BadInput, match=why):
        read_site_text(text.replace('"COM3"', f'"COM3"\n{key}'), "yard.toml")


@pytest.mark.parametrize("text", [SMALL, OSDP])
def test_a_device_server_knows_its_own_speed(text: str) -> None:
    """Any is good behind socket://, where this PC sets none."""
    server = text.replace('"COM3"', '"socket://moxa:4001"\nbaudrate = 19201')
    assert read_site_text(server, "yard.toml").lines[0].baudrate == 19201
    even = SMALL.replace('"COM3"', '"COM3"\nbaudrate = 38400\nparity = "E"\nstopbits = 2')
    assert read_site_text(even, "yard.toml").lines[0].parity == "E"
