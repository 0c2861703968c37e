"""A number plate as one reads it on a car."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class PlateBadge(QLabel):
    """A plate in a plate-shaped frame, monospaced; hidden while there is none."""

    def __init__(
        self, parent: QWidget | None = None, *, plate: str = "", small: bool = False
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "plate-small" if small else "plate")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.show_plate(plate)

    def show_plate(self, plate: str) -> None:
        """Show another plate; an empty one hides the badge."""
        self.setText(plate)
        self.setAccessibleName(self.tr("Plate {0}").format(plate))
        if not plate:
            self.hide()
        elif self.parentWidget() is not None and self.isHidden():
            # Without a parent it would come up as a window of its own and take the focus.
            self.show()
