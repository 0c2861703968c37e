"""A whole site for each test: simulator, engine and desk as processes, keys and pixels of X."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.room import Room
from tests.support.programs import Programs
from tests.support.screen import Screen


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    """Give the smallest screen that the window must be good on."""
    screen = Screen("1280x720x24")
    yield screen
    screen.close()


@pytest.fixture
def room(tmp_path: Path, programs: Programs, screen: Screen) -> Iterator[Room]:
    """Give a control room at work, its window in front of us."""
    room = Room(tmp_path, programs, screen)
    try:
        room.open()
        yield room
    finally:
        print(room.story)  # seen only where the test failed
        room.close()
