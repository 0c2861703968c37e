"""Generated from ui/close_entry.ui by `make forms`, never edited."""

from PySide6.QtCore import (
    QCoreApplication,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
)

class Ui_CloseEntryDialog(object):
    def setupUi(self, CloseEntryDialog):
        if not CloseEntryDialog.objectName():
            CloseEntryDialog.setObjectName(u"CloseEntryDialog")
        self.rows = QVBoxLayout(CloseEntryDialog)
        self.rows.setSpacing(12)
        self.rows.setObjectName(u"rows")
        self.rows.setContentsMargins(20, 20, 20, 16)
        self.about = QLabel(CloseEntryDialog)
        self.about.setObjectName(u"about")
        self.about.setWordWrap(True)
        self.about.setProperty(u"role", u"title")

        self.rows.addWidget(self.about)

        self.question = QLabel(CloseEntryDialog)
        self.question.setObjectName(u"question")
        self.question.setProperty(u"role", u"dim")

        self.rows.addWidget(self.question)

        self.outcomes = QListWidget(CloseEntryDialog)
        self.outcomes.setObjectName(u"outcomes")

        self.rows.addWidget(self.outcomes)

        self.buttons = QHBoxLayout()
        self.buttons.setObjectName(u"buttons")
        self.spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.buttons.addItem(self.spacer)

        self.cancel = QPushButton(CloseEntryDialog)
        self.cancel.setObjectName(u"cancel")
        self.cancel.setAutoDefault(False)

        self.buttons.addWidget(self.cancel)

        self.close_entry = QPushButton(CloseEntryDialog)
        self.close_entry.setObjectName(u"close_entry")

        self.buttons.addWidget(self.close_entry)


        self.rows.addLayout(self.buttons)

#if QT_CONFIG(shortcut)
        self.question.setBuddy(self.outcomes)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(CloseEntryDialog)

        self.close_entry.setDefault(True)

    # setupUi

    def retranslateUi(self, CloseEntryDialog):
        CloseEntryDialog.setWindowTitle(QCoreApplication.translate("CloseEntryDialog", u"Close entry", None))
        self.question.setText(QCoreApplication.translate("CloseEntryDialog", u"How did it end?", None))
#if QT_CONFIG(accessibility)
        self.outcomes.setAccessibleName(QCoreApplication.translate("CloseEntryDialog", u"How the entry ended", None))
#endif // QT_CONFIG(accessibility)
        self.cancel.setText(QCoreApplication.translate("CloseEntryDialog", u"Cancel", None))
        self.close_entry.setText(QCoreApplication.translate("CloseEntryDialog", u"Close entry", None))
    # retranslateUi

