"""What a driver sees and hears at a reader: green for admitted, flashing red and beeps for not."""

from collections import deque
from dataclasses import dataclass

from izix_desk.devices.osdp.bus import Bus
from izix_desk.devices.osdp.codes import BUZ, LED
from izix_desk.devices.osdp.dialogue import Dialogue
from izix_desk.devices.osdp.messages import REFUSED_BEEPS, lamp
from izix_desk.devices.osdp.peripherals import Peripheral
from izix_desk.devices.stations import Roster
from izix_desk.devices.timing import Clock
from izix_desk.devices.wire import Signal


@dataclass(frozen=True, slots=True)
class _Step:
    signal: Signal
    code: int
    data: bytes


class Signals:
    """Waits for a gap that no gate command needs; what comes too late is dropped."""

    def __init__(self, roster: Roster[Peripheral], dialogue: Dialogue, clock: Clock) -> None:
        self._roster = roster
        self._dialogue = dialogue
        self._clock = clock
        self._steps: deque[_Step] = deque()

    def show(self, signal: Signal) -> None:
        """Have a signal shown, in place of what the same reader still was to show."""
        place = signal.address, signal.reader
        others = (e for e in self._steps if (e.signal.address, e.signal.reader) != place)
        self._steps = deque(others)
        number, good = signal.reader, signal.good
        self._steps.append(_Step(signal, LED, lamp(number, good=good)))
        if not good:
            self._steps.append(_Step(signal, BUZ, bytes((number, *REFUSED_BEEPS))))

    def step(self, bus: Bus) -> bool:
        """Send the next frame if there is one for a device that listens; tell whether it did."""
        for _ in range(len(self._steps)):
            step = self._steps.popleft()
            device = self._roster.stations.get(step.signal.address)
            late = self._clock.now() >= step.signal.expires_monotonic
            if late or device is None or device.barred or device.is_offline or not device.signals:
                continue
            if device.is_ready():
                self._dialogue.step(device, bus, step.code, step.data)
                return True
            self._steps.append(step)
        return False
