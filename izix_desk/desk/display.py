"""Whether there is a screen to open a window on."""

from collections.abc import Mapping

from izix_desk.domain.errors import DeskError


def refuse_no_display(platform: str, environ: Mapping[str, str]) -> None:
    """Refuse to start where Qt would abort for want of a display."""
    named = any(environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    if platform == "linux" and not named:
        raise DeskError(
            "There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is "
            "set): start it in a desktop session, or draw every window with `make screenshots`."
        )
