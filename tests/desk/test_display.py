"""Start-up says plainly that there is no display."""

import pytest

from izix_desk.desk.display import refuse_no_display
from izix_desk.domain.errors import DeskError


@pytest.mark.parametrize("environ", [{}, {"DISPLAY": ""}])
def test_without_a_display_it_names_what_works(environ: dict[str, str]) -> None:
    """The sentence names the target that needs no display."""
    with pytest.raises(DeskError, match="make screenshots"):
        refuse_no_display("linux", environ)


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_any_display_will_do(name: str) -> None:
    """X, Wayland or a platform of the person's own choice."""
    refuse_no_display("linux", {name: "x"})


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_elsewhere_there_always_is_one(platform: str) -> None:
    """Windows and macOS are not asked."""
    refuse_no_display(platform, {})
