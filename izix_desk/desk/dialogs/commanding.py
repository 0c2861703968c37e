"""What the dialogs that command a gate share: asked once, followed to its end, asked again anew."""

from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QWidget

from izix_desk.desk.backend import Backend
from izix_desk.desk.dialogs.keyed import KeyedDialog
from izix_desk.desk.dialogs.service import ServiceDialog
from izix_desk.desk.parts.command_page import CommandPage
from izix_desk.desk.parts.tasks import Latest
from izix_desk.desk.theme import Look
from izix_desk.domain.commands import Action, Stage
from izix_desk.domain.requests import OpenRequest
from izix_desk.domain.site import Gate, Site


class CommandForm(Protocol):
    """The widgets that such a dialog is drawn with."""

    pages: QStackedWidget
    ask_page: QWidget
    stages_page: CommandPage
    fault: QLabel
    hint: QLabel
    cancel: QPushButton
    again: QPushButton
    service: QPushButton
    confirm: QPushButton


class CommandDialog(KeyedDialog):
    """Commits one command and ticks its stages off; never closes while an answer is owed."""

    asked = Signal(object)
    """UUID of the command, once it is committed."""

    def __init__(self, backend: Backend, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.backend, self.look = backend, look
        self.site = Site(name="", timezone="UTC")
        self._asking = Latest(self._nothing_asked)

    def command_form(self) -> CommandForm:
        """Return the form as this dialog drew it."""
        raise NotImplementedError

    def command(self) -> tuple[Gate, OpenRequest]:
        """Return what is to be asked, of which gate."""
        raise NotImplementedError

    def ask_anew(self) -> None:
        """Go back to the questions: what they rested on may not hold any more."""
        raise NotImplementedError

    def send(self) -> None:
        """Ask, unless the gate still owes an answer."""
        page = self.command_form().stages_page
        if not page.owed:
            gate, request = self.command()
            page.prepare(self.look, self.site, gate, Action(request.action))
            self._show_asking()
            self._asking.start(self._ask(request))

    def reject(self) -> None:
        """Close, unless the gate still owes an answer."""
        if not self.command_form().stages_page.owed:
            super().reject()

    def done(self, result: int) -> None:
        """Stop looking; what the gate does is stored all the same."""
        self.command_form().stages_page.forget()
        super().done(result)

    def say_fault(self, sentence: str) -> None:
        """Say what went wrong below the questions."""
        fault = self.command_form().fault
        fault.setText(sentence)
        fault.setVisible(bool(sentence))

    def connect_command(self) -> None:
        """Connect what every such form has; to be called once it is drawn."""
        form = self.command_form()
        self.prepare_buttons()
        self.say_fault("")
        form.again.hide()
        form.again.clicked.connect(self.send)
        form.service.hide()
        form.service.clicked.connect(self._ask_service)
        form.cancel.clicked.connect(self.reject)
        form.stages_page.ended_well.connect(self.accept)
        form.stages_page.ended_badly.connect(self._ended_badly)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    async def _ask(self, request: OpenRequest) -> None:
        command = await self.backend.ask(request)
        self.asked.emit(command)
        self.command_form().stages_page.follow(self.backend, command)

    def _show_asking(self) -> None:
        form = self.command_form()
        self.say_fault("")
        form.pages.setCurrentWidget(form.stages_page)
        for widget in (form.again, form.service, form.confirm, form.hint):
            widget.hide()
        form.cancel.setEnabled(False)
        form.cancel.setText(self.tr("Close   Esc"))
        self.setFocus()

    def _nothing_asked(self, fault: str) -> None:
        form = self.command_form()
        form.stages_page.forget()
        form.pages.setCurrentWidget(form.ask_page)
        for widget in (form.confirm, form.hint):
            widget.show()
        form.cancel.setEnabled(True)
        self.ask_anew()
        self.say_fault(fault)
        self.make_room()

    def _ended_badly(self, end: Stage) -> None:
        form = self.command_form()
        form.cancel.setEnabled(True)
        form.again.show()
        form.service.setVisible(end is Stage.NOT_MOVED)
        self.make_room()

    def _ask_service(self) -> None:
        """Ask why the gate is out of service; whoever thinks better of it is back here."""
        gate, _ = self.command()
        dialog = ServiceDialog(self.backend, self.look, gate, self)
        self.command_form().service.setEnabled(False)  # one of them is enough
        dialog.finished.connect(lambda: self.command_form().service.setEnabled(True))
        dialog.finished.connect(dialog.deleteLater)
        dialog.fixed.connect(self.reject)
        dialog.next_asked.connect(self.take_next)
        dialog.open()
