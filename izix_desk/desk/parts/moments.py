"""A field for a day and a time, which are those of the site, whatever this PC thinks."""

from datetime import UTC, datetime, tzinfo

from PySide6.QtCore import QDate, QDateTime, Qt, QTime, QTimer, QTimeZone
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDateTimeEdit, QWidget
from typing_extensions import override

HOUR = QDateTimeEdit.Section.HourSection


class MomentEdit(QDateTimeEdit):
    """Begins at the hour, since the day is usually right; Tab leaves it, arrows move within."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zone: tzinfo = UTC
        self.setTimeZone(_utc())

    def moment(self) -> datetime:
        """Return what it holds, in the site's zone."""
        day, clock = self.date(), self.time()
        return datetime(
            day.year(), day.month(), day.day(), clock.hour(), clock.minute(), tzinfo=self.zone
        )

    def show_moment(self, at: datetime) -> None:
        """Show a moment in the site's zone."""
        local = at.astimezone(self.zone)
        day = QDate(local.year, local.month, local.day)
        self.setDateTime(QDateTime(day, QTime(local.hour, local.minute), _utc()))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            # Afterwards: Qt itself chooses the first section.
            QTimer.singleShot(0, self, lambda: self.setSelectedSection(HOUR))

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        # Qt would stop at each of five sections.
        return QAbstractSpinBox.focusNextPrevChild(self, next)


def _utc() -> QTimeZone:
    return QTimeZone(QTimeZone.Initialization.UTC)  # has no missing hour to jump over
