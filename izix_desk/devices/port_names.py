"""Names of serial ports that last: COM3 or ttyUSB0 is whoever was plugged in first."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from serial.tools.list_ports import comports

from izix_desk.devices.port_faults import NoSuchAdapter

BY_NUMBER = "serial:"
"""Begins a port that is named by the serial number of its adapter."""
LINKS = Path("/dev/serial/by-id")


class Listed(Protocol):
    """A port as pyserial lists it."""

    device: str
    description: str
    serial_number: str | None
    vid: int | None
    """The maker's number; None of a port that is no USB adapter."""


Look = Callable[[], Iterable[Listed]]


@dataclass(frozen=True, slots=True)
class PortName:
    """One serial port of this PC."""

    device: str
    """As the system calls it today."""
    lasting: str
    """What a site file should say: it stays the adapter's whatever else is plugged in."""
    adapter: str
    """What it says it is; empty where it says nothing."""
    lasts: bool
    """False of an adapter that has nothing of its own to be told from others by."""


def ports_here(look: Look = comports, links: Path = LINKS) -> Sequence[PortName]:
    """Return all serial ports, each with the name that lasts."""
    by_id = {os.path.realpath(link): str(link) for link in sorted(links.glob("*"))}
    listed = sorted(look(), key=lambda each: each.device)
    numbers = [each.serial_number for each in listed]
    return [_named(each, by_id.get(os.path.realpath(each.device)), numbers) for each in listed]


def device_of(port: str, look: Look = comports) -> str:
    """Return what to open for a port of a site file; raises NoSuchAdapter."""
    if not port.startswith(BY_NUMBER):
        return port
    number = port.removeprefix(BY_NUMBER)
    devices = [each.device for each in look() if each.serial_number == number]
    if not devices:
        raise NoSuchAdapter("is not plugged in: no adapter has this serial number")
    if len(devices) > 1:
        raise NoSuchAdapter(f"is not one port but {len(devices)}: {', '.join(sorted(devices))}")
    return devices[0]


def is_same(one: str, other: str) -> bool:
    """Tell whether two names are of one port, as far as that can be told now."""
    try:
        return os.path.realpath(device_of(one)) == os.path.realpath(device_of(other))
    except NoSuchAdapter:
        return one == other


def _named(port: Listed, link: str | None, numbers: Sequence[str | None]) -> PortName:
    # Cheap adapters have no number, or all the same one.
    is_unique = bool(port.serial_number) and numbers.count(port.serial_number) == 1
    lasting = link or (f"{BY_NUMBER}{port.serial_number}" if is_unique else None)
    return PortName(
        device=port.device,
        lasting=lasting or port.device,
        adapter="" if port.description in {"n/a", port.device} else port.description,
        lasts=lasting is not None or port.vid is None,
    )
