"""The rival of the gate measurement: pymodbus polls all boards, writes wait for the cycle's end.

Run as a process of its own: `python -m izix_desk.commands.bench.rival PORT BAUDRATE UNITS`. It
prints a line once it polls; each unit number on stdin is a coil to switch on.
"""

import queue
import sys
import threading

from pymodbus.client import ModbusSerialClient


def main() -> None:
    """Poll until stdin ends."""
    port, baudrate, units = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    client = ModbusSerialClient(port, baudrate=baudrate, timeout=0.2, retries=0)
    client.connect()
    asked: queue.SimpleQueue[int] = queue.SimpleQueue()
    reader = threading.Thread(target=_read, args=(asked,), daemon=True)
    reader.start()
    sys.stdout.write("polling\n")
    sys.stdout.flush()
    while reader.is_alive():
        for unit in range(1, units + 1):
            client.read_discrete_inputs(0, count=8, device_id=unit)
        while not asked.empty():
            client.write_coil(0, value=True, device_id=asked.get())
    client.close()


def _read(asked: "queue.SimpleQueue[int]") -> None:
    for line in sys.stdin:
        asked.put(int(line))


if __name__ == "__main__":
    main()
