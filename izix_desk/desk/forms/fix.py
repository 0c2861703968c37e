"""Generated from ui/fix.ui by `make forms`, never edited."""

from PySide6.QtCore import (
    QCoreApplication,
)
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from izix_desk.desk.parts.moments import MomentEdit

class Ui_FixDialog(object):
    def setupUi(self, FixDialog):
        if not FixDialog.objectName():
            FixDialog.setObjectName(u"FixDialog")
        self.rows = QVBoxLayout(FixDialog)
        self.rows.setSpacing(12)
        self.rows.setObjectName(u"rows")
        self.rows.setContentsMargins(20, 20, 20, 16)
        self.whom = QLabel(FixDialog)
        self.whom.setObjectName(u"whom")
        self.whom.setWordWrap(True)
        self.whom.setProperty(u"role", u"dim")

        self.rows.addWidget(self.whom)

        self.what = QLabel(FixDialog)
        self.what.setObjectName(u"what")
        self.what.setWordWrap(True)
        self.what.setProperty(u"role", u"title")

        self.rows.addWidget(self.what)

        self.about = QLabel(FixDialog)
        self.about.setObjectName(u"about")
        self.about.setWordWrap(True)
        self.about.setProperty(u"role", u"dim")

        self.rows.addWidget(self.about)

        self.warning = QLabel(FixDialog)
        self.warning.setObjectName(u"warning")
        self.warning.setWordWrap(True)
        self.warning.setProperty(u"role", u"tone")

        self.rows.addWidget(self.warning)

        self.window = QGridLayout()
        self.window.setObjectName(u"window")
        self.window.setHorizontalSpacing(16)
        self.window.setVerticalSpacing(4)
        self.starts_label = QLabel(FixDialog)
        self.starts_label.setObjectName(u"starts_label")
        self.starts_label.setProperty(u"role", u"dim")

        self.window.addWidget(self.starts_label, 0, 0, 1, 1)

        self.ends_label = QLabel(FixDialog)
        self.ends_label.setObjectName(u"ends_label")
        self.ends_label.setProperty(u"role", u"dim")

        self.window.addWidget(self.ends_label, 0, 1, 1, 1)

        self.starts = MomentEdit(FixDialog)
        self.starts.setObjectName(u"starts")

        self.window.addWidget(self.starts, 1, 0, 1, 1)

        self.ends = MomentEdit(FixDialog)
        self.ends.setObjectName(u"ends")

        self.window.addWidget(self.ends, 1, 1, 1, 1)


        self.rows.addLayout(self.window)

        self.room = QLabel(FixDialog)
        self.room.setObjectName(u"room")
        self.room.setWordWrap(True)
        self.room.setProperty(u"role", u"dim")

        self.rows.addWidget(self.room)

        self.fault = QLabel(FixDialog)
        self.fault.setObjectName(u"fault")
        self.fault.setWordWrap(True)
        self.fault.setProperty(u"role", u"fault")

        self.rows.addWidget(self.fault)

        self.buttons = QHBoxLayout()
        self.buttons.setObjectName(u"buttons")
        self.cancel = QPushButton(FixDialog)
        self.cancel.setObjectName(u"cancel")
        self.cancel.setAutoDefault(False)

        self.buttons.addWidget(self.cancel)

        self.spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.buttons.addItem(self.spacer)

        self.confirm = QPushButton(FixDialog)
        self.confirm.setObjectName(u"confirm")
        self.confirm.setAutoDefault(False)
        self.confirm.setProperty(u"role", u"primary")

        self.buttons.addWidget(self.confirm)


        self.rows.addLayout(self.buttons)

#if QT_CONFIG(shortcut)
        self.starts_label.setBuddy(self.starts)
        self.ends_label.setBuddy(self.ends)
#endif // QT_CONFIG(shortcut)
        QWidget.setTabOrder(self.starts, self.ends)
        QWidget.setTabOrder(self.ends, self.confirm)
        QWidget.setTabOrder(self.confirm, self.cancel)

        self.retranslateUi(FixDialog)
    # setupUi

    def retranslateUi(self, FixDialog):
        self.starts_label.setText(QCoreApplication.translate("FixDialog", u"&From", None))
        self.ends_label.setText(QCoreApplication.translate("FixDialog", u"&Until", None))
#if QT_CONFIG(accessibility)
        self.starts.setAccessibleName(QCoreApplication.translate("FixDialog", u"From", None))
#endif // QT_CONFIG(accessibility)
        self.starts.setDisplayFormat(QCoreApplication.translate("FixDialog", u"ddd dd/MM HH:mm", None))
#if QT_CONFIG(accessibility)
        self.ends.setAccessibleName(QCoreApplication.translate("FixDialog", u"Until", None))
#endif // QT_CONFIG(accessibility)
        self.ends.setDisplayFormat(QCoreApplication.translate("FixDialog", u"ddd dd/MM HH:mm", None))
        self.cancel.setText(QCoreApplication.translate("FixDialog", u"Cancel   Esc", None))
        pass
    # retranslateUi

