"""The controllers of one line, one row each, as a Qt model."""

import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor, QIcon
from typing_extensions import override

from izix_desk.desk.texts import age, controller_word, milliseconds, whole
from izix_desk.desk.theme import Look
from izix_desk.domain.lines import ControllerFigures, ControllerState

Index = QModelIndex | QPersistentModelIndex
ROOT: Final = QModelIndex()
STATE: Final = 1
GATES: Final = 2
FIRMWARE: Final = 9
COLUMNS: Final = 10
LEFT: Final = frozenset({STATE, GATES, FIRMWARE})
"""Columns of words; the others are figures."""
MARKS: Final = {
    ControllerState.WAITING: ("clock", "dim"),
    ControllerState.OK: ("granted", "dim"),
    ControllerState.NOT_MEASURED: ("not-sure", "dim"),
    ControllerState.DEGRADED: ("failed", "amber"),
    ControllerState.OFFLINE: ("offline", "red"),
    ControllerState.BARRED: ("blocked", "red"),
}
"""Icon and tone."""
TOLD_SECONDS = 2.0
translate = QCoreApplication.translate


class ControllersModel(QAbstractTableModel):
    """By address; news changes cells where they stand, so that the chosen row stays chosen."""

    def __init__(self, look: Look, gates: Mapping[str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._gates = gates
        """Name of each gate by its id."""
        self._rows: list[ControllerFigures] = []
        self.is_known = True
        """Whether the figures are true now; else only addresses and gates are shown."""

    def show(self, controllers: Sequence[ControllerFigures]) -> None:
        """Take the figures of the line as they are now."""
        self._leave_only({each.address for each in controllers})
        for row, controller in enumerate(controllers):
            if row < len(self._rows) and self._rows[row].address == controller.address:
                self._rows[row] = controller
            else:
                self.beginInsertRows(ROOT, row, row)
                self._rows.insert(row, controller)
                self.endInsertRows()
        self.refresh()

    def refresh(self) -> None:
        """Say that ages have grown."""
        if self._rows:
            last = self.index(len(self._rows) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def know(self, is_known: bool) -> None:
        """Show whether what was told last is still true."""
        if is_known != self.is_known:
            self.is_known = is_known
            self.refresh()

    def at(self, row: int) -> ControllerFigures | None:
        """Return the controller in a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else COLUMNS

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < COLUMNS:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return headings()[section]
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        controller = self.at(index.row()) if index.isValid() else None
        if controller is None:
            return None
        column = index.column()
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._cells(controller)[column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{headings()[column]}: {self._cells(controller)[column]}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return self._mark(controller, role) if column == STATE else None

    def _mark(self, controller: ControllerFigures, role: int) -> QIcon | QColor | None:
        icon, tone = MARKS[controller.state] if self.is_known else ("not-sure", "dim")
        colour = getattr(self._look.colours, tone if tone != "dim" else "text")
        if role == Qt.ItemDataRole.DecorationRole:
            return self._look.icon(icon, colour)
        return QColor(colour) if role == Qt.ItemDataRole.ForegroundRole else None

    def _cells(self, controller: ControllerFigures) -> tuple[str, ...]:
        gates = ", ".join(self._gates.get(gate, gate) for gate in controller.gates)
        if not self.is_known:
            blank = ("",) * (COLUMNS - 3)
            return (whole(controller.address), controller_word(None), gates, *blank)
        return (
            whole(controller.address),
            controller_word(controller.state),
            gates,
            milliseconds(controller.reply_last),
            milliseconds(controller.reply_median),
            milliseconds(controller.reply_worst),
            "" if controller.heard is None else _heard(time.monotonic() - controller.heard),
            whole(controller.misses),
            whole(controller.check_errors),
            "" if controller.identity is None else str(controller.identity.firmware),
        )

    def _leave_only(self, addresses: set[int]) -> None:
        for row in range(len(self._rows) - 1, -1, -1):
            if self._rows[row].address not in addresses:
                self.beginRemoveRows(ROOT, row, row)
                del self._rows[row]
                self.endRemoveRows()


def _heard(seconds: float) -> str:
    # Figures come once a second: a controller that answers all the time is told that late.
    now = translate("ControllersModel", "now")
    return now if seconds < TOLD_SECONDS else age(seconds)


def headings() -> tuple[str, ...]:
    """Return what the columns hold, in the language in use."""
    return (
        translate("ControllersModel", "Address"),
        translate("ControllersModel", "State"),
        translate("ControllersModel", "Gates"),
        translate("ControllersModel", "Reply ms"),
        translate("ControllersModel", "Median"),
        translate("ControllersModel", "Worst"),
        translate("ControllersModel", "Age"),
        translate("ControllersModel", "Retries"),
        translate("ControllersModel", "Check errors"),
        translate("ControllersModel", "Firmware"),
    )


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column in LEFT else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
