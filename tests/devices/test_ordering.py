"""However bad a line is, whoever ordered something is told in time how it ended."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from izix_desk.devices.footing import Footing
from izix_desk.devices.lines import make_line
from izix_desk.devices.osdp.keys import new_key
from izix_desk.devices.wire import LineThread, Post
from izix_desk.domain.commands import CONCLUDE_SECONDS, OPEN_TTL_SECONDS
from izix_desk.domain.pairing import Pairing
from izix_desk.domain.site import Site
from tests.support import frames, osdp
from tests.support.foul import Foul, FoulBoards, FoulDevices, FoulRelays
from tests.support.laggard import Laggard
from tests.support.wires import by_board, gate, site_of

ORDERS = 40_000
UNITS = (1, 2, 3)
GATES = ("one", "two", "three")
BOARDS = site_of(
    gate("one", 1, hold=1),
    gate("two", 2, hold=1, open=by_board("waveshare")),
    gate("three", 3, hold=1, open=by_board("lc-tech"), inputs={}),
    baudrate=9600,
)
DEVICES = osdp.site_of(*(osdp.gate(name, n, hold=1) for n, name in enumerate(GATES, 1)))
RELAYS = frames.site_of(
    frames.RELAYS, *(frames.gate(name, n, hold=1) for n, name in enumerate(GATES, 1))
)
LAZY = frames.site_of(
    replace(frames.RELAYS, reply_within=0.5, gap=0.05),
    *(frames.gate(name, n, hold=1) for n, name in enumerate(GATES, 1)),
)
Count = Callable[[int], int]
Figures = Callable[[Mapping[str, float]], None]


def run(
    site: Site,
    far: Foul,
    orders: int,
    chance: random.Random,
    pairings: Mapping[int, Pairing] | None = None,
    **more: float,
) -> Laggard:
    """Let a line of this site carry out orders, and return how long each took."""
    laggard = Laggard(far, GATES, chance, **more)

    def make(post: Post, footing: Footing) -> LineThread:
        return make_line(site.lines[0], site.gates, post, pairings or {}, footing)

    laggard.run(make, orders)
    return laggard


def check(laggard: Laggard, figures: Figures, name: str) -> None:
    """Fail unless each order was told to be over once, and in time."""
    figures({f"slowest of {len(laggard.took)} orders, {name}": round(laggard.slowest, 2)})
    assert {len(each) for each in laggard.took.values()} == {1}
    assert laggard.slowest <= OPEN_TTL_SECONDS + CONCLUDE_SECONDS
    for end in ("Answered", "Unsure", "Expired"):
        assert laggard.ends[end] > 0, laggard.ends


@pytest.mark.parametrize("site", [BOARDS, RELAYS, LAZY], ids=["Modbus", "frames", "lazy frames"])
def test_an_order_ends_in_time(
    site: Site, rng: random.Random, count: Count, figures: Figures, request: pytest.FixtureRequest
) -> None:
    """Answers lost and cut, writes that stall, ports that go: time to live, and two seconds."""
    far = FoulBoards(rng, UNITS) if site is BOARDS else FoulRelays(rng, UNITS)
    check(run(site, far, count(ORDERS), rng), figures, request.node.callspec.id)


def test_an_order_to_an_osdp_device_ends_in_time(
    rng: random.Random, count: Count, figures: Figures
) -> None:
    """Also where the channel is opened anew before an output is read."""
    keys = {unit: new_key() for unit in UNITS}
    far = FoulDevices(rng, keys)
    far.lies = 0.0
    pairings = {unit: osdp.pairing(unit, key) for unit, key in keys.items()}
    check(run(DEVICES, far, count(ORDERS), rng, pairings), figures, "OSDP")


def test_a_port_that_hangs_is_found(rng: random.Random, count: Count) -> None:
    """Planted: writes that stall for longer than any port may make it."""
    found = run(BOARDS, FoulBoards(rng, UNITS), count(ORDERS), rng, stall=3.0)
    assert found.slowest > OPEN_TTL_SECONDS + CONCLUDE_SECONDS
