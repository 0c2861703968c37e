"""The quieter part of the panel: everything known about a parker, one section below the other."""

from collections.abc import Iterable
from datetime import tzinfo

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from izix_desk.desk.parts.elided import line
from izix_desk.desk.parts.plate_badge import PlateBadge
from izix_desk.desk.parts.tones import VERDICT_ICONS, set_icon
from izix_desk.desk.theme import Look
from izix_desk.domain.decision import RuleCheck
from izix_desk.domain.parkers import Reservation, ReservationKind, ReservationState, Vehicle
from izix_desk.domain.site import Manager
from izix_desk.services.catalogue import catalogue

translate = QCoreApplication.translate


class Section(QWidget):
    """A heading with what belongs to it."""

    def __init__(self, title: str, *content: QWidget) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.column.addWidget(line(title, "section"))
        for widget in content:
            self.column.addWidget(widget)


def lines(texts: Iterable[str]) -> list[QLabel]:
    """Return one label for each text that says something."""
    return [line(text) for text in texts if text]


def vehicles_row(vehicles: Iterable[Vehicle]) -> QWidget:
    """Return the plates as badges, four in a row; a blocked or temporary one says so."""
    grid_widget = QWidget()
    grid = QGridLayout(grid_widget)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    for number, vehicle in enumerate(vehicles):
        cell = QHBoxLayout()
        cell.addWidget(PlateBadge(plate=vehicle.plate, small=True))
        remark = _vehicle_remark(vehicle)
        if remark:
            cell.addWidget(line(remark, "small", wrap=False))
        grid.addLayout(cell, number // 3, number % 3)
    grid.setColumnStretch(3, 1)
    return grid_widget


def _vehicle_remark(vehicle: Vehicle) -> str:
    if vehicle.blocked:
        return translate("Panel", "blocked")
    if vehicle.valid_until is not None:
        return translate("Panel", "until {0}").format(f"{vehicle.valid_until:%d/%m}")
    return "" if vehicle.active else translate("Panel", "not active")


def manager_lines(managers: Iterable[Manager]) -> list[QLabel]:
    """Return whom to call, with phone and e-mail."""
    return lines(
        " · ".join(part for part in (manager.name, manager.phone, manager.email) if part)
        for manager in managers
    )


def reservation_line(reservation: Reservation, zone: tzinfo) -> str:
    """Return a booking or visit in one line."""
    starts, ends = reservation.starts.astimezone(zone), reservation.ends.astimezone(zone)
    until = f"{ends:%H:%M}" if starts.date() == ends.date() else f"{ends:%a %d/%m %H:%M}"
    when = translate("Panel", "{0} to {1}").format(f"{starts:%a %d/%m %H:%M}", until)
    visit = reservation.kind is ReservationKind.VISIT
    kind = translate("Panel", "Visit") if visit else translate("Panel", "Booking")
    host = translate("Panel", "host {0}").format(reservation.host) if reservation.host else ""
    cars = (
        translate("Panel", "{0} of {1} cars in").format(reservation.cars_in, reservation.cars)
        if reservation.cars > 1
        else ""
    )
    parts = (kind, when, host, _state_word(reservation.state), cars)
    return " · ".join(part for part in parts if part)


def _state_word(state: ReservationState) -> str:
    return {
        ReservationState.PLANNED: translate("Panel", "planned"),
        ReservationState.ARRIVED: translate("Panel", "arrived"),
        ReservationState.INSIDE: translate("Panel", "inside"),
        ReservationState.LEFT: translate("Panel", "left"),
        ReservationState.CANCELLED: translate("Panel", "cancelled"),
        ReservationState.NO_SHOW: translate("Panel", "did not come"),
        ReservationState.OVERSTAYED: translate("Panel", "overstayed"),
    }[state]


class Why(QWidget):
    """*Why?*: every rule with ✓ or ✕ and its values, folded away until asked for."""

    def __init__(
        self,
        rules: Iterable[RuleCheck],
        look: Look,
        *,
        unfolded: bool = False,
        then: bool = False,
    ) -> None:
        super().__init__()
        self.toggle = QToolButton()
        now, past = translate("Panel", "Why?"), translate("Panel", "Why? As it was then")
        self.toggle.setText(past if then else now)
        self.toggle.setIcon(look.icon("more"))
        self.toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.toggle.setCheckable(True)
        self.table = QWidget()
        self._fill(list(rules), look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.toggle)
        column.addWidget(self.table)
        # In its place first: shown without a parent it is a window, and takes the keyboard.
        self.toggle.toggled.connect(self.table.setVisible)
        self.toggle.setChecked(unfolded)
        self.table.setVisible(unfolded)

    def _fill(self, rules: list[RuleCheck], look: Look) -> None:
        grid = QGridLayout(self.table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(2, 1)
        for row, rule in enumerate(rules):
            picture, (icon, tone) = QLabel(), VERDICT_ICONS[rule.passed]
            set_icon(picture, look, icon, tone, 16)
            grid.addWidget(picture, row, 0, Qt.AlignmentFlag.AlignTop)
            name, values = catalogue().rule(rule)
            grid.addWidget(line(name, wrap=False), row, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(line(values, "small"), row, 2)
