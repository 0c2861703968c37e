"""Which lines run, as the site says."""

from dataclasses import replace

from izix_desk.devices.wire import Message
from izix_desk.domain.events import LineHealth, LineReading
from izix_desk.domain.site import Line, Protocol, Site
from izix_desk.engine.pool import LinePool
from tests.support import quay


def of_lines(*names: str) -> Site:
    """Make a site of lines that only say that they are not built."""
    lines = tuple(Line(id=name, port="none", protocol=Protocol.FRAMES) for name in names)
    return replace(quay.site(), lines=lines, gates=())


def test_only_new_lines_are_started() -> None:
    """What runs already goes on untouched."""
    told: list[Message] = []
    pool = LinePool(told.append)
    pool.apply(of_lines("one"))
    pool.apply(of_lines("one", "two"))
    names = [message.line for message in told if isinstance(message, LineReading)]
    assert names == ["one", "two"]


def test_nothing_starts_once_the_engine_ends() -> None:
    """A site that was being applied comes too late."""
    told: list[Message] = []
    pool = LinePool(told.append)
    pool.apply(of_lines("one"))
    pool.stop()
    pool.apply(of_lines("one", "two"))
    assert [m.health for m in told if isinstance(m, LineReading)] == [LineHealth.NOT_BUILT]
