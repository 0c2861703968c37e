"""libosdp's peripheral as a device that nobody here wrote, on a pseudo-terminal.

Words: address, key in hex. Prints its port, then every output command; obeys `card BITS` and
`keys DIGITS` on stdin. Run by the tests in a process of its own.
"""

import ctypes
import json
import os
import pty
import select
import sys
import threading
import time
import tty

import osdp  # pyright: ignore[reportMissingImports] where it is missing, the tests are skipped

DONE = (0, None)
"""What a command is answered with."""


class Pty(osdp.Channel):
    """A pseudo-terminal that hands over whole frames only: the library loses any other."""

    def __init__(self) -> None:
        super().__init__()
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        self.port = os.ttyname(self._slave)
        self._got = b""

    def read(self, max_bytes: int) -> bytes:
        """Return one frame, or nothing."""
        while select.select([self._master], [], [], 0)[0]:
            self._got += os.read(self._master, 4096)
        start = self._got.find(b"\x53")
        size = int.from_bytes(self._got[start + 2 : start + 4], "little") if start >= 0 else 0
        if start < 0 or len(self._got) < start + 4 or len(self._got) < start + size:
            return b""
        frame, self._got = self._got[: start + size], self._got[start + size :]
        return frame[:max_bytes]

    def write(self, buf: bytes) -> int:
        """Send all of it."""
        return os.write(self._master, bytes(buf))

    def flush(self) -> None:
        """Drop what waits."""
        self._got = b""


def say(value: object) -> None:
    """Print a line."""
    sys.stdout.write(json.dumps(value, default=bytes.hex) + "\n")
    sys.stdout.flush()


def obey(device: "osdp.PeripheralDevice") -> None:
    """Show cards and press keys as told, until stdin ends."""
    for line in sys.stdin:
        what, value = line.split()
        if what == "card":
            size = -(-len(value) // 8)
            data = int(value.ljust(size * 8, "0"), 2).to_bytes(size, "big")
            event = {
                "event": osdp.Event.CardRead,
                "reader_no": 0,
                "format": osdp.CardFormat.Wiegand,
                "direction": 0,
                "length": len(value),
                "data": data,
            }
        else:
            event = {"event": osdp.Event.KeyPress, "reader_no": 0, "data": value.encode()}
        device.submit_event(event)


def main() -> None:
    """Be a device until killed."""
    channel = Pty()
    info = osdp.PDInfo(
        int(sys.argv[1]),
        channel,
        scbk=bytes.fromhex(sys.argv[2]),
        flags=[osdp.LibFlag.EnforceSecure],
        id=osdp.PdId(1, 7, 0x00BEBAFE, 4711, 0x00010203),
    )
    able = [
        (osdp.Capability.OutputControl, 4, 4),
        (osdp.Capability.CommunicationSecurity, 1, 1),
        (osdp.Capability.CheckCharacter, 1, 0),
        (osdp.Capability.CardDataFormat, 1, 0),
        (osdp.Capability.LEDControl, 1, 1),
        (osdp.Capability.AudibleControl, 1, 1),
        (osdp.Capability.ContactStatusMonitoring, 1, 4),
    ]

    def handle(command: dict[str, object]) -> tuple[int, None]:
        say(command)
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(DONE))  # the library gives back one too many
        return DONE

    device = osdp.PeripheralDevice(
        info,
        osdp.PDCapabilities(able),
        osdp.LogLevel.Emergency,
        command_handler=handle,  # pyright: ignore[reportArgumentType] None where nothing is to be told
    )
    threading.Thread(target=obey, args=(device,), daemon=True).start()
    device.start()
    say({"port": channel.port})
    while True:
        time.sleep(1)


if __name__ == "__main__":
    main()
