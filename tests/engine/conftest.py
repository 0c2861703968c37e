"""A site at work for each test of the engine as a process."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.programs import Programs
from tests.support.running import Site


@pytest.fixture
def site(tmp_path: Path, programs: Programs) -> Iterator[Site]:
    """Give a site whose simulator runs, without an engine yet."""
    site = Site(tmp_path, programs)
    try:
        site.simulator.start()
        yield site
    finally:
        site.close()
