"""The strip below the header: red for what is wrong, quiet for what to do first."""

from PySide6.QtCore import QObject, QTimer

from izix_desk.desk.forms.main_window import Ui_MainWindow
from izix_desk.desk.parts.tones import set_tone
from izix_desk.desk.theme import Look

PASSES_MS = 12_000


class Banner(QObject):
    """Says what stands until it is over, and what an operator has to know for a while."""

    def __init__(self, look: Look, form: Ui_MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._form = look, form
        self._trouble = self._fault = self._hint = ""
        self._engine_missing = False
        self._passes = QTimer(self, interval=PASSES_MS, singleShot=True)
        self._passes.timeout.connect(self._forget)
        look.changed.connect(self._show)
        self._show()

    def stand_trouble(self, text: str) -> None:
        """Show what is wrong with the store until it is over (an empty text)."""
        self._trouble = text
        self._show()

    def stand_without_engine(self, missing: bool) -> None:
        """Show that no engine runs until one does."""
        self._engine_missing = missing
        self._show()

    def tell(self, text: str) -> None:
        """Show a fault in red for a while."""
        self._fault, self._hint = text, ""
        self._passes.start()
        self._show()

    def hint(self, text: str) -> None:
        """Say for a while what to do first: nothing is wrong, so nothing is red."""
        self._hint = text
        self._passes.start()
        self._show()

    def _forget(self) -> None:
        self._fault = self._hint = ""
        self._show()

    def _show(self) -> None:
        missing = self.tr("No engine runs: nothing can be sent to a gate. It is being started.")
        faults = (self._trouble, missing if self._engine_missing else "", self._fault)
        is_wrong = any(faults)
        form, colours = self._form, self._look.colours
        for widget in (form.banner, form.banner_text):
            set_tone(widget, "red" if is_wrong else "")
        icon, colour = ("failed", colours.on_banner) if is_wrong else ("note", colours.text)
        ratio = form.banner.devicePixelRatioF()
        form.banner_icon.setPixmap(self._look.pixmap(icon, colour, 20, ratio))
        text = "\n".join(filter(None, (*faults, self._hint)))
        form.banner_text.setText(text)
        form.banner.setVisible(bool(text))
