"""Fields for a day and a time, which are those of the site, whatever this PC thinks."""

from datetime import datetime, tzinfo

from PySide6.QtCore import QDate, QDateTime, QTime, QTimer, QTimeZone
from PySide6.QtWidgets import QDateTimeEdit


def prepare_moment(box: QDateTimeEdit) -> None:
    """Let a field hold any time of any day."""
    box.setTimeZone(_utc())


def moment_of(box: QDateTimeEdit, zone: tzinfo) -> datetime:
    """Return what a field holds, in the site's zone."""
    day, clock = box.date(), box.time()
    return datetime(day.year(), day.month(), day.day(), clock.hour(), clock.minute(), tzinfo=zone)


def show_moment(box: QDateTimeEdit, zone: tzinfo, at: datetime) -> None:
    """Show a moment in the site's zone."""
    local = at.astimezone(zone)
    day = QDate(local.year, local.month, local.day)
    box.setDateTime(QDateTime(day, QTime(local.hour, local.minute), _utc()))


def begin_at_hour(box: QDateTimeEdit) -> None:
    """Let the first key change the hour: the day is usually right."""
    hour = QDateTimeEdit.Section.HourSection
    # Once it has the focus: getting it chooses the first section.
    QTimer.singleShot(0, box, lambda: box.setSelectedSection(hour))


def _utc() -> QTimeZone:
    return QTimeZone(QTimeZone.Initialization.UTC)  # has no missing hour to jump over
