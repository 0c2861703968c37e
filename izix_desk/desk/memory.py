"""What the window remembers on this PC: layout per operator, and the tiles for the next start."""

import json
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from izix_desk.domain.site import Direction, Gate, Output, Site


class Memory:
    """An INI file in the site folder; nothing in it is personal, and losing it costs nothing."""

    def __init__(self, path: Path, operator: str) -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)
        self._operator = "".join(letter if letter.isalnum() else "_" for letter in operator)

    def text(self, name: str, default: str) -> str:
        """Return one of the operator's settings."""
        found = self._settings.value(self._key(name), default)
        return found if isinstance(found, str) else default

    def number(self, name: str, default: int) -> int:
        """Return one of the operator's settings as a number."""
        found = self.text(name, str(default))
        return int(found) if found.isdecimal() else default

    def layout(self, name: str) -> QByteArray:
        """Return a remembered geometry; empty when there is none."""
        found = self._settings.value(self._key(name))
        return found if isinstance(found, QByteArray) else QByteArray()

    def keep(self, name: str, value: str | QByteArray) -> None:
        """Remember one of the operator's settings."""
        self._settings.setValue(self._key(name), value)

    def keep_site(self, site: Site) -> None:
        """Remember the names that the next start shows before the store is open."""
        gates = [(gate.id, gate.name, gate.lot, gate.direction.value) for gate in site.gates]
        known = json.dumps({"name": site.name, "gates": gates})
        if self._settings.value("site/known") != known:
            self._settings.setValue("site/known", known)

    def site(self) -> Site | None:
        """Return name and gates as they were last time; None before the first time."""
        known = self._settings.value("site/known")
        if not isinstance(known, str):
            return None
        try:
            kept = json.loads(known)
            gates = tuple(_gate(*gate) for gate in kept["gates"])
            return Site(name=str(kept["name"]), timezone="UTC", gates=gates)
        except (ValueError, KeyError, TypeError):
            return None

    def sync(self) -> None:
        """Write it now."""
        self._settings.sync()

    def _key(self, name: str) -> str:
        return f"{self._operator}/{name}"


def _gate(gate: str, name: str, lot: str, direction: str) -> Gate:
    return Gate(
        id=gate,
        name=name,
        lot=lot,
        direction=Direction(direction),
        line="",
        address=0,
        open=Output(number=0),
    )
