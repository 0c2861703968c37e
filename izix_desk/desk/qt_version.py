"""Which Qt the desk does not start with."""

from izix_desk.domain.errors import DeskError


def refuse_bad_qt(qt_version: str, python: tuple[int, int]) -> None:
    """Refuse PySide6 6.12.0 on Python before 3.12: it aborts after some hundred signals."""
    if qt_version.strip() == "6.12.0" and python < (3, 12):
        raise DeskError(
            f"PySide6 6.12.0 crashes on Python {python[0]}.{python[1]}: "
            'run it on Python 3.12 or newer, or install "PySide6-Essentials<6.12".'
        )
