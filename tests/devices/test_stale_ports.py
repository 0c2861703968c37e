"""Names of pseudo-terminals that outlived their simulator."""

import os
import pty
from dataclasses import replace
from pathlib import Path

import pytest
from serial import Serial

from izix_desk.devices.ports import open_port
from izix_desk.domain.errors import LineFault
from izix_desk.domain.site import Line, Protocol
from tests.support.waiting import wait_until


def test_a_number_that_went_to_somebody_else_is_not_opened(tmp_path: Path) -> None:
    """Not a byte of ours may appear on another's terminal."""
    link = tmp_path / "north"
    line = Line(id="north", port=str(link), protocol=Protocol.MODBUS_RTU)
    master, slave = pty.openpty()
    device = os.ttyname(slave)
    link.symlink_to(device)
    open_port(line, 0.1).close()
    os.close(slave)
    os.close(master)
    others = wait_until(lambda: _reopened(device, link.lstat().st_ctime_ns), 10, "the same number")
    try:
        with pytest.raises(LineFault, match="the simulator behind it has ended"):
            open_port(line, 0.1)
    finally:
        for descriptor in others or ():
            os.close(descriptor)


def test_a_port_that_another_program_holds_is_said_in_plain_words() -> None:
    """Without the words of the system, which fill the line of a lamp."""
    master, slave = pty.openpty()
    line = Line(id="north", port=os.ttyname(slave), protocol=Protocol.MODBUS_RTU)
    holder = Serial(line.port, exclusive=True)
    try:
        with pytest.raises(LineFault, match="is in use by another program: end that program"):
            open_port(line, 0.1)
    finally:
        holder.close()
        os.close(slave)
        os.close(master)


def test_a_port_that_another_line_holds_is_said_to_be_that_line_s(tmp_path: Path) -> None:
    """Also under another name; once that line let it go, it is free."""
    master, slave = pty.openpty()
    line = Line(id="north", port=os.ttyname(slave), protocol=Protocol.MODBUS_RTU)
    link = tmp_path / "south"
    link.symlink_to(line.port)
    south = replace(line, id="south", port=str(link))
    holder = open_port(line, 0.1)
    try:
        with pytest.raises(LineFault, match="of line south is that of line north as well: correct"):
            open_port(south, 0.1)
        holder.close()
        open_port(south, 0.1).close()
    finally:
        holder.close()
        os.close(slave)
        os.close(master)


def _reopened(device: str, after: int) -> list[int] | None:
    """Open terminals until the number comes again, later than that by the kernel's coarse clock."""
    opened: list[int] = []
    for _ in range(20):
        opened += pty.openpty()
        if os.ttyname(opened[-1]) == device and Path(device).stat().st_ctime_ns > after:
            return opened
    for descriptor in opened:
        os.close(descriptor)
    return None
