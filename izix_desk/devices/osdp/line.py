"""The thread of one OSDP line: commands in the next gap, polls between them."""

from collections.abc import Mapping, Sequence

from izix_desk.devices.footing import GROUND, Footing
from izix_desk.devices.lamp import Lamp
from izix_desk.devices.mailbox import Item
from izix_desk.devices.osdp.bus import READ_SECONDS, Bus
from izix_desk.devices.osdp.dialogue import Dialogue
from izix_desk.devices.osdp.orders import OsdpOrders
from izix_desk.devices.osdp.peripherals import peripherals_of
from izix_desk.devices.osdp.scanning import OsdpProbe
from izix_desk.devices.osdp.signals import Signals
from izix_desk.devices.osdp.words import OsdpReader
from izix_desk.devices.port_line import LOOK_SECONDS, PortLine
from izix_desk.devices.ports import Port
from izix_desk.devices.stations import own_gates
from izix_desk.devices.tap import Tap
from izix_desk.devices.wire import LineOrder, Post, Signal
from izix_desk.domain.pairing import Pairing
from izix_desk.domain.site import Gate, Line


class OsdpLine(PortLine):
    """One serial line with its devices, each in a secure channel of its own."""

    def __init__(
        self,
        line: Line,
        gates: Sequence[Gate],
        pairings: Mapping[int, Pairing],
        post: Post,
        footing: Footing = GROUND,
    ) -> None:
        own = own_gates(line, gates)
        self._roster = roster = peripherals_of(line.id, gates, pairings)
        reader = OsdpReader(roster.stations)
        tap = Tap(line, roster.gates, roster.stations, reader=reader, post=post, footing=footing)
        super().__init__(line, READ_SECONDS, tap, footing, probe=OsdpProbe())
        self._lamp = Lamp(line, self._roster, tap.rivals, post)
        self._dialogue = Dialogue(line.id, self._roster, post, self._clock)
        self._orders = OsdpOrders(own, self._roster, self._dialogue, post, self._clock)
        self._signals = Signals(self._roster, self._dialogue, self._clock)

    def signal(self, signal: Signal) -> None:
        """Show a driver at a reader what became of the read, once no gate command waits."""
        self._mailbox.put(signal)

    def drop_coil(self, gate: str) -> None:
        """Do nothing: a device ends its pulses by itself, and nothing here is timed by us."""

    def _look_closed(self, now: float, why: str) -> None:
        self._lamp.update(now, why)

    def _lose(self, now: float) -> None:
        self._roster.lose(now)

    def _turn_away(self, item: Item, why: str) -> None:
        if isinstance(item, LineOrder):
            self._orders.turn_away(item, why)

    def _serve(self, port: Port) -> None:
        bus = Bus(self._line, port, self._clock)
        self._roster.restart(self._clock.now())
        while not self._mailbox.is_stopping:
            self._lamp.update(self._clock.now())
            self._step(bus)

    def _step(self, bus: Bus) -> None:
        item = self._next_item()
        if isinstance(item, LineOrder):
            self._orders.carry_out(item, bus)
            return
        if isinstance(item, Signal):
            self._signals.show(item)
            return
        if self._signals.step(bus):
            return
        bus.await_gap()
        if self._search.step():
            return
        device, now = self._roster.next_due(), self._clock.now()
        if device is not None and device.due <= now:
            self._dialogue.step(device, bus)
        else:
            due = LOOK_SECONDS if device is None else device.due - now
            self._rest(min(LOOK_SECONDS, due))
