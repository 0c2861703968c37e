"""The turnstile: gates go first, and nobody is held up by the dead."""

import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from izix_desk.store.bulk import BulkWriter
from izix_desk.store.database import Database, Role, Transaction, open_database
from izix_desk.store.folder import SiteFolder
from izix_desk.store.turns import Turnstile
from tests.support.waiting import wait_until

_RAISE = """
import sys, time
from pathlib import Path
from izix_desk.store.turns import Turnstile
with Turnstile(Path(sys.argv[1])).hand() as hand:
    print("up", flush=True)
    while True:
        hand.wait()
"""


def test_a_hand_is_seen_by_others_until_it_is_lowered(tmp_path: Path) -> None:
    """A hand is seen by others until it is lowered."""
    one, other = Turnstile(tmp_path / "turns"), Turnstile(tmp_path / "turns")
    assert not other.busy()
    with one.hand():
        assert other.busy()
    assert not other.busy()
    one.close()
    other.close()


def test_the_hand_of_a_killed_process_lapses(tmp_path: Path) -> None:
    """The hand of a killed process lapses."""
    mine = Turnstile(tmp_path / "turns")
    with subprocess.Popen(
        [sys.executable, "-c", _RAISE, str(tmp_path / "turns")], stdout=subprocess.PIPE
    ) as gate:
        assert gate.stdout is not None
        gate.stdout.readline()
        wait_until(mine.busy, 5, "the hand")
        gate.kill()
    wait_until(lambda: not mine.busy(), 5, "the hand to lapse")
    mine.close()


def test_a_stamp_from_before_a_restart_holds_nobody_up(tmp_path: Path) -> None:
    """A stamp from before a restart holds nobody up."""
    ahead = (time.monotonic_ns() + 10**15).to_bytes(8, sys.byteorder)
    (tmp_path / "turns").write_bytes(ahead * 64)
    turns = Turnstile(tmp_path / "turns")
    assert not turns.busy()
    turns.close()


def test_a_gate_that_waits_goes_before_the_next_bulk_step(folder: SiteFolder) -> None:
    """A gate that waits goes before the next bulk step."""
    bulk, gate = open_database(folder, Role.BULK), open_database(folder, Role.GATE)
    order: list[str] = []
    waiting = threading.Thread(
        target=lambda: gate.write(lambda tx: _note(tx, "gate", order)), daemon=True
    )
    writer = BulkWriter(bulk, 1)

    def first(tx: Transaction) -> None:
        waiting.start()
        wait_until(bulk.turns.busy, 5, "the gate to raise its hand")
        _note(tx, "bulk 1", order)

    writer.run(first)
    writer.run(lambda tx: _note(tx, "bulk 2", order))
    waiting.join(5)
    assert order == ["bulk 1", "gate", "bulk 2"]
    bulk.close()
    gate.close()


def test_bulk_steps_are_small_and_miss_nothing(database: Database) -> None:
    """Bulk steps are small and miss nothing."""
    steps: list[int] = []

    def write(tx: Transaction, numbers: tuple[int, ...] | object) -> None:
        assert isinstance(numbers, tuple)
        steps.append(len(numbers))
        for number in numbers:
            tx.exec_driver_sql("INSERT INTO name_token VALUES (?)", (f"{number:05}",))

    assert sum(BulkWriter(database).each(range(1_000), write)) == 1_000
    assert max(steps) <= 50
    stored = database.read(
        lambda tx: tx.exec_driver_sql("SELECT count(*) FROM name_token").scalar()
    )
    assert stored == 1_000


def test_steps_do_not_shrink_because_others_have_the_lock(folder: SiteFolder) -> None:
    """Waiting is no work: the steps stay as large as the rows allow."""
    bulk, other = open_database(folder, Role.BULK), open_database(folder)
    writer = BulkWriter(bulk)
    steps: list[int] = []

    def write(tx: Transaction, numbers: Sequence[int]) -> None:
        steps.append(len(numbers))
        for number in numbers:
            tx.exec_driver_sql("INSERT INTO name_token VALUES (?)", (f"{number:05}",))

    first = 0
    for _ in range(12):
        held, free = threading.Event(), threading.Event()
        holder = threading.Thread(target=_hold, args=(other, held, free), daemon=True)
        holder.start()
        held.wait(5)
        lowering = threading.Timer(0.25, free.set)
        lowering.start()
        first += sum(writer.each(range(first, first + 50), write))
        lowering.join()
        holder.join()
    assert steps[-1] >= 25
    bulk.close()
    other.close()


def _hold(database: Database, held: threading.Event, free: threading.Event) -> None:
    def work(_: Transaction) -> None:
        held.set()
        free.wait(5)

    database.write(work)


def _note(tx: Transaction, name: str, order: list[str]) -> None:
    tx.exec_driver_sql("INSERT INTO name_token VALUES (?)", (name,))
    order.append(name)
