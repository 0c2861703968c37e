"""Which lines run, as the site says."""

from dataclasses import replace

from izix_desk.devices.wire import Message
from izix_desk.domain.events import LineHealth, LineReading
from izix_desk.domain.site import Line, Protocol, Site
from izix_desk.engine.pool import LinePool
from tests.support import quay
from tests.support.waiting import wait_until


def of_lines(*names: str) -> Site:
    """Make a site of lines whose ports are not there, which they tell."""
    lines = tuple(Line(id=name, port=f"/dev/no-{name}", protocol=Protocol.OSDP) for name in names)
    return replace(quay.site(), lines=lines, gates=())


def test_only_new_lines_are_started() -> None:
    """What runs already goes on untouched."""
    told: list[Message] = []
    pool = LinePool(told.append)
    pool.apply(of_lines("one"))
    wait_until(lambda: names(told), 15, "the first line")
    pool.apply(of_lines("one", "two"))
    wait_until(lambda: len(names(told)) >= 2, 15, "both lines")
    pool.stop()
    assert names(told) == ["one", "two"]


def test_nothing_starts_once_the_engine_ends() -> None:
    """A site that was being applied comes too late."""
    told: list[Message] = []
    pool = LinePool(told.append)
    pool.apply(of_lines("one"))
    wait_until(lambda: names(told), 15, "the line")
    pool.stop()
    pool.apply(of_lines("one", "two"))
    assert names(told) == ["one"]


def names(told: list[Message]) -> list[str]:
    """Return the lines that said that they are offline, each once, in their order."""
    lost = [each for each in told if isinstance(each, LineReading)]
    assert {each.health for each in lost} <= {LineHealth.OFFLINE}
    return list(dict.fromkeys(each.line for each in lost))
