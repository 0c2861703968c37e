"""Generated from ui/open_gate.ui by `make forms`, never edited."""

from PySide6.QtCore import (
    QCoreApplication,
    QSize,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSpacerItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from izix_desk.desk.parts.choice_list import ChoiceList
from izix_desk.desk.parts.command_page import CommandPage
from izix_desk.desk.parts.plate_badge import PlateBadge
from izix_desk.desk.parts.verdict_bar import VerdictBar

class Ui_OpenGateDialog(object):
    def setupUi(self, OpenGateDialog):
        if not OpenGateDialog.objectName():
            OpenGateDialog.setObjectName(u"OpenGateDialog")
        OpenGateDialog.setMinimumSize(QSize(760, 0))
        self.layout = QVBoxLayout(OpenGateDialog)
        self.layout.setSpacing(12)
        self.layout.setObjectName(u"layout")
        self.layout.setContentsMargins(16, 16, 16, 16)
        self.who_row = QHBoxLayout()
        self.who_row.setSpacing(16)
        self.who_row.setObjectName(u"who_row")
        self.who_row.setContentsMargins(0, 0, 0, 0)
        self.who_column = QVBoxLayout()
        self.who_column.setSpacing(0)
        self.who_column.setObjectName(u"who_column")
        self.who_column.setContentsMargins(0, 0, 0, 0)
        self.about = QLabel(OpenGateDialog)
        self.about.setObjectName(u"about")
        self.about.setProperty(u"role", u"dim")
        self.about.setWordWrap(True)

        self.who_column.addWidget(self.about)

        self.who = QLabel(OpenGateDialog)
        self.who.setObjectName(u"who")
        self.who.setProperty(u"role", u"big")
        self.who.setWordWrap(True)

        self.who_column.addWidget(self.who)


        self.who_row.addLayout(self.who_column)

        self.plate = PlateBadge(OpenGateDialog)
        self.plate.setObjectName(u"plate")

        self.who_row.addWidget(self.plate)

        self.who_row.setStretch(0, 1)

        self.layout.addLayout(self.who_row)

        self.pages = QStackedWidget(OpenGateDialog)
        self.pages.setObjectName(u"pages")
        self.ask_page = QWidget()
        self.ask_page.setObjectName(u"ask_page")
        self.ask_layout = QVBoxLayout(self.ask_page)
        self.ask_layout.setSpacing(12)
        self.ask_layout.setObjectName(u"ask_layout")
        self.ask_layout.setContentsMargins(0, 0, 0, 0)
        self.choices = QHBoxLayout()
        self.choices.setSpacing(16)
        self.choices.setObjectName(u"choices")
        self.choices.setContentsMargins(0, 0, 0, 0)
        self.gate_column = QVBoxLayout()
        self.gate_column.setSpacing(4)
        self.gate_column.setObjectName(u"gate_column")
        self.gate_column.setContentsMargins(0, 0, 0, 0)
        self.gate_label = QLabel(self.ask_page)
        self.gate_label.setObjectName(u"gate_label")
        self.gate_label.setProperty(u"role", u"section")

        self.gate_column.addWidget(self.gate_label)

        self.gate_list = ChoiceList(self.ask_page)
        self.gate_list.setObjectName(u"gate_list")

        self.gate_column.addWidget(self.gate_list)


        self.choices.addLayout(self.gate_column)

        self.reason_column = QVBoxLayout()
        self.reason_column.setSpacing(4)
        self.reason_column.setObjectName(u"reason_column")
        self.reason_column.setContentsMargins(0, 0, 0, 0)
        self.reason_label = QLabel(self.ask_page)
        self.reason_label.setObjectName(u"reason_label")
        self.reason_label.setProperty(u"role", u"section")

        self.reason_column.addWidget(self.reason_label)

        self.reason_list = ChoiceList(self.ask_page)
        self.reason_list.setObjectName(u"reason_list")

        self.reason_column.addWidget(self.reason_list)

        self.note_label = QLabel(self.ask_page)
        self.note_label.setObjectName(u"note_label")
        self.note_label.setProperty(u"role", u"section")

        self.reason_column.addWidget(self.note_label)

        self.note = QLineEdit(self.ask_page)
        self.note.setObjectName(u"note")
        self.note.setMaxLength(200)

        self.reason_column.addWidget(self.note)


        self.choices.addLayout(self.reason_column)

        self.choices.setStretch(0, 1)
        self.choices.setStretch(1, 1)

        self.ask_layout.addLayout(self.choices)

        self.verdict = VerdictBar(self.ask_page)
        self.verdict.setObjectName(u"verdict")

        self.ask_layout.addWidget(self.verdict)

        self.pages.addWidget(self.ask_page)
        self.stages_page = CommandPage()
        self.stages_page.setObjectName(u"stages_page")
        self.pages.addWidget(self.stages_page)

        self.layout.addWidget(self.pages)

        self.fault = QLabel(OpenGateDialog)
        self.fault.setObjectName(u"fault")
        self.fault.setProperty(u"tone", u"red")
        self.fault.setWordWrap(True)

        self.layout.addWidget(self.fault)

        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.setObjectName(u"buttons")
        self.buttons.setContentsMargins(0, 0, 0, 0)
        self.cancel = QPushButton(OpenGateDialog)
        self.cancel.setObjectName(u"cancel")

        self.buttons.addWidget(self.cancel)

        self.hint = QLabel(OpenGateDialog)
        self.hint.setObjectName(u"hint")
        self.hint.setProperty(u"role", u"dim")

        self.buttons.addWidget(self.hint)

        self.spacer_1 = QSpacerItem(8, 8, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.buttons.addItem(self.spacer_1)

        self.service = QPushButton(OpenGateDialog)
        self.service.setObjectName(u"service")

        self.buttons.addWidget(self.service)

        self.again = QPushButton(OpenGateDialog)
        self.again.setObjectName(u"again")

        self.buttons.addWidget(self.again)

        self.confirm = QPushButton(OpenGateDialog)
        self.confirm.setObjectName(u"confirm")
        self.confirm.setProperty(u"role", u"primary")

        self.buttons.addWidget(self.confirm)


        self.layout.addLayout(self.buttons)

#if QT_CONFIG(shortcut)
        self.gate_label.setBuddy(self.gate_list)
        self.reason_label.setBuddy(self.reason_list)
        self.note_label.setBuddy(self.note)
#endif // QT_CONFIG(shortcut)
        QWidget.setTabOrder(self.gate_list, self.reason_list)
        QWidget.setTabOrder(self.reason_list, self.note)
        QWidget.setTabOrder(self.note, self.confirm)
        QWidget.setTabOrder(self.confirm, self.again)
        QWidget.setTabOrder(self.again, self.service)
        QWidget.setTabOrder(self.service, self.cancel)

        self.retranslateUi(OpenGateDialog)
    # setupUi

    def retranslateUi(self, OpenGateDialog):
        OpenGateDialog.setWindowTitle(QCoreApplication.translate("OpenGateDialog", u"Open gate", None))
        self.gate_label.setText(QCoreApplication.translate("OpenGateDialog", u"&Gate", None))
#if QT_CONFIG(accessibility)
        self.gate_list.setAccessibleName(QCoreApplication.translate("OpenGateDialog", u"Gate", None))
#endif // QT_CONFIG(accessibility)
        self.reason_label.setText(QCoreApplication.translate("OpenGateDialog", u"&Reason", None))
#if QT_CONFIG(accessibility)
        self.reason_list.setAccessibleName(QCoreApplication.translate("OpenGateDialog", u"Reason", None))
#endif // QT_CONFIG(accessibility)
        self.note_label.setText(QCoreApplication.translate("OpenGateDialog", u"&Note", None))
#if QT_CONFIG(accessibility)
        self.note.setAccessibleName(QCoreApplication.translate("OpenGateDialog", u"Note", None))
#endif // QT_CONFIG(accessibility)
        self.cancel.setText(QCoreApplication.translate("OpenGateDialog", u"Cancel   Esc", None))
        self.service.setText(QCoreApplication.translate("OpenGateDialog", u"&Out of service\u2026", None))
        self.again.setText(QCoreApplication.translate("OpenGateDialog", u"&Try again as a new command", None))
        self.confirm.setText(QCoreApplication.translate("OpenGateDialog", u"Open gate", None))
    # retranslateUi

