"""pymodbus' server as a board that nobody here wrote, on a pseudo-terminal or a TCP port.

Prints where it listens, then every frame it receives. Run by the tests in a process of its own.
"""

import asyncio
import os
import pty
import sys
import threading
import tty

from pymodbus import FramerType
from pymodbus.datastore import (
    ModbusDeviceContext,
    ModbusSequentialDataBlock,
    ModbusServerContext,
)
from pymodbus.server import ModbusSerialServer, ModbusTcpServer

UNIT = 7
INPUTS = [True, False, True, False, False, False, False, True]


def trace(sending: bool, data: bytes) -> bytes:
    """Print what arrives."""
    if not sending:
        sys.stdout.write(f"{data.hex(' ')}\n")
    return data


def board() -> ModbusServerContext:
    """Return one board with 8 inputs and 4 coils; its addresses begin at 1, as its blocks do."""
    device = ModbusDeviceContext(
        di=ModbusSequentialDataBlock(1, INPUTS), co=ModbusSequentialDataBlock(1, [False] * 4)
    )
    return ModbusServerContext(devices={UNIT: device}, single=False)


def joined_ptys() -> tuple[str, str]:
    """Return two devices that are joined as by a cable."""
    ends = [pty.openpty() for _ in range(2)]
    for _, slave in ends:
        tty.setraw(slave)
    for source, target in ((ends[0][0], ends[1][0]), (ends[1][0], ends[0][0])):
        threading.Thread(target=pump, args=(source, target), daemon=True).start()
    return os.ttyname(ends[0][1]), os.ttyname(ends[1][1])


def pump(source: int, target: int) -> None:
    """Carry bytes one way."""
    while True:
        os.write(target, os.read(source, 256))


async def serve(kind: str) -> None:
    """Listen until killed."""
    if kind == "pty":
        near, far = joined_ptys()
        server = ModbusSerialServer(
            board(), port=far, baudrate=19200, trace_packet=trace, ignore_missing_devices=True
        )
        await server.serve_forever(background=True)
        sys.stdout.write(f"{near}\n")
    else:
        tcp = ModbusTcpServer(
            board(), framer=FramerType.RTU, address=("127.0.0.1", 0), trace_packet=trace
        )
        await tcp.serve_forever(background=True)
        assert isinstance(tcp.transport, asyncio.Server)
        port = tcp.transport.sockets[0].getsockname()[1]
        sys.stdout.write(f"socket://127.0.0.1:{port}\n")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
