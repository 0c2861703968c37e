"""Lines and simulators that end with their test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from izix_desk.domain.site import Site
from tests.support.simulator import Simulator
from tests.support.wires import Listening

Simulate = Callable[..., Simulator]


@pytest.fixture
def listening() -> Iterator[Listening]:
    """Start lines on real ports."""
    listening = Listening()
    yield listening
    listening.close()


@pytest.fixture
def simulate(tmp_path: Path) -> Iterator[Simulate]:
    """Start simulators in processes of their own."""
    started: list[Simulator] = []

    def start(site: Site, *options: str) -> Simulator:
        folder = tmp_path / f"sim-{len(started)}"
        folder.mkdir()
        started.append(Simulator(site, folder, *options))
        started[-1].start()
        return started[-1]

    yield start
    for simulator in started:
        simulator.close()
