"""A site whose boards answer no command, as processes: nothing is claimed that nobody measured."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from izix_desk.domain.commands import Action, Stage
from izix_desk.domain.site import Gate, Output, Protocol
from izix_desk.domain.site import Site as SitePlan
from izix_desk.services.frame_tables import shipped_tables
from izix_desk.services.moments import present
from izix_desk.store.commands import unfinished
from izix_desk.store.occupancy import inside_counts
from tests.support import quay
from tests.support.programs import Programs
from tests.support.running import Site
from tests.support.waiting import wait_until

BEGINNING = [Stage.ASKED, Stage.CLAIMED, Stage.SENT]


def with_kmtronic(plan: SitePlan) -> SitePlan:
    """Put boards of KMtronic's on the line of a site."""
    line = replace(
        plan.lines[0], protocol=Protocol.FRAMES, frames=shipped_tables()["kmtronic"], baudrate=9600
    )
    gates = tuple(_gate(gate, number) for number, gate in enumerate(plan.gates))
    return replace(plan, lines=(line, *plan.lines[1:]), gates=gates)


def _gate(gate: Gate, number: int) -> Gate:
    opening = Output(number=2 * number, seconds=0.3)
    return replace(gate, address=0, open=opening, hold=2 * number + 1, inputs={})


@pytest.fixture
def site(tmp_path: Path, programs: Programs) -> Iterator[Site]:
    """Give a site with an engine."""
    site = Site(tmp_path, programs, with_kmtronic)
    try:
        site.simulator.start()
        site.start_engine_anyhow()
        yield site
    finally:
        site.close()


def test_an_opening_ends_as_not_measured(site: Site) -> None:
    """The command line says so, and that is not a failure."""
    opened = site.open_gate("exit")
    assert opened.ended() == 0, opened.output
    assert "not measured (this kind of controller answers no command)" in opened.output
    assert "controller answered" not in opened.output
    assert site.stages(site.command()) == [*BEGINNING, Stage.NOT_MEASURED]
    assert len(site.coil_on("exit")) == 1


def test_a_hold_ends_with_its_release(site: Site) -> None:
    """The engine releases it at its time, though no board ever confirmed it."""
    until = present().wall + timedelta(seconds=1)
    held = site.ask("exit", action=Action.HOLD_OPEN, until=until)
    site.wait_stage(held, Stage.NOT_MEASURED)
    released = site.command(after=held)
    site.wait_stage(released, Stage.NOT_MEASURED)
    assert site.stages(released) == [*BEGINNING, Stage.NOT_MEASURED]


def test_a_car_that_was_let_in_counts_as_inside(site: Site) -> None:
    """Counted after the usual while, without a stage that says that it was seen to pass."""
    site.simulator.do(f"read camera {quay.KNOWN_PLATE};0.97")
    command = site.command()
    site.wait_stage(command, Stage.NOT_MEASURED)
    inside = wait_until(
        lambda: site.store.read(lambda tx: inside_counts(tx, "p1")), 20, "the car to be counted"
    )
    assert inside == {"staff": 1}
    assert site.stages(command) == [*BEGINNING, Stage.NOT_MEASURED]
    assert not site.store.read(unfinished)
