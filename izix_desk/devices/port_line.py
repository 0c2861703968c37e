"""A line's thread on a port that comes and goes: opened again, and said plainly meanwhile."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence

from izix_desk.devices.asking import Probe
from izix_desk.devices.footing import GROUND, Footing
from izix_desk.devices.mailbox import Item, Mailbox
from izix_desk.devices.ordering import STOPPED
from izix_desk.devices.port_faults import PORT_LOST
from izix_desk.devices.ports import Port
from izix_desk.devices.side_search import SideSearch
from izix_desk.devices.tap import Tap
from izix_desk.devices.wire import Expired, LineOrder, Signal
from izix_desk.domain.errors import LineFault
from izix_desk.domain.lines import TraceLine
from izix_desk.domain.scanning import Setting
from izix_desk.domain.site import Line

REOPEN_SECONDS = 0.5
LOOK_SECONDS = 0.25
STOP_SECONDS = 3.0
"""How long a stop waits for what is under way before it is cut short."""


class PortLine(ABC):
    """One serial line with its mailbox; each protocol says what is done on the open port."""

    def __init__(
        self,
        line: Line,
        read_seconds: float,
        tap: Tap,
        footing: Footing = GROUND,
        *,
        probe: Probe | None = None,
    ) -> None:
        self._line = line
        self._tap = tap
        self._read_seconds = read_seconds
        self._open = footing.open_port
        self._clock = footing.clock
        self._mailbox = Mailbox(self._clock)
        self._stop_by = 0.0
        self._search = SideSearch(line, tap.stations.keys(), probe, post=tap.post, footing=footing)
        self._thread = threading.Thread(target=self._run, name=f"line-{line.id}", daemon=True)

    def start(self) -> None:
        """Open the port, and open it again whenever it was lost."""
        self._thread.start()

    def order(self, order: LineOrder) -> None:
        """Send a gate command in the next gap; exactly one outcome is posted."""
        if not self._mailbox.put(order):
            self._turn_away(order, STOPPED)

    def drop_coil(self, gate: str) -> None:
        """Switch off an open coil that was found on."""
        self._mailbox.put(gate)

    def try_now(self, address: int) -> None:
        """Ask a controller next, however long it was silent."""
        if address in self._tap.stations:
            # Another thread's change of one number: at worst it is asked a moment later.
            self._tap.stations[address].hurry()
            self._mailbox.wake()

    def search(self, addresses: Sequence[int], settings: Sequence[Setting] = ()) -> None:
        """Ask who else is there, between what gates need; no address ends a search."""
        self._search.begin(addresses, settings)
        self._mailbox.wake()

    def listen(self, *, on: bool) -> None:
        """Keep what passes on the wire from now on, or no more."""
        self._tap.listen(on=on)

    def passed(self) -> Sequence[TraceLine]:
        """Return what was kept of the wire and not taken yet, a batch at most."""
        return self._tap.take()

    def signal(self, signal: Signal) -> None:
        """Do nothing: boards have no lamp for drivers."""
        del signal

    def stop(self) -> None:
        """End the thread and close the port; what is under way ends first, in at most 3 s."""
        self._stop_by = self._clock.now() + STOP_SECONDS
        self._mailbox.stop()
        if self._thread.ident is not None:
            self._thread.join()

    @abstractmethod
    def _serve(self, port: Port) -> None:
        """Work on an open port until the mailbox says stop; raises one of PORT_LOST."""

    @abstractmethod
    def _look_closed(self, now: float, why: str) -> None:
        """Tell how the line is doing while its port is not open."""

    @abstractmethod
    def _lose(self, now: float) -> None:
        """Note that the port is gone."""

    @abstractmethod
    def _turn_away(self, item: Item, why: str) -> None:
        """Answer what was left in the mailbox while the port is not open."""

    def _run(self) -> None:
        while not self._mailbox.is_stopping:
            try:
                port = self._open(self._line, self._read_seconds)
            except LineFault as fault:
                self._stay_closed(str(fault))
            else:
                self._use(port)
        self._mailbox.close()
        self._empty_mailbox(STOPPED)

    def _use(self, port: Port) -> None:
        try:
            tapped = self._tap.on(port)
            self._search.use(tapped)
            self._serve(tapped)
        except PORT_LOST:
            where = f"Port {self._line.port} of line {self._line.id}"
            self._stay_closed(f"{where} was lost: check its plug and its power.")
        finally:
            port.close()

    def _stay_closed(self, why: str) -> None:
        until = self._clock.now() + REOPEN_SECONDS
        self._lose(self._clock.now())
        while (now := self._clock.now()) < until and not self._mailbox.is_stopping:
            self._look_closed(now, why)
            self._tap.look(why)
            self._empty_mailbox(why)
            self._mailbox.wait(min(LOOK_SECONDS, until - now))

    def _next_item(self) -> Item | None:
        """Return what is to be done next; orders that waited for too long are told first."""
        for order in self._mailbox.take_old(self._clock.now()):
            self._tap.post(Expired(order.command))
        return self._mailbox.take()

    def _empty_mailbox(self, why: str) -> None:
        while (item := self._mailbox.take()) is not None:
            self._turn_away(item, why)

    def _rest(self, seconds: float) -> None:
        self._tap.settle()
        seconds = min(seconds, self._search.due_in())
        if self._mailbox.is_stopping:
            self._clock.sleep(
                max(0.0, min(seconds, 0.01))
            )  # a stopping line's mailbox does not wait
        else:
            self._mailbox.wait(seconds)
