"""Generated from ui/old_sessions.ui by `make forms`, never edited."""

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

class Ui_OldSessionsDialog(object):
    def setupUi(self, OldSessionsDialog):
        if not OldSessionsDialog.objectName():
            OldSessionsDialog.setObjectName(u"OldSessionsDialog")
        self.rows = QVBoxLayout(OldSessionsDialog)
        self.rows.setSpacing(12)
        self.rows.setObjectName(u"rows")
        self.rows.setContentsMargins(20, 20, 20, 16)
        self.about = QLabel(OldSessionsDialog)
        self.about.setObjectName(u"about")
        self.about.setWordWrap(True)
        self.about.setProperty(u"role", u"title")

        self.rows.addWidget(self.about)

        self.question = QLabel(OldSessionsDialog)
        self.question.setObjectName(u"question")
        self.question.setProperty(u"role", u"dim")

        self.rows.addWidget(self.question)

        self.sessions = QListWidget(OldSessionsDialog)
        self.sessions.setObjectName(u"sessions")

        self.rows.addWidget(self.sessions)

        self.buttons = QHBoxLayout()
        self.buttons.setObjectName(u"buttons")
        self.spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.buttons.addItem(self.spacer)

        self.cancel = QPushButton(OldSessionsDialog)
        self.cancel.setObjectName(u"cancel")
        self.cancel.setAutoDefault(False)

        self.buttons.addWidget(self.cancel)

        self.end_session = QPushButton(OldSessionsDialog)
        self.end_session.setObjectName(u"end_session")

        self.buttons.addWidget(self.end_session)


        self.rows.addLayout(self.buttons)

#if QT_CONFIG(shortcut)
        self.question.setBuddy(self.sessions)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(OldSessionsDialog)

        self.end_session.setDefault(True)

    # setupUi

    def retranslateUi(self, OldSessionsDialog):
        OldSessionsDialog.setWindowTitle(QCoreApplication.translate("OldSessionsDialog", u"Old sessions", None))
        self.question.setText(QCoreApplication.translate("OldSessionsDialog", u"Whose car is gone?", None))
#if QT_CONFIG(accessibility)
        self.sessions.setAccessibleName(QCoreApplication.translate("OldSessionsDialog", u"Who is inside for long", None))
#endif // QT_CONFIG(accessibility)
        self.cancel.setText(QCoreApplication.translate("OldSessionsDialog", u"Close   Esc", None))
        self.end_session.setText(QCoreApplication.translate("OldSessionsDialog", u"End session", None))
    # retranslateUi

