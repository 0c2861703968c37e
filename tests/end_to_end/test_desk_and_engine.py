"""The desk and its engine when one of them dies: the gate, the store and the next window."""

import psutil
import pytest

from izix_desk.domain.commands import Stage
from tests.end_to_end.room import Room
from tests.support.running import Frozen
from tests.support.waiting import wait_until

pytestmark = pytest.mark.timeout(300)


def test_a_desk_killed_while_its_command_runs(room: Room) -> None:
    """The gate opens all the same, and the next desk shows how it ended."""
    screen = room.screen
    screen.press("ctrl+k")
    screen.type("jans")
    screen.shows("Marie Janssens")
    screen.press("Return")
    screen.shows("Staff, day and night")
    screen.press("F5")
    screen.shows("Open for")
    screen.press("Down")
    screen.shows("Valid access")
    screen.press("Return")
    room.simulator.wait_for("coil", unit=1, on=True, seconds=60)
    room.kill_desk()
    row = room.wait_opening("p1-entry", Stage.UP)
    assert len(room.coil_on("p1-entry")) == 1
    room.start_desk()
    screen.shows("opened", row.who, area=room.feed)


def test_a_desk_starts_a_dead_engine_again(room: Room) -> None:
    """A red banner says so until the next one works; nothing moves by itself meanwhile."""
    assert room.engine
    room.engine.kill()
    born = wait_until(lambda: engines_of(room), 60, "an engine that the desk started")
    with Frozen(born[0]):  # so that the time without an engine is long enough to be read
        room.screen.shows("No engine runs", area=room.banner, light=True)
        room.screen.shows("no engine")
    room.screen.shows("closed")
    assert room.engine.pid not in engines_of(room)
    assert room.coil_on("p1-entry") == []


def engines_of(room: Room) -> list[int]:
    """Return the process ids of the engines that run for this site."""
    site = str(room.folder.path)
    found = list[int]()
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if "engine" in words and site in words:
            found.append(process.pid)
    return found
