"""An installer's desk at a running engine: figures and traces while it follows, and not after."""

from collections.abc import Callable
from typing import TypeVar

from izix_desk.domain.events import GateState
from izix_desk.domain.lines import ControllerState
from izix_desk.link.client import LinkClient
from izix_desk.link.line_messages import Figures, Follow, Trace, TryNow
from izix_desk.link.messages import Beat, Message
from izix_desk.store.keys import link_authkey, store_key
from tests.support.running import Site
from tests.support.waiting import wait_until

M = TypeVar("M", Figures, Trace, Beat)


class Onlooker:
    """A desk that hears everything."""

    def __init__(self, site: Site) -> None:
        self.heard: list[Message] = []
        folder = site.quay.folder
        self.client = LinkClient(
            folder.link_address, link_authkey(store_key(folder)), take=self.heard.append
        )

    def __enter__(self) -> "Onlooker":
        self.client.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def all(self, kind: type[M]) -> list[M]:
        """Return what it heard of a kind."""
        return [each for each in tuple(self.heard) if isinstance(each, kind)]

    def follow(self, wanted: Callable[[], bool], *traced: str) -> None:
        """Follow until it heard what is wanted."""

        def go_on() -> bool:
            self.client.send(Follow(frozenset(traced)))
            return wanted()

        wait_until(go_on, 15, f"what was wanted; heard {self.heard[-20:]}")


def test_who_follows_hears_of_the_wires_and_nobody_else(site: Site) -> None:
    """Figures of all lines, the trace of one, each line's in its order."""
    site.start_engine()
    with Onlooker(site) as one, Onlooker(site) as other:
        one.follow(lambda: len(one.all(Trace)) > 3, "north")
        one.follow(lambda: {f.figures.line for f in one.all(Figures)} == {"north", "camera"})
        wait_until(lambda: len(other.all(Beat)) > 1, 15, "beats")
        assert not other.all(Figures)
        assert not other.all(Trace)
        north = next(f.figures for f in one.all(Figures) if f.figures.line == "north")
        assert [(c.address, c.gates) for c in north.controllers] == [
            (1, ("entry",)),
            (2, ("exit",)),
        ]
        passed = [line for trace in one.all(Trace) for line in trace.passed]
        assert {line.line for line in passed} == {"north"}
        assert any("unit 1, inputs" in line.words for line in passed)
        assert [line.number for line in passed] == list(range(len(passed)))


def test_who_stops_asking_is_told_no_more(site: Site) -> None:
    """A lease ends by itself: a desk that hangs costs the engine nothing for long."""
    site.start_engine()
    with Onlooker(site) as one:
        one.follow(lambda: len(one.all(Trace)) > 0, "north")

        def quiet() -> bool:
            beats, told = len(one.all(Beat)), len(one.all(Trace)) + len(one.all(Figures))
            wait_until(lambda: len(one.all(Beat)) > beats + 1, 15, "beats")
            return told == len(one.all(Trace)) + len(one.all(Figures))

        wait_until(quiet, 20, "the end of the lease")


def test_a_silent_controller_is_tried_at_once(site: Site) -> None:
    """*Try now* reaches the line: nobody waits for the next regular look at a dead device."""
    site.start_engine()
    with Onlooker(site) as one, site.listen() as desk:
        site.simulator.do("fault north silent on")
        desk.wait_for("entry", GateState.OFFLINE)
        site.simulator.do("fault north silent off")

        def tried() -> bool:
            one.client.send(TryNow("north", 1))
            return one.all(Figures)[-1].figures.line != "" and any(
                c.address == 1 and c.state is ControllerState.OK
                for f in one.all(Figures)[-2:]
                for c in f.figures.controllers
            )

        one.follow(lambda: len(one.all(Figures)) > 0 and tried())
