"""Generated from ui/hold_gate.ui by `make forms`, never edited."""

from PySide6.QtCore import (
    QCoreApplication,
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
from izix_desk.desk.parts.moments import MomentEdit

class Ui_HoldGateDialog(object):
    def setupUi(self, HoldGateDialog):
        if not HoldGateDialog.objectName():
            HoldGateDialog.setObjectName(u"HoldGateDialog")
        self.rows = QVBoxLayout(HoldGateDialog)
        self.rows.setSpacing(12)
        self.rows.setObjectName(u"rows")
        self.rows.setContentsMargins(20, 20, 20, 16)
        self.pages = QStackedWidget(HoldGateDialog)
        self.pages.setObjectName(u"pages")
        self.ask_page = QWidget()
        self.ask_page.setObjectName(u"ask_page")
        self.asking = QVBoxLayout(self.ask_page)
        self.asking.setSpacing(8)
        self.asking.setObjectName(u"asking")
        self.asking.setContentsMargins(0, 0, 0, 0)
        self.what = QLabel(self.ask_page)
        self.what.setObjectName(u"what")
        self.what.setWordWrap(True)
        self.what.setProperty(u"role", u"title")

        self.asking.addWidget(self.what)

        self.meaning = QLabel(self.ask_page)
        self.meaning.setObjectName(u"meaning")
        self.meaning.setWordWrap(True)
        self.meaning.setProperty(u"role", u"dim")

        self.asking.addWidget(self.meaning)

        self.until_label = QLabel(self.ask_page)
        self.until_label.setObjectName(u"until_label")
        self.until_label.setProperty(u"role", u"dim")

        self.asking.addWidget(self.until_label)

        self.until = MomentEdit(self.ask_page)
        self.until.setObjectName(u"until")

        self.asking.addWidget(self.until)

        self.reason_label = QLabel(self.ask_page)
        self.reason_label.setObjectName(u"reason_label")
        self.reason_label.setProperty(u"role", u"dim")

        self.asking.addWidget(self.reason_label)

        self.reason_list = ChoiceList(self.ask_page)
        self.reason_list.setObjectName(u"reason_list")

        self.asking.addWidget(self.reason_list)

        self.note_label = QLabel(self.ask_page)
        self.note_label.setObjectName(u"note_label")
        self.note_label.setProperty(u"role", u"dim")

        self.asking.addWidget(self.note_label)

        self.note = QLineEdit(self.ask_page)
        self.note.setObjectName(u"note")

        self.asking.addWidget(self.note)

        self.pages.addWidget(self.ask_page)
        self.stages_page = CommandPage()
        self.stages_page.setObjectName(u"stages_page")
        self.pages.addWidget(self.stages_page)

        self.rows.addWidget(self.pages)

        self.fault = QLabel(HoldGateDialog)
        self.fault.setObjectName(u"fault")
        self.fault.setWordWrap(True)
        self.fault.setProperty(u"role", u"fault")

        self.rows.addWidget(self.fault)

        self.buttons = QHBoxLayout()
        self.buttons.setObjectName(u"buttons")
        self.cancel = QPushButton(HoldGateDialog)
        self.cancel.setObjectName(u"cancel")
        self.cancel.setAutoDefault(False)

        self.buttons.addWidget(self.cancel)

        self.hint = QLabel(HoldGateDialog)
        self.hint.setObjectName(u"hint")
        self.hint.setProperty(u"role", u"dim")

        self.buttons.addWidget(self.hint)

        self.spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.buttons.addItem(self.spacer)

        self.service = QPushButton(HoldGateDialog)
        self.service.setObjectName(u"service")
        self.service.setAutoDefault(False)

        self.buttons.addWidget(self.service)

        self.again = QPushButton(HoldGateDialog)
        self.again.setObjectName(u"again")
        self.again.setAutoDefault(False)

        self.buttons.addWidget(self.again)

        self.confirm = QPushButton(HoldGateDialog)
        self.confirm.setObjectName(u"confirm")
        self.confirm.setAutoDefault(False)
        self.confirm.setProperty(u"role", u"primary")

        self.buttons.addWidget(self.confirm)


        self.rows.addLayout(self.buttons)

#if QT_CONFIG(shortcut)
        self.until_label.setBuddy(self.until)
        self.reason_label.setBuddy(self.reason_list)
        self.note_label.setBuddy(self.note)
#endif // QT_CONFIG(shortcut)
        QWidget.setTabOrder(self.until, self.reason_list)
        QWidget.setTabOrder(self.reason_list, self.note)
        QWidget.setTabOrder(self.note, self.confirm)
        QWidget.setTabOrder(self.confirm, self.again)
        QWidget.setTabOrder(self.again, self.service)
        QWidget.setTabOrder(self.service, self.cancel)

        self.retranslateUi(HoldGateDialog)
    # setupUi

    def retranslateUi(self, HoldGateDialog):
        self.until_label.setText(QCoreApplication.translate("HoldGateDialog", u"&Until", None))
#if QT_CONFIG(accessibility)
        self.until.setAccessibleName(QCoreApplication.translate("HoldGateDialog", u"Until", None))
#endif // QT_CONFIG(accessibility)
        self.until.setDisplayFormat(QCoreApplication.translate("HoldGateDialog", u"ddd dd/MM HH:mm", None))
        self.reason_label.setText(QCoreApplication.translate("HoldGateDialog", u"&Reason", None))
#if QT_CONFIG(accessibility)
        self.reason_list.setAccessibleName(QCoreApplication.translate("HoldGateDialog", u"Reason", None))
#endif // QT_CONFIG(accessibility)
        self.note_label.setText(QCoreApplication.translate("HoldGateDialog", u"&Note", None))
#if QT_CONFIG(accessibility)
        self.note.setAccessibleName(QCoreApplication.translate("HoldGateDialog", u"Note", None))
#endif // QT_CONFIG(accessibility)
        self.cancel.setText(QCoreApplication.translate("HoldGateDialog", u"Cancel   Esc", None))
        self.service.setText(QCoreApplication.translate("HoldGateDialog", u"Out of service\u2026", None))
        self.again.setText(QCoreApplication.translate("HoldGateDialog", u"Try again", None))
        pass
    # retranslateUi

