"""The rival of the OSDP lines: libosdp's control panel, in the quickest loop that it allows.

Run as a process of its own: `python -m izix_desk.commands.bench.osdp_rival PORT KEYS`. It
prints a line once every device is in secure channel; each address on stdin is a pulse of its
output 0.
"""

import os
import queue
import select
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from izix_desk.commands.bench.line_sites import read_pairings

CHUNK = 4096
LOOK_SECONDS = 0.0005
ONLINE_SECONDS, TRIES = 15.0, 6
SOM = b"\x53"
PULSE_FOR = 5
"""Control code of a timed pulse."""


class _Panel(Protocol):
    """The control panel as the library offers it."""

    def refresh(self) -> None: ...
    def sc_status(self) -> int: ...
    def submit_command(self, device: int, command: Mapping[str, int], /) -> bool: ...


class _Library(Protocol):
    """What is used of `osdp_sys`."""

    FLAG_ENFORCE_SECURE: int
    LOG_EMERG: int
    CMD_OUTPUT: int

    def set_loglevel(self, level: int, /) -> None: ...
    def ControlPanel(self, devices: Sequence[Mapping[str, object]], /) -> _Panel: ...  # noqa: N802 - its own name


class _Wire:
    """The port; it hands over whole frames only, for the library loses any other."""

    id = 0

    def __init__(self, port: int) -> None:
        self._port = port
        self._got = b""

    def read(self, max_bytes: int) -> bytes:
        """Return one frame, or nothing."""
        with suppress(BlockingIOError):
            self._got += os.read(self._port, CHUNK)
        start = self._got.find(SOM)
        size = int.from_bytes(self._got[start + 2 : start + 4], "little") if start >= 0 else 0
        if start < 0 or len(self._got) < start + max(4, size):
            return b""
        frame, self._got = self._got[: start + size], self._got[start + size :]
        return frame[:max_bytes]

    def write(self, buf: bytes) -> int:
        """Send all of it."""
        return os.write(self._port, bytes(buf))

    def flush(self) -> None:
        """Drop what waits."""
        with suppress(BlockingIOError):
            os.read(self._port, CHUNK)
        self._got = b""


def main() -> None:
    """Poll until stdin ends."""
    library = cast("_Library", import_module("osdp_sys"))
    # A pseudo-terminal, which the simulator made raw; how fast it is, the simulator decides.
    port = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    wire = _Wire(port)
    keys = {each.address: each.key for each in read_pairings(Path(sys.argv[2]))}
    library.set_loglevel(library.LOG_EMERG)
    numbers = {address: number for number, address in enumerate(keys)}
    panel = _bring_up(library, [_device(library, wire, *known) for known in keys.items()], port)
    asked: queue.SimpleQueue[int] = queue.SimpleQueue()
    reader = threading.Thread(target=_read, args=(asked,), daemon=True)
    reader.start()
    sys.stdout.write("polling\n")
    sys.stdout.flush()
    pulse = {"command": library.CMD_OUTPUT, "output_no": 0}
    pulse |= {"control_code": PULSE_FOR, "timer_count": 1}
    while reader.is_alive():
        _step(panel, port)
        while not asked.empty():
            panel.submit_command(numbers[asked.get()], pulse)


def _device(library: _Library, wire: _Wire, address: int, key: bytes) -> Mapping[str, object]:
    # The numbers are a device's own; of a control panel's devices they are not used.
    numbers = ("version", "model", "vendor_code", "serial_number", "firmware_version")
    return {
        "name": f"device-{address}",
        "address": address,
        "flags": library.FLAG_ENFORCE_SECURE,
        "scbk": key,
        "channel": wire,
        **dict.fromkeys(numbers, 1),
    }


def _bring_up(library: _Library, devices: Sequence[Mapping[str, object]], port: int) -> _Panel:
    """Return a panel whose devices are all in secure channel.

    It leaves a device alone for 300 s after one lost reply, so that a new one is quicker.
    """
    for _ in range(TRIES):
        panel = library.ControlPanel(devices)
        until = time.monotonic() + ONLINE_SECONDS
        while time.monotonic() < until:
            _step(panel, port)
            if panel.sc_status() == 2 ** len(devices) - 1:
                return panel
    sys.exit("libosdp did not bring all devices into secure channel.")


def _step(panel: _Panel, port: int) -> None:
    panel.refresh()
    select.select([port], [], [], LOOK_SECONDS)


def _read(asked: "queue.SimpleQueue[int]") -> None:
    for line in sys.stdin:
        asked.put(int(line))


if __name__ == "__main__":
    main()
