"""Badges and PINs from the far end: an engine, a simulated reader, and what the driver sees."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from izix_desk.domain.credentials import Credential
from izix_desk.domain.events import Entry, EventKind, GateEvent
from izix_desk.domain.methods import Method, Reader
from izix_desk.domain.site import Direction, Line, Output, Protocol, Site, TimedBy
from izix_desk.store.credentials import add_credentials
from izix_desk.store.database import Database, Transaction
from izix_desk.store.entries import open_entries
from izix_desk.store.events import events_at_gate
from izix_desk.store.pairings import keep_pairing
from izix_desk.store.search_index import index_profile
from tests.support import osdp, quay
from tests.support.programs import Programs
from tests.support.simulator import Simulator
from tests.support.waiting import wait_until


def site(links: Path) -> Site:
    """Return a barrier with a relay board, a door whose device reads, and a scanner."""
    made = quay.site(str(links / "north"), str(links / "camera"))
    door = replace(
        made.gates[0], id="door", name="Door", line="readers", address=5, inputs={}, hold=None,
        plates=None, open=Output(number=0, seconds=0.5, timed_by=TimedBy.BOARD),
        direction=Direction.BOTH, methods=(Method.BADGE, Method.PIN), on_foot=True,
        readers=(Reader("readers", 5, 0),),
    )  # fmt: skip
    entry = replace(
        made.gates[0], methods=(Method.PLATE, Method.BADGE, Method.QR),
        readers=(Reader("readers", 5, 1), Reader("scanner")),
    )  # fmt: skip
    readers = Line(
        id="readers", port=str(links / "readers"), protocol=Protocol.OSDP, baudrate=115200
    )
    scanner = Line(
        id="scanner", port=str(links / "scanner"), protocol=Protocol.PLATES,
        pattern="^Q(?P<qr>.+)$",
    )  # fmt: skip
    return replace(made, gates=(entry, made.gates[1], door), lines=(*made.lines, readers, scanner))


@dataclass(frozen=True, slots=True)
class Place:
    """The far end of the wires, and the store."""

    simulator: Simulator
    store: Database

    def reads(self, gate: str, count: int) -> list[GateEvent]:
        """Wait for so many events of reads at a gate, newest first."""

        def there() -> list[GateEvent]:
            found = self.store.read(lambda tx: events_at_gate(tx, gate, 100))
            reads = [each for each in found if each.kind is EventKind.READ]
            return reads if sum(each.reads for each in reads) >= count else []

        return wait_until(there, 20, f"{count} reads at {gate}") or []

    def entries(self) -> tuple[Entry, ...]:
        """Return what waits for a person."""
        return self.store.read(open_entries)


@pytest.fixture
def place(tmp_path: Path, programs: Programs) -> Iterator[Place]:
    """Give the site at work: Ada has a badge, a PIN and a code."""
    plan = site(tmp_path / "links")
    made = quay.quay(tmp_path / "site", plan)
    store = made.open()
    pairing = osdp.paired((5,), tmp_path / "keys.json")[5]
    (tmp_path / "keys.json").write_text(f'{{"readers/5": "{pairing.key.hex()}"}}', "ascii")

    def prepare(tx: Transaction) -> None:
        keep_pairing(tx, replace(pairing, line="readers"))
        held = [(Method.BADGE, "26:123:45678"), (Method.PIN, "4711"), (Method.QR, "token-of-ada")]
        add_credentials(tx, made.ada, [Credential(kind, value) for kind, value in held])
        index_profile(tx, made.ada)

    store.write(prepare)
    simulator = Simulator(plan, tmp_path, "--keys", str(tmp_path / "keys.json"))
    simulator.start()
    engine = programs.start("engine", "--site", str(made.folder.path))
    engine.wait_for("runs the gates", 30)
    yield Place(simulator, store)
    store.close()
    simulator.close()


def test_a_reader_opens_its_gate_and_shows_it(place: Place) -> None:
    """The door by badge and PIN, the barrier by the other reader of the device and by code."""
    place.simulator.do("card readers 5 26:123:45678")
    (event,) = place.reads("door", 1)
    assert (event.who, event.method, event.raw) == ("Ada Maes", "BADGE", "26:123:45678")
    place.simulator.wait_for("coil", line="readers", unit=5, coil=0, on=True)
    place.simulator.wait_for("led", unit=5, reader=0, colour="green")
    place.simulator.do("card readers 5 26:123:45678 1")
    place.simulator.wait_for("coil", line="north", unit=1, coil=0, on=True)
    place.simulator.wait_for("led", unit=5, reader=1, colour="green")
    assert [each.gate for each in place.reads("entry", 1)] == ["entry"]
    place.simulator.do("keys readers 5 47")
    place.simulator.do("keys readers 5 11#")
    pin = place.reads("door", 2)[0]
    assert (pin.who, pin.method, pin.raw) == ("Ada Maes", "PIN", "••••")
    place.simulator.do("read scanner Qtoken-of-ada")
    code = place.reads("entry", 2)[0]
    assert (code.who, code.method, code.raw) == ("Ada Maes", "QR", "…-ada")
    assert place.entries() == ()
    assert not place.simulator.notes("buzzer")


def test_a_stranger_sees_red_and_hears_it(place: Place) -> None:
    """Nothing opens; the same badge again is counted; guessing PINs locks the keypad."""
    for _ in range(2):
        place.simulator.do("card readers 5 26:1:1")
    (event,) = place.reads("door", 2)
    assert (event.reason, event.reads) == ("UNKNOWN_CREDENTIAL", 2)
    place.simulator.wait_for("led", unit=5, reader=0, colour="red", flashes=True)
    place.simulator.wait_for("buzzer", unit=5, reader=0)
    for pin in range(1000, 1005):
        place.simulator.do(f"keys readers 5 {pin}#")
    place.reads("door", 7)
    place.simulator.do("keys readers 5 4711#")
    locked = place.reads("door", 8)[0]
    assert (locked.reason, locked.profile) == ("KEYPAD_LOCKED", None)
    texts = [entry.text for entry in place.entries()]
    assert any("5 wrong ones in a row" in text for text in texts)
    assert any(text == "Badge not known here: 26:1:1" for text in texts)
    assert not place.simulator.notes("coil")
    place.simulator.do("card readers 5 26:123:45678")
    place.simulator.wait_for("coil", line="readers", unit=5, coil=0, on=True)
