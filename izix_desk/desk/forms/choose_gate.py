"""Generated from ui/choose_gate.ui by `make forms`, never edited."""

from PySide6.QtCore import (
    QCoreApplication,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
)

class Ui_ChooseGateDialog(object):
    def setupUi(self, ChooseGateDialog):
        if not ChooseGateDialog.objectName():
            ChooseGateDialog.setObjectName(u"ChooseGateDialog")
        self.rows = QVBoxLayout(ChooseGateDialog)
        self.rows.setSpacing(12)
        self.rows.setObjectName(u"rows")
        self.rows.setContentsMargins(20, 20, 20, 16)
        self.about = QLabel(ChooseGateDialog)
        self.about.setObjectName(u"about")
        self.about.setProperty(u"role", u"title")

        self.rows.addWidget(self.about)

        self.text = QLineEdit(ChooseGateDialog)
        self.text.setObjectName(u"text")

        self.rows.addWidget(self.text)

        self.gates = QListWidget(ChooseGateDialog)
        self.gates.setObjectName(u"gates")

        self.rows.addWidget(self.gates)

        self.buttons = QHBoxLayout()
        self.buttons.setObjectName(u"buttons")
        self.spacer = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.buttons.addItem(self.spacer)

        self.cancel = QPushButton(ChooseGateDialog)
        self.cancel.setObjectName(u"cancel")
        self.cancel.setAutoDefault(False)

        self.buttons.addWidget(self.cancel)

        self.take = QPushButton(ChooseGateDialog)
        self.take.setObjectName(u"take")

        self.buttons.addWidget(self.take)


        self.rows.addLayout(self.buttons)


        self.retranslateUi(ChooseGateDialog)

        self.take.setDefault(True)

    # setupUi

    def retranslateUi(self, ChooseGateDialog):
        ChooseGateDialog.setWindowTitle(QCoreApplication.translate("ChooseGateDialog", u"Choose a gate", None))
        self.about.setText(QCoreApplication.translate("ChooseGateDialog", u"Somebody phones: at which gate?", None))
        self.text.setPlaceholderText(QCoreApplication.translate("ChooseGateDialog", u"gate, lot or place", None))
#if QT_CONFIG(accessibility)
        self.text.setAccessibleName(QCoreApplication.translate("ChooseGateDialog", u"Part of the gate's name", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.gates.setAccessibleName(QCoreApplication.translate("ChooseGateDialog", u"Gates", None))
#endif // QT_CONFIG(accessibility)
        self.cancel.setText(QCoreApplication.translate("ChooseGateDialog", u"Cancel", None))
        self.take.setText(QCoreApplication.translate("ChooseGateDialog", u"Take this gate", None))
    # retranslateUi

