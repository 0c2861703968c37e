"""Number and time fields whose words stand as far from the edge as everywhere else."""

from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QWidget

from izix_desk.desk.theme import Look


def indent_spins(root: QWidget, look: Look) -> None:
    """Move the words of every such field below `root`; a stylesheet cannot reach them."""
    for spin in root.findChildren(QAbstractSpinBox):
        words = spin.findChild(QLineEdit)
        if words is not None:
            words.setTextMargins(look.px(8), 0, 0, 0)
