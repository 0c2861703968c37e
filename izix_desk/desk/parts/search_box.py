"""The box in the header; it can be typed into before anything answers."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget

from izix_desk.desk.theme import Look


def search_box(look: Look, parent: QWidget | None = None) -> QLineEdit:
    """Return an empty box with its picture; `SearchPane` gives it its answers."""
    box = QLineEdit(parent)
    box.setObjectName("search")
    box.setPlaceholderText(
        QCoreApplication.translate(
            "SearchPane", "Search name, plate, organisation, host, phone, code   Ctrl+K"
        )
    )
    box.setAccessibleName(QCoreApplication.translate("SearchPane", "Search"))
    box.setClearButtonEnabled(True)
    picture = QAction(look.icon("search", look.colours.dim), "", box)
    box.addAction(picture, QLineEdit.ActionPosition.LeadingPosition)
    look.changed.connect(lambda: picture.setIcon(look.icon("search", look.colours.dim)))
    return box
