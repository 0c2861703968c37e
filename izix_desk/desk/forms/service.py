"""Generated from ui/service.ui by `make forms`, never edited."""

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
    QVBoxLayout,
    QWidget,
)

class Ui_ServiceDialog(object):
    def setupUi(self, ServiceDialog):
        if not ServiceDialog.objectName():
            ServiceDialog.setObjectName(u"ServiceDialog")
        self.rows = QVBoxLayout(ServiceDialog)
        self.rows.setSpacing(12)
        self.rows.setObjectName(u"rows")
        self.rows.setContentsMargins(20, 20, 20, 16)
        self.what = QLabel(ServiceDialog)
        self.what.setObjectName(u"what")
        self.what.setWordWrap(True)
        self.what.setProperty(u"role", u"title")

        self.rows.addWidget(self.what)

        self.meaning = QLabel(ServiceDialog)
        self.meaning.setObjectName(u"meaning")
        self.meaning.setWordWrap(True)
        self.meaning.setProperty(u"role", u"dim")

        self.rows.addWidget(self.meaning)

        self.about = QLabel(ServiceDialog)
        self.about.setObjectName(u"about")
        self.about.setWordWrap(True)
        self.about.setProperty(u"role", u"tone")

        self.rows.addWidget(self.about)

        self.asking = QVBoxLayout()
        self.asking.setSpacing(4)
        self.asking.setObjectName(u"asking")
        self.note_label = QLabel(ServiceDialog)
        self.note_label.setObjectName(u"note_label")
        self.note_label.setProperty(u"role", u"dim")

        self.asking.addWidget(self.note_label)

        self.note = QLineEdit(ServiceDialog)
        self.note.setObjectName(u"note")
        self.note.setMaxLength(200)

        self.asking.addWidget(self.note)


        self.rows.addLayout(self.asking)

        self.fault = QLabel(ServiceDialog)
        self.fault.setObjectName(u"fault")
        self.fault.setWordWrap(True)
        self.fault.setProperty(u"role", u"fault")

        self.rows.addWidget(self.fault)

        self.buttons = QHBoxLayout()
        self.buttons.setObjectName(u"buttons")
        self.cancel = QPushButton(ServiceDialog)
        self.cancel.setObjectName(u"cancel")
        self.cancel.setAutoDefault(False)

        self.buttons.addWidget(self.cancel)

        self.hint = QLabel(ServiceDialog)
        self.hint.setObjectName(u"hint")
        self.hint.setProperty(u"role", u"dim")

        self.buttons.addWidget(self.hint)

        self.spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.buttons.addItem(self.spacer)

        self.confirm = QPushButton(ServiceDialog)
        self.confirm.setObjectName(u"confirm")
        self.confirm.setAutoDefault(False)
        self.confirm.setProperty(u"role", u"primary")

        self.buttons.addWidget(self.confirm)


        self.rows.addLayout(self.buttons)

#if QT_CONFIG(shortcut)
        self.note_label.setBuddy(self.note)
#endif // QT_CONFIG(shortcut)
        QWidget.setTabOrder(self.note, self.confirm)
        QWidget.setTabOrder(self.confirm, self.cancel)

        self.retranslateUi(ServiceDialog)
    # setupUi

    def retranslateUi(self, ServiceDialog):
#if QT_CONFIG(accessibility)
        self.note.setAccessibleName(QCoreApplication.translate("ServiceDialog", u"Why", None))
#endif // QT_CONFIG(accessibility)
        self.cancel.setText(QCoreApplication.translate("ServiceDialog", u"Cancel   Esc", None))
        pass
    # retranslateUi

